"""名额怎样来: the quotas of each pool by unit, every step of the arithmetic in a column of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from daybook.annual.queries.results import YearResults
from daybook.annual.queries.settled import Settled
from daybook.annual.shown.units import UnitNames
from daybook.annual.shown.words import change_text, root_text
from daybook.annual.wording import grade_word, pool_word
from daybook.org.spoken import in_english
from daybook.rules.apportionment import PRIORITIES
from daybook.rules.exact import HUNDRED, fixed, plain
from daybook.rules.policy import QUOTA_GRADES, Policy
from daybook.rules.result import PoolResult, QuotaResult

LARGEST_REMAINDER, HUNTINGTON_HILL = "largest_remainder", "huntington_hill"
PLACES = 3
METHODS: dict[str, str | Promise] = {
    LARGEST_REMAINDER: gettext_lazy(
        "by base: each unit gets the whole part of its share, and the seats left go to the largest "
        "remainders (largest remainder)"
    ),
    "sainte_lague": gettext_lazy("seat by seat to the largest base ÷ (2 × seats held + 1) (Sainte-Laguë)"),
    "jefferson": gettext_lazy("seat by seat to the largest base ÷ (seats held + 1) (Jefferson)"),
    HUNTINGTON_HILL: gettext_lazy(
        "a first seat for each unit, then seat by seat to the largest "
        "base ÷ √(seats held × (seats held + 1)) (Huntington-Hill)"
    ),
    "adams": gettext_lazy(
        "a first seat for each unit, then seat by seat to the largest base ÷ seats held (Adams)"
    ),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One step of the arithmetic: its head, the texts by unit, the text of the pool."""

    head: str
    cells: Mapping[str, str]
    foot: str
    is_outcome: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The columns of one grade."""

    grade: str
    columns: Sequence[Column]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit: its name, its departments, its base, and its cells with whether each is an outcome."""

    unit: str
    name: str
    departments: str
    base: int
    cells: Sequence[tuple[str, bool]]


@dataclass(frozen=True, slots=True)
class PoolTable:
    """The quotas of one pool: the totals as a sentence, the table, what happened besides."""

    pool: str
    totals: str
    groups: Sequence[Group]
    lines: Sequence[UnitLine]
    headcount: int
    feet: Sequence[tuple[str, bool]]
    notes: Sequence[str]

    @property
    def word(self) -> str:
        """The name of the pool."""
        return pool_word(self.pool)


def pool_tables(results: YearResults, names: UnitNames) -> list[PoolTable]:
    """The tables of all pools with people in them.

    Before the assessment nobody is eligible, so the tables end with the seats by base: what is given back
    and refilled is reckoned when totals stand.
    """
    settled, assessed = results.settled, results.is_assessed
    return [_pool(settled, names, pool, assessed=assessed) for pool in settled.result.pools]


def _pool(settled: Settled, names: UnitNames, pool: PoolResult, *, assessed: bool) -> PoolTable:
    columns_of = _columns if assessed else _columns_by_base
    groups = [Group(grade_word(quota.grade), columns_of(quota)) for quota in pool.quotas.values()]
    columns = [column for group in groups for column in group.columns]
    lines = [
        UnitLine(
            each.unit,
            names.full(each.unit),
            names.departments(each.departments),
            each.base,
            [(column.cells.get(each.unit, ""), column.is_outcome) for column in columns],
        )
        for each in pool.units
    ]
    return PoolTable(
        pool=pool.pool,
        totals=_totals(settled, pool),
        groups=groups,
        lines=lines,
        headcount=pool.headcount,
        feet=[(column.foot, column.is_outcome) for column in columns],
        notes=[note for quota in pool.quotas.values() for note in _notes(quota, names)] if assessed else [],
    )


def _totals(settled: Settled, pool: PoolResult) -> str:
    """全局56人；优秀 ⌊56 × 20%⌋ = 11，优良 ⌊56 × 30%⌋ = 16."""
    alone = len(settled.result.pools) == 1
    whose = _("The whole bureau") if alone else pool_word(pool.pool)
    quotas = pgettext("list", ", ").join(_total(settled, pool, quota) for quota in pool.quotas.values())
    return _("%(whose)s: %(count)s people; %(quotas)s") % {
        "whose": whose,
        "count": pool.headcount,
        "quotas": quotas,
    }


def _total(settled: Settled, pool: PoolResult, quota: QuotaResult) -> str:
    ratio = Fraction(getattr(settled.policy.quotas, quota.grade).ratio)
    return f"{grade_word(quota.grade)} ⌊{pool.headcount} × {plain(ratio * HUNDRED)}%⌋ = {quota.total}"


def _columns(quota: QuotaResult) -> list[Column]:
    """Every step down to the seats in the end."""
    return [*_apportioned(quota), *afterwards(quota), outcome(pgettext("quota", "seats"), quota.seats)]


def _columns_by_base(quota: QuotaResult) -> list[Column]:
    """The steps down to the seats by base."""
    return [*_apportioned(quota), outcome(pgettext("quota", "by base"), quota.apportionment.seats)]


def _apportioned(quota: QuotaResult) -> Iterator[Column]:
    working = quota.apportionment
    shares = {unit: fixed(share, PLACES) for unit, share in working.shares.items()}
    yield Column(pgettext("quota", "share"), shares, str(quota.total))
    yield from (_by_remainder if working.method == LARGEST_REMAINDER else by_quotient)(quota)


def outcome(head: str, seats: Mapping[str, int]) -> Column:
    """The seats of each unit at a step where the arithmetic ends."""
    texts = {unit: str(count) for unit, count in seats.items()}
    return Column(head, texts, str(sum(seats.values())), is_outcome=True)


def _by_remainder(quota: QuotaResult) -> Iterator[Column]:
    working = quota.apportionment
    floors = {unit: str(count) for unit, count in working.floors.items()}
    yield Column(pgettext("quota", "whole"), floors, str(sum(working.floors.values())))
    yield change_column(pgettext("quota", "added"), working.added)


def by_quotient(quota: QuotaResult) -> Iterator[Column]:
    """The quotient that won a unit its last seat, and that of its next: none waits above a last one."""
    working = quota.apportionment
    last = {
        unit: _quotient(working.method, base, working.seats[unit] - 1) for unit, base in working.bases.items()
    }
    following = {
        unit: _quotient(working.method, base, working.seats[unit]) for unit, base in working.bases.items()
    }
    yield Column(pgettext("quota", "last quotient"), last, "")
    yield Column(pgettext("quota", "next quotient"), following, "")


def _quotient(method: str, base: int, seats: int) -> str:
    """The claim of a unit with so many seats to one more; none before the first that comes before all."""
    claim = PRIORITIES[method](base, seats) if seats >= 0 else None
    if claim is None:
        return "—"
    return root_text(claim, PLACES) if method == HUNTINGTON_HILL else fixed(claim, PLACES)


def afterwards(quota: QuotaResult) -> Iterator[Column]:
    """Seats given back and given again, and what the committee moved; only where there were any."""
    if quota.refilled.returned:
        returned = {unit: -count for unit, count in quota.refilled.returned.items()}
        yield change_column(pgettext("quota", "given back"), returned)
    if quota.refilled.given:
        given = dict.fromkeys(quota.computed, 0)
        for award in quota.refilled.given:
            given[award.unit] += 1
        yield change_column(pgettext("quota", "refilled"), given)
    if quota.decided is not None:
        yield change_column(pgettext("quota", "moved"), quota.moved)


def change_column(head: str, counts: Mapping[str, int]) -> Column:
    """Seats that came or went, with their sign; nothing where nothing changed."""
    texts = {unit: change_text(count) for unit, count in counts.items()}
    return Column(head, texts, change_text(sum(counts.values())))


def _notes(quota: QuotaResult, names: UnitNames) -> Iterator[str]:
    """What the columns do not tell: who got a seat that was given back and why, and what stays empty."""
    grade = grade_word(quota.grade)
    for award in quota.refilled.given:
        yield _("%(grade)s: one seat given back goes to %(unit)s, %(base)s ÷ %(divisor)s = %(claim)s.") % {
            "grade": grade,
            "unit": names.full(award.unit),
            "base": quota.apportionment.bases[award.unit],
            "divisor": 2 * award.seat - 1,
            "claim": fixed(award.claim or Fraction(), PLACES),
        }
    empty = quota.total - sum(quota.seats.values())
    if empty > 0:
        yield ngettext(
            "%(grade)s: %(count)s seat stays empty.", "%(grade)s: %(count)s seats stay empty.", empty
        ) % {"grade": grade, "count": empty}
    if quota.decided is not None:
        yield _("%(grade)s: the seats are those that the committee decided.") % {"grade": grade}


def method_words(settled: Settled) -> str:
    """How the seats are apportioned, as a sentence."""
    return str(METHODS[settled.policy.quotas.method])


def quota_sources(settled: Settled) -> str:
    """What the ratios and the method rest on, each with the title of its own source."""
    policy = settled.policy
    told = [
        (_("%(grade)s ratio") % {"grade": grade_word(grade)}, f"quotas.{grade}.ratio")
        for grade in QUOTA_GRADES
    ]
    told.append((_("apportionment"), "quotas.method"))
    words = [
        _("%(name)s (%(source)s)") % {"name": name, "source": _source_title(policy, path)}
        for name, path in told
    ]
    return pgettext("list of reasons", "; ").join(words)


def _source_title(policy: Policy, path: str) -> str:
    source = policy.source_texts[policy.source_of(path)]
    return source.title_en if in_english() else source.title
