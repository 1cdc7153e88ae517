"""延期: the personnel office puts off the last day for an act of a month, for all or for one person."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.inbox.actions import Telling, tell
from daybook.inbox.enums import MessageKind
from daybook.ledger.actions import recorded, sealed
from daybook.monthly.queries.concerned import concerned_by
from daybook.org.actions.guards import note, require_bureau, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.plans.actions.goals import given_key
from daybook.plans.actions.holding import hold
from daybook.plans.deadlines import MonthDeadlines, deadlines_of
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension, SealedMonth
from daybook.plans.months import month_bounds
from daybook.web.dates import day_words
from daybook.web.refusals import Refused

LONGEST = timedelta(days=366)
"""What lies further behind its month is certainly a slip of the pen."""
TOLD = {
    MonthAct.PLAN: MessageKind.PLAN_EXTENDED,
    MonthAct.SUBMIT: MessageKind.SUBMIT_EXTENDED,
    MonthAct.REVIEW: MessageKind.REVIEW_EXTENDED,
}


def extend_month(
    *,
    bureau: Bureau,
    month: str,
    act: MonthAct,
    until: date,
    reason: str,
    person: Person | None = None,
    actor: Person | None = None,
    key: str = "",
    at: datetime | None = None,
) -> MonthExtension:
    """Put an act of a month off until a day, for everybody or for who does it. Raises Refused.

    By the personnel office, never for the officer himself alone. Whoever has not done it yet is told. Only a
    later day than the present one can be given, and what was given is not taken back: people have counted on
    it. The same `key` twice is the same extension sent twice.
    """
    instant = moment(at)
    today = local_day(bureau, instant)
    with recorded():
        require_office(actor, bureau, today, about=person)
        granter = _granter(actor)
        hold(granter)  # of a form sent twice at once, the second finds what the first gave
        known = MonthExtension.objects.filter(bureau=bureau, key=key).first() if key else None
        if known is not None:
            return known
        require_bureau(bureau, person)
        row = MonthExtension(bureau=bureau, key=given_key(key, instant), person=person, month=month, act=act)
        row.until, row.reason, row.granted_at = until, text_given(reason, "reason"), instant
        row.granted_by = granter
        _require_later(row, today)
        checked(row).save()
        _tell(row, instant)
        note(actor, bureau, "extend_month", "month_extension", row.key, after=_told(row))
    return row


def _require_later(row: MonthExtension, today: date) -> None:
    """Refuse a day that gives nobody more time, and who has nothing left to do."""
    act, person, until = MonthAct(row.act), row.person, row.until
    last = month_bounds(row.month)[1]
    if until < today or until > last + LONGEST:
        raise Refused(_("Give a day from today on, within a year after the month."), field="until")
    stands = due_by(deadlines_of(row.bureau, row.month, today), act, person)
    if until <= stands:
        words = {"day": day_words(stands, today)}
        raise Refused(_("It is due on %(day)s already; give a later day.") % words, field="until")
    if person is not None and act != MonthAct.REVIEW and _is_sealed(person, row.month):
        raise Refused(_("This month is submitted already."), field="person")


def due_by(deadlines: MonthDeadlines, act: MonthAct, person: Person | None) -> date:
    """By when an act is due of whoever does it; of everybody without one."""
    row = person.pk if person else 0
    if act == MonthAct.PLAN:
        return deadlines.plan_by(row)
    return deadlines.submit_by(row) if act == MonthAct.SUBMIT else deadlines.review_by(0, row)


def _is_sealed(person: Person, month: str) -> bool:
    return SealedMonth.objects.filter(person=person, month=month).exists()


def _granter(actor: Person | None) -> Person:
    if actor is None:
        raise Refused(_("An extension is given by somebody."), field="actor")
    return actor


def _tell(row: MonthExtension, at: datetime) -> None:
    """Tell the one person, or everybody who has not done it yet."""
    people = [row.person_id] if row.person_id else concerned_by(row)
    said = {"month": row.month, "until": row.until.isoformat(), "reason": row.reason}
    href = reverse("month_plan" if row.act == MonthAct.PLAN else "month", args=[row.month])
    about = f"{row.act}:{row.month}:{row.key}"
    tell([Telling(each, TOLD[MonthAct(row.act)], about, href, said) for each in people if each], at)


def _told(row: MonthExtension) -> dict[str, object]:
    return {
        "month": row.month,
        "act": str(row.act),
        "until": row.until,
        "person": row.person.number if row.person else "",
        "reason": sealed(row.reason),
    }
