"""One person's place in the unit: rank, the scores at the last seats, what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from daybook.annual.enums import ANNOUNCED, Stage
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.cells import ASSESSMENT, QUARTER_KEYS, ROUTINE, TOTAL, Cell, cells_of
from daybook.annual.shown.ranks import Verdict, department_of, holds_seat
from daybook.annual.shown.reasons import reasons_of
from daybook.annual.shown.sight import PersonSight
from daybook.annual.shown.units import UnitNames
from daybook.annual.wording import FIGURES, grade_word
from daybook.monthly.enums import Rating
from daybook.quarterly.wording import quarter_word
from daybook.rules.exact import score_text
from daybook.rules.periods import quarters_of
from daybook.rules.policy import QUOTA_GRADES
from daybook.rules.result import PersonResult

FIGURE_NAMES = [FIGURES[key] for key in (ROUTINE, ASSESSMENT, TOTAL)]


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a year: what it is, its text, the key that opens it, and a word beside it."""

    name: str
    text: str
    key: str
    note: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One person's year in a line, as one reader may know it; empty texts are not shown."""

    number: str
    name: str
    where: str
    unit: str
    lines: Sequence[Line]
    rank: str
    last_seats: Sequence[tuple[str, str]]
    conditions: Sequence[str]
    suggested: str
    verdict: Verdict | None
    is_changed: bool


def place_of(results: YearResults, sight: PersonSight, names: UnitNames, today: date) -> Place:
    """The place of the person that a sight is about."""
    each = sight.each
    ranked = [other for other in results.members(each.pool, each.unit) if other.rank is not None]
    return Place(
        number=each.number,
        name=results.settled.roster.names[each.number],
        where=_where(results, each),
        unit=names.full(each.unit),
        lines=_lines(results, sight),
        rank=_rank_words(each, len(ranked)) if sight.rank else "",
        last_seats=list(_last_seats(results, sight)),
        conditions=reasons_of(results, each, today, circumstances=sight.circumstances),
        suggested=grade_word(each.suggested) if sight.ranking and each.suggested else "",
        verdict=_verdict(results, sight),
        is_changed=results.changed_since_sealed(each),
    )


def _where(results: YearResults, each: PersonResult) -> str:
    department = department_of(results, each)
    return _("%(department)s, head") % {"department": department} if each.category == "head" else department


def _lines(results: YearResults, sight: PersonSight) -> list[Line]:
    names = [*(quarter_word(period.key) for period in quarters_of(results.year)), *FIGURE_NAMES]
    return [
        Line(str(name), cell.text, cell.key, _note(sight.each, cell), cell.is_total)
        for name, cell in zip(names, cells_of(sight.figure), strict=True)
    ]


def _note(each: PersonResult, cell: Cell) -> str:
    """The grade of a scored quarter."""
    grade = each.grades.get(QUARTER_KEYS.get(cell.key, 0))
    return str(Rating(grade).label) if grade else ""


def _rank_words(each: PersonResult, count: int) -> str:
    if each.rank is None:
        return ""
    return _("%(rank)s of %(count)s") % {"rank": each.rank, "count": count}


def _last_seats(results: YearResults, sight: PersonSight) -> Iterator[tuple[str, str]]:
    """优秀末席 91.25: the total of the last person with a seat, where the reader may know it."""
    members = results.members(sight.each.pool, sight.each.unit)
    enough = results.settled.policy.units.last_seat_shown_from
    if not sight.last_seat(many=sum(each.in_base for each in members) >= enough):
        return
    for grade in QUOTA_GRADES:
        totals = [each.total.hundredths for each in members if each.total and holds_seat(each, grade)]
        if totals:
            yield _("last seat of %(grade)s") % {"grade": grade_word(grade)}, score_text(min(totals))


def _verdict(results: YearResults, sight: PersonSight) -> Verdict | None:
    decided = results.decided(sight.each)
    if decided is None or not (sight.ranking or decided.stage in ANNOUNCED):
        return None
    return Verdict(grade_word(decided.grade), str(Stage(decided.stage).label), decided.reason)
