"""Whose act a year waits for: leaders who have not proposed, who decides, who has not signed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from daybook.annual.enums import Stage
from daybook.annual.models import Decision, Notice, Poll, Signature
from daybook.org.enums import Role
from daybook.org.models import Appointment, Bureau, Person, Portfolio
from daybook.org.roster import touching
from daybook.rules.units import CATEGORY_OF_ROLE


def is_to_be_graded(bureau: Bureau, year: int) -> bool:
    """Whether the annual assessment of a year is closed and the year not final; in one statement."""
    final = Decision.objects.filter(bureau=bureau, year=year, stage=Stage.FINAL)
    return graded_polls(bureau, year).filter(~Exists(final)).exists()


def graded_polls(bureau: Bureau, year: int) -> QuerySet[Poll]:
    """The closed poll of a year, so that its grades can be given."""
    return Poll.objects.filter(bureau=bureau, year=year, closed=True)


def leaders_to_propose(bureau: Bureau, year: int) -> set[int]:
    """The leaders (by row) with appraised people on the year's last day of whom no grade is proposed.

    People of departments in nobody's portfolio are the principal leader's. In two statements.
    """
    last = date(year, 12, 31)
    rows = ungraded_of(bureau, year).values_list("leader").distinct()  # type: ignore[misc]  # annotated
    found = {leader for (leader,) in rows}
    if None not in found:
        return found
    held = touching(last, last, start="valid_from", end="valid_to")
    principals = Appointment.objects.filter(held, person__bureau=bureau, role=Role.PRINCIPAL_LEADER)
    return {row for row in found if row} | set(principals.values_list("person_id", flat=True))


def ungraded_of(bureau: Bureau, year: int) -> QuerySet[Appointment]:
    """The posts on a year's last day of those who are appraised and not graded, each with its `leader`."""
    last = date(year, 12, 31)
    held = touching(last, last, start="valid_from", end="valid_to")
    graded = Decision.objects.filter(year=year, person=OuterRef("person"))
    led = Portfolio.objects.filter(held, department=OuterRef("department"))
    roles = list(CATEGORY_OF_ROLE)
    rows = Appointment.objects.filter(held, ~Exists(graded), person__bureau=bureau, role__in=roles)
    return rows.annotate(leader=led.values("leader_id")[:1]).order_by()


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
