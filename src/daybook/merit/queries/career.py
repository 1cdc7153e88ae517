"""Career evaluations: the dimensions that are reckoned, those that were entered, and what they give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from daybook.merit.models import CareerInput
from daybook.merit.queries.ballots import recognitions
from daybook.merit.queries.use_year import Member, UseYear
from daybook.org.models import Bureau
from daybook.rules.career import (
    APPRAISAL,
    RECOGNITION,
    appraisal_dimension,
    career_evaluation,
    dropped,
    entered_dimension,
    recognition_dimension,
)
from daybook.rules.exact import hundredths
from daybook.rules.figure import Figure
from daybook.rules.policy import Policy

Inputs = Mapping[str, Sequence[CareerInput]]
"""The versions of each dimension that was entered, the newest first."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Somebody's career evaluation of a year, exact: its dimensions by code, and those without a value."""

    year: int
    dimensions: Mapping[str, Figure]
    inputs: Inputs
    figure: Figure | None
    dropped: Sequence[str]

    @property
    def is_recognition_reckoned(self) -> bool:
        """Whether the merged figure of the ballots stands in it."""
        return RECOGNITION in self.dimensions and self.dimensions[RECOGNITION].rule == "career_recognition"


def evaluations_of(use: UseYear, members: Sequence[Member]) -> Mapping[str, Evaluation]:
    """The evaluations of some people by number, in two statements at most."""
    inputs = inputs_of(use.bureau, use.year, [each.row for each in members])
    told = _recognised(use, members)
    return {
        each.number: evaluated(
            use.policy, use.year, use.totals_of(each), told.get(each.row), inputs.get(each.row, {})
        )
        for each in members
    }


def evaluated(
    policy: Policy, year: int, totals: Mapping[int, int], recognised: Figure | None, inputs: Inputs
) -> Evaluation:
    """An evaluation from what is known of one person; what is reckoned goes before what was entered."""
    found = {
        code: entered_dimension(code, hundredths(rows[0].score))
        for code, rows in inputs.items()
        if rows[0].score is not None and code in policy.career.dimensions
    }
    appraised = appraisal_dimension(policy, year, totals)
    found |= {APPRAISAL: appraised} if appraised else {}
    found |= {RECOGNITION: recognised} if recognised else {}
    return Evaluation(year, found, inputs, career_evaluation(policy, found), dropped(policy, found))


def inputs_of(bureau: Bureau, year: int, people: Collection[int]) -> Mapping[int, Inputs]:
    """What was entered for some people (by row), every version, in one statement."""
    rows = CareerInput.objects.filter(bureau=bureau, year=year, person_id__in=people)
    return _by_person(rows.select_related("entered_by").order_by("-version"))


def _by_person(rows: Iterable[CareerInput]) -> Mapping[int, Inputs]:
    found: dict[int, dict[str, list[CareerInput]]] = {}
    for row in rows:
        found.setdefault(row.person_id, {}).setdefault(row.dimension, []).append(row)
    return found


def _recognised(use: UseYear, members: Sequence[Member]) -> Mapping[int, Figure]:
    """From the settled assessment; of a final year from its ballots, in one statement."""
    if use.is_final:
        return recognitions(use.policy, use.bureau, use.year, [each.row for each in members])
    told = {each.row: recognition_dimension(use.policy, each.assessed) for each in members if each.assessed}
    return {row: figure for row, figure in told.items() if figure}
