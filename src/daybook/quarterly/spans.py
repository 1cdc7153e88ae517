"""The spans of a quarter: who scores which part of it, and on which sheet."""

from __future__ import annotations

import re
from datetime import date

from django.utils.translation import gettext as _

from daybook.org.lines import Lines
from daybook.org.models import Person
from daybook.rules.periods import Period, quarters_of
from daybook.rules.spans import Span
from daybook.web.refusals import Refused

QUARTER = re.compile(r"(\d{4})-Q([1-4])")


def period_of(quarter: str) -> Period:
    """The bounds of a quarter written `2026-Q1`. Raises Refused for what is none."""
    found = QUARTER.fullmatch(quarter)
    if found is None or found[1] == "0000":
        raise Refused(_("A quarter is written like 2026-Q1."), field="quarter")
    return quarters_of(int(found[1]))[int(found[2]) - 1]


def span_of_rater(
    lines: Lines, person: Person, quarter: str, *, rater: Person, today: date, first_day: date | None = None
) -> Span:
    """The span of a quarter that a rater scores: his, or the one of his that begins on `first_day`.

    `lines` must cover the quarter. Raises Refused for whoever is not the superior of that time.
    """
    period = period_of(quarter)
    spans = lines.spans(person, period.first, period.last)
    own = [span for span in spans if lines.who_acts(span, today) == rater.pk and rater != person]
    chosen = [span for span in own if first_day in (None, span.first)]
    if not chosen:
        raise Refused(_("Only the superior of that time scores this person."), field="rater")
    return max(chosen, key=_weight)


def majority_span(lines: Lines, person: Person, quarter: str) -> Span | None:
    """The span with most workdays, of several the latest: its sheet is the quarter's."""
    period = period_of(quarter)
    return max(lines.spans(person, period.first, period.last), key=_weight, default=None)


def _weight(span: Span) -> tuple[int, date]:
    return span.workdays, span.first
