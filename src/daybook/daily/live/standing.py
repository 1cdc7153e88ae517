"""Whether whoever has a page open may still hold it: session, account, password, no right that forbids."""

from __future__ import annotations

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.contrib.sessions.models import Session
from django.db.models import BigIntegerField, CharField, Q, Value
from django.utils import timezone

from daybook.daily.live.admission import Visitor
from daybook.org.models import Account, Right
from daybook.org.moments import zone
from daybook.org.rights import ADMINISTRATORS
from daybook.org.roster import touching

NONE, NOBODY = Value("", output_field=CharField()), Value(0, output_field=BigIntegerField())


def standing_of(visitors: Collection[Visitor]) -> set[Visitor]:
    """Those of the visitors who would be let in now, in one statement."""
    if not visitors:
        return set()
    now, keys = timezone.now(), {each.session for each in visitors}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=now)
    people = {each.person_id for each in visitors}
    accounts = Account.objects.filter(person_id__in=people, is_active=True).exclude(
        person_id__in=Right.objects.filter(
            _in_force({each.time_zone for each in visitors}), kind__in=ADMINISTRATORS
        ).values("person_id")
    )
    rows = sessions.order_by().values_list("session_key", NOBODY, NONE)
    told = set(rows.union(accounts.order_by().values_list(NONE, "person_id", "password"), all=True))
    return {each for each in visitors if {(each.session, 0, ""), ("", each.person_id, each.password)} <= told}


def _in_force(zones: Collection[str]) -> Q:
    """Rights in force on the day it is in the bureau of their holder."""
    now = timezone.now()
    days = {name: now.astimezone(zone(name)).date() for name in zones}
    spans = (
        Q(touching(day, day, start="first_day", end="last_day"), person__bureau__time_zone=name)
        for name, day in days.items()
    )
    return reduce(or_, spans)
