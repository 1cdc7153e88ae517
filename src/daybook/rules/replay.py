"""Policy replay (推演): what another policy, or other values, make of the same facts, and why.

Two results of one year are laid side by side. Whoever comes out otherwise is named with every link of the
chain that differs, and with the values of the policy on which that link rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from daybook.rules.figure import Figure
from daybook.rules.policy import QUOTA_GRADES, Policy
from daybook.rules.result import PersonResult, PoolResult, QuotaResult, YearResult

Differing = Mapping[str, tuple[Any, Any]]
Place = tuple[str, str]

QUARTER = ("sheets", "quarterly.transfer", "quarterly.min_workdays")
ROUTINE = ("routine_score.min_quarters",)
ASSESSMENT = (
    "assessment.weights",
    "assessment.virtues",
    "assessment.options",
    "assessment.uncounted",
    "assessment.trim_over",
    "assessment.trim_each",
)
WEIGHT = "annual_total.routine_weight"
UNIT = ("units.heads", "pools")
SUGGESTION = ("suggestions", "statutory")
BARRED: Mapping[str, tuple[str, ...]] = {
    "routine_below_minimum": ("eligibility.routine_minimum",),
    "statutory_grade": ("eligibility.low_quarter_bars", "statutory"),
    "few_good_quarters": ("eligibility.excellent_well_share", "statutory"),
}
TIE = "tie:"
# What a year is settled by; the rest of a policy leads the days, months and forms.
SETTLES = (
    *QUARTER,
    *ROUTINE,
    *ASSESSMENT,
    WEIGHT,
    "statutory",
    "eligibility",
    "circumstances",
    "pools",
    "units.heads",
    "quotas.method",
    *(f"quotas.{grade}.ratio" for grade in QUOTA_GRADES),
    "suggestions",
)


class Cause(NamedTuple):
    """A link of somebody's chain that came out otherwise.

    ``link`` is ``quarter``, ``routine``, ``assessment``, ``weight``, ``barred``, ``freed``, ``unit``,
    ``seats``, ``suggestion``, ``rank`` or ``others``; ``detail`` says which quarter, reason or grade.
    ``before`` and ``after`` are its values where it has some. ``paths`` are the policy's values that differ
    and on which it rests. ``because`` tells what else made it: ``decided`` seats or ``frozen`` units that the
    replay leaves out, other ``bases`` of units, others who are ``eligible``.
    """

    link: str
    detail: str = ""
    before: str = ""
    after: str = ""
    paths: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


class PersonChange(NamedTuple):
    """Somebody whose year comes out otherwise: as it stands, as replayed, and why."""

    then: PersonResult
    replayed: PersonResult
    causes: Sequence[Cause]

    @property
    def graded_otherwise(self) -> bool:
        """Whether the suggestion is another, or open where it was not."""
        return suggestion(self.then) != suggestion(self.replayed)

    @property
    def ranked_otherwise(self) -> bool:
        """Whether the rank in the unit is another."""
        return self.then.rank != self.replayed.rank

    @property
    def scored_otherwise(self) -> bool:
        """Whether the annual total is another."""
        return _number(self.then.total) != _number(self.replayed.total)


def suggestion(each: PersonResult) -> tuple[str | None, tuple[str, ...]]:
    """What is suggested for a person, and the ties that leave it open."""
    return each.suggested, tuple(code for code in each.why if code.startswith(TIE))


def differing_values(then: Policy, now: Policy) -> dict[str, tuple[Any, Any]]:
    """The values by which a year is settled that differ between two policies, by dotted path.

    A value that only one of them has stands beside ``None``.
    """
    old, new = (dict(_leaves(policy.values, "")) for policy in (then, now))
    paths = [path for path in {**old, **new} if _under(path, SETTLES)]
    return {path: (old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path)}


def _leaves(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, Mapping):
        yield path, value
        return
    for key, below in value.items():
        yield from _leaves(below, f"{path}.{key}" if path else str(key))


def _under(path: str, prefixes: Iterable[str]) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in prefixes)


def person_changes(then: YearResult, now: YearResult, differing: Differing) -> list[PersonChange]:
    """Everybody whose year comes out otherwise, those graded otherwise first, then ranked, then by number."""
    chains = Chains(then, now, differing)
    before = {each.number: each for each in then.people}
    pairs = [(before[each.number], each) for each in now.people if each.number in before]
    changes = [PersonChange(old, new, chains.causes(old, new)) for old, new in pairs if _differ(old, new)]
    return sorted(changes, key=_gravest_first)


def _differ(then: PersonResult, now: PersonResult) -> bool:
    return _standing(then) != _standing(now)


def _standing(each: PersonResult) -> tuple[Any, ...]:
    figures = (each.routine, each.assessment, each.total)
    return (*map(_number, figures), each.rank, each.pool, each.unit, each.in_base, suggestion(each))


def _number(figure: Figure | None) -> int | None:
    return None if figure is None else figure.hundredths


def _gravest_first(change: PersonChange) -> tuple[bool, bool, str, str]:
    return (
        not change.graded_otherwise,
        not change.ranked_otherwise,
        change.replayed.unit,
        change.replayed.number,
    )


class Chains:
    """Follows the chain of each person from the quarters to the suggestion, on both sides."""

    def __init__(self, then: YearResult, now: YearResult, differing: Differing) -> None:
        self.differing = differing
        self.quotas = [_quotas(result.pools) for result in (then, now)]

    def causes(self, then: PersonResult, now: PersonResult) -> list[Cause]:
        """Every link that differs, in the order of the procedure."""
        found = [*self._figures(then, now), *self._conditions(then, now), *self._place(then, now)]
        if suggestion(then) != suggestion(now):
            found += self._suggested(then, now)
        if then.rank != now.rank and not any(each.link in MOVE_A_RANK for each in found):
            found.append(Cause("rank"))
        if suggestion(then) != suggestion(now) and not any(each.link in MOVE_A_GRADE for each in found):
            found.append(Cause("others"))
        return found

    def _rests_on(self, *prefixes: str) -> tuple[str, ...]:
        """The values that differ below some paths, in the order of these."""
        found = (path for each in prefixes for path in self.differing if _under(path, [each]))
        return tuple(dict.fromkeys(found))

    def _figures(self, then: PersonResult, now: PersonResult) -> Iterator[Cause]:
        """Quarters, routine score, assessment, and the weight between them."""
        quarters = [
            number
            for number in sorted(then.quarters.keys() | now.quarters.keys())
            if _number(then.quarters.get(number)) != _number(now.quarters.get(number))
        ]
        for number in quarters:
            old, new = (_text(each.quarters.get(number)) for each in (then, now))
            yield Cause("quarter", str(number), old, new, self._rests_on(*QUARTER))
        if not quarters and _number(then.routine) != _number(now.routine):
            yield Cause("routine", "", _text(then.routine), _text(now.routine), self._rests_on(*ROUTINE))
        if _number(then.assessment) != _number(now.assessment):
            old, new = _text(then.assessment), _text(now.assessment)
            yield Cause("assessment", "", old, new, self._rests_on(*ASSESSMENT))
        weight = f"{WEIGHT}.{now.category}"
        if weight in self.differing and now.total is not None:
            yield Cause("weight", now.category, paths=(weight,))

    def _conditions(self, then: PersonResult, now: PersonResult) -> Iterator[Cause]:
        """What bars a grade now and did not, and the other way round."""
        for code in now.barred_by:
            if code not in then.barred_by:
                yield Cause("barred", code, paths=self._rests_on(*_paths_of(code)))
        for code in then.barred_by:
            if code not in now.barred_by:
                yield Cause("freed", code, paths=self._rests_on(*_paths_of(code)))

    def _place(self, then: PersonResult, now: PersonResult) -> Iterator[Cause]:
        """Another unit or pool, or in its base by what was frozen and not by the facts, or the other way."""
        frozen = then.in_base not in {then.known.appraised, now.in_base}
        if frozen or (then.pool, then.unit) != (now.pool, now.unit):
            paths = self._rests_on(*UNIT)
            set_aside = ("frozen",) if frozen or then.unit != then.known.unit else ()
            yield Cause("unit", "", then.unit, now.unit, paths, set_aside)

    def _suggested(self, then: PersonResult, now: PersonResult) -> Iterator[Cause]:
        """The seats of the unit; outside the quotas the bounds of the totals."""
        for grade in QUOTA_GRADES:
            if grade not in then.eligible and grade not in now.eligible:
                continue
            sides = [
                quotas.get((each.pool, grade)) for quotas, each in zip(self.quotas, (then, now), strict=True)
            ]
            before, after = (
                side.seats.get(each.unit, 0) if side else 0
                for side, each in zip(sides, (then, now), strict=True)
            )
            if before != after:
                paths = self._rests_on(f"quotas.{grade}.ratio", "quotas.method", *UNIT)
                yield Cause("seats", grade, str(before), str(after), paths, _because(*sides))
        if _by_total(then) and _by_total(now):
            yield Cause("suggestion", paths=self._rests_on(*SUGGESTION))


MOVE_A_RANK = frozenset({"quarter", "routine", "assessment", "weight", "unit"})
MOVE_A_GRADE = frozenset({"barred", "freed", "seats", "suggestion", "unit"})


def _paths_of(code: str) -> tuple[str, ...]:
    kind, _colon, detail = code.partition(":")
    return BARRED.get(kind, (f"circumstances.{detail}",))


def _by_total(each: PersonResult) -> bool:
    """Whether the suggestion goes by the annual total: neither a quota nor a circumstance made it."""
    return each.suggested in {"competent", "basically_competent"} or (
        each.suggested == "incompetent"
        and not any(code.startswith("incompetent:") for code in each.barred_by)
    )


def _quotas(pools: Iterable[PoolResult]) -> dict[Place, QuotaResult]:
    return {(pool.pool, grade): quota for pool in pools for grade, quota in pool.quotas.items()}


def _because(then: QuotaResult | None, now: QuotaResult | None) -> tuple[str, ...]:
    """What beside the policy's own values gives a unit other seats."""
    if then is None or now is None:
        return ("bases",)
    found = ["decided"] if then.decided is not None and now.decided is None else []
    if then.apportionment.bases != now.apportionment.bases:
        found.append("bases")
    refilled = then.refilled.returned, now.refilled.returned
    if any(refilled) and {**then.eligible} != {**now.eligible}:
        found.append("eligible")
    return tuple(found)


def _text(figure: Figure | None) -> str:
    return "" if figure is None else f"{figure.value}"
