"""Who reviews a month, and who reads its ratings and comment.

A submitted month itself (statement, summary) is open to the bureau. Its reviews are read by the person, the
superior whose span it was, the line above him and the personnel office.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from daybook.monthly.models import MonthlyReview
from daybook.monthly.spans import ReviewSpan, spans_to_review
from daybook.org.above import above_of
from daybook.org.enums import DelegationKind, RightKind
from daybook.org.lines import lines_of
from daybook.org.models import Delegation, Person
from daybook.org.policies import policy_of
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.org.roster import touching
from daybook.plans.months import month_bounds


def spans_to_review_by(reviewer: Person, person: Person, month: str, today: date) -> list[ReviewSpan]:
    """The parts of a person's month that somebody reviews: as superior of that time, or as his deputy."""
    if reviewer == person or reviewer.bureau_id != person.bureau_id:
        return []
    first, last = month_bounds(month)
    lines = lines_of(person.bureau, first, last)
    spans = spans_to_review(lines, policy_of(person.bureau, today), person, month, today)
    for_whom = {reviewer.pk, *_entrusted_by(reviewer, today)}
    return [span for span in spans if span.superior in for_whom]


def visible_reviews(reader: Person, on: date, reviews: Sequence[MonthlyReview]) -> list[MonthlyReview]:
    """Those of some reviews that somebody reads on a day, in the same order; in at most three statements."""
    rights = rights_of(reader, on)
    of_bureau = [review for review in reviews if review.bureau_id == reader.bureau_id]
    if not rights.isdisjoint(ADMINISTRATORS):
        return [review for review in of_bureau if review.person_id == reader.pk]
    if RightKind.PERSONNEL_OFFICE in rights or not of_bureau:
        return of_bureau
    people = {review.person_id for review in of_bureau}
    days = [review.last_day for review in of_bureau]
    above = above_of(reader.bureau, people, min(days), max(days))
    near = {review.pk for review in of_bureau if reader.pk in _parties(review)}
    return [
        review
        for review in of_bureau
        if review.pk in near or reader.number in above.line_on(review.person.number, review.last_day)
    ]


def _parties(review: MonthlyReview) -> tuple[int | None, ...]:
    """The person, who wrote the review, and for whom."""
    return review.person_id, review.reviewer_id, review.on_behalf_of_id


def _entrusted_by(deputy: Person, on: date) -> list[int]:
    span = touching(on, on, start="first_day", end="last_day")
    rows = Delegation.objects.filter(span, deputy=deputy, kind=DelegationKind.REVIEW_MONTHS)
    return list(rows.values_list("person_id", flat=True))
