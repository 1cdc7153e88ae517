"""One person's quarter as one reader may know it: its sheets, its score and grade, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from daybook.daily.access import own_reader_of
from daybook.org.above import Above, above_of
from daybook.org.calendar import work_calendar
from daybook.org.frame import Frame
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.org.policies import policy
from daybook.org.roster import fact_of
from daybook.quarterly.access import SheetSight, knows_quarter, sheet_sights
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.cap import cap_of_quarter
from daybook.quarterly.queries.notes import Notes, SheetKey, SheetNotes, cited_on
from daybook.quarterly.queries.own_facts import DecidedGrade, OwnFacts, Post, facts_about
from daybook.quarterly.queries.own_objections import ObjectionTold, objections_to
from daybook.quarterly.queries.own_scored import ScoredYears, policy_of_sheet
from daybook.quarterly.queries.own_spans import SpanSheets, by_span
from daybook.quarterly.standing import SAID
from daybook.rules.deadlines import objection_deadline
from daybook.rules.exact import plain
from daybook.rules.facts import WorkCalendar
from daybook.rules.figure import Figure
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.presence import due_workdays, employed_span
from daybook.rules.result import PersonResult
from daybook.rules.spans import Span, quarter_spans
from daybook.rules.statutory import WELL

NAMED = ("bureau", "person", "rater", "acknowledgement", "reopening__reopened_by")


@dataclass
class QuarterRead:
    """What the page of a quarter is made from, each part read once.

    Raises Http404 where the quarter is not the reader's to know.
    """

    frame: Frame
    person: Person
    period: Period

    def __post_init__(self) -> None:
        if not self.is_own and not self._is_known:
            raise Http404

    @property
    def today(self) -> date:
        """The bureau's day."""
        return self.frame.today

    @property
    def is_own(self) -> bool:
        """Whether the reader looks at his own quarter."""
        return self.frame.person.pk == self.person.pk

    @cached_property
    def sheets(self) -> list[ScoreSheet]:
        """All that was published about the person, of every quarter, with the element scores."""
        rows = ScoreSheet.objects.filter(SAID, person=self.person).select_related(*NAMED)
        return list(rows.prefetch_related("element_scores").order_by("quarter", "first_day", "version"))

    @cached_property
    def sights(self) -> Mapping[int, SheetSight]:
        """How far the reader sees each of them, by row."""
        if self.is_own:
            return {sheet.pk: SheetSight.WHOLE for sheet in self.sheets}
        rights = self.frame.standing.rights
        return sheet_sights(self.frame.person, self.today, self.sheets, rights=rights, above=self.above)

    @cached_property
    def above(self) -> Above:
        """Who stood above the person, from the first sheet on, and who does."""
        if self.is_own:
            return above_of(self.person.bureau, [self.person.pk], *self._days)
        return Above(self._lines.structure, self._lines.conflicts)

    @property
    def _days(self) -> tuple[date, date]:
        days = [self.today, self.period.first, self.period.last, *(each.last_day for each in self.sheets)]
        return min(days), max(days)

    @cached_property
    def _lines(self) -> Lines:
        """Everybody's posts: of the whole year of the quarter, and of all days on which a sheet ends."""
        year, (first, last) = self.period.first.year, self._days
        first, last = min(first, date(year, 1, 1)), max(last, date(year, 12, 31))
        return lines_at_once(self.person.bureau, first, last, self.calendar)

    @property
    def _is_known(self) -> bool:
        of_quarter = {each.pk for each in self.sheets if each.quarter == self.period.key}
        if not of_quarter.isdisjoint(self.sights):
            return True
        reader, rights = self.frame.person, self.frame.standing.rights
        return knows_quarter(reader, self.person, self.period, self.today, rights=rights, above=self.above)

    @cached_property
    def spans(self) -> list[SpanSheets]:
        """The sheets of this quarter, span by span, with the versions before."""
        return by_span(each for each in self.sheets if each.quarter == self.period.key)

    @cached_property
    def about(self) -> OwnFacts:
        """Posts, absences, decided grades."""
        return facts_about([self.person])

    @cached_property
    def post(self) -> Post | None:
        """The post held at the quarter's end, or last before it."""
        return self.about.post_on(self.person, self.period.last)

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The workdays of all years in question, and of those in which deadlines may end."""
        years = [self.today.year, self.period.first.year, *(each.first_day.year for each in self.sheets)]
        return work_calendar(self.person.bureau, min(years), max(years) + 1)

    @cached_property
    def scored(self) -> ScoredYears:
        """The person's years as they are settled."""
        return ScoredYears(self.person.bureau, [self.person], self.sheets, self.about, self.calendar)

    @property
    def result(self) -> PersonResult | None:
        """The year of this quarter; nothing where the person is not appraised at its end."""
        return self.scored.result(self.person.number, self.period.first.year)

    @property
    def figure(self) -> Figure | None:
        """The quarter's score, where there is one."""
        return self.result.quarters.get(self.period.number) if self.result else None

    @property
    def why_not(self) -> str:
        """Why the quarter has no score, by code; empty where it has one."""
        if self.result is None:
            first, last = employed_span(fact_of(self.person), self.period.first, self.period.last)
            return "not_employed" if last < first else "not_appraised"
        mine = (code.partition(":")[0] for code in self.result.why if code.endswith(f":{self.period.key}"))
        return next(mine, "")

    @cached_property
    def policy(self) -> Policy:
        """The policy that settles the year."""
        return policy(self.person.bureau.policy, date(self.period.first.year, 12, 31))

    @property
    def knows_score(self) -> bool:
        """Whether the reader sees every sheet that the quarter's score is made from, at least its total."""
        return all(each.current.pk in self.sights for each in self.spans if each.counts)

    @property
    def grade(self) -> str:
        """The quarter's grade by code: the decided one, else the band of the score."""
        return self.result.grades.get(self.period.number, "") if self.result else ""

    @property
    def decided(self) -> DecidedGrade | None:
        """What the personnel office decided."""
        return self.about.grades.get((self.person.pk, self.period.key))

    @cached_property
    def is_unsettled(self) -> bool:
        """Whether the grade waits for the personnel office: more have it than the cap allows."""
        if self.grade != WELL or self.decided is not None:
            return False
        cap = cap_of_quarter(self.person.bureau, self.period, self._lines)
        return cap is not None and cap.exceeded

    @cached_property
    def notes(self) -> Notes:
        """The words on this quarter's sheets, as far as the reader is shown them."""
        found, rows = Notes(), {}
        for sheet in (each for span in self.spans for each in span.published if each.pk in self.sights):
            key = SheetKey(self.period.number, sheet.first_day, sheet.version)
            of_kind = (
                found.sheets if sheet.kind == SheetKind.SCORE else found.opinions.setdefault(key.quarter, {})
            )
            reasons = {each.element: each.reason for each in sheet.element_scores.all() if each.reason}
            of_kind[key] = rows[sheet.pk] = SheetNotes(_name(sheet), sheet.last_day, sheet.comment, reasons)
        shown = [row for row in rows if self.sights[row] is SheetSight.WHOLE]
        reader = own_reader_of(self.frame)
        if not self.is_own:
            reader.above = self.above
        for row, cited in cited_on(reader, shown).items():
            rows[row].cited = cited
        return found

    @property
    def names(self) -> Mapping[str, str]:
        """The names of the raters by number."""
        return {each.rater.number: each.rater.name for each in self.sheets if each.rater}

    @cached_property
    def objections(self) -> Mapping[int, ObjectionTold]:
        """The objections to this quarter's sheets that the reader sees whole, by row of the sheet."""
        of_quarter = [each.pk for span in self.spans for each in span.published]
        return objections_to([row for row in of_quarter if self.sights.get(row) is SheetSight.WHOLE])

    def objection_until(self, sheet: ScoreSheet) -> date:
        """The last day on which the person may object to a published sheet; it ends at 24:00."""
        at, bureau = sheet.published_at, self.person.bureau
        published_on = local_day(bureau, at) if at else sheet.last_day
        return objection_deadline(policy_of_sheet(sheet), self.calendar, published_on)

    @cached_property
    def expected(self) -> list[Span]:
        """The spans of the quarter as they are known, with the superior of each by number."""
        structure = self.above.structure
        return quarter_spans(structure, self.calendar, fact_of(self.person), self.period)

    @cached_property
    def superiors(self) -> Mapping[str, str]:
        """The names of those who score the spans, by number."""
        numbers = {each.superior for each in self.expected}
        rows = Person.objects.filter(bureau=self.person.bureau_id, number__in=numbers)
        return dict(rows.values_list("number", "name"))

    @property
    def due(self) -> str:
        """The due workdays of the quarter."""
        away = self.about.absences.get(self.person.pk, [])
        days = due_workdays(self.calendar, fact_of(self.person), away, self.period.first, self.period.last)
        return plain(days)

    def workdays(self, first: date, last: date) -> int:
        """The bureau's workdays from one day to another."""
        return self.calendar.workdays(first, last)


def _name(sheet: ScoreSheet) -> str:
    return sheet.rater.name if sheet.rater else ""
