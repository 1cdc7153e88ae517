"""What the last quarter asks of somebody: samples and people to score, or one's own scores to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from daybook.org.models import Absence, Person
from daybook.org.roster import fact_of, touching
from daybook.quarterly.models import ScoreSheet, Vignette
from daybook.quarterly.spans import spans_to_score
from daybook.quarterly.standing import in_force
from daybook.rules import deadlines, facts
from daybook.rules.facts import WorkCalendar
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.presence import due_workdays
from daybook.supervision.own import OwnMonth
from daybook.supervision.superior import Led
from daybook.supervision.todo import ANSWER_MINUTES, SCORING_MINUTES, VIGNETTE_MINUTES, ToDo
from daybook.web.dates import day_words, quarter_words

BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class QuarterTodos:
    """A quarter that is over, as a superior's home tells of it; `led` are those whose superior he is.

    `signed` are the published sheets of it, `away` the absences in it of those he leads, by number; `samples`
    counts the open samples that he has not scored.
    """

    month: OwnMonth
    led: Led
    period: Period
    signed: Collection[tuple[str, date]]
    away: Mapping[str, list[facts.Absence]]
    samples: int

    def found(self) -> Iterator[ToDo]:
        """Everything that waits."""
        waiting = sum(map(self._waits, self.led.people.values()))
        if waiting:
            yield from self._samples(self.samples)
            yield self._scoring(waiting)

    def _waits(self, person: Person) -> bool:
        """Whether a span of somebody is the superior's to score or to comment on, and has no sheet."""
        month, period, own = self.month, self.period, self.month.reader.person
        away = self.away.get(person.number, [])
        due = due_workdays(month.calendar, fact_of(person), away, period.first, period.last)
        if due < month.policy.quarterly.min_workdays or person.pk == own.pk:
            return False
        spans = spans_to_score(self.led.lines, month.policy, person, period, month.reader.today)
        firsts = (span.first for span in spans if span.superior == own.pk)
        return any((person.number, first) not in self.signed for first in firsts)

    def _scoring(self, count: int) -> ToDo:
        due = deadlines.sheet_deadline(self.month.policy, self.month.calendar, self.period)
        what = _("Score %(quarter)s") % {"quarter": quarter_words(self.period.key)}
        more = ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
        minutes, href = ceil(count * SCORING_MINUTES), reverse("scoring", args=[self.period.key])
        return ToDo(what, more, due, minutes, self.month.reader.today, href, pgettext("act", "Score"))

    def _samples(self, count: int) -> Iterator[ToDo]:
        due = deadlines.sheet_deadline(self.month.policy, self.month.calendar, self.period)
        if count and self.month.reader.today <= due:
            words = {"count": count, "quarter": quarter_words(self.period.key)}
            what = ngettext(
                "Score %(count)s sample of %(quarter)s first",
                "Score %(count)s samples of %(quarter)s first",
                count,
            )
            more, href = _("all superiors score the same"), reverse("vignettes", args=[self.period.key])
            minutes = count * VIGNETTE_MINUTES
            yield ToDo(
                what % words, more, due, minutes, self.month.reader.today, href, pgettext("act", "Score")
            )


def signed_in(quarter: str, people: Collection[int]) -> QuerySet[ScoreSheet]:
    """The sheets of a quarter of some people (by row) that stand published."""
    return in_force(ScoreSheet.objects.filter(person__in=people, quarter=quarter))


def away_in(period: Period, people: Collection[int]) -> QuerySet[Absence]:
    """The absences of some people in a quarter; `until` holds half day and last day, as one text."""
    span = touching(period.first, period.last, start="first_day", end="last_day")
    last = Cast("last_day", CharField())
    until = Concat("half_day", Value(BETWEEN), last, output_field=CharField())
    return Absence.objects.filter(span, person__in=people).annotate(until=until)


def absence_told(first: date, until: str) -> facts.Absence:
    """An absence of which the first day and the text of `away_in` are told."""
    half, _between, last = until.partition(BETWEEN)
    return facts.Absence("", first, date.fromisoformat(last) if last else None, half)


def samples_for(person: Person, quarter: str) -> QuerySet[Vignette]:
    """The open samples of a quarter that somebody has not scored."""
    rows = Vignette.objects.filter(bureau=person.bureau_id, quarter=quarter, opened_at__isnull=False)
    return rows.exclude(scores__scorer=person)


def own_sheet_todo(
    policy: Policy, calendar: WorkCalendar, quarter: str, published_on: date, today: date
) -> ToDo:
    """The way to one's published scores, to read and acknowledge; an opinion asks for nothing."""
    last = deadlines.objection_deadline(policy, calendar, published_on)
    is_open = today <= last
    what = _("Read and acknowledge your scores of %(quarter)s") % {"quarter": quarter_words(quarter)}
    more = _("an objection may be filed until %(day)s") % {"day": day_words(last, today)}
    more = more if is_open else _("the time for an objection is over")
    href = reverse("quarter", args=[quarter])
    return ToDo(what, more, last if is_open else None, ANSWER_MINUTES, today, href, _("Read"))
