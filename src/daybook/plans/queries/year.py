"""A person's year: the duties of the post, the goals, and what each month's plan does for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.org.above import above_of
from daybook.org.models import Appointment, Person
from daybook.plans.access import may_set_goals_of
from daybook.plans.duties import unanswered
from daybook.plans.edition import edition_of
from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanItem
from daybook.plans.months import month_of
from daybook.plans.queries import by_key, department_goals_of
from daybook.plans.queries.posts import day_within, post_of, years_around


@dataclass(frozen=True, slots=True)
class Serving:
    """One piece of work that serves a goal: its title, and the months whose plan holds it."""

    title: str
    months: Sequence[str]


@dataclass(frozen=True, slots=True)
class YearGoal:
    """A goal of the year, with the work that serves it."""

    goal: AnnualGoal
    serving: Sequence[Serving]

    @property
    def edition(self) -> str:
        """The edition that a form of this goal is opened on."""
        return edition_of(self.goal)


@dataclass(frozen=True, slots=True)
class YearPlan:
    """Everything a person's year shows of plans."""

    person: Person
    year: int
    today: date
    post: Appointment | None
    superior: Person | None
    goals: Sequence[YearGoal]
    apart: Sequence[Serving]
    department_goals: Sequence[DepartmentGoal]
    planned: frozenset[str]
    own: bool
    writes: bool

    @property
    def years(self) -> range:
        """The years that the page leads to."""
        return years_around(self.year, self.today)

    @property
    def months(self) -> list[str]:
        """The twelve months of the year."""
        return [f"{self.year}-{number:02d}" for number in range(1, 13)]

    @property
    def this_month(self) -> str:
        """The present month."""
        return month_of(self.today)

    @property
    def unanswered(self) -> list[str]:
        """The duties of the post that no goal speaks of; none while there is no goal at all."""
        if self.post is None or not self.goals:
            return []
        return unanswered(self.post.duties, words_of([each.goal for each in self.goals]))


def year_plan(reader: Person, person: Person, year: int, today: date) -> YearPlan:
    """A person's year as a reader of the same bureau sees it."""
    on = day_within(year, today)
    post = post_of(person, on)
    above = above_of(person.bureau, [person.pk], today, today)
    goals = AnnualGoal.objects.filter(person=person, year=year).select_related("department_goal")
    items = by_key(PlanItem.objects.filter(person=person, month__startswith=f"{year:04d}-"))
    return YearPlan(
        person=person,
        year=year,
        today=today,
        post=post,
        superior=_named(reader, person, above.superior_on(person.number, today)),
        goals=[YearGoal(goal, _serving(items, goal.pk)) for goal in by_key(goals)],
        apart=_serving(items, None),
        department_goals=department_goals_of(post.department, on) if post and post.department else [],
        planned=frozenset(item.month for item in items),
        own=reader == person,
        writes=may_set_goals_of(reader, person, today, above),
    )


def words_of(goals: Sequence[AnnualGoal]) -> list[str]:
    """What goals say, each in one text."""
    return [f"{goal.title}\n{goal.measure}" for goal in goals]


def _serving(items: Sequence[PlanItem], goal: int | None) -> list[Serving]:
    """The work of a year that serves a goal (or none): what has one title is one piece of work."""
    months: dict[str, list[str]] = {}
    for item in items:
        if item.annual_goal_id == goal and item.month not in months.setdefault(item.title, []):
            months[item.title].append(item.month)
    return [Serving(title, sorted(held)) for title, held in months.items()]


def _named(reader: Person, person: Person, number: str) -> Person | None:
    if number == reader.number:
        return reader
    return Person.objects.filter(bureau=person.bureau_id, number=number).first() if number else None
