"""The spans of a quarter: who scores which part of it, and on which sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from daybook.org.lines import Lines
from daybook.org.models import Person
from daybook.quarterly.enums import SheetKind
from daybook.rules.periods import Period, quarters_of
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, form_for
from daybook.rules.spans import Span
from daybook.web.refusals import Refused

QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True, slots=True)
class ScoreSpan:
    """A part of a quarter with its category and the bureau's workdays in it, and the row of who scores it.

    No row where the committee decides. `kind` is what is due of it: a score, or the opinion of who had less
    of the quarter than another.
    """

    first: date
    last: date
    category: str
    workdays: int
    superior: int | None
    kind: SheetKind


class _Part(Protocol):
    """A part of a quarter, as the rules or the sheets know it."""

    @property
    def last(self) -> date: ...

    @property
    def category(self) -> str: ...


def period_of(quarter: str) -> Period:
    """The bounds of a quarter written `2026-Q1`. Raises Refused for what is none."""
    found = QUARTER.fullmatch(quarter)
    if found is None or found[1] == "0000":
        raise Refused(_("A quarter is written like 2026-Q1."), field="quarter")
    return quarters_of(int(found[1]))[int(found[2]) - 1]


def spans_to_score(
    lines: Lines, policy: Policy, person: Person, period: Period, today: date
) -> list[ScoreSpan]:
    """The parts of a person's quarter, in order; none for who is not appraised.

    `lines` must cover the quarter. For a superior who has left meanwhile the next above acts.
    """
    spans = lines.spans(person, period.first, period.last)
    only = max(spans, key=_weight) if spans and policy.quarterly.transfer == "majority" else None
    return [
        ScoreSpan(
            span.first,
            span.last,
            span.category,
            span.workdays,
            lines.who_acts(person, span, today),
            SheetKind.SCORE if only in (None, span) else SheetKind.OPINION,
        )
        for span in spans
    ]


def majority_span(lines: Lines, person: Person, quarter: str) -> Span | None:
    """The span with most workdays, of several the latest: its sheet is the quarter's."""
    period = period_of(quarter)
    return max(lines.spans(person, period.first, period.last), key=_weight, default=None)


def form_of(lines: Lines, person: Person, span: _Part, policy: Policy) -> Form:
    """The form of a span: that of its category, or of the post class held at its end."""
    held = lines.structure.appointment_on(person.number, span.last)
    return form_for(policy, span.category, held.post_class if held else "")


def _weight(span: Span) -> tuple[int, date]:
    return span.workdays, span.first
