"""Returning and reviewing a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.monthly.access import spans_to_review_by
from daybook.monthly.actions.drafts import RATINGS, settle_return, settle_review
from daybook.monthly.actions.holding import held_report
from daybook.monthly.actions.submit import open_again
from daybook.monthly.models import MonthlyReport, MonthlyReview
from daybook.monthly.spans import ReviewSpan
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused
from daybook.web.statements import insert


class Reviewed(Refused):
    """Somebody else, or another window, has reviewed this span meanwhile; `standing` is that review."""

    def __init__(self, standing: MonthlyReview) -> None:
        sentence = _("%(name)s has reviewed this month already.") % {"name": standing.reviewer.name}
        super().__init__(sentence, field="first_day")
        self.standing = standing


def return_month(
    *, person: Person, month: str, reviewer: Person, reason: str, at: datetime | None = None
) -> MonthlyReport:
    """Return a submitted month to its person, who may change it again; as often as needed. Raises Refused.

    By whoever would review it, with a reason. A month with a review is locked.
    """
    instant = moment(at)
    with recorded():
        report = _submitted(person, month)
        _own_spans(person, month, reviewer, instant)
        if person.monthly_reviews.filter(month=month).exists():
            raise Refused(_("A reviewed month is locked."), field="month")
        made = open_again(report, reviewer, instant, reason=reason)
        settle_return(reviewer, person, month)
        after = {"reason": sealed(made.reason)}
        note(reviewer, person.bureau, "return_month", "month", f"{person.number}:{month}", after=after)
    return report


def review_month(
    *,
    person: Person,
    month: str,
    reviewer: Person,
    execution_rating: str,
    saturation_rating: str,
    completion_rating: str,
    comment: str,
    first_day: date | None = None,
    version: int = 0,
    at: datetime | None = None,
) -> MonthlyReview:
    """Rate a submitted month and comment on it: the reviewer's span, or the one that begins on `first_day`.

    By the superior of the span, or the deputy to whom he has entrusted his reviews. The draft of this
    `version` is done with; what another window has written since stays. Raises Refused, Reviewed where
    somebody was faster.
    """
    instant = moment(at)
    ratings = (execution_rating, saturation_rating, completion_rating)
    _require_rated(ratings)
    with recorded():
        _submitted(person, month)
        span = _span_at_hand(person, month, _own_spans(person, month, reviewer, instant), first_day)
        review = _review(person, month, span, reviewer)
        review.execution_rating, review.saturation_rating, review.completion_rating = ratings
        review.comment, review.reviewed_at = text_given(comment, "comment"), instant
        insert([checked(review)])
        settle_review(reviewer, person, month, span.first, version)
        digest = sealed("\n".join((*ratings, review.comment)))
        note(reviewer, person.bureau, "review_month", "review", _key(review), after={"review": digest})
    return review


def _require_rated(ratings: Sequence[str]) -> None:
    """All three ratings are given; the first that is missing is named."""
    missing = next((name for name, rating in zip(RATINGS, ratings, strict=True) if not rating), "")
    if missing:
        raise Refused(_("Give all three ratings."), field=missing)


def _review(person: Person, month: str, span: ReviewSpan, reviewer: Person) -> MonthlyReview:
    review = MonthlyReview(bureau=person.bureau, person=person, month=month, reviewer=reviewer)
    review.first_day, review.last_day = span.first, span.last
    review.on_behalf_of_id = None if span.superior == reviewer.pk else span.superior
    return review


def _key(review: MonthlyReview) -> str:
    return f"{review.person.number}:{review.month}:{review.first_day}"


def _submitted(person: Person, month: str) -> MonthlyReport:
    month_bounds(month)
    report = held_report(person, month)
    if report.submitted_at is None:
        raise Refused(_("This month is not submitted."), field="month")
    return report


def _own_spans(person: Person, month: str, reviewer: Person, at: datetime) -> list[ReviewSpan]:
    """The spans that are the reviewer's, by himself or as a deputy. Raises Refused where there is none."""
    own = spans_to_review_by(reviewer, person, month, local_day(person.bureau, at))
    if not own:
        raise Refused(_("Only the superior of that time reviews this month."), field="reviewer")
    return own


def _span_at_hand(person: Person, month: str, own: list[ReviewSpan], first_day: date | None) -> ReviewSpan:
    reviews = person.monthly_reviews.filter(month=month).select_related("reviewer")
    done = {review.first_day: review for review in reviews}
    asked = [span for span in own if first_day in (None, span.first)]
    for span in asked:
        if span.first not in done:
            return span
    if asked:
        raise Reviewed(done[asked[0].first])
    raise Refused(_("This month has no such span for you to review."), field="first_day")
