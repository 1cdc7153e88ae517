"""The bureau's published sheet scores of a quarter: the aggregate beside which a rater sees his own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from daybook.org.models import Bureau, Person
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.standing import in_force
from daybook.rules.exact import hundredths
from daybook.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Distribution:
    """Published scores in hundredths, in order; empty where too few are others' to be told."""

    scores: Sequence[int]

    @property
    def is_told(self) -> bool:
        """Whether there are enough."""
        return bool(self.scores)


def distribution_of(policy: Policy, bureau: Bureau, quarter: str, rater: Person) -> Distribution:
    """The scores of all sheets that stand published in a quarter, in one statement.

    They are told only where enough of them (`quarterly.least_told`) are not the rater's own: he could reckon
    the others out.
    """
    rows = in_force(ScoreSheet.objects.filter(bureau=bureau, quarter=quarter, kind=SheetKind.SCORE))
    told = rows.order_by().values_list("rater_id", "score")
    scored = [(by, score) for by, score in told if score is not None]
    if sum(by != rater.pk for by, _score in scored) < policy.quarterly.least_told:
        return Distribution(())
    return Distribution(sorted(hundredths(score) for _by, score in scored))
