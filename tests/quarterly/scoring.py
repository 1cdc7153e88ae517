"""Sheets as the tests of the acts hand them in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from daybook.org.lines import lines_of
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.quarterly.access import scorer_on
from daybook.quarterly.actions.signing import Paper
from daybook.quarterly.spans import ScoreSpan, period_of, spans_to_score
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


def spans_to_score_by(rater: Person, person: Person, quarter: str, today: date) -> list[ScoreSpan]:
    """The parts of a person's quarter that are somebody's to score, or to write an opinion on, in order."""
    period, acting = period_of(quarter), scorer_on(rater, today)
    if acting is None:
        return []
    lines = lines_of(person.bureau, period.first, period.last)
    policy = policy_of(person.bureau, today)
    return acting.own(lines, person, spans_to_score(lines, policy, person, period, today))
