"""What routine appraisal forms are made from: a few people at a time, in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.daily.access import Reader, own_reader_of
from daybook.monthly.queries.statement import statements_of
from daybook.monthly.statement import MonthStatement
from daybook.org.calendar import work_calendar
from daybook.org.frame import Frame
from daybook.org.lines import lines_at_once
from daybook.org.models import Person
from daybook.plans.months import month_of
from daybook.quarterly.access import SheetSight, sheet_sights
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.cap import cap_of_quarter
from daybook.quarterly.queries.own_facts import OwnFacts, facts_about
from daybook.quarterly.queries.own_scored import ScoredYears
from daybook.quarterly.queries.own_spans import SpanSheets, by_span
from daybook.quarterly.standing import SAID, in_force
from daybook.rules.facts import WorkCalendar
from daybook.rules.periods import MONTHS, Period
from daybook.rules.statutory import WELL

TOGETHER = 10  # people whose forms are read at once
NAMED = ("bureau", "person", "rater", "acknowledgement")


@dataclass(frozen=True)
class FormRead:
    """One person's quarter: the standing sheets, the months, the year as settled, the post held."""

    person: Person
    period: Period
    spans: Sequence[SpanSheets]
    months: Sequence[MonthStatement]
    scored: ScoredYears
    about: OwnFacts
    is_cap_exceeded: bool

    @property
    def is_unsettled(self) -> bool:
        """Whether the grade waits for the personnel office."""
        decided = (self.person.pk, self.period.key) in self.about.grades
        result = self.scored.result(self.person.number, self.period.first.year)
        grade = result.grades.get(self.period.number) if result else None
        return self.is_cap_exceeded and grade == WELL and not decided


@dataclass
class QuarterForms:
    """The forms of a quarter that a reader may take: of everybody whose standing sheets he sees whole."""

    frame: Frame
    period: Period

    @cached_property
    def people(self) -> list[Person]:
        """Whose they are, by number."""
        of_quarter = {"bureau": self.frame.bureau, "quarter": self.period.key, "kind": SheetKind.SCORE}
        sheets = list(in_force(ScoreSheet.objects.filter(**of_quarter)).select_related("person"))
        rights = self.frame.standing.rights
        sights = sheet_sights(self.frame.person, self.frame.today, sheets, rights=rights)
        hidden = {each.person_id for each in sheets if sights.get(each.pk) is not SheetSight.WHOLE}
        found = {each.person_id: each.person for each in sheets if each.person_id not in hidden}
        return sorted(found.values(), key=lambda person: person.number)

    def person(self, number: str) -> Person | None:
        """One of them; nothing where there is no form of his for this reader."""
        return next((each for each in self.people if each.number == number), None)

    def read(self, people: Sequence[Person]) -> Iterator[FormRead]:
        """What the forms of some of them say, read a few at a time."""
        for start in range(0, len(people), TOGETHER):
            yield from self._together(people[start : start + TOGETHER])

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The workdays of the year, and of the one after."""
        year = self.period.first.year
        return work_calendar(self.frame.bureau, year, year + 1)

    @cached_property
    def is_cap_exceeded(self) -> bool:
        """Whether more people have the highest grade than the cap allows."""
        year = self.period.first.year
        lines = lines_at_once(self.frame.bureau, date(year, 1, 1), date(year, 12, 31), self.calendar)
        cap = cap_of_quarter(self.frame.bureau, self.period, lines)
        return cap is not None and cap.exceeded

    @property
    def _reader(self) -> Reader:
        return own_reader_of(self.frame)

    @property
    def _months(self) -> list[str]:
        first = self.period.first
        return [month_of(first.replace(month=first.month + step)) for step in range(MONTHS)]

    def _together(self, people: Sequence[Person]) -> Iterator[FormRead]:
        about, sheets = facts_about(people), self._sheets(people)
        scored = ScoredYears(self.frame.bureau, people, sheets, about, self.calendar)
        months = _by_person(statements_of(self._reader, people, self._months))
        for person in people:
            own = [each for each in sheets if each.person_id == person.pk and each.quarter == self.period.key]
            spans = [each for each in by_span(own) if not each.is_replaced]
            yield FormRead(person, self.period, spans, months[person.pk], scored, about, self.is_cap_exceeded)

    def _sheets(self, people: Sequence[Person]) -> list[ScoreSheet]:
        """Everything published about them in the year."""
        year = self.period.first.year
        quarters = (f"{year}-Q1", f"{year}-Q4")
        rows = ScoreSheet.objects.filter(SAID, person__in=people, quarter__range=quarters)
        return list(rows.select_related(*NAMED).prefetch_related("element_scores").order_by("id"))


def _by_person(statements: Sequence[MonthStatement]) -> Mapping[int, list[MonthStatement]]:
    found: dict[int, list[MonthStatement]] = {}
    for each in statements:
        found.setdefault(each.person.pk, []).append(each)
    return found
