"""Sealing a final year: the figures of that moment are kept, with the policy they stand on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from operator import itemgetter
from typing import Any

from daybook.annual.enums import Stage
from daybook.annual.models import Decision, SealedResult
from daybook.annual.queries.corrections import as_it_became_final
from daybook.annual.queries.settled import settled_year
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.models import Bureau, Person
from daybook.org.moments import moment
from daybook.rules.record import year_record
from daybook.rules.result import YearResult

FIGURES = ("routine_score", "assessment", "annual_total")


def seal_year(
    *, bureau: Bureau, year: int, actor: Person | None, at: datetime | None = None
) -> list[SealedResult]:
    """Settle the year and keep everybody's result; one sealed before is replaced, both digests are kept.

    Called by the act that makes a year final, and by the import of a year that is: a sheet that was corrected
    after that is not what the year was decided on.
    """
    with recorded():
        result = settled_year(bureau, year, changed=as_it_became_final(bureau, year)).result
        rows = dict(Person.objects.filter(bureau=bureau).values_list("number", "id"))
        before = _digest(bureau, year)
        SealedResult.objects.filter(bureau=bureau, year=year).delete()
        instant = moment(at)
        made = SealedResult.objects.bulk_create(
            (
                _row(bureau, result, rows[figures["person"]], figures, instant)
                for figures in year_record(result)["people"]
            ),
            batch_size=1000,
        )
        after = {**_digest(bureau, year), "policy": result.policy_id, "policy_hash": result.policy_hash}
        note(actor, bureau, "seal_year", "year", str(year), before=before, after=after)
    return made


def seal_final_years(
    *, bureau: Bureau, actor: Person | None, at: datetime | None = None
) -> list[SealedResult]:
    """Seal every year that is final and not sealed yet; a year sealed before is left as it is."""
    final = Decision.objects.filter(bureau=bureau, stage=Stage.FINAL).values_list("year", flat=True)
    sealed_years = set(SealedResult.objects.filter(bureau=bureau).values_list("year", flat=True))
    years = sorted(set(final) - sealed_years)
    return [row for year in years for row in seal_year(bureau=bureau, year=year, actor=actor, at=at)]


def _row(
    bureau: Bureau, result: YearResult, person: int, figures: Mapping[str, Any], at: datetime
) -> SealedResult:
    return SealedResult(
        bureau=bureau,
        year=result.year,
        person_id=person,
        figures=dict(figures),
        policy=result.policy_id,
        policy_hash=result.policy_hash,
        sealed_at=at,
        **{name: figures[name] for name in FIGURES},
    )


def _digest(bureau: Bureau, year: int) -> dict[str, str | int]:
    """One digest over the figures of everybody, in order of number."""
    rows = SealedResult.objects.filter(bureau=bureau, year=year).values_list("person__number", "figures")
    found = sorted(rows, key=itemgetter(0))
    if not found:
        return {"people": 0}
    text = ";".join(f"{number}:{[figures[name] for name in FIGURES]}" for number, figures in found)
    return {"people": len(found), "figures": sealed(text)}
