"""Checking that what is published follows from what it stands on: chain, sheets, sealed years."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from daybook.annual.models import SealedResult
from daybook.annual.queries.corrections import as_it_became_final
from daybook.annual.queries.settled import settled_year
from daybook.ledger.queries import chain_faults
from daybook.org.models import Bureau
from daybook.quarterly.queries.recomputed import sheets_again
from daybook.rules.policy_fault import PolicyFault
from daybook.rules.record import year_record

SEALED_COLUMNS = ("routine_score", "assessment", "annual_total")


class Disagreement(NamedTuple):
    """Something that does not agree: which table, which row, and what is wrong with it."""

    table: str
    row: str
    message: str


def disagreements(bureau: Bureau) -> Iterator[Disagreement]:
    """Run every check over one bureau."""
    for check in CHECKS:
        yield from check(bureau)


def _chain(bureau: Bureau) -> Iterator[Disagreement]:
    reasons = {
        "gap": _("a line is missing before this one"),
        "link": _("it does not follow from the line before it"),
        "hash": _("its content is not what was written"),
        "head": _("the chain does not end where its head says"),
    }
    for fault in chain_faults(bureau.code):
        yield Disagreement("ledger", f"{bureau.code} {fault.sequence}", reasons[fault.reason])


def _sheets(bureau: Bureau) -> Iterator[Disagreement]:
    for sheet in sheets_again(bureau):
        if sheet.stored != sheet.computed:
            yield _differs("score_sheets", sheet.key, "score", sheet.stored, sheet.computed)


def _sealed_years(bureau: Bureau) -> Iterator[Disagreement]:
    years = SealedResult.objects.filter(bureau=bureau).values_list("year", "policy", "policy_hash").distinct()
    for year, policy_id, policy_hash in years.order_by("year"):
        try:
            yield from _sealed_year(bureau, year, policy_id, policy_hash)
        except PolicyFault as fault:
            yield Disagreement("sealed_results", str(year), str(fault))


def _sealed_year(bureau: Bureau, year: int, policy_id: str, policy_hash: str) -> Iterator[Disagreement]:
    """The sealed results of a year beside those settled now from what stood when it became final."""
    result = settled_year(bureau, year, changed=as_it_became_final(bureau, year)).result
    if (result.policy_id, result.policy_hash) != (policy_id, policy_hash):
        yield _differs("sealed_results", str(year), "policy", policy_id, result.policy_id)
    now = {figures["person"]: figures for figures in year_record(result)["people"]}
    rows = SealedResult.objects.filter(bureau=bureau, year=year).select_related("person")
    sealed = {row.person.number: row for row in rows}
    for number in sorted(now.keys() | sealed.keys()):
        if number not in now or number not in sealed:
            yield Disagreement("sealed_results", f"{number} {year}", _("it stands on one side only"))
        else:
            yield from _sealed_person(sealed[number], now[number])


def _sealed_person(row: SealedResult, now: dict[str, Any]) -> Iterator[Disagreement]:
    key = f"{row.person.number} {row.year}"
    for column in SEALED_COLUMNS:
        stored = getattr(row, column)
        if (None if stored is None else str(stored)) != now[column]:
            yield _differs("sealed_results", key, column, stored, now[column])
    for name, value in now.items():
        if row.figures.get(name) != value:
            yield _differs("sealed_results", key, f"figures.{name}", row.figures.get(name), value)


def _differs(table: str, row: str, column: str, stored: object, computed: object) -> Disagreement:
    words = {"column": column, "stored": _shown(stored), "computed": _shown(computed)}
    return Disagreement(table, row, _("%(column)s: %(stored)s stands, %(computed)s is computed") % words)


def _shown(value: object) -> str:
    return "—" if value is None else str(value)


CHECKS: tuple[Callable[[Bureau], Iterator[Disagreement]], ...] = (_chain, _sheets, _sealed_years)
