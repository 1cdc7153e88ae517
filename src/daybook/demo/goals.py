"""The year divided: department goals, annual goals of people, and the matters that run through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from daybook.demo.cast import Member
from daybook.demo.dates import local
from daybook.demo.diary import Diary, Telling
from daybook.demo.founding import Stage
from daybook.demo.script import DepartmentScript
from daybook.plans.actions.goals import close_matter, open_matter, set_annual_goal, set_department_goal
from daybook.plans.models import AnnualGoal, DepartmentGoal, Matter
from daybook.rules.facts import ONE_DAY


@dataclass
class Goals:
    """What was set: goals by (year, department or person, place), matters by key."""

    of_department: dict[tuple[int, str, int], DepartmentGoal] = field(default_factory=dict)
    of_person: dict[tuple[int, str, int], AnnualGoal] = field(default_factory=dict)
    matters: dict[str, Matter] = field(default_factory=dict)


def set_goals(stage: Stage, diary: Diary) -> Goals:
    """Set the goals of both years and open their matters."""
    goals = Goals()
    for year in stage.dates.years:
        first = stage.dates.nth_workday(year, 1, 2)
        if first <= stage.dates.today:
            for unit in stage.company.script.departments:
                _department(stage, goals, unit, year, first)
            for member in stage.company.members.values():
                _person(stage, goals, member, year, first)
    for telling in diary.tellings:
        _matter(stage, goals, telling)
    return goals


def _department(stage: Stage, goals: Goals, unit: DepartmentScript, year: int, on: date) -> None:
    for place, (title, measure) in enumerate(unit.goals, start=1):
        goals.of_department[year, unit.code, place] = set_department_goal(
            department=stage.departments[unit.code],
            year=year,
            title=title,
            measure=measure,
            key=f"G{year}-{unit.code}-{place}",
            actor=stage.head(unit.code, on),
            at=local(on, 9, 10 + place),
        )


def _person(stage: Stage, goals: Goals, member: Member, year: int, first: date) -> None:
    """A person's goals, from the day of joining where that is later; people who left before have none."""
    on = max(first, member.starts or first)
    if not member.employed(on) or on > stage.dates.today or on.year != year:
        return
    code = member.post_on(on).department
    for place, (title, measure) in enumerate(member.script.goals, start=1):
        goals.of_person[year, member.name, place] = set_annual_goal(
            person=stage.people[member.name],
            year=year,
            title=title,
            measure=measure,
            department_goal=_served(goals.of_department, year, code, place),
            key=f"A{year}-{member.script.number}-{place}",
            actor=stage.people[member.name],
            at=local(on, 15, 5 * place),
        )


def _served(
    known: Mapping[tuple[int, str, int], DepartmentGoal], year: int, code: str, place: int
) -> DepartmentGoal | None:
    return known.get((year, code, place)) or known.get((year, code, 1))


def _matter(stage: Stage, goals: Goals, telling: Telling) -> None:
    first, last = telling.notes[0], telling.notes[-1]
    actor = stage.people[first.author]
    goal = goals.of_department.get((telling.year, telling.unit.code, telling.script.goal))
    matter = open_matter(
        bureau=stage.bureau,
        title=telling.title,
        department=stage.departments.get(telling.unit.code),
        department_goal=goal,
        first_day=first.day,
        key=telling.key,
        actor=actor,
        at=local(first.day, 8, 20),
    )
    if last.progress == 100 and last.day + ONE_DAY <= stage.dates.today:
        matter = close_matter(matter=matter, last_day=last.day, actor=actor, at=local(last.day, 17, 40))
    goals.matters[telling.key] = matter
