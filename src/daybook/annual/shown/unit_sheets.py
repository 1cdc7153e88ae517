"""名额计算单: the apportionment of one grade in one pool with its full working, step by step."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.queries.settled import Settled
from daybook.annual.queries.units import Moved
from daybook.annual.shown.quotas import (
    HUNTINGTON_HILL,
    LARGEST_REMAINDER,
    PLACES,
    Column,
    afterwards,
    by_quotient,
    outcome,
)
from daybook.annual.shown.units import UnitNames
from daybook.annual.shown.words import root_text
from daybook.annual.wording import grade_word
from daybook.rules.apportionment import Award
from daybook.rules.exact import HUNDRED, fixed, plain
from daybook.rules.result import PoolResult, QuotaResult

DIVISORS = {"jefferson": 0, "adams": -1}
"""What is added to the number of a seat to get its divisor, where the divisors are the whole numbers."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One unit: its name, its departments, its base, and the cells of the columns."""

    unit: str
    name: str
    departments: str
    base: int
    cells: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class Step:
    """One seat given: which unit got it, and the arithmetic that won it."""

    unit: str
    working: str


@dataclass(frozen=True, slots=True)
class GradeSheet:
    """The working of one grade: the total, the table by unit, the seats in their order, what was moved."""

    code: str
    grade: str
    headcount: int
    ratio: str
    product: str
    total: int
    columns: Sequence[Column]
    lines: Sequence[SheetLine]
    steps: Sequence[Step]
    refilled: Sequence[Step]
    returned: str
    unfilled: int
    empty: int
    excess: int
    is_decided: bool
    moved: Moved | None
    by_remainder: bool


def grade_sheets(
    settled: Settled,
    pool: PoolResult,
    names: UnitNames,
    moved: Mapping[tuple[str, str], Moved],
    *,
    assessed: bool,
) -> list[GradeSheet]:
    """The sheets of a pool; before the assessment they end with the seats by base, as nobody is eligible."""
    return [
        _sheet(settled, pool, quota, names, moved.get((pool.pool, quota.grade)), assessed=assessed)
        for quota in pool.quotas.values()
    ]


def _sheet(
    settled: Settled,
    pool: PoolResult,
    quota: QuotaResult,
    names: UnitNames,
    moved: Moved | None,
    *,
    assessed: bool,
) -> GradeSheet:
    ratio = Fraction(getattr(settled.policy.quotas, quota.grade).ratio)
    columns = list(_columns(quota, assessed=assessed))
    working = quota.apportionment
    return GradeSheet(
        code=quota.grade,
        grade=grade_word(quota.grade),
        headcount=pool.headcount,
        ratio=f"{plain(ratio * HUNDRED)}%",
        product=plain(pool.headcount * ratio),
        total=quota.total,
        columns=columns,
        lines=list(_lines(pool, columns, names)),
        steps=[Step(names.full(each.unit), _award(quota, each)) for each in working.awards],
        refilled=_refilled(quota, names) if assessed else [],
        returned=_returned(quota, names) if assessed else "",
        unfilled=sum(quota.refilled.returned.values()) - len(quota.refilled.given) if assessed else 0,
        empty=max(0, quota.total - sum(quota.seats.values())) if assessed or quota.decided else 0,
        excess=quota.excess,
        is_decided=quota.decided is not None,
        moved=moved if quota.decided is not None else None,
        by_remainder=working.method == LARGEST_REMAINDER,
    )


def _lines(pool: PoolResult, columns: Sequence[Column], names: UnitNames) -> Iterator[SheetLine]:
    for each in pool.units:
        cells = [(column.cells.get(each.unit, ""), column.is_outcome) for column in columns]
        departments = names.departments(each.departments)
        yield SheetLine(each.unit, names.full(each.unit), departments, each.base, cells)


def _columns(quota: QuotaResult, *, assessed: bool) -> Iterator[Column]:
    """Every step in a column of its own, from the share to the seats in the end."""
    working = quota.apportionment
    shares = {unit: fixed(share, PLACES) for unit, share in working.shares.items()}
    yield Column(pgettext("quota", "share"), shares, str(quota.total))
    yield from _remainders(quota) if working.method == LARGEST_REMAINDER else by_quotient(quota)
    yield Column(pgettext("quota", "seats no."), _places(working.awards), "")
    yield outcome(pgettext("quota", "by base"), working.seats)
    if assessed:
        eligible = {unit: str(quota.eligible[unit]) for unit in working.bases}
        yield Column(pgettext("quota", "eligible"), eligible, str(sum(quota.eligible[u] for u in eligible)))
    if assessed or quota.decided is not None:
        yield from afterwards(quota)
        yield outcome(pgettext("quota", "seats"), quota.seats)


def _remainders(quota: QuotaResult) -> Iterator[Column]:
    """The whole part of each share and what remains of it, as parts of the headcount: exact."""
    working = quota.apportionment
    count = sum(working.bases.values())
    floors = {unit: str(floor) for unit, floor in working.floors.items()}
    rests = {
        unit: f"{(share - working.floors[unit]) * count}/{count}" for unit, share in working.shares.items()
    }
    yield Column(pgettext("quota", "whole"), floors, str(sum(working.floors.values())))
    yield Column(pgettext("quota", "remainder"), rests, "")


def _places(awards: Sequence[Award]) -> dict[str, str]:
    """Which seats in the order of giving each unit got: 1, 4, 7."""
    found: dict[str, list[str]] = {}
    for place, award in enumerate(awards, start=1):
        found.setdefault(award.unit, []).append(str(place))
    return {unit: pgettext("list of numbers", ", ").join(places) for unit, places in found.items()}


def _award(quota: QuotaResult, award: Award) -> str:
    """6 ÷ 3 = 2.000, by the method in force."""
    working = quota.apportionment
    base, claim = working.bases[award.unit], award.claim
    if claim is None:
        return _("first seat, base %(base)s") % {"base": base}
    if working.method == LARGEST_REMAINDER:
        count = sum(working.bases.values())
        return _("remainder %(rest)s") % {"rest": f"{claim * count}/{count}"}
    if working.method == HUNTINGTON_HILL:
        held = award.seat - 1
        return f"{base} ÷ √({held} × {held + 1}) = {root_text(claim, PLACES)}"
    divisor = award.seat + DIVISORS[working.method] if working.method in DIVISORS else 2 * award.seat - 1
    return f"{base} ÷ {divisor} = {fixed(claim, PLACES)}"


def _refilled(quota: QuotaResult, names: UnitNames) -> list[Step]:
    return [
        Step(
            names.full(award.unit),
            f"{quota.apportionment.bases[award.unit]} ÷ {2 * award.seat - 1} = "
            f"{fixed(award.claim or Fraction(), PLACES)}",
        )
        for award in quota.refilled.given
    ]


def _returned(quota: QuotaResult, names: UnitNames) -> str:
    """第一单元1、第三单元2: who gave back how many."""
    told = [f"{names.short(unit)} {count}" for unit, count in quota.refilled.returned.items()]
    return pgettext("list of names", ", ").join(told)
