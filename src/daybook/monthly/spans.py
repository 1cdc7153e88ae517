"""Who reviews which part of a person's month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daybook.org.lines import Lines
from daybook.org.models import Person
from daybook.plans.months import month_bounds
from daybook.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class ReviewSpan:
    """A part of a month and the row of its superior; none where the committee decides."""

    first: date
    last: date
    superior: int | None


def spans_to_review(
    lines: Lines, policy: Policy, person: Person, month: str, today: date
) -> list[ReviewSpan]:
    """The parts of a person's month that are reviewed, in order; none for leaders who are not reviewed.

    `lines` must cover the month. A superior who has left meanwhile is replaced by his own superior.
    """
    spans = lines.month_spans(policy, person, *month_bounds(month))
    return [ReviewSpan(span.first, span.last, lines.who_acts(person, span, today)) for span in spans]
