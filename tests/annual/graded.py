"""A year of the cast brought to one of its stages, through the acts."""

from __future__ import annotations

from typing import Any

from daybook.annual.actions.close import finalise_year, notice_grades
from daybook.annual.actions.grades import GradeDraft, decide_grades, propose_grades
from daybook.annual.queries.settled import settled_year
from tests.annual.scored import publish_year, vote
from tests.factories import noon
from tests.people import Cast, water_bureau

JANUARY_12, JANUARY_14 = noon(2026, 1, 12), noon(2026, 1, 14)
NOTICE_OVER = noon(2026, 1, 22)
SCORES = {
    "H01": "92",
    "H02": "89",
    "H03": "91",
    "S01": "92",
    "S02": "88",
    "S03": "91",
    "S04": "84",
    "S05": "93",
    "S06": "87",
}


def graded_year(cast: Cast | None = None, **other: str) -> Cast:
    """The cast with four published quarters each and a poll; `other` gives whose score is another."""
    found = cast or water_bureau()
    for number, score in {**SCORES, **other}.items():
        publish_year(found[number], 2025, (score,) * 4)
        vote(found[number], 2025, "AABAB")
    return found


def suggested(cast: Cast, unit: str = "", **other: str) -> list[GradeDraft]:
    """A draft as suggested for everybody (of a unit); `other` gives whose grade is another."""
    people = settled_year(cast.bureau, 2025).result.people
    return [
        GradeDraft(cast[each.number], other.get(each.number, each.suggested or ""), "经研究")
        for each in people
        if unit in {"", each.unit}
    ]


def proposed(cast: Cast, **other: str) -> Cast:
    """Every unit proposed."""
    for leader in ("L02", "L03"):
        drafts = suggested(cast, leader, **other)
        propose_grades(bureau=cast.bureau, year=2025, drafts=drafts, actor=cast[leader], at=JANUARY_12)
    return cast


def decided(cast: Cast, **other: str) -> Cast:
    """Every grade decided."""
    drafts = suggested(proposed(cast, **other), **other)
    decide_grades(
        bureau=cast.bureau,
        year=2025,
        drafts=drafts,
        actor=cast["L01"],
        decided_by="局党组会议",
        at=JANUARY_12,
    )
    return cast


def closing(cast: Cast, **more: Any) -> dict[str, Any]:
    """What the acts of the end take."""
    return {"bureau": cast.bureau, "year": 2025, "actor": cast["S01"], "at": JANUARY_14, **more}


def noticed(cast: Cast, *, anew: bool = False, **other: str) -> Cast:
    """The list put up; `anew` from the first proposal."""
    if anew:
        decided(cast, **other)
    notice_grades(**closing(cast))
    return cast


def final(cast: Cast, **other: str) -> Cast:
    """The year final."""
    noticed(cast, anew=True, **other)
    finalise_year(**closing(cast, at=NOTICE_OVER))
    return cast
