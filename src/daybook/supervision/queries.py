"""Home: everything that waits for one person, and the person's month."""

from __future__ import annotations

from dataclasses import dataclass

from daybook.daily.access import Reader
from daybook.daily.year_grid import MonthGrid, month_grid, weekday_letters
from daybook.inbox.models import Message
from daybook.inbox.queries import unseen_by
from daybook.inbox.wording import sentence_of
from daybook.org.calendar import work_calendar
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.frame import Frame
from daybook.plans.deadlines import deadlines_between
from daybook.plans.models import PlanItem
from daybook.plans.months import month_of
from daybook.supervision.answers import answer_todos
from daybook.supervision.entrusted import entrusted_todos
from daybook.supervision.objections import objection_todos
from daybook.supervision.own import own_month, own_todos
from daybook.supervision.superior import led_by, months_of, months_told, superior_todos
from daybook.supervision.todo import ToDo, duration_words, in_order


@dataclass(frozen=True, slots=True)
class Told:
    """A message and what it says."""

    message: Message
    sentence: str


@dataclass(frozen=True, slots=True)
class Home:
    """What home shows: the to-dos, the messages not opened yet, the plan of the month, its calendar."""

    todos: list[ToDo]
    items: list[PlanItem]
    grid: MonthGrid
    duration: str
    weekdays: list[str]
    messages: list[Told]


def home_of(frame: Frame) -> Home | None:
    """The home of whoever asks; nothing where no policy is in force to say what is due."""
    policy = frame.policy
    if policy is None:
        return None
    today, standing = frame.today, frame.standing
    calendar = work_calendar(frame.bureau, today.year - 1, today.year + 1)
    led = led_by(frame.person, calendar, today) if standing.role in HEAD_ROLES | LEADER_ROLES else None
    told = months_told(today)
    months = months_of([frame.person.pk, *(led.everybody if led else ())], told)
    dues = deadlines_between(frame.bureau, [*told, month_of(today)], policy, calendar)
    reader = Reader(frame.person, standing.rights, today)
    submitted = {code for code, each in months.items() if frame.person.pk in each.submitted}
    month = own_month(reader, policy, calendar, dues, submitted=submitted)
    todos = list(own_todos(month)) if standing.role else []
    todos += superior_todos(led, policy, months, dues, today) if led else []
    todos += entrusted_todos(frame, policy, calendar, dues, led)
    todos += objection_todos(frame)
    todos += answer_todos(month, led)
    return Home(
        todos=in_order(todos),
        items=list(month.items),
        grid=month_grid(today.year, today.month, month.marks),
        duration=duration_words(sum(each.minutes for each in todos)),
        weekdays=weekday_letters(),
        messages=[Told(each, sentence_of(each, today)) for each in unseen_by(frame.person.pk)],
    )
