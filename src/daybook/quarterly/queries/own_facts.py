"""What some people's quarters are reckoned from: their posts, absences, and decided grades."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import CharField, DateField, QuerySet, Value

from daybook.org.models import Absence, Appointment, Person
from daybook.quarterly.models import RoutineGrade
from daybook.rules import facts
from daybook.rules.periods import holds_on

POST, ABSENCE, GRADE = "post", "absence", "grade"


class Post(NamedTuple):
    """A post somebody held: department and title beside what the rules ask for."""

    held: facts.Appointment
    department: str
    title: str


class DecidedGrade(NamedTuple):
    """A grade that the personnel office decided for a quarter, with its reason."""

    grade: str
    reason: str


@dataclass
class OwnFacts:
    """Posts and absences by row of the person; decided grades by row and quarter."""

    posts: dict[int, list[Post]] = field(default_factory=lambda: defaultdict(list))
    absences: dict[int, list[facts.Absence]] = field(default_factory=lambda: defaultdict(list))
    grades: dict[tuple[int, str], DecidedGrade] = field(default_factory=dict)

    def post_on(self, person: Person, day: date) -> Post | None:
        """The post somebody held on a day, or last before it."""
        held = [each for each in self.posts.get(person.pk, ()) if each.held.valid_from <= day]
        on_day = (each for each in held if holds_on(each.held.valid_from, each.held.valid_to, day))
        return next(on_day, max(held, key=lambda each: each.held.valid_from, default=None))


def facts_about(people: Collection[Person]) -> OwnFacts:
    """All posts, absences and decided grades of some people, in one statement."""
    found, numbers = OwnFacts(), {person.pk: person.number for person in people}
    for what, person, code, detail, department, name, title, since, until in _rows(list(numbers)):
        if what == POST:
            held = facts.Appointment(numbers[person], department or None, code, since, until, detail)
            found.posts[person].append(Post(held, name or "", title))
        elif what == ABSENCE:
            found.absences[person].append(facts.Absence(code, since, until, detail))
        else:
            found.grades[person, detail] = DecidedGrade(code, title)
    return found


def _rows(people: Sequence[int]) -> QuerySet[Any, Any]:
    """As (table, person, code, detail, department's code and name, title, first day, last day)."""
    posts = Appointment.objects.filter(person__in=people)
    away = Absence.objects.filter(person__in=people)
    grades = RoutineGrade.objects.filter(person__in=people)
    no_day, empty = Value(None, output_field=DateField()), _text("")
    department = ("department__code", "department__name")
    return _shaped(posts, POST, "role", "post_class", *department, "post", "valid_from", "valid_to").union(
        _shaped(away, ABSENCE, "kind", "half_day", empty, empty, empty, "first_day", "last_day"),
        _shaped(grades, GRADE, "grade", "quarter", empty, empty, "reason", no_day, no_day),
        all=True,
    )


def _shaped(rows: QuerySet[Any], table: str, *columns: Any) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(_text(table), "person_id", *columns)


def _text(value: str) -> Any:
    return Value(value, output_field=CharField())
