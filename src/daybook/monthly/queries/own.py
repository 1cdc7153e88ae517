"""The page of a month: its statement, and what one's own still needs before it is submitted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import CharField, Value

from daybook.daily.access import Reader
from daybook.monthly.access import visible_reviews
from daybook.monthly.actions.writings import summary_place
from daybook.monthly.answering import SuggestedAnswer, suggested_answers
from daybook.monthly.models import MonthlyReview, MonthWriting
from daybook.monthly.queries.happened import Course, course_of
from daybook.monthly.queries.statement import Known, statement_of
from daybook.monthly.queries.suggestions import SuggestedLink, suggested_links
from daybook.monthly.statement import MonthStatement
from daybook.monthly.summary import Sentence, draft_of
from daybook.org.above import Above, above_of
from daybook.org.calendar import work_calendar
from daybook.org.models import Department, Person
from daybook.org.roster import fact_of
from daybook.plans.deadlines import MonthDeadlines
from daybook.plans.months import month_bounds
from daybook.rules import facts
from daybook.rules.policy import Policy
from daybook.rules.spans import Span, month_spans


@dataclass(frozen=True, slots=True)
class MonthReviewer:
    """Who reviews a part of the month; without a name the committee. `last` is where the part ends."""

    name: str
    first: date
    last: date


@dataclass
class MonthRead:
    """Everything that the page of a month is made from, each part read once."""

    reader: Reader
    person: Person
    month: str
    policy: Policy | None
    above: Above = field(init=False)
    calendar: facts.WorkCalendar = field(init=False)

    def __post_init__(self) -> None:
        first, last = month_bounds(self.month)
        today = self.reader.today
        self.above = above_of(self.person.bureau, [self.person.pk], min(first, today), max(last, today))
        # Of a month that was put off for long, the review is due in the year after next.
        self.calendar = work_calendar(self.person.bureau, first.year, first.year + 2)

    @property
    def own(self) -> bool:
        """Whether it is the reader's own month."""
        return self.reader.person == self.person

    @property
    def is_open(self) -> bool:
        """Whether it is the reader's own and may still be changed."""
        return self.own and not self.statement.is_submitted

    @cached_property
    def statement(self) -> MonthStatement:
        """Plan and record."""
        report = self.course.report
        reports = {(self.person.pk, self.month): [report] if report else []}
        known = Known(self.above, self.calendar, reports=reports)
        return statement_of(self.reader, self.person, self.month, known=known)

    @cached_property
    def course(self) -> Course:
        """What happened to the month, and what was put off."""
        return course_of(self.person, self.month)

    @cached_property
    def deadlines(self) -> MonthDeadlines | None:
        """By when it is submitted and reviewed; nothing where no policy says so."""
        if self.policy is None:
            return None
        return MonthDeadlines(self.month, self.policy, self.calendar, self.course.put_off)

    @cached_property
    def reviews(self) -> list[MonthlyReview]:
        """The reviews that the reader may read."""
        if not self.statement.is_submitted:
            return []
        rows = MonthlyReview.objects.filter(person=self.person, month=self.month, reviewed_at__isnull=False)
        found = list(rows.select_related("person", "reviewer", "on_behalf_of").order_by("first_day"))
        reader = self.reader
        return visible_reviews(reader.person, reader.today, found, rights=reader.rights, above=self.above)

    @cached_property
    def suggested(self) -> Sequence[SuggestedLink]:
        """The links suggested to the person while the month is open."""
        return suggested_links(self.statement) if self.is_open else ()

    @cached_property
    def answers(self) -> list[SuggestedAnswer]:
        """The answers suggested to the person while the month is open."""
        return suggested_answers(self.statement) if self.is_open else []

    @cached_property
    def writing(self) -> MonthWriting | None:
        """The summary that the person is writing, or wrote too late; nobody else's to read."""
        return summary_place(self.person, self.month).standing().first() if self.own else None

    @cached_property
    def draft(self) -> list[Sentence]:
        """The summary as the rows tell it."""
        return draft_of(self.statement) if self.is_open else []

    @cached_property
    def named(self) -> dict[tuple[str, str], str]:
        """The names of the reviewers and of the department, by kind and number or code."""
        last = max(month_bounds(self.month)[0], min(month_bounds(self.month)[1], self.reader.today))
        held = self.above.structure.appointment_on(self.person.number, last)
        code = held.department if held is not None else None
        return _names(self.person, {span.superior for span in self._spans}, code)

    @property
    def department(self) -> str:
        """Where the person stood in that month."""
        return next((name for (kind, _code), name in self.named.items() if kind == DEPARTMENT), "")

    @property
    def reviewers(self) -> list[MonthReviewer]:
        """Who reviews the month, part by part; nobody where nobody does."""
        return [
            MonthReviewer(self.named.get((PERSON, span.superior), ""), span.first, span.last)
            for span in self._spans
        ]

    @cached_property
    def _spans(self) -> list[Span]:
        if self.policy is None:
            return []
        bounds = month_bounds(self.month)
        return month_spans(self.above.structure, self.calendar, self.policy, fact_of(self.person), bounds)


PERSON, DEPARTMENT = "person", "department"


def _names(person: Person, numbers: Collection[str], code: str | None) -> dict[tuple[str, str], str]:
    """Names of people by number and of a department by code, in one statement."""
    people = Person.objects.filter(bureau=person.bureau_id, number__in=numbers).order_by()
    departments = Department.objects.filter(bureau=person.bureau_id, code=code or "").order_by()
    kinds = [Value(kind, output_field=CharField()) for kind in (PERSON, DEPARTMENT)]
    rows = people.values_list(kinds[0], "number", "name").union(
        departments.values_list(kinds[1], "code", "name"), all=True
    )
    return {(kind, number): name for kind, number, name in rows}
