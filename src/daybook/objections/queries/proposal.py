"""What a corrected sheet changes: the year settled as it stands and with the correction, as a proposal.

Nothing is written. The rules settle both; no figure is reckoned here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daybook.annual.enums import Stage
from daybook.annual.queries.corrections import Change, SheetPlace, with_sheet, without_sheets
from daybook.annual.queries.results import YearResults, kept_of
from daybook.annual.queries.settled import settled_both
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.facts import QUARTERS
from daybook.rules.facts import Sheet


@dataclass(frozen=True, slots=True)
class Proposal:
    """A year before and after the correction of one sheet of a person (by number) in a quarter (1 to 4)."""

    year: int
    quarter: int
    number: str
    before: YearResults
    after: YearResults
    is_final: bool


def proposal_with(sheet: ScoreSheet, corrected: ScoreSheet, scores: dict[str, int], today: date) -> Proposal:
    """What would change with a corrected sheet that is not written; `scores` are its elements' hundredths."""
    fact = fact_of_unsaved(corrected, scores, today)
    number, year = sheet.person.number, int(sheet.quarter[:4])
    return _proposal(sheet, lambda facts: with_sheet(facts, number, fact), year, backwards=False)


def proposal_since(corrected: ScoreSheet) -> Proposal:
    """What has changed with a corrected sheet that is published, all else as it stands today."""
    number, year = corrected.person.number, int(corrected.quarter[:4])
    quarter = QUARTERS[corrected.quarter[5:]]
    place = SheetPlace(number, quarter, corrected.first_day, corrected.version)
    return _proposal(corrected, lambda facts: without_sheets(facts, {place}), year, backwards=True)


def fact_of_unsaved(corrected: ScoreSheet, scores: dict[str, int], today: date) -> Sheet:
    """An unsaved sheet as the rules will know it once it is published today."""
    return Sheet(
        quarter=QUARTERS[corrected.quarter[5:]],
        scores=scores,
        published_on=today,
        version=corrected.version,
        first_day=corrected.first_day,
        last_day=corrected.last_day,
        rater=corrected.rater.number if corrected.rater else "",
        policy=corrected.policy,
    )


def _proposal(sheet: ScoreSheet, changed: Change, year: int, *, backwards: bool) -> Proposal:
    stands, other = settled_both(sheet.bureau, year, changed)
    before, after = (other, stands) if backwards else (stands, other)
    kept = kept_of(sheet.bureau, year)
    return Proposal(
        year=year,
        quarter=QUARTERS[sheet.quarter[5:]],
        number=sheet.person.number,
        before=YearResults(year, before, kept),
        after=YearResults(year, after, kept),
        is_final=any(each.stage == Stage.FINAL for each in kept.decisions.values()),
    )
