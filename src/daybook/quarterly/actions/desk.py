"""A rater at the sheets of one quarter: what is his to score, under which policy, as of an instant."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from daybook.org.enums import CircumstanceKind
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Circumstance, Person
from daybook.org.moments import local_day
from daybook.org.policies import policy_of
from daybook.org.roster import touching
from daybook.quarterly.access import Scorer, scorer_on
from daybook.quarterly.enums import FormCategory, SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.presence import due_in
from daybook.quarterly.spans import ScoreSpan, form_of, period_of, spans_to_score
from daybook.rules.exact import plain
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Desk:
    """The rater, the quarter, and everything asked of both at every sheet; `due` is by the person's row."""

    rater: Person
    period: Period
    at: datetime
    today: date
    lines: Lines
    policy: Policy
    scorer: Scorer | None
    due: Mapping[int, Fraction | int]

    def spans_of(self, person: Person) -> list[ScoreSpan]:
        """The parts of a person's quarter, whoever scores them."""
        return spans_to_score(self.lines, self.policy, person, self.period, self.today)

    def own_span(self, person: Person, first_day: date | None = None) -> ScoreSpan:
        """The span that is the rater's: his longest, or the one of his that begins on `first_day`.

        Raises Refused for whoever is not the superior of that time.
        """
        chosen = [span for span in self._own(person) if first_day in (None, span.first)]
        if not chosen:
            raise Refused(_("Only the superior of that time scores this person."), field="rater")
        return max(chosen, key=lambda span: (span.workdays, span.first))

    def _own(self, person: Person) -> list[ScoreSpan]:
        if self.scorer is None or person.bureau_id != self.rater.bureau_id:
            return []
        return self.scorer.own(self.lines, person, self.spans_of(person))

    def span_about(self, sheet: ScoreSheet) -> ScoreSpan:
        """The rater's span that a published sheet is about, though its bounds may have moved since.

        Whoever signed it corrects it, even where the roster as it is told by now names another superior of
        that time. Raises Refused for others.
        """
        for span in self._own(sheet.person):
            if span.first == sheet.first_day or span.first <= sheet.last_day <= span.last:
                return span
        if not self._signed(sheet):
            raise Refused(_("Only the superior of that time scores this person."), field="rater")
        first, last = sheet.first_day, sheet.last_day
        category = self.lines.structure.category_on(sheet.person.number, last) or FormCategory.STAFF
        workdays = self.lines.calendar.workdays(first, last)
        return ScoreSpan(first, last, category, workdays, self.rater.pk, SheetKind.SCORE)

    def _signed(self, sheet: ScoreSheet) -> bool:
        """Whether the rater signed a sheet, is still here, and may act on its person."""
        if self.scorer is None or sheet.rater_id != self.rater.pk:
            return False
        is_here = self.rater.employed_to is None or self.today <= self.rater.employed_to
        recused = self.lines.is_recused(sheet.person, self.rater.number, sheet.first_day, sheet.last_day)
        return is_here and not recused

    def form(self, person: Person, span: ScoreSpan) -> Form:
        """The form of a span of a person."""
        return form_of(self.lines, person, span, self.policy)

    def is_too_short(self, person: Person) -> bool:
        """Whether a person had too few due workdays for the quarter to be scored."""
        return self.due[person.pk] < self.policy.quarterly.min_workdays

    def require_long_enough(self, person: Person) -> None:
        """Refuse a quarter with too few due workdays."""
        if self.is_too_short(person):
            told = {"days": plain(self.due[person.pk]), "least": self.policy.quarterly.min_workdays}
            sentence = _("Not scored: %(days)s due workdays in this quarter, and %(least)s are needed.")
            raise Refused(sentence % told, field="quarter")

    def require_over(self, span: ScoreSpan) -> None:
        """Refuse a span that still runs."""
        if self.today < span.last:
            raise Refused(_("This span is not over."), field="quarter")

    def require_opinion(self, person: Person, span: ScoreSpan) -> None:
        """Refuse an opinion in place of the score that is due; who is on probation may be given one only."""
        if span.kind == SheetKind.SCORE and not self.is_too_short(person) and not _on_probation(person, span):
            raise Refused(_("This span is to be scored, not only commented on."), field="kind")


def desk_of(rater: Person, quarter: str, people: Collection[Person], at: datetime) -> Desk:
    """A rater at the sheets of these people. Raises Refused for a quarter that has not begun."""
    period, today = period_of(quarter), local_day(rater.bureau, at)
    if period.first > today:
        raise Refused(_("This quarter has not begun."), field="quarter")
    lines = lines_of(rater.bureau, period.first, period.last)
    policy, due = policy_of(rater.bureau, today), due_in(lines, people, period)
    return Desk(rater, period, at, today, lines, policy, scorer_on(rater, today), due)


def _on_probation(person: Person, span: ScoreSpan) -> bool:
    held = touching(span.first, span.last, start="first_day", end="last_day")
    return Circumstance.objects.filter(held, person=person, kind=CircumstanceKind.PROBATION).exists()
