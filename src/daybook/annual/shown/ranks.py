"""名次: the ranked table of a unit, with the lines where the seats end; and one person's own line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import quote

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

PAGE = 60
EXCELLENT = QUOTA_GRADES[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people decided, in words; `reason` where they gave one."""

    grade: str
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """One person in the ranked table, `quoted` as in an address; `seat_lines` stand below the row."""

    number: str
    quoted: str
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
    seat_lines: Sequence[str]

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
    here = min(max(1, page), max(1, -(-len(people) // PAGE)))
    ranks, lines = Counter(each.rank for each in people), _seat_lines(results, people)
    places = range(len(people))[(here - 1) * PAGE : here * PAGE]
    shown = [_row(results, people[place], ranks, today, lines.get(place, [])) for place in places]
    return RankTable(shown, len(people), here, any(results.decided(each) for each in people))


def page_of(results: YearResults, each: PersonResult) -> int:
    """The page of the ranked table on which a person stands."""
    people = sorted(results.members(each.pool, each.unit), key=_place_in_table)
    return people.index(each) // PAGE + 1


def _place_in_table(each: PersonResult) -> tuple[bool, bool, int, str]:
    return not each.in_base, each.rank is None, each.rank or 0, each.number


def _row(
    results: YearResults, each: PersonResult, ranks: Counter[int | None], today: date, lines: list[str]
) -> Row:
    names = results.settled.roster
    tied = any(code.startswith("tie:") for code in each.why)
    decided = results.decided(each)
    return Row(
        number=each.number,
        quoted=quote(each.number, safe=""),
        name=names.names[each.number],
        place=department_of(results, each),
        is_head=each.category == "head",
        rank=_rank_text(each, ranks),
        cells=cells_of(partial(figure_of, each)),
        conditions=pgettext("list of reasons", "; ").join(gravest_reasons(results, each, today)),
        suggested=_("tied") if tied else grade_word(each.suggested),
        is_tied=tied and decided is None,
        is_out=each.rank is None and each.suggested in DECIDING,
        verdict=Verdict(grade_word(decided.grade), str(Stage(decided.stage).label), decided.reason)
        if decided
        else None,
        seat_lines=lines,
    )


def department_of(results: YearResults, each: PersonResult) -> str:
    """The name of a person's department."""
    return results.settled.roster.department_names.get(each.department or "", "")


def _rank_text(each: PersonResult, ranks: Counter[int | None]) -> str:
    if each.rank is None:
        return "–"
    return f"{each.rank}=" if ranks[each.rank] > 1 else str(each.rank)


def _seat_lines(results: YearResults, people: Sequence[PersonResult]) -> dict[int, list[str]]:
    """The lines below the last one who has a seat of a grade, is tied for one, or may fall back to one."""
    lines: dict[int, list[str]] = {}
    for grade in QUOTA_GRADES:
        kept = grade != EXCELLENT and _waiting(results, people) > 0
        reached = [
            place
            for place, each in enumerate(people)
            if holds_seat(each, grade) or (kept and f"tie:{EXCELLENT}" in each.why)
        ]
        if reached:
            lines.setdefault(reached[-1], []).append(_seat_words(results, people, grade))
    return lines


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
