"""Entering a dimension of a career evaluation: by the personnel office, with reason and document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.merit.models import CareerInput
from daybook.merit.queries.ballots import recognitions
from daybook.org.actions.guards import note, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.rules.career import APPRAISAL, RECOGNITION
from daybook.rules.exact import HUNDRED, hundredths
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Valuation:
    """What a dimension is worth, and why; without a score the value before is taken back.

    `seen` is the version that stands as whoever enters knows it, 0 for none; left out, it is not asked.
    """

    score: Decimal | None
    reason: str
    document: str
    seen: int | None = None


def enter_dimension(
    *,
    person: Person,
    year: int,
    dimension: str,
    valuation: Valuation,
    actor: Person | None,
    at: datetime | None = None,
) -> CareerInput:
    """Enter a dimension of a person's evaluation of a year; every version is kept. Raises Refused.

    Refused: a dimension that is reckoned or that the policy does not have, a score off the scale, the
    officer's own case, what another has entered meanwhile.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
        _require_open_to_entry(person, year, dimension)
        Person.objects.select_for_update().get(pk=person.pk)
        before = person.career_inputs.filter(year=year, dimension=dimension).order_by("-version").first()
        _require_fit(valuation, before)
        row = CareerInput(bureau=person.bureau, person=person, year=year, dimension=dimension)
        row.version = before.version + 1 if before else 1
        row.score, row.entered_by, row.entered_at = valuation.score, actor, instant
        row.reason = text_given(valuation.reason, "reason")
        row.document = text_given(valuation.document, "document")
        checked(row).save()
        _note(row, before, actor)
    return row


def _note(row: CareerInput, before: CareerInput | None, actor: Person | None) -> None:
    key = f"{row.person.number}:{row.year}:{row.dimension}:{row.version}"
    told = {"before": _digest(before), "after": _digest(row)}
    note(actor, row.bureau, "enter_dimension", "career_input", key, **told)


def _digest(row: CareerInput | None) -> dict[str, Any]:
    if row is None:
        return {}
    score = "" if row.score is None else str(row.score)
    return {"score": sealed(score), "reason": sealed(row.reason), "document": row.document}


def _require_open_to_entry(person: Person, year: int, dimension: str) -> None:
    """The appraisal is always reckoned; recognition is entered where the ballots do not tell it."""
    policy = policy_of(person.bureau, date(year, 12, 31))
    if dimension not in policy.career.dimensions:
        raise Refused(_("The policy has no such dimension."), field="dimension")
    if dimension == APPRAISAL:
        raise Refused(_("This dimension is reckoned from the annual totals."), field="dimension")
    if dimension == RECOGNITION and recognitions(policy, person.bureau, year, [person.pk]):
        raise Refused(_("This dimension is reckoned from the ballots."), field="dimension")


def _require_fit(valuation: Valuation, before: CareerInput | None) -> None:
    if valuation.seen is not None and valuation.seen != (before.version if before else 0):
        raise Refused(_("Meanwhile somebody has entered this dimension; look again."), field="score")
    if valuation.score is None:
        if before is None or before.score is None:
            raise Refused(_("Enter a score from 0 to 100."), field="score")
        return
    try:
        exact = hundredths(valuation.score)
    except ValueError as fault:
        raise Refused(_("A score has at most two decimal places."), field="score") from fault
    if not 0 <= exact <= HUNDRED * HUNDRED:
        raise Refused(_("Enter a score from 0 to 100."), field="score")
