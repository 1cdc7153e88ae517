"""What the year asks of somebody: the summary of the year that ended last.

Every part is rows for the one statement of home (`waiting.py`), and what they say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.org.models import Person
from daybook.rules.deadlines import summary_deadline
from daybook.rules.facts import WorkCalendar
from daybook.rules.policy import Policy
from daybook.supervision.todo import ToDo
from daybook.supervision.waiting import Waiting
from daybook.supervision.year_grades import grade_rows
from daybook.supervision.year_poll import poll_rows, poll_todos
from daybook.supervision.year_summary import owing

SUMMARY = "summary"
SUMMARY_MINUTES = 30
NO_MATTER_WHEN = datetime(2000, 1, 1, tzinfo=UTC)


def year_rows(person: Person, today: date) -> list[QuerySet[Any, Any]]:
    """The rows of what the year asks of a person, in the order of `Waiting`."""
    summary = _own(owing(person.bureau, today.year - 1).filter(pk=person.pk), SUMMARY)
    return [summary, *grade_rows(person, today), *poll_rows(person, today)]


def year_todos(
    found: Sequence[Waiting], policy: Policy, calendar: WorkCalendar, today: date
) -> Iterator[ToDo]:
    """What of it waits."""
    yield from poll_todos(found, today)
    if any(each.kind == SUMMARY for each in found):
        year = today.year - 1
        due = summary_deadline(policy, calendar, year)
        what = _("Write the summary of %(year)s") % {"year": year}
        more, href = (
            _("goal by goal; what the months told stands there already"),
            reverse("year_summary", args=[year]),
        )
        yield ToDo(what, more, due, SUMMARY_MINUTES, today, href, pgettext("act", "Write"))


def _own(rows: QuerySet[Person], kind: str) -> QuerySet[Any, Any]:
    """A row of one kind for a person who is found."""
    text, empty = (Value(each, output_field=CharField()) for each in (kind, ""))
    no_day = Cast(Value(None), DateField())
    since = Value(NO_MATTER_WHEN, output_field=DateTimeField())
    return rows.order_by().values_list(text, "number", "name", empty, no_day, empty, since)
