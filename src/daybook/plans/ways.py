"""The ways between the two pages of a month, plan and reconciliation, and from month to month."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from daybook.org.models import Person
from daybook.plans.months import month_bounds, month_of
from daybook.rules.facts import ONE_DAY

PLAN, STATEMENT = "plan", "statement"
OWN = {PLAN: "month_plan", STATEMENT: "month"}
ANYBODYS = {PLAN: "month_plan_of", STATEMENT: "month_of"}


@dataclass(frozen=True, slots=True)
class Way:
    """A month and the address of its page; `here` is the one that is open."""

    month: str
    href: str
    here: bool


@dataclass(frozen=True, slots=True)
class MonthWays:
    """Where a page of a month leads: to its other page, and to the months around it."""

    page: str
    plan: str
    statement: str
    months: tuple[Way, ...]


def month_ways(month: str, person: Person, page: str, *, own: bool) -> MonthWays:
    """The ways from the plan or the statement of a person's month; they keep to that page."""
    first, last = month_bounds(month)
    around = (month_of(first - ONE_DAY), month, month_of(last + ONE_DAY))
    return MonthWays(
        page=page,
        plan=address_of(PLAN, month, person, own=own),
        statement=address_of(STATEMENT, month, person, own=own),
        months=tuple(
            Way(each, address_of(page, each, person, own=own), here=each == month) for each in around
        ),
    )


def address_of(page: str, month: str, person: Person, *, own: bool) -> str:
    """The address of a page of somebody's month; one's own has an address of its own."""
    return reverse(OWN[page], args=[month]) if own else reverse(ANYBODYS[page], args=[month, person.number])
