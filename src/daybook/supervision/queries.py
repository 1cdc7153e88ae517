"""Home: everything that waits for one person, and the person's month."""

from __future__ import annotations

from dataclasses import dataclass

from daybook.daily.access import Reader
from daybook.daily.year_grid import MonthGrid, month_grid, weekday_letters
from daybook.org.calendar import work_calendar
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.frame import Frame
from daybook.plans.models import PlanItem
from daybook.supervision.own import own_month, own_todos
from daybook.supervision.superior import superior_todos
from daybook.supervision.todo import ToDo, in_order


@dataclass(frozen=True, slots=True)
class Home:
    """What home shows: the to-dos, the plan of the month, the month as a calendar."""

    todos: list[ToDo]
    items: list[PlanItem]
    grid: MonthGrid
    minutes: int
    weekdays: list[str]


def home_of(frame: Frame) -> Home | None:
    """The home of whoever asks; nothing where no policy is in force to say what is due."""
    policy, reader = frame.policy, Reader(frame.person, frame.standing.rights, frame.today)
    if policy is None:
        return None
    calendar = work_calendar(frame.bureau, frame.today.year - 1, frame.today.year + 1)
    month = own_month(reader, policy, calendar)
    todos = list(own_todos(month)) if frame.standing.role else []
    if frame.standing.role in HEAD_ROLES | LEADER_ROLES:
        todos += superior_todos(frame.person, policy, calendar, frame.today)
    minutes = sum(each.minutes for each in todos)
    grid = month_grid(frame.today.year, frame.today.month, month.marks)
    return Home(in_order(todos), list(month.items), grid, minutes, weekday_letters())
