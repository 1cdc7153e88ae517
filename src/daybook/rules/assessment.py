"""The annual assessment (年度综合测评): ballots, class means, the assessment, and what of it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from math import lcm
from typing import NamedTuple

from daybook.rules.exact import HUNDRED, half_up, whole_weights
from daybook.rules.figure import Figure, Term, weighted_mean
from daybook.rules.policy import Policy

UNCOUNTED = -1
# Stands in a ballot where a virtue was given no option: not rated, like the option not counted.
NOT_GIVEN = "-"
LAZY = Fraction()
BALLOT_PATH = "assessment.virtues"
CLASS_PATH = "assessment.trim_over"
ASSESSMENT_PATH = "assessment.weights"


class BadBallot(ValueError):
    """A ballot that has not one known option for each virtue."""


class BallotTable(dict[str, int]):
    """The value of every ballot met so far, as a whole number of 1/``scale`` hundredths; -1 if none is rated.

    There are few different ballots and very many cast, so each is reckoned once.
    """

    def __init__(self, policy: Policy) -> None:
        assessment = policy.assessment
        self.weights = whole_weights(assessment.virtues.values())
        self.options = {key: Fraction(value) * HUNDRED for key, value in assessment.options.items()}
        self.allowed = {*self.options, assessment.uncounted, NOT_GIVEN}
        self.scale = _common_scale(self.weights, self.options.values())

    def __missing__(self, ballot: str) -> int:
        value = self._value(ballot)
        self[ballot] = value
        return value

    def _value(self, ballot: str) -> int:
        if len(ballot) != len(self.weights) or not {*ballot} <= self.allowed:
            raise BadBallot(ballot)
        rated = [(w, self.options[o]) for w, o in zip(self.weights, ballot, strict=True) if o in self.options]
        if not rated:
            return UNCOUNTED
        value = sum((w * o for w, o in rated), Fraction()) / sum(w for w, _ in rated)
        return (value * self.scale).numerator


def _common_scale(weights: Sequence[int], options: Iterable[Fraction]) -> int:
    """A denominator that every ballot's value has, whichever virtues it rates."""
    sums = {sum(some) for size in range(1, len(weights) + 1) for some in combinations(weights, size)}
    return lcm(*sums, *(option.denominator for option in options))


@lru_cache(maxsize=64)
def ballot_table(policy: Policy) -> BallotTable:
    """The table of ballot values of a policy."""
    return BallotTable(policy)


def ballot_value(policy: Policy, ballot: str) -> Fraction | None:
    """Σ weight × option ÷ Σ weight over the virtues rated, exact, in hundredths; ``None`` if none is.

    Raises BadBallot. Source: confirmed_default.
    """
    table = ballot_table(policy)
    value = table[ballot]
    return None if value == UNCOUNTED else Fraction(value, table.scale)


class ClassFigure(Figure):
    """The mean of one class of ballots. ``counted`` is the number of ballots before any was dropped."""

    __slots__ = ("dropped", "kept", "scale")

    def __init__(self, kept: Sequence[int], dropped: Sequence[int], scale: int, ballot_class: str) -> None:
        super().__init__("class_mean", LAZY, (), CLASS_PATH, ballot_class)
        self.kept = kept
        self.dropped = dropped
        self.scale = scale

    @property
    def counted(self) -> int:
        """How many ballots of the class were rated."""
        return len(self.kept) + len(self.dropped)

    @property
    def number(self) -> Fraction:
        """The mean of the ballots kept, exact, in hundredths."""
        return Fraction(sum(self.kept), len(self.kept) * self.scale)

    @property
    def terms(self) -> Sequence[Term]:
        """The ballots in order of value, so that no order of voting is kept; dropped ones weigh nothing."""
        weighed = [(value, 1) for value in self.kept] + [(value, 0) for value in self.dropped]
        return [
            Term(weight, Figure("ballot", Fraction(value, self.scale), (), BALLOT_PATH))
            for value, weight in sorted(weighed)
        ]


def class_mean(policy: Policy, ballot_class: str, ballots: Sequence[str]) -> ClassFigure | None:
    """The mean of the rated ballots of a class; with many, the highest and the lowest are dropped first.

    ``None`` without a rated ballot. Source: confirmed_default.
    """
    table = ballot_table(policy)
    values = sorted([value for ballot in ballots if (value := table[ballot]) >= 0])
    if not values:
        return None
    each = policy.assessment.trim_each
    if len(values) <= policy.assessment.trim_over or not each:
        return ClassFigure(values, (), table.scale, ballot_class)
    return ClassFigure(values[each:-each], values[:each] + values[-each:], table.scale, ballot_class)


@lru_cache(maxsize=64)
def _class_weights(policy: Policy) -> tuple[tuple[str, int, Fraction], ...]:
    weights = policy.assessment.weights
    exact = [Fraction(weight) for weight in weights.values()]
    return tuple(zip(weights, whole_weights(weights.values()), exact, strict=True))


def assessment(policy: Policy, ballots: Mapping[str, Sequence[str]]) -> Figure | None:
    """Σ class weight × class mean ÷ Σ weights of the classes with ballots, published.

    ``None`` where no class has a rated ballot. Source: confirmed_default.
    """
    terms: list[Term] = []
    top, bottom, weights, scale = 0, 1, 0, 1
    for ballot_class, weight, exact in _class_weights(policy):
        cast = ballots.get(ballot_class)
        mean = class_mean(policy, ballot_class, cast) if cast else None
        if mean is None:
            continue
        count, scale = len(mean.kept), mean.scale
        top, bottom = top * count + weight * sum(mean.kept) * bottom, bottom * count
        weights += weight
        terms.append(Term(exact, mean))
    if not terms:
        return None
    return Figure("assessment", half_up(top, bottom * weights * scale), terms, ASSESSMENT_PATH)


class GroupFigure(Figure):
    """Classes merged for showing; it has no terms, because nothing below it may be opened."""

    __slots__ = ("ballots",)

    def __init__(self, mean: Fraction, classes: Sequence[str], ballots: int) -> None:
        super().__init__("ballot_group", mean, (), "assessment.shown_min_ballots", "+".join(classes))
        self.ballots = ballots


class ShownGroup(NamedTuple):
    """Classes shown together: which, how many rated ballots, their weight and mean (exact, hundredths)."""

    classes: tuple[str, ...]
    ballots: int
    weight: Fraction
    mean: Fraction

    @property
    def figure(self) -> GroupFigure:
        """The group as a figure."""
        return GroupFigure(self.mean, self.classes, self.ballots)


def shown_groups(policy: Policy, figure: Figure) -> list[ShownGroup]:
    """What a person may see of an assessment: classes merged until each group has enough ballots.

    First single classes; a class with too few is merged with its neighbour of ``shown_groups``; if a group
    then still has too few, all are one, and with too few even so nothing is shown. Source:
    confirmed_default.
    """
    means = {term.figure.detail: term for term in figure.terms}
    least = policy.assessment.shown_min_ballots
    groups: list[ShownGroup] = []
    for classes in policy.assessment.shown_groups:
        single = [_group([means[each]]) for each in classes if each in means]
        few = any(group.ballots < least for group in single)
        groups += [_group([means[each] for each in classes if each in means])] if few else single
    if any(group.ballots < least for group in groups):
        groups = [_group(list(figure.terms))]
    return [group for group in groups if group.ballots >= least]


def merged_figure(figure: Figure, classes: Sequence[str]) -> Fraction | None:
    """Σ weight × mean ÷ Σ weight over the named classes, exact, in hundredths; ``None`` without ballots."""
    terms = [term for term in figure.terms if term.figure.detail in classes]
    return weighted_mean(terms) if terms else None


def _group(terms: Sequence[Term]) -> ShownGroup:
    figures = [term.figure for term in terms]
    ballots = sum(each.counted for each in figures if isinstance(each, ClassFigure))
    weight = sum((Fraction(term.weight) for term in terms), Fraction())
    return ShownGroup(tuple(each.detail for each in figures), ballots, weight, weighted_mean(terms))


def is_flat_list(policy: Policy, ballots: Sequence[str]) -> bool:
    """Whether one voter gave more than so many people one and the same option in every virtue.

    No option at all is one, too. Such a list is asked about, then accepted. Source: confirmed_default.
    """
    return len(ballots) > policy.assessment.flat_over and len(set("".join(ballots))) == 1
