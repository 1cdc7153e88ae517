"""Whose act a year waits for: leaders who have not proposed, who decides, who has not signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from daybook.annual.enums import Stage
from daybook.annual.models import Decision, Notice, Poll, Signature
from daybook.annual.queries.exceptions import frozen_members
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, Role
from daybook.org.models import Appointment, Bureau, Person, Portfolio
from daybook.org.policies import policy_of
from daybook.org.roster import touching
from daybook.rules.policy_fault import PolicyFault
from daybook.rules.units import CATEGORY_OF_ROLE, HEADS, NOBODY

APART = (HEADS, NOBODY)
"""The units whose grades the principal leader proposes, whoever that is."""


def is_to_be_graded(bureau: Bureau, year: int) -> bool:
    """Whether the annual assessment of a year is closed and the year not final; in one statement."""
    final = Decision.objects.filter(bureau=bureau, year=year, stage=Stage.FINAL)
    return graded_polls(bureau, year).filter(~Exists(final)).exists()


def graded_polls(bureau: Bureau, year: int) -> QuerySet[Poll]:
    """The closed poll of a year, so that its grades can be given."""
    return Poll.objects.filter(bureau=bureau, year=year, closed=True)


def leaders_to_propose(bureau: Bureau, year: int, today: date) -> set[int]:
    """The leaders (by row) who may propose the grade of somebody who has none; in two statements."""
    units = set(ungraded_of(bureau, year).values_list("unit", flat=True).distinct())  # type: ignore[misc]  # annotated
    leading = _held(today, person__bureau=bureau, role__in=LEADER_ROLES)
    mine = Q(person__number__in=units)
    if units.intersection(APART):
        mine |= Q(role=Role.PRINCIPAL_LEADER)
    return set(leading.filter(mine).values_list("person_id", flat=True))


def to_propose_by(person: Person, year: int, today: date) -> QuerySet[Appointment]:
    """The posts of those ungraded whose grades somebody may propose, as `proposals_of` has it."""
    now = _held(today, person=person.pk)
    leads = Exists(now.filter(role__in=LEADER_ROLES))
    principal = Exists(now.filter(role=Role.PRINCIPAL_LEADER))
    own = Q(unit=person.number) & leads
    return ungraded_of(person.bureau, year).filter(own | Q(unit__in=APART) & principal)


def ungraded_of(bureau: Bureau, year: int) -> QuerySet[Appointment]:
    """The last posts in a year of those who have no grade of it and need one, each with its `unit`.

    As the year is settled: whoever left during it needs one too, and units are those that were frozen last.
    """
    graded = Decision.objects.filter(year=year, person=OuterRef("person"))
    roles = list(CATEGORY_OF_ROLE)
    rows = _last_posts(date(year, 1, 1), date(year, 12, 31))
    rows = rows.filter(~Exists(graded), person__bureau=bureau, role__in=roles)
    return rows.annotate(unit=_unit(bureau, year)).order_by()


def _last_posts(first: date, last: date) -> QuerySet[Appointment]:
    """The post of everybody on the last day of a year, or on the last day employed in it."""
    stays = Q(person__employed_to=None) | Q(person__employed_to__gte=last)
    held = touching(last, last, start="valid_from", end="valid_to")
    left = Q(person__employed_to__gte=first, person__employed_to__lt=last)
    to_the_end = Q(valid_to=None) | Q(valid_to__gte=F("person__employed_to"))
    gone = left & Q(valid_from__lte=F("person__employed_to")) & to_the_end
    begun = Q(person__employed_from=None) | Q(person__employed_from__lte=last)
    return Appointment.objects.filter(begun, stays & held | gone)


def _unit(bureau: Bureau, year: int) -> Coalesce:
    """Where a post counts: as frozen; else with the heads apart, the leader in charge, or the principal."""
    last = date(year, 12, 31)
    member = frozen_members(bureau, year).filter(person=OuterRef("person"))
    led = Portfolio.objects.filter(_on(last), department=OuterRef("department"))
    principals = _held(last, person__bureau=bureau, role=Role.PRINCIPAL_LEADER).order_by("person__number")
    known: Any = Coalesce(
        Subquery(led.values("leader__number")[:1]),
        Subquery(principals.values("person__number")[:1]),
        Value(NOBODY),
    )
    if _heads_apart(bureau, last):
        known = Case(When(role__in=HEAD_ROLES, then=Value(HEADS)), default=known)
    return Coalesce(Subquery(member.values("unit")[:1]), known, output_field=CharField())


def _heads_apart(bureau: Bureau, last: date) -> bool:
    """Whether the heads are a unit of their own; a policy that does not hold says so on its own page."""
    try:
        return policy_of(bureau, last).units.heads == "own_pool"
    except PolicyFault:
        return False


def _held(day: date, **of: Any) -> QuerySet[Appointment]:
    """The posts held on a day."""
    return Appointment.objects.filter(_on(day), **of).order_by()


def _on(day: date) -> Q:
    return touching(day, day, start="valid_from", end="valid_to")


def proposals_standing(bureau: Bureau, year: int) -> QuerySet[Decision]:
    """Proposals that nobody decided yet."""
    return _standing(bureau).filter(year=year, stage=Stage.PROPOSED)


def results_to_sign(bureau: Bureau) -> QuerySet[Decision]:
    """Every final result in force that its person has not signed."""
    signed = Signature.objects.filter(
        person=OuterRef("person"), year=OuterRef("year"), version=OuterRef("version")
    )
    return _standing(bureau).filter(~Exists(signed), stage=Stage.FINAL)


def notices_over_of(bureau: Bureau, today: date, year: int | None = None) -> QuerySet[Notice]:
    """The latest public notices whose last day has passed, of years that are not final."""
    final = Decision.objects.filter(bureau=bureau, year=OuterRef("year"), stage=Stage.FINAL)
    later = Notice.objects.filter(bureau=bureau, year=OuterRef("year"), serial__gt=OuterRef("serial"))
    rows = Notice.objects.filter(~Exists(final), ~Exists(later), bureau=bureau, last_day__lt=today)
    return rows if year is None else rows.filter(year=year)


def notices_over(bureau: Bureau, today: date) -> list[int]:
    """The years whose latest public notice is over, and that are not final yet; in one statement."""
    return list(notices_over_of(bureau, today).order_by("year").values_list("year", flat=True))


def _standing(bureau: Bureau) -> QuerySet[Decision]:
    """The latest version of everybody's grade of every year."""
    later = Decision.objects.filter(
        person=OuterRef("person"), year=OuterRef("year"), version__gt=OuterRef("version")
    )
    return Decision.objects.filter(~Exists(later), bureau=bureau)


def employed_on(bureau: Bureau, people: Iterable[int], today: date) -> list[int]:
    """Which of some people (by row) are employed on a day, and can be told something."""
    rows = Person.objects.filter(bureau=bureau, pk__in=list(people)).exclude(employed_to__lt=today)
    return list(rows.order_by("pk").values_list("pk", flat=True))
