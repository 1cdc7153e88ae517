"""Loading sheets in bulk: their published scores, as the rules computed them under the policy they name."""

from __future__ import annotations

from collections.abc import Iterable

from daybook.org.bulk import Row, change_rows
from daybook.quarterly.models import ScoreSheet


def rescore_sheets(rows: Iterable[Row]) -> None:
    """Set score (hundredths, or nothing), policy and its hash of sheets, the sheet's id last."""
    change_rows(ScoreSheet, ("score", "policy", "policy_hash"), rows)
