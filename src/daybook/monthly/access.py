"""Who reviews a month, and who reads its ratings and comment.

A submitted month itself (statement, summary) is open to the bureau. Its reviews are read by the person, the
superior whose span it was, the line above him and the personnel office. Its indicators are known to those who
may look into somebody's work, its gaps to the person and the superior.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, DateField, QuerySet
from django.http import Http404

from daybook.daily.access import Reader
from daybook.monthly.models import MonthlyReview
from daybook.monthly.spans import ReviewSpan, spans_to_review
from daybook.org.above import Above, above_of
from daybook.org.enums import DelegationKind, RightKind
from daybook.org.frame import Frame
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Delegation, Person
from daybook.org.policies import policy_of
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.org.roster import touching
from daybook.plans.months import month_bounds
from daybook.rules.superiors import COMMITTEE
from daybook.web.statements import Question, Slot

# Whose office it is to know everybody's saturation; a leader's standing is among a reader's rights.
INSIGHT = frozenset({RightKind.PERSONNEL_OFFICE, "leader"})


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Somebody who reviews months: for himself, and by number for those whose deputy he is (代评).

    Where the chain ends the committee decides, and the personnel `office` records what it said.
    """

    person: Person
    deputises: frozenset[str]
    office: bool

    @property
    def superiors(self) -> frozenset[str]:
        """The numbers of those in whose place he reviews; empty text is the committee."""
        return self.deputises | {self.person.number} | ({COMMITTEE} if self.office else set())

    def own(self, lines: Lines, person: Person, spans: Iterable[ReviewSpan]) -> list[ReviewSpan]:
        """Those of a person's spans that are his to review: never his own, none where he is recused."""
        if person.pk == self.person.pk or person.bureau_id != self.person.bureau_id:
            return []
        numbers = lines.roster.numbers
        found = [span for span in spans if self._reviews(numbers, span)]
        number = self.person.number
        return [span for span in found if not lines.is_recused(person, number, span.first, span.last)]

    def _reviews(self, numbers: Mapping[int, str], span: ReviewSpan) -> bool:
        return (COMMITTEE if span.superior is None else numbers[span.superior]) in self.superiors


def reviewer_on(person: Person, on: date) -> Reviewer | None:
    """Whose months somebody reviews on a day, in two statements; none are an administrator's to review."""
    rights = rights_of(person, on)
    if not rights.isdisjoint(ADMINISTRATORS):
        return None
    return Reviewer(person, _entrusted_by(person, on), RightKind.PERSONNEL_OFFICE in rights)


def spans_to_review_by(reviewer: Person, person: Person, month: str, today: date) -> list[ReviewSpan]:
    """The parts of a person's month that somebody reviews: as superior of that time, or as his deputy.

    Where the committee decides, the personnel office records it, never in the officer's own case.
    """
    acting = reviewer_on(reviewer, today)
    if acting is None or reviewer.bureau_id != person.bureau_id:
        return []
    lines = lines_of(person.bureau, *month_bounds(month))
    return acting.own(lines, person, _spans(lines, person, month, today))


def is_reviewed(person: Person, month: str, today: date) -> bool:
    """Whether anybody reviews a person's month; nobody does a leader's, unless the policy says so."""
    return bool(_spans(lines_of(person.bureau, *month_bounds(month)), person, month, today))


def _spans(lines: Lines, person: Person, month: str, today: date) -> list[ReviewSpan]:
    return spans_to_review(lines, policy_of(person.bureau, today), person, month, today)


def visible_reviews(
    reader: Person,
    on: date,
    reviews: Sequence[MonthlyReview],
    *,
    rights: frozenset[str] | None = None,
    above: Above | None = None,
) -> list[MonthlyReview]:
    """Those of some reviews that somebody reads on a day, in the same order; in at most three statements.

    What is known is not asked again: the reader's rights of office, who stands above on the reviews' days.
    """
    rights = rights_of(reader, on) if rights is None else rights
    of_bureau = [review for review in reviews if review.bureau_id == reader.bureau_id]
    if not rights.isdisjoint(ADMINISTRATORS):
        return [review for review in of_bureau if review.person_id == reader.pk]
    if RightKind.PERSONNEL_OFFICE in rights or not of_bureau:
        return of_bureau
    people = {review.person_id for review in of_bureau}
    days = [review.last_day for review in of_bureau]
    known = above or above_of(reader.bureau, people, min(days), max(days))
    near = {review.pk for review in of_bureau if reader.pk in _parties(review)}
    return [
        review
        for review in of_bureau
        if review.pk in near or reader.number in known.line_on(review.person.number, review.last_day)
    ]


@dataclass(frozen=True, slots=True)
class MonthReader:
    """Somebody who reads a person's months: what he may know beside what is open to all.

    `above` covers the days in question and today. Whoever `reviews` the months, as the superior or as his
    deputy, knows what the superior knows.
    """

    reader: Reader
    person: Person
    above: Above
    reviews: bool = False

    def knows_indicators(self, month: str) -> bool:
        """Coverage, saturation, completion: the person, the line above, all leaders, the personnel office."""
        if self._is_near or not self.reader.rights.isdisjoint(INSIGHT):
            return True
        days = (*month_bounds(month), self.reader.today)
        return any(self.reader.person.number in self.above.line_on(self.person.number, day) for day in days)

    def knows_gaps(self, day: date) -> bool:
        """What was not recorded, or not disclosed, on a day: the person, and the superior then or now."""
        days = (day, self.reader.today)
        superiors = {self.above.superior_on(self.person.number, each) for each in days}
        return self._is_near or self.reader.person.number in superiors

    @property
    def _is_near(self) -> bool:
        return self.reviews or self.reader.person == self.person


def _parties(review: MonthlyReview) -> tuple[int | None, ...]:
    """The person, who wrote the review, and for whom."""
    return review.person_id, review.reviewer_id, review.on_behalf_of_id


def _entrusted_by(deputy: Person, on: date) -> frozenset[str]:
    return frozenset(number for (number,) in ENTRUSTED(deputy=deputy.pk, day=on))


def _entrusted() -> QuerySet[Any, tuple[str]]:
    day = Slot("day", DateField())
    span = touching(day, day, start="first_day", end="last_day")
    mine = Delegation.objects.filter(span, deputy=Slot("deputy", BigIntegerField()))
    return mine.filter(kind=DelegationKind.REVIEW_MONTHS).values_list("person__number")


ENTRUSTED = Question(_entrusted)


def require_personnel_office(frame: Frame) -> None:
    """Let only the personnel office in. Raises Http404."""
    if RightKind.PERSONNEL_OFFICE not in frame.standing.rights:
        raise Http404
