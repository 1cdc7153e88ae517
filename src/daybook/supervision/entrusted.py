"""What somebody reviews in another's place: a superior's whose deputy he is, the committee's."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.monthly.access import Reviewer
from daybook.monthly.queries.queue import people_of
from daybook.monthly.queries.reviewing import REVIEW_MINUTES
from daybook.monthly.spans import spans_to_review
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.lines import Lines, lines_at_once
from daybook.plans.deadlines import MonthDeadlines
from daybook.plans.months import month_bounds
from daybook.rules.facts import WorkCalendar
from daybook.rules.policy import Policy
from daybook.supervision.superior import Led, months_of
from daybook.supervision.todo import ToDo
from daybook.web.dates import month_words


def entrusted_todos(
    frame: Frame, policy: Policy, calendar: WorkCalendar, month_due: MonthDeadlines, led: Led | None
) -> Iterator[ToDo]:
    """The reviews of last month that wait for a deputy or the personnel office, in at most two statements."""
    standing, month = frame.standing, month_due.month
    office = RightKind.PERSONNEL_OFFICE in standing.rights
    if not frame.reads_record or not (standing.deputises or office):
        return
    first, last = month_bounds(month)
    lines = led.lines if led else lines_at_once(frame.bureau, first, last, calendar)
    reviewer = Reviewer(frame.person, frozenset(number for number, _name in standing.deputises), office)
    waiting = _waiting(reviewer, lines, policy, month, frame)
    if waiting:
        due = min(month_due.review_by(row, frame.person.pk) for row in waiting)
        names = "、".join(name for _number, name in standing.deputises)
        what = _("Review %(month)s for others") % {"month": month_words(month)}
        count = ngettext("%(count)s person", "%(count)s people", len(waiting)) % {"count": len(waiting)}
        more = _("%(people)s, for %(names)s") % {"people": count, "names": names} if names else count
        href, minutes = reverse("reviews", args=[month]), ceil(len(waiting) * REVIEW_MINUTES)
        yield ToDo(what, more, due, minutes, frame.today, href, _("Review"))


def _waiting(reviewer: Reviewer, lines: Lines, policy: Policy, month: str, frame: Frame) -> list[int]:
    """The rows of those whose submitted month has a span that waits, and is not the reviewer's own."""
    people = people_of(lines, reviewer, *month_bounds(month), frame.today)
    if not people:
        return []
    months, found = months_of([person.pk for person in people], month), []
    for person in people:
        spans = reviewer.own(lines, person, spans_to_review(lines, policy, person, month, frame.today))
        others = [span for span in spans if span.superior != frame.person.pk]
        if person.pk in months.submitted and any(
            (person.pk, span.first) not in months.reviewed for span in others
        ):
            found.append(person.pk)
    return found
