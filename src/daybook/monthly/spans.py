"""Who reviews which part of a person's month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daybook.org.lines import Lines
from daybook.org.models import Person
from daybook.plans.months import month_bounds
from daybook.rules.policy import Policy
from daybook.rules.spans import review_spans


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
    first, last = month_bounds(month)
    spans = review_spans(lines.spans(person, first, last), policy.monthly.review_min_workdays)
    if not spans:
        reviewer = lines.structure.month_reviewer_on(policy, person.number, last)
        return [] if reviewer is None else [ReviewSpan(first, last, lines.rows.get(reviewer))]
    return [ReviewSpan(span.first, span.last, lines.who_acts(span, today)) for span in spans]
