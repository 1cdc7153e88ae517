"""Freezing the units of a year: from then on nothing learned later moves anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.annual.actions.stages import hold_open_year
from daybook.annual.models import UnitFreeze, UnitMember
from daybook.annual.queries.settled import settled_year
from daybook.annual.wording import grade_word, pool_word
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.rules.facts import Member
from daybook.web.refusals import Refused


def freeze_units(
    *, bureau: Bureau, year: int, actor: Person, reason: str = "", at: datetime | None = None
) -> UnitFreeze:
    """Freeze who counts where on 31 December, in a version of its own; by the personnel office.

    A further version needs its reason. Raises Refused: a year that is not over or final, nobody appraised,
    nothing that changed since the last version, decided seats that would exceed the new total.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        hold_open_year(bureau, year)
        if local_day(bureau, instant) < date(year, 12, 31):
            raise Refused(_("The units are those of 31 December; that day has not come."), field="year")
        latest = UnitFreeze.objects.filter(bureau=bureau, year=year).order_by("-version").first()
        members = _members(bureau, year, latest)
        said = text_given(reason, "reason") if latest else reason.strip()
        frozen = checked(
            UnitFreeze(
                bureau=bureau,
                year=year,
                version=latest.version + 1 if latest else 1,
                frozen_by=actor,
                frozen_at=instant,
                reason=said,
            )
        )
        frozen.save()
        _keep(frozen, members)
        before = {"version": latest.version} if latest else {}
        after = {**_told(members), "reason": sealed(said)}
        note(actor, bureau, "freeze_units", "units", f"{year}:{frozen.version}", before=before, after=after)
    return frozen


def _members(bureau: Bureau, year: int, latest: UnitFreeze | None) -> dict[str, Member]:
    """Where everybody counts by what is known now. Raises Refused."""
    settled = settled_year(bureau, year)
    members = {each.number: each.known for each in settled.result.people}
    if not members:
        raise Refused(_("Nobody is appraised in this year."), field="year")
    if latest and members == settled.frozen:
        raise Refused(_("Nothing has changed since version %d.") % latest.version, field="year")
    _require_seats_within(bureau, year, members)
    return members


def _require_seats_within(bureau: Bureau, year: int, members: Mapping[str, Member]) -> None:
    """Refuse a snapshot under which the seats that were decided would exceed a total."""
    result = settled_year(bureau, year, changed=lambda facts: replace(facts, members=members)).result
    for pool in result.pools:
        for quota in pool.quotas.values():
            if quota.excess:
                words = {
                    "pool": pool_word(pool.pool),
                    "grade": grade_word(quota.grade),
                    "total": quota.total,
                    "decided": sum(quota.seats.values()),
                }
                raise Refused(
                    _(
                        "%(pool)s, %(grade)s: %(decided)s seats are decided and the total would be "
                        "%(total)s. Decide the seats anew first."
                    )
                    % words,
                    field="seats",
                )


def _keep(frozen: UnitFreeze, members: Mapping[str, Member]) -> None:
    rows = dict(Person.objects.filter(bureau=frozen.bureau).values_list("number", "id"))
    UnitMember.objects.bulk_create(
        (
            UnitMember(freeze=frozen, person_id=rows[number], **each._asdict())
            for number, each in members.items()
        ),
        batch_size=1000,
    )


def _told(members: Mapping[str, Member]) -> dict[str, object]:
    """The bases, for the ledger: they are open to the bureau."""
    bases: dict[str, int] = {}
    for each in members.values():
        key = f"{each.pool}:{each.unit}"
        bases[key] = bases.get(key, 0) + each.appraised
    return {"people": len(members), "bases": dict(sorted(bases.items()))}
