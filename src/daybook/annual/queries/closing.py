"""How one person's year ended: every final version, what the person did with it, which remedies are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.annual.models import Signature
from daybook.annual.queries.decided import DecisionLog, Version, decision_log
from daybook.annual.queries.results import YearResults
from daybook.annual.wording import grade_word
from daybook.org.models import Bureau
from daybook.org.moments import local_day
from daybook.rules.deadlines import reconsideration_deadline


@dataclass(frozen=True)
class Closing:
    """The end of a person's year (the person by row and number)."""

    bureau: Bureau
    results: YearResults
    row: int
    is_own: bool
    today: date

    @cached_property
    def log(self) -> DecisionLog:
        """Every version of the year's grades."""
        return decision_log(self.bureau, self.results.year)

    @property
    def finals(self) -> Sequence[Version]:
        """The final versions, the first one first; more than one where the year was reopened."""
        return self.log.finals(self.row)

    @property
    def stands(self) -> Version | None:
        """The final version in force."""
        return self.finals[-1] if self.finals else None

    @property
    def grades(self) -> list[tuple[str, Version]]:
        """The final versions, each with the name of its grade."""
        return [(grade_word(each.grade), each) for each in self.finals]

    @cached_property
    def signatures(self) -> list[Signature]:
        """What the person did with each version, in order."""
        rows = Signature.objects.filter(person=self.row, year=self.results.year)
        return list(rows.select_related("recorded_by").order_by("version"))

    @property
    def signature(self) -> Signature | None:
        """What the person did with the version in force."""
        version = self.stands.version if self.stands else 0
        return next((each for each in self.signatures if each.version == version), None)

    @property
    def can_sign(self) -> bool:
        """Whether the reader has this result to sign."""
        return self.is_own and self.stands is not None and self.signature is None

    @property
    def has_remedies(self) -> bool:
        """Whether the policy knows reconsideration, and the reader may ask for it."""
        return self.is_own and self.stands is not None and bool(self.days)

    @property
    def deadline(self) -> date | None:
        """The last day to ask for reconsideration; nothing before the person is known to know the result."""
        if self.signature is None:
            return None
        known = local_day(self.bureau, self.signature.signed_at)
        return reconsideration_deadline(self.results.settled.policy, known)

    @property
    def is_late(self) -> bool:
        """Whether the time for reconsideration is over."""
        return self.deadline is not None and self.deadline < self.today

    @property
    def days(self) -> int:
        """How many days there are for reconsideration."""
        return self.results.settled.policy.remedies.reconsideration_days
