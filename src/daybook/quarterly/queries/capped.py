"""季度等次: the cap on 好 with its arithmetic, who stands above it, and what was decided of a quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from daybook.monthly.enums import Rating
from daybook.org.calendar import work_calendar
from daybook.org.frame import Frame
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Department, Person
from daybook.org.policies import policy
from daybook.quarterly.models import RoutineGrade
from daybook.quarterly.queries.cap import graded_in
from daybook.rules.exact import HUNDRED, plain, score_text
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.statutory import WELL, Cap, Graded, band_of, cap_of


@dataclass(frozen=True, slots=True)
class GradeRow:
    """Somebody with a score: the band it lies in, the grade that holds, what was decided if anything.

    `place` counts the people graded well by score, equals alike; 0 for others.
    """

    person: Person
    department: str
    score: str
    band: str
    grade: str
    decided: RoutineGrade | None
    place: int
    is_above: bool
    is_own: bool

    @property
    def seen(self) -> str:
        """The grade decided as this page knows it."""
        return self.decided.grade if self.decided else ""


@dataclass(frozen=True, slots=True)
class GradesPage:
    """Everything the page shows; nothing but the quarter where the policy knows no such grades."""

    period: Period
    applies: bool
    cap: Cap
    share: str
    exact: str
    source: str
    counts: Sequence[tuple[str, int]]
    well: Sequence[GradeRow]
    decided: Sequence[GradeRow]
    is_tied: bool

    @property
    def over(self) -> int:
        """How many more are graded well than the cap allows."""
        return max(0, len(self.cap.well) - self.cap.most)

    @property
    def rows(self) -> Mapping[str, GradeRow]:
        """Who stands on the page, by number."""
        return {row.person.number: row for row in (*self.well, *self.decided)}


def grades_page(frame: Frame, period: Period) -> GradesPage:
    """The routine grades of a quarter, as the year is settled; in seven statements. Raises PolicyFault."""
    year = period.first.year
    in_force = policy(frame.bureau.policy, date(year, 12, 31))
    if not in_force.statutory.applies:
        return _page(period, in_force, [], [], [])
    calendar = work_calendar(frame.bureau, year, year)
    lines = lines_at_once(frame.bureau, date(year, 1, 1), date(year, 12, 31), calendar)
    graded = graded_in(frame.bureau, period, lines)
    cap = cap_of(in_force, graded)
    rows = _Rows(frame, period, lines, in_force, cap)
    others = [each for each in graded if each.grade != WELL and each.person in rows.decided]
    others.sort(key=lambda each: (-each.score, each.person))
    return _page(period, in_force, graded, rows.of(cap.well), rows.of(others))


def _page(
    period: Period,
    in_force: Policy,
    graded: Sequence[Graded],
    well: Sequence[GradeRow],
    decided: Sequence[GradeRow],
) -> GradesPage:
    cap, share = cap_of(in_force, graded), Fraction(in_force.statutory.well_share)
    counts = Counter(each.grade for each in graded)
    source = in_force.source_texts[in_force.source_of("statutory.well_share")]
    last, first = cap.well[cap.most - 1 : cap.most], cap.well[cap.most : cap.most + 1]
    return GradesPage(
        period=period,
        applies=in_force.statutory.applies,
        cap=cap,
        share=plain(share * HUNDRED),
        exact=plain(share * len(graded)),
        source=f"{source.title} {source.articles}".strip(),
        counts=[(str(Rating(grade).label), counts[grade]) for grade in Rating.values],
        well=well,
        decided=decided,
        is_tied=[each.score for each in last] == [each.score for each in first] != [],
    )


class _Rows:
    """People with a score as rows of the page."""

    def __init__(
        self,
        frame: Frame,
        period: Period,
        lines: Lines,
        in_force: Policy,
        cap: Cap,
    ) -> None:
        self.frame, self.in_force, self.most = frame, in_force, cap.most
        found = RoutineGrade.objects.filter(bureau=frame.bureau, quarter=period.key)
        self.decided = {each.person.number: each for each in found.select_related("person__bureau")}
        numbers = {each.person for each in cap.well} | self.decided.keys()
        people = Person.objects.filter(bureau=frame.bureau, number__in=numbers).select_related("bureau")
        self.people = {each.number: each for each in people}
        names = dict(Department.objects.filter(bureau=frame.bureau).values_list("code", "name"))
        posts = sorted(lines.roster.appointments, key=lambda post: post.valid_from)
        self.homes = {
            post.person: names.get(post.department or "", "")
            for post in posts
            if post.valid_from <= period.last
        }
        self.scores = [each.score for each in cap.well]

    def of(self, graded: Sequence[Graded]) -> list[GradeRow]:
        """The rows of some people."""
        return [self._row(place, each) for place, each in enumerate(graded, 1)]

    def _row(self, place: int, each: Graded) -> GradeRow:
        is_well = each.grade == WELL
        return GradeRow(
            person=self.people[each.person],
            department=self.homes.get(each.person, ""),
            score=score_text(each.score),
            band=str(Rating(band_of(self.in_force, each.score)).label),
            grade=str(Rating(each.grade).label),
            decided=self.decided.get(each.person),
            place=self.scores.index(each.score) + 1 if is_well else 0,
            is_above=is_well and place > self.most,
            is_own=each.person == self.frame.person.number,
        )
