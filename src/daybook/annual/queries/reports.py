"""A person's annual summary: goals with what the months did for them, report, draft, the year in facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.annual.assembling import Strand, answer_from, strands_of, summary_from
from daybook.annual.models import AnnualReport, Poll, ReportWriting
from daybook.monthly.models import MonthlyReport
from daybook.monthly.statement import planned_of
from daybook.org.calendar import work_calendar
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.plans.actions.answers import Answer
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.plans.queries import goals_of
from daybook.rules.deadlines import summary_deadline
from daybook.rules.month import Indicator, completion


@dataclass(frozen=True, slots=True)
class GoalRead:
    """A goal of the year, the pieces of work that served it, and what the months say of it."""

    goal: AnnualGoal
    strands: Sequence[Strand]

    @property
    def carried(self) -> Answer | None:
        """The answer that the months give."""
        return answer_from(self.strands)

    @property
    def begins(self) -> Answer | None:
        """What an answer begins with: what was answered before, else what the months say."""
        goal = self.goal
        if not goal.state:
            return self.carried
        said = (goal.execution, goal.visible_progress, goal.work_status)
        return Answer(PlanState(goal.state), goal.progress, *said)


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month of the year as its plan and statement tell it; never a score."""

    month: str
    planned: int
    done: int
    completion: Indicator | None
    is_submitted: bool


@dataclass(frozen=True)
class ReportRead:
    """Everything that the page of an annual summary is made from."""

    person: Person
    year: int
    today: date
    items: Sequence[PlanItem]
    annual_goals: Sequence[AnnualGoal]
    submitted_months: frozenset[str]
    report: AnnualReport | None
    writing: ReportWriting | None
    is_polled: bool

    @property
    def is_submitted(self) -> bool:
        """Whether the summary is handed in."""
        return self.report is not None and self.report.submitted_at is not None

    @cached_property
    def due(self) -> date:
        """The last day for it. Raises PolicyFault."""
        policy = policy_of(self.person.bureau, date(self.year, 12, 31))
        return summary_deadline(
            policy, work_calendar(self.person.bureau, self.year, self.year + 1), self.year
        )

    @property
    def is_late(self) -> bool:
        """Whether that day is over."""
        return self.today > self.due

    @cached_property
    def goals(self) -> list[GoalRead]:
        """The goals, by key."""
        return [
            GoalRead(goal, strands_of(each for each in self.items if each.annual_goal_id == goal.pk))
            for goal in self.annual_goals
        ]

    @cached_property
    def apart(self) -> list[Strand]:
        """The work that serves no goal."""
        return strands_of(each for each in self.items if each.annual_goal_id is None)

    @cached_property
    def months(self) -> list[MonthFacts]:
        """The months that have a plan or a statement, in order."""
        planned = {item.month for item in self.items}
        return [self._facts(month) for month in sorted(planned | self.submitted_months)]

    def _facts(self, month: str) -> MonthFacts:
        items = [item for item in self.items if item.month == month]
        done = sum(item.state == PlanState.DONE for item in items)
        reached = completion(planned_of(item) for item in items)
        return MonthFacts(month, len(items), done, reached, month in self.submitted_months)

    @property
    def summary_draft(self) -> str:
        """The summary as the months tell it."""
        told = [(each.goal, each.begins) for each in self.goals]
        return summary_from(told, len(self.submitted_months))


def report_of(person: Person, year: int, today: date, *, own: bool) -> ReportRead:
    """A person's annual summary in five statements, six for its writer, whose draft is read too."""
    of_year = {"person": person, "month__startswith": f"{year:04d}-"}
    submitted = MonthlyReport.objects.filter(submitted_at__isnull=False, **of_year)
    return ReportRead(
        person=person,
        year=year,
        today=today,
        items=list(PlanItem.objects.filter(**of_year)),
        annual_goals=goals_of(person, year),
        submitted_months=frozenset(submitted.values_list("month", flat=True)),
        report=AnnualReport.objects.filter(person=person, year=year).first(),
        writing=ReportWriting.objects.filter(writer=person, year=year).first() if own else None,
        is_polled=Poll.objects.filter(bureau=person.bureau_id, year=year).exists(),
    )


def reports_submitted(people: Sequence[Person], year: int) -> Mapping[int, AnnualReport]:
    """The submitted summaries of a year, by person's row, in one statement."""
    rows = AnnualReport.objects.filter(year=year, person__in=people, submitted_at__isnull=False)
    return {row.person_id: row for row in rows}
