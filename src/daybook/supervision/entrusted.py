"""What somebody reviews in another's place: a superior's whose deputy he is, the committee's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.monthly.access import Reviewer
from daybook.monthly.models import MonthEvent
from daybook.monthly.queries.queue import people_of
from daybook.monthly.queries.reviewing import REVIEW_MINUTES
from daybook.monthly.queries.told import asked_back
from daybook.monthly.spans import ReviewSpan, spans_to_review
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Person
from daybook.plans.deadlines import MonthDeadlines
from daybook.plans.months import month_bounds
from daybook.rules.facts import WorkCalendar
from daybook.rules.policy import Policy
from daybook.supervision.superior import Led, Months, months_of, months_told
from daybook.supervision.todo import ANSWER_MINUTES, ToDo
from daybook.web.dates import month_words


def entrusted_todos(
    frame: Frame,
    policy: Policy,
    calendar: WorkCalendar,
    dues: Mapping[str, MonthDeadlines],
    led: Led | None,
) -> Iterator[ToDo]:
    """What waits for a deputy or the personnel office: months to review, and who asks for one back.

    In three statements at most.
    """
    standing, told = frame.standing, months_told(frame.today)
    office = RightKind.PERSONNEL_OFFICE in standing.rights
    if not frame.reads_record or not (standing.deputises or office):
        return
    first, last = month_bounds(told[0])[0], month_bounds(told[-1])[1]
    lines = led.lines if led else lines_at_once(frame.bureau, first, last, calendar)
    reviewer = Reviewer(frame.person, frozenset(number for number, _name in standing.deputises), office)
    people = {each.pk: each for each in people_of(lines, reviewer, first, last, frame.today)}
    entrusted = Entrusted(frame, policy, lines, reviewer, people)
    for month, stand in months_of(people, told).items() if people else ():
        if waiting := entrusted.waiting(stand):
            yield entrusted.to_review(waiting, dues[month])
    asking = [each for each in asked_back(list(people)).select_related("person") if each.month in told]
    if asking := [each for each in asking if entrusted.others(each.person_id, each.month)]:
        yield entrusted.to_answer(asking)


@dataclass(frozen=True, slots=True)
class Entrusted:
    """The people whose months somebody reviews in another's place, by row."""

    frame: Frame
    policy: Policy
    lines: Lines
    reviewer: Reviewer
    people: Mapping[int, Person]

    def others(self, row: int, month: str) -> list[ReviewSpan]:
        """The spans of a month that are the reviewer's in another's place."""
        person = self.people[row]
        spans = spans_to_review(self.lines, self.policy, person, month, self.frame.today)
        own = self.reviewer.own(self.lines, person, spans)
        return [span for span in own if span.superior != self.frame.person.pk]

    def waiting(self, months: Months) -> list[int]:
        """The rows of those whose submitted month has such a span without a review."""
        return [
            row
            for row in sorted(months.waiting)
            if any((row, span.first) not in months.reviewed for span in self.others(row, months.month))
        ]

    def to_review(self, waiting: Sequence[int], month_due: MonthDeadlines) -> ToDo:
        """The way to the reviews of a month."""
        month, count = month_due.month, len(waiting)
        due = min(
            month_due.review_by(row, span.superior or self.frame.person.pk)
            for row in waiting
            for span in self.others(row, month)
        )
        names = "、".join(name for _number, name in self.frame.standing.deputises)
        what = _("Review %(month)s for others") % {"month": month_words(month)}
        people = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
        more = _("%(people)s, for %(names)s") % {"people": people, "names": names} if names else people
        href, minutes = reverse("reviews", args=[month]), ceil(count * REVIEW_MINUTES)
        return ToDo(what, more, due, minutes, self.frame.today, href, _("Review"))

    def to_answer(self, asking: Sequence[MonthEvent]) -> ToDo:
        """The way to those who ask for a month back."""
        what = _("Answer for others who asks for a month back")
        names = "、".join(dict.fromkeys(each.person.name for each in asking))
        href, minutes = reverse("reviews", args=[asking[0].month]), ANSWER_MINUTES * len(asking)
        return ToDo(what, names, None, minutes, self.frame.today, href, _("Answer"))
