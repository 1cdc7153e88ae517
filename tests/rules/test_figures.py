"""Figures: each replays from its terms, lies between its extremes, and opens to its working."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daybook.rules import exact
from daybook.rules.assessment import (
    assessment,
    ballot_value,
    class_mean,
    is_flat_list,
    merged_figure,
    shown_groups,
)
from daybook.rules.exact import fixed, hundredths, plain, published, shown_percent, whole_weights
from daybook.rules.figure import Figure, replay
from daybook.rules.periods import quarters_of
from daybook.rules.quarter import quarter_score
from daybook.rules.routine import annual_total, routine_score
from daybook.rules.sheet import form_for, is_flat, sheet_score
from daybook.rules.working import Working, tree
from daybook.rules.year import settle

from .cast import Bureau, calendar_2026, own_policy, sheet, shipped

STAFF = list(shipped().sheets["staff"].weights)
scores = st.fixed_dictionaries({code: st.integers(0, 200).map(lambda half: half * 50) for code in STAFF})
ballots = st.text("ABCDN", min_size=5, max_size=5)
classes = st.dictionaries(st.sampled_from("ABCD"), st.lists(ballots, max_size=9))
numbers = st.integers(0, 10_000)


def given_figure(number: int) -> Figure:
    return Figure("given", number, (), "annual_total.routine_weight.staff")


def walk(figure: Figure) -> Iterator[Figure]:
    yield figure
    for term in figure.terms:
        yield from walk(term.figure)


@given(scores)
def test_a_sheet_score_lies_between_its_elements_and_replays(values: dict[str, int]) -> None:
    figure = sheet_score(form_for(shipped(), "staff"), sheet(1, "0")._replace(scores=values))
    assert min(values.values()) <= figure.hundredths <= max(values.values())
    assert replay(figure) == figure.number
    assert [term.figure.detail for term in figure.terms] == STAFF


@given(st.lists(numbers, min_size=2, max_size=4))
def test_a_routine_score_lies_between_its_quarters_and_replays(values: list[int]) -> None:
    figure = routine_score(shipped(), [given_figure(value) for value in values])
    assert figure is not None
    assert min(values) <= figure.hundredths <= max(values)
    assert replay(figure) == figure.number


@given(classes)
def test_an_assessment_lies_between_its_ballots_and_replays(cast: dict[str, list[str]]) -> None:
    figure = assessment(shipped(), cast)
    rated = [
        value
        for each in cast.values()
        for ballot in each
        if (value := ballot_value(shipped(), ballot)) is not None
    ]
    if figure is None:
        assert rated == []
        return
    assert min(rated) - 1 < figure.hundredths < max(rated) + 1
    assert all(replay(each) == each.number for each in walk(figure))


@given(classes)
def test_what_is_shown_of_an_assessment_is_never_of_few_and_adds_up(cast: dict[str, list[str]]) -> None:
    figure = assessment(shipped(), cast)
    groups = [] if figure is None else shown_groups(shipped(), figure)
    assert all(group.ballots >= 3 for group in groups)
    if figure is not None and groups:
        weight = sum((group.weight for group in groups), Fraction())
        total = sum((group.weight * group.mean for group in groups), Fraction()) / weight
        assert published(total) == figure.hundredths


@given(numbers, numbers, st.sampled_from(("head", "staff")))
def test_an_annual_total_lies_between_its_parts_and_replays(
    routine: int, assessed: int, category: str
) -> None:
    figure = annual_total(shipped(), category, given_figure(routine), given_figure(assessed))
    assert min(routine, assessed) <= figure.hundredths <= max(routine, assessed)
    assert replay(figure) == figure.number


@pytest.mark.parametrize("transfer", ["majority", "day_weighted"])
@given(parts=st.lists(st.integers(0, 200), min_size=3, max_size=3))
def test_a_quarter_lies_between_its_sheets_and_replays(transfer: str, parts: list[int]) -> None:
    policy = own_policy(quarterly={"transfer": transfer})
    bounds = (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 10), date(2026, 7, 1))
    figures = [
        sheet_score(
            form_for(policy, "staff"),
            sheet(
                2, str(Decimal(half) / 2), first_day=first, last_day=date.fromordinal(after.toordinal() - 1)
            ),
        )
        for half, first, after in zip(parts, bounds, bounds[1:], strict=False)
    ]
    figure = quarter_score(policy, quarters_of(2026)[1], figures, calendar_2026())
    assert figure is not None
    assert min(parts) * 50 <= figure.hundredths <= max(parts) * 50
    assert replay(figure) == figure.number


@given(st.fractions(0, 10_000))
def test_publishing_rounds_halves_up(value: Fraction) -> None:
    assert value - Fraction(1, 2) < published(value) <= value + Fraction(1, 2)


def whole_person() -> Bureau:
    bureau = Bureau().principal("L01").department("D01", "L02")
    votes = {
        "A": ["AAAAA"],
        "B": ["ABABA", "BBBBB"],
        "C": ["BBBBB"] * 7,
        "D": ["AABBC", "NNNNN", "CNNNN", "BBBBB"],
    }
    return bureau.person("S01", quarters=("89.5", "90", None, "91"), ballots=votes)


def test_every_figure_of_a_year_replays() -> None:
    total = settle(shipped(), whole_person().facts()).people[0].total
    assert total is not None
    figures = list(walk(total))
    assert {each.rule for each in figures} == {
        "annual_total",
        "routine_score",
        "majority",
        "sheet_score",
        "element",
        "assessment",
        "class_mean",
        "ballot",
    }  # fmt: skip
    assert [replay(each) for each in figures] == [each.number for each in figures]


def test_the_value_of_a_figure_has_two_places() -> None:
    total = annual_total(shipped(), "staff", given_figure(8894), given_figure(9120))
    assert (total.value, str(total.value)) == (Decimal("90.07"), "90.07")
    assert total.exact == 9007
    assert given_figure(8894).exact == 8894


# -- the working


def opened(figure: Figure | None, policy_id: str = "log-style-2026") -> Working:
    assert figure is not None
    return tree(figure, shipped(policy_id))


def test_a_total_opens_down_to_the_elements() -> None:
    person = settle(shipped(), whole_person().facts()).people[0]
    top = opened(person.total)
    assert (top.label, top.detail, top.value, top.source) == (
        "annual_total",
        "staff",
        "90.03",
        "bureau_account",
    )
    assert (top.formula, top.rounded) == ("0.50 × 90.17 + 0.50 × 89.88 = 90.025", True)
    routine, assessed = top.children
    assert (routine.formula, routine.rounded) == ("(89.50 + 90.00 + 91.00) ÷ 3 ≈ 90.1667", True)
    assert [each.detail for each in routine.children] == ["2026-Q1", "2026-Q2", "2026-Q4"]
    (score,) = routine.children[0].children
    assert score.sheet is not None
    assert (score.label, score.value, score.sheet.quarter) == ("sheet_score", "89.50", 1)
    assert [(each.detail, each.value, each.weighed) for each in score.children][:2] == [
        ("expertise", "89.5", "10 × 89.5"), ("casework", "89.5", "10 × 89.5"),
    ]  # fmt: skip
    assert assessed.label == "assessment"


def test_a_formula_ends_with_the_outcome_that_was_rounded() -> None:
    total = annual_total(shipped(), "staff", given_figure(9035), given_figure(9214))
    working = opened(total)
    assert (working.formula, working.rounded, working.value) == (
        "0.50 × 90.35 + 0.50 × 92.14 = 91.245", True, "91.25",
    )  # fmt: skip


def test_ballots_are_never_below_an_assessment_only_groups_are() -> None:
    working = opened(settle(shipped(), whole_person().facts()).people[0].assessment)
    assert [(each.label, each.detail, each.ballots, each.children) for each in working.children] == [
        ("ballot_group", "A+B", 3, ()), ("ballot_group", "C", 7, ()), ("ballot_group", "D", 3, ()),
    ]  # fmt: skip
    assert working.ballots == 13
    assert working.formula.endswith(") ÷ 100")
    assert working.formula.startswith("(60 × 94.38 + 20 × 85.00 + 20 × ")


def test_an_assessment_of_few_ballots_opens_to_nothing() -> None:
    few = opened(assessment(shipped(), {"A": ["AAAAA"], "D": ["BBBBB"]}))
    assert (few.children, few.formula, few.ballots, few.rounded) == ((), "", 0, False)
    merged = opened(assessment(shipped(), {"A": ["AAAAA"], "D": ["BBBBB"] * 2}))
    assert (merged.children, merged.ballots) == ((), 3)


def test_the_sheet_that_does_not_count_is_seen_and_marked() -> None:
    bureau = Bureau().principal("L01").department("D01", "L02").person("S01")
    bureau.sheets["S01"] = [
        sheet(2, "90", last_day=date(2026, 5, 15)),
        sheet(2, "80", first_day=date(2026, 5, 16)),
    ]
    working = opened(settle(shipped(), bureau.facts()).people[0].quarters[2])
    assert (working.label, working.formula, working.source) == ("majority", "80.00", "confirmed_default")
    assert [(each.value, each.counts) for each in working.children] == [("90.00", False), ("80.00", True)]
    weighted = own_policy(quarterly={"transfer": "day_weighted"})
    figure = settle(weighted, bureau.facts()).people[0].quarters[2]
    assert tree(figure, weighted).formula == "(30 × 90.00 + 31 × 80.00) ÷ 61 ≈ 84.9180"


def test_an_element_off_the_tenth_keeps_both_places() -> None:
    policy = own_policy(quarterly={"score_step": Decimal("0.25")})
    figure = sheet_score(form_for(policy, "staff"), sheet(1, "89.25"))
    assert tree(figure, policy).children[0].value == "89.25"


def test_weights_are_shown_as_the_policy_has_them() -> None:
    weights = {"expertise": Decimal("7.5"), "casework": Decimal("12.5")}
    policy = own_policy(sheets={"staff": {"weights": weights}})
    figure = sheet_score(form_for(policy, "staff"), sheet(1, "90"))
    assert [each.weighed for each in tree(figure, policy).children][:2] == ["7.5 × 90.0", "12.5 × 90.0"]
    assert figure.hundredths == 9000


# -- small parts


def test_merged_classes_leave_the_others_out() -> None:
    figure = assessment(shipped(), {"A": ["DDDDD"], "C": ["AAAAA"], "D": ["BBBBB"]})
    assert figure is not None
    assert merged_figure(figure, ("C", "D")) == 9250
    assert merged_figure(figure, ("B",)) is None


def test_dropping_none_keeps_all_ballots() -> None:
    policy = own_policy(assessment={"trim_each": 0})
    mean = class_mean(policy, "D", ["AAAAA"] * 5 + ["DDDDD"] * 5)
    assert mean is not None
    assert mean.number == Fraction(7500)
    assert mean.counted == 10


def test_an_unrated_ballot_has_no_value() -> None:
    assert ballot_value(shipped(), "NNNNN") is None
    assert ballot_value(shipped(), "NNNNC") == 7000


def test_a_flat_list_of_more_than_five_is_asked_about() -> None:
    assert is_flat_list(shipped(), ["AAAAA"] * 6)
    assert not is_flat_list(shipped(), ["AAAAA"] * 5)
    assert not is_flat_list(shipped(), ["AAAAA"] * 6 + ["AAAAB"])
    assert not is_flat_list(shipped(), ["ABABA"] * 6)


def test_a_flat_sheet_is_asked_about() -> None:
    assert is_flat({"quality": 9000, "quantity": 9000})
    assert not is_flat({"quality": 9000, "quantity": 8950})
    assert not is_flat({"quality": 9000})


def test_a_form_of_a_post_class_falls_back_to_the_general_one() -> None:
    assert form_for(shipped(), "staff", "window").key == "staff"
    assert form_for(shipped(), "head").key == "head"


def test_numbers_as_text() -> None:
    assert [plain(each) for each in (Decimal("91.2450"), 10, Fraction(1, 3), Fraction(0))] == [
        "91.245",
        "10",
        "0.3333",
        "0",
    ]
    assert [fixed(Fraction(5, 2), 0), fixed(Fraction(1, 200), 2), fixed(Fraction(0), 1)] == [
        "3",
        "0.01",
        "0.0",
    ]
    assert [shown_percent(each) for each in (None, Fraction(1, 3), Fraction(5, 4))] == [
        "—",
        "33.3%",
        "125.0%",
    ]
    assert exact.score_text(5) == "0.05"
    assert exact.decimal_of(9000) == 90


def test_a_score_of_three_places_is_refused() -> None:
    assert hundredths(Decimal("88.94")) == 8894
    with pytest.raises(ValueError, match=r"88\.945"):
        hundredths(Decimal("88.945"))


def test_whole_weights_keep_the_proportion() -> None:
    assert whole_weights([Decimal("7.5"), Decimal("12.25"), Decimal(80)]) == (30, 49, 320)
