"""How a department's year is divided: what is whose, and what is nobody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from daybook.org.enums import HEAD_ROLES
from daybook.org.models import Appointment, Department, Person
from daybook.plans.access import may_divide_work
from daybook.plans.duties import unanswered
from daybook.plans.edition import edition_of
from daybook.plans.models import AnnualGoal, DepartmentGoal
from daybook.plans.queries import by_key, department_goals_of
from daybook.plans.queries.posts import day_within, posts_in, years_around
from daybook.plans.queries.year import words_of


@dataclass(frozen=True, slots=True)
class Divided:
    """A goal of the department, its number on the page, and the annual goals that carry it."""

    number: int
    goal: DepartmentGoal
    carried: Sequence[AnnualGoal]

    @property
    def edition(self) -> str:
        """The edition that a form of this goal is opened on."""
        return edition_of(self.goal)


@dataclass(frozen=True, slots=True)
class Share:
    """An annual goal of somebody, with the number of the department's goal it comes from."""

    goal: AnnualGoal
    number: int | None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the department, the goals of the year, and the duties that no goal speaks of."""

    post: Appointment
    shares: Sequence[Share]

    @property
    def unanswered(self) -> list[str]:
        """The duties that no goal of the person speaks of; none while there is no goal at all."""
        if not self.shares:
            return []
        return unanswered(self.post.duties, words_of([share.goal for share in self.shares]))


@dataclass(frozen=True, slots=True)
class Division:
    """Everything the page of a department's year shows."""

    department: Department
    year: int
    today: date
    goals: Sequence[Divided]
    members: Sequence[Member]
    divides: bool

    @property
    def years(self) -> range:
        """The years that the page leads to."""
        return years_around(self.year, self.today)

    @property
    def nobodys(self) -> list[Divided]:
        """The goals that nobody carries."""
        return [each for each in self.goals if not each.carried]

    @property
    def without_goal(self) -> list[Member]:
        """The people without a goal."""
        return [each for each in self.members if not each.shares]

    @property
    def is_present(self) -> bool:
        """Whether the year can still be divided: it is not over."""
        return self.year >= self.today.year

    @property
    def head(self) -> Person | None:
        """Who leads the department."""
        first = self.members[0].post if self.members else None
        return first.person if first and first.role in HEAD_ROLES else None


def division_of(reader: Person, department: Department, year: int, today: date) -> Division:
    """A department's year as a reader of the same bureau sees it."""
    on = day_within(year, today)
    goals = department_goals_of(department, on)
    posts = posts_in(department, on)
    people = [post.person_id for post in posts]
    found = AnnualGoal.objects.filter(Q(person__in=people) | Q(department_goal__in=goals), year=year)
    annual = by_key(found.select_related("person"))
    numbers = {goal.pk: number for number, goal in enumerate(goals, 1)}
    return Division(
        department=department,
        year=year,
        today=today,
        goals=[
            Divided(numbers[goal.pk], goal, [each for each in annual if each.department_goal_id == goal.pk])
            for goal in goals
        ],
        members=[
            Member(
                post,
                [
                    Share(each, numbers.get(each.department_goal_id or 0))
                    for each in annual
                    if each.person_id == post.person_id
                ],
            )
            for post in posts
        ],
        divides=may_divide_work(reader, department, today),
    )
