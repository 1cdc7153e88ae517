"""The use of results: evaluations replay and lie between their dimensions; lists order and exclude nobody."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.rules import preference
from daybook.rules.assessment import assessment
from daybook.rules.career import (
    APPRAISAL,
    RECOGNITION,
    appraisal_dimension,
    career_evaluation,
    dropped,
    entered_dimension,
    recognition_dimension,
    years_of,
)
from daybook.rules.figure import replay
from daybook.rules.preference import Candidate, Place, YearStanding, passed_over
from daybook.rules.working import tree

from .cast import YEAR, shipped

numbers = st.integers(0, 10_000)
dimensions = st.dictionaries(st.sampled_from([*shipped().career.dimensions]), numbers, min_size=1)
ballots = st.lists(st.text("ABCD", min_size=5, max_size=5), max_size=5)
grades = st.sampled_from(["", "excellent", "good", "competent"])
standings = st.builds(YearStanding, st.none() | numbers, grades)
candidates = st.builds(
    Candidate,
    person=st.uuids().map(str),
    group=st.sampled_from(["L02", "L03"]),
    years=st.dictionaries(st.integers(YEAR - 3, YEAR), standings),
    born=st.none() | st.dates(date(1960, 1, 1), date(2004, 1, 1)),
    recuperated=st.none() | st.integers(YEAR - 5, YEAR - 1),
)
people = st.lists(candidates, max_size=30, unique_by=lambda each: each.person)


@given(dimensions)
def test_an_evaluation_lies_between_its_dimensions_and_replays(values: dict[str, int]) -> None:
    figure = career_evaluation(shipped(), {code: entered_dimension(code, n) for code, n in values.items()})
    assert figure is not None
    assert min(values.values()) <= figure.number <= max(values.values())
    assert replay(figure) == figure.number
    assert {*values} | {*dropped(shipped(), values)} == {*shipped().career.dimensions}


@given(st.dictionaries(st.integers(YEAR - 4, YEAR), numbers, min_size=1))
def test_the_appraisal_counts_the_years_of_the_policy_alone(totals: dict[int, int]) -> None:
    figure = appraisal_dimension(shipped(), YEAR, totals)
    counted = [totals[year] for year in years_of(shipped(), YEAR) if year in totals]
    assert (figure is None) == (not counted)
    if figure is not None:
        assert min(counted) <= figure.number <= max(counted)
        assert replay(figure) == figure.number
        assert [term.figure.number for term in figure.terms] == counted


@given(ballots, ballots, ballots, ballots)
def test_nobody_can_reckon_from_the_recognition_what_a_few_ballots_say(
    first: list[str], second: list[str], third: list[str], fourth: list[str]
) -> None:
    cast = dict(zip("ABCD", (first, second, third, fourth), strict=True))
    figure = assessment(shipped(), cast)
    found = figure and recognition_dimension(shipped(), figure)
    least = shipped().assessment.shown_min_ballots
    sides = (len(first) + len(second), len(third) + len(fourth))
    assert bool(found) == (sides[1] >= least and (sides[0] >= least or sides[0] == 0))


def test_an_evaluation_opens_down_to_the_totals_of_the_years_and_the_merged_ballots() -> None:
    policy = shipped()
    assessed = assessment(policy, {"A": ["AAAAA"] * 3, "C": ["BBBBB"] * 2, "D": ["CCCCC"] * 2})
    assert assessed is not None
    recognised = recognition_dimension(policy, assessed)
    appraised = appraisal_dimension(policy, YEAR, {YEAR: 9007, YEAR - 1: 8840})
    assert recognised is not None
    assert appraised is not None
    figure = career_evaluation(
        policy,
        {
            APPRAISAL: appraised,
            RECOGNITION: recognised,
            "experience": entered_dimension("experience", 8000),
        },
    )
    assert figure is not None
    opened = tree(figure, policy)
    assert opened.formula == "(40 × 89.44 + 15 × 80.00 + 15 × 77.50) ÷ 70"
    assert (opened.value, opened.rounded) == ("84.86", True)
    years, entered, recognition = opened.children
    assert years.formula == "(5 × 90.07 + 3 × 88.40) ÷ 8 = 89.44375"
    assert [(each.label, each.detail, each.value) for each in years.children] == [
        ("year_total", "2026", "90.07"),
        ("year_total", "2025", "88.40"),
    ]
    assert (entered.label, entered.detail, entered.children) == ("career_entered", "experience", ())
    (group,) = recognition.children
    assert (group.label, group.detail, group.value, group.ballots) == ("ballot_group", "C+D", "77.50", 4)
    assert group.children == ()
    assert Fraction(recognised.number) == 7750


@pytest.mark.parametrize("name", list(preference.LISTS))
@given(people)
def test_a_list_has_everybody_once_and_who_is_put_forward_first(name: str, found: list[Candidate]) -> None:
    places = preference.LISTS[name](shipped(), YEAR, found)
    assert sorted(each.person for each in places) == sorted(each.person for each in found)
    keys = [(each.by_rule, -1 if each.routine is None else each.routine) for each in places]
    assert keys == sorted(keys, reverse=True)
    assert [each.rank for each in places] == [1 + sum(other > key for other in keys) for key in keys]
    for each in places:
        assert each.grounds
        assert {ground.met for ground in each.grounds} == {each.by_rule}


def places(*ranks: int) -> list[Place]:
    return [Place(f"P{number}", rank, True, None, ()) for number, rank in enumerate(ranks, start=1)]


def test_who_is_chosen_before_those_above_departs_from_the_order() -> None:
    listed = places(1, 2, 2, 4)
    assert passed_over(listed, "P1", ()) == []
    assert passed_over(listed, "P3", ()) == ["P1"]
    assert passed_over(listed, "P3", {"P1"}) == []
    assert passed_over(listed, "P4", {"P1", "P3"}) == ["P2"]
    assert passed_over(listed, "P9", {"P1"}) == ["P2", "P3", "P4"]
