"""Sheets as the tests of the acts hand them in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from daybook.org.models import Person
from daybook.quarterly.actions.signing import Paper
from daybook.quarterly.spans import period_of
from tests.factories import HEAD_ELEMENTS, STAFF_ELEMENTS, noon

Q1, APRIL_10 = "2026-Q1", noon(2026, 4, 10)


def scores_of(person: Person, score: str = "85") -> dict[str, Decimal]:
    """The same score in every element of a person's form."""
    elements = HEAD_ELEMENTS if person.number.startswith("H") else STAFF_ELEMENTS
    return dict.fromkeys(elements, Decimal(score))


def paper_of(person: Person, score: str = "85", **said: Any) -> Paper:
    """A sheet over the whole of a quarter, with the same score in every element."""
    given: dict[str, Any] = {"scores": scores_of(person, score), "comment": "工作扎实。", **said}
    return Paper(person, given.pop("first_day", period_of(Q1).first), **given)
