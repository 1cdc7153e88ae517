"""名次: the ranked table of a unit, with the lines where the seats end; and one person's own line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from daybook.annual.enums import Stage
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.cells import Cell, cells_of, figure_of
from daybook.annual.shown.reasons import gravest_reasons
from daybook.annual.wording import grade_word
from daybook.rules.policy import QUOTA_GRADES
from daybook.rules.result import PersonResult
from daybook.rules.year import DECIDING

PAGE = 100
EXCELLENT = QUOTA_GRADES[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people decided, in words; `reason` where they gave one."""

    grade: str
    stage: str
    reason: str


@dataclass(slots=True)
class Row:
    """One person in the ranked table; `seat_lines` stand below the row."""

    number: str
    name: str
    place: str
    is_head: bool
    rank: str
    cells: Sequence[Cell]
    conditions: str
    suggested: str
    is_tied: bool
    is_out: bool
    verdict: Verdict | None
    seat_lines: list[str] = field(default_factory=list)

    @property
    def departs(self) -> bool:
        """Whether people decided otherwise than was suggested."""
        return self.verdict is not None and self.verdict.grade != self.suggested


@dataclass(frozen=True, slots=True)
class RankTable:
    """A page of the ranked table of a unit of a pool."""

    rows: Sequence[Row]
    count: int
    page: int
    has_verdicts: bool

    @property
    def pages(self) -> range:
        """The pages there are."""
        return range(1, -(-self.count // PAGE) + 1)


def rank_table(results: YearResults, pool: str, unit: str, today: date, page: int) -> RankTable:
    """The ranked table: by rank, then by number; after them who has none, last who is not appraised.

    A page that does not exist is the nearest one that does.
    """
    people = sorted(results.members(pool, unit), key=_place_in_table)
    rows = [_row(results, each, people, today) for each in people]
    for grade in QUOTA_GRADES:
        _draw_seat_line(results, rows, people, grade)
    last = max(1, -(-len(rows) // PAGE))
    here = min(max(1, page), last)
    shown = rows[(here - 1) * PAGE : here * PAGE]
    return RankTable(shown, len(rows), here, any(row.verdict for row in rows))


def page_of(results: YearResults, each: PersonResult) -> int:
    """The page of the ranked table on which a person stands."""
    people = sorted(results.members(each.pool, each.unit), key=_place_in_table)
    return people.index(each) // PAGE + 1


def _place_in_table(each: PersonResult) -> tuple[bool, bool, int, str]:
    return not each.in_base, each.rank is None, each.rank or 0, each.number


def _row(results: YearResults, each: PersonResult, people: Sequence[PersonResult], today: date) -> Row:
    names = results.settled.roster
    tied = any(code.startswith("tie:") for code in each.why)
    decided = results.decided(each)
    return Row(
        number=each.number,
        name=names.names[each.number],
        place=department_of(results, each),
        is_head=each.category == "head",
        rank=_rank_text(each, people),
        cells=cells_of(partial(figure_of, each)),
        conditions=pgettext("list of reasons", "; ").join(gravest_reasons(results, each, today)),
        suggested=_("tied") if tied else grade_word(each.suggested),
        is_tied=tied and decided is None,
        is_out=each.rank is None and each.suggested in DECIDING,
        verdict=Verdict(grade_word(decided.grade), str(Stage(decided.stage).label), decided.reason)
        if decided
        else None,
    )


def department_of(results: YearResults, each: PersonResult) -> str:
    """The name of a person's department."""
    return results.settled.roster.department_names.get(each.department or "", "")


def _rank_text(each: PersonResult, people: Sequence[PersonResult]) -> str:
    if each.rank is None:
        return "–"
    shared = sum(other.rank == each.rank for other in people) > 1
    return f"{each.rank}=" if shared else str(each.rank)


def _draw_seat_line(
    results: YearResults, rows: Sequence[Row], people: Sequence[PersonResult], grade: str
) -> None:
    """The line below the last person who has a seat of a grade, is tied for one, or may fall back to one."""
    kept = grade != EXCELLENT and _waiting(results, people) > 0
    reached = [
        index
        for index, each in enumerate(people)
        if holds_seat(each, grade) or (kept and f"tie:{EXCELLENT}" in each.why)
    ]
    if reached:
        rows[reached[-1]].seat_lines.append(_seat_words(results, people, grade))


def holds_seat(each: PersonResult, grade: str) -> bool:
    """Whether a person is suggested for a grade or tied at its last seat."""
    return each.suggested == grade or f"tie:{grade}" in each.why


def _seat_words(results: YearResults, people: Sequence[PersonResult], grade: str) -> str:
    seats = seats_of(results, people[0])[grade]
    words = [
        ngettext("%(grade)s: %(count)s seat ends here", "%(grade)s: %(count)s seats end here", seats)
        % {"grade": grade_word(grade), "count": seats}
    ]
    return " · ".join([*words, *_tie_words(results, people, grade)])


def _tie_words(results: YearResults, people: Sequence[PersonResult], grade: str) -> Iterator[str]:
    tied = [each for each in people if f"tie:{grade}" in each.why]
    if tied:
        yield ngettext(
            "%(count)s person tied at rank %(rank)s: total and routine score are the same",
            "%(count)s people tied at rank %(rank)s: total and routine score are the same",
            len(tied),
        ) % {"count": len(tied), "rank": tied[0].rank}
    waiting = _waiting(results, people) if grade != EXCELLENT else 0
    if waiting:
        yield ngettext(
            "%(count)s of them kept for whoever of the tied does not become excellent",
            "%(count)s of them kept for those of the tied who do not become excellent",
            waiting,
        ) % {"count": waiting}


def _waiting(results: YearResults, people: Sequence[PersonResult]) -> int:
    """How many of those tied for the last seat of the first grade will miss it."""
    tied = sum(f"tie:{EXCELLENT}" in each.why for each in people)
    certain = sum(each.suggested == EXCELLENT for each in people)
    return max(0, tied + certain - seats_of(results, people[0])[EXCELLENT]) if tied else 0


def seats_of(results: YearResults, each: PersonResult) -> dict[str, int]:
    """The seats by grade of a person's unit in the pool; none where the unit has no base."""
    for pool in results.settled.result.pools:
        for unit in pool.units:
            if (pool.pool, unit.unit) == (each.pool, each.unit):
                return dict(unit.seats)
    return dict.fromkeys(QUOTA_GRADES, 0)
