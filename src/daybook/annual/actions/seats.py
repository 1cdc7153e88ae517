"""Deciding seats: the committee may move them between units, within the total."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.actions.stages import hold_open_year
from daybook.annual.models import Seat, SeatDecision
from daybook.annual.queries.settled import settled_year
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.rules.result import PoolResult
from daybook.web.refusals import Refused


def decide_seats(
    *,
    bureau: Bureau,
    year: int,
    pool: str,
    grade: str,
    seats: Mapping[str, int],
    reason: str,
    actor: Person,
    at: datetime | None = None,
) -> list[Seat]:
    """Set the seats of a pool's units for a grade as the committee decided them; by the personnel office.

    They replace apportionment and refilling, and seats decided before; a unit left out has none. Raises
    Refused where the sum exceeds the total.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        hold_open_year(bureau, year)
        units = _require_within(bureau, year, pool, grade, seats)
        said = text_given(reason, "reason")
        known = Seat.objects.filter(bureau=bureau, year=year, grade=grade, pool=pool)
        before = {"seats": dict(known.values_list("unit", "seats"))}
        known.delete()
        rows = [
            checked(
                Seat(
                    bureau=bureau,
                    year=year,
                    grade=grade,
                    pool=pool,
                    unit=unit,
                    seats=seats.get(unit, 0),
                    reason=said,
                )
            )
            for unit in units
        ]
        Seat.objects.bulk_create(rows)
        SeatDecision.objects.update_or_create(
            bureau=bureau,
            year=year,
            grade=grade,
            pool=pool,
            defaults={"decided_by": actor, "decided_at": instant},
        )
        after = {"seats": {row.unit: row.seats for row in rows}, "reason": sealed(said)}
        note(actor, bureau, "decide_seats", "seats", f"{year}:{pool}:{grade}", before=before, after=after)
    return rows


def _require_within(bureau: Bureau, year: int, pool: str, grade: str, seats: Mapping[str, int]) -> list[str]:
    """The units of the pool, if the seats are theirs and within the total. Raises Refused."""
    result = settled_year(bureau, year).result
    found = next((each for each in result.pools if each.pool == pool), None)
    if found is None or grade not in found.quotas:
        raise Refused(_("There is no such pool or grade."), field="pool")
    units = [each.unit for each in found.units]
    if seats.keys() - set(units):
        raise Refused(_("There is no such unit."), field="unit")
    if any(count < 0 for count in seats.values()) or sum(seats.values()) > _total(found, grade):
        raise Refused(
            _("The seats may not exceed %(total)s in all.") % {"total": _total(found, grade)}, field="seats"
        )
    return units


def _total(pool: PoolResult, grade: str) -> int:
    return pool.quotas[grade].total
