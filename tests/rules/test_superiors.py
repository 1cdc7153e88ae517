"""Superiors as of a day, recusal, spans, delegation and the electorate."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from daybook.rules.electorate import Voter, able_voters, ballot_class, ratees_of
from daybook.rules.facts import Appointment, Conflict, Delegation, Person, Portfolio
from daybook.rules.periods import quarters_of
from daybook.rules.spans import Span, month_spans, quarter_spans, spans_of
from daybook.rules.superiors import COMMITTEE, Structure, may_act_for, may_handle

from .cast import SINCE, calendar_2026, own_policy, shipped

DAY = date(2026, 5, 20)
EARLIER, LATER = date(2026, 5, 15), date(2026, 5, 16)


def appointed(number: str, role: str, department: str | None = None) -> Appointment:
    return Appointment(number, department, role, SINCE)


BUREAU = (
    appointed("L01", "principal_leader"),
    appointed("L02", "bureau_leader"),
    appointed("H01", "department_head", "D01"),
    appointed("A01", "acting_head", "D02"),
    appointed("S01", "staff", "D01"),
    appointed("S02", "staff", "D02"),
    appointed("S03", "staff", "D03"),
    appointed("S04", "staff", None),
    appointed("H09", "department_head", "D09"),
)
PORTFOLIOS = tuple(Portfolio("L02", code, SINCE) for code in ("D01", "D02", "D03"))


def structure(*more: Appointment, conflicts: tuple[Conflict, ...] = ()) -> Structure:
    return Structure((*BUREAU, *more), PORTFOLIOS, conflicts)


@pytest.mark.parametrize(
    ("person", "superior"),
    [
        ("S01", "H01"),  # the head of the department
        ("S02", "A01"),  # no head: the acting head
        ("S03", "L02"),  # neither: as for a head
        ("S04", "L01"),  # no department: nobody is in charge of it
        ("H01", "L02"),  # the leader in charge
        ("A01", "L02"),
        ("H09", "L01"),  # nobody in charge: the principal leader
        ("L02", "L01"),
        ("L01", COMMITTEE),  # nobody: the committee decides
        ("S99", None),
    ],
)
def test_the_superior_is_one_level_up(person: str, superior: str | None) -> None:
    assert structure().superior_on(person, DAY) == superior


def test_a_head_comes_before_an_acting_head() -> None:
    both = structure(appointed("A11", "acting_head", "D01"))
    assert both.superior_on("S01", DAY) == "H01"


def test_everything_is_asked_as_of_a_day() -> None:
    moved = Structure(
        [
            *BUREAU[:3],
            Appointment("S01", "D01", "staff", SINCE, EARLIER),
            Appointment("S01", "D03", "staff", LATER),
        ],
        PORTFOLIOS,
    )
    assert [moved.superior_on("S01", day) for day in (EARLIER, LATER)] == ["H01", "L02"]
    assert moved.category_on("S01", DAY) == "staff"
    assert moved.category_on("H01", DAY) == "head"
    assert moved.category_on("L02", DAY) is None
    assert moved.category_on("S99", DAY) is None


def test_without_a_principal_leader_the_committee_decides() -> None:
    alone = Structure([appointed("H01", "department_head", "D01"), appointed("L02", "bureau_leader")], ())
    assert alone.superior_on("H01", DAY) == COMMITTEE
    assert alone.superior_on("L02", DAY) == COMMITTEE
    assert alone.principal_on(DAY) is None


@pytest.mark.parametrize(
    ("recused", "superior"),
    [(("H01",), "L02"), (("H01", "L02"), "L01"), (("H01", "L02", "L01"), COMMITTEE), (("L02",), "H01")],
)
def test_a_recused_superior_is_replaced_by_his_own(recused: tuple[str, ...], superior: str) -> None:
    conflicts = tuple(Conflict("S01", each, SINCE) for each in recused)
    assert structure(conflicts=conflicts).superior_on("S01", DAY) == superior


def test_recusal_holds_for_its_span_and_its_person() -> None:
    conflicts = (Conflict("S01", "H01", LATER, DAY), Conflict("S02", "H01", SINCE))
    both = structure(conflicts=conflicts)
    assert [both.superior_on("S01", day) for day in (EARLIER, LATER, DAY)] == ["H01", "L02", "L02"]
    assert both.superior_on("S01", date(2026, 5, 21)) == "H01"


def test_a_head_in_charge_of_the_own_department_is_not_the_own_superior() -> None:
    own = Structure(
        [*BUREAU[:1], appointed("H01", "department_head", "D01")], [Portfolio("H01", "D01", SINCE)]
    )
    assert own.superior_on("H01", DAY) == "L01"


def test_a_circle_ends_at_the_principal_leader_and_then_at_the_committee() -> None:
    circle = [
        appointed("H01", "department_head", "D01"),
        appointed("H02", "department_head", "D02"),
    ]
    portfolios = [Portfolio("H02", "D01", SINCE), Portfolio("H01", "D02", SINCE)]
    conflict = [Conflict("H01", "H02", SINCE)]
    assert Structure([*BUREAU[:1], *circle], portfolios, conflict).superior_on("H01", DAY) == "L01"
    assert Structure(circle, portfolios, conflict).superior_on("H01", DAY) == COMMITTEE


def test_past_a_recused_leader_without_an_appointment_stands_the_principal_leader() -> None:
    gone = Structure(
        [*BUREAU[:1], appointed("H01", "department_head", "D01")],
        [Portfolio("L07", "D01", SINCE)],
        [Conflict("H01", "L07", SINCE)],
    )
    assert gone.superior_on("H01", DAY) == "L01"


def test_of_two_principal_leaders_the_first_by_number_counts() -> None:
    assert structure(appointed("L00", "principal_leader")).principal_on(DAY) == "L00"


def test_leaders_are_reviewed_only_where_the_policy_says_so() -> None:
    bureau = structure()
    reviewed = own_policy(leaders={"reviewed": True})
    assert bureau.month_reviewer_on(shipped(), "L02", DAY) is None
    assert bureau.month_reviewer_on(reviewed, "L02", DAY) == "L01"
    assert bureau.month_reviewer_on(reviewed, "L01", DAY) is None
    assert bureau.month_reviewer_on(reviewed, "S99", DAY) is None
    assert bureau.month_reviewer_on(shipped(), "S01", DAY) == "H01"


def test_nobody_handles_the_own_case() -> None:
    assert not may_handle("S01", "S01")
    assert may_handle("S01", "S02")


def test_a_deputy_acts_within_the_kind_and_the_span_and_never_scores() -> None:
    given = [
        Delegation("H01", "S01", "review_months", LATER, DAY),
        Delegation("L01", "S01", "enter_log", SINCE),
        Delegation("H01", "S01", "score", SINCE),
    ]
    assert may_act_for(given, "H01", "S01", "review_months", DAY)
    assert may_act_for(given, "L01", "S01", "enter_log", DAY)
    assert not may_act_for(given, "H01", "S01", "review_months", EARLIER)
    assert not may_act_for(given, "H01", "S02", "review_months", DAY)
    assert not may_act_for(given, "H01", "S01", "enter_log", DAY)
    assert not may_act_for(given, "H01", "S01", "score", DAY)


# -- spans

QUARTER = quarters_of(2026)[1]
PERSON = Person("S01", "civil_servant", SINCE)


def spans(
    *appointments: Appointment, person: Person = PERSON, conflicts: tuple[Conflict, ...] = ()
) -> list[Span]:
    bureau = Structure((*BUREAU[:4], *appointments), PORTFOLIOS, conflicts)
    return quarter_spans(bureau, calendar_2026(), person, QUARTER)


def test_a_quarter_without_a_change_is_one_span() -> None:
    assert spans(appointed("S01", "staff", "D01")) == [Span(QUARTER.first, QUARTER.last, "H01", "staff", 61)]


def test_a_transfer_cuts_the_quarter_in_two() -> None:
    cut = spans(
        Appointment("S01", "D01", "staff", SINCE, EARLIER),
        Appointment("S01", "D02", "staff", LATER),
    )
    assert cut == [
        Span(QUARTER.first, EARLIER, "H01", "staff", 30),
        Span(LATER, QUARTER.last, "A01", "staff", 31),
    ]


def test_a_change_that_leaves_superior_and_category_is_no_cut() -> None:
    kept = spans(
        Appointment("S01", "D01", "staff", SINCE, EARLIER),
        Appointment("S01", "D01", "staff", LATER, None, "window"),
    )
    assert [(each.first, each.last) for each in kept] == [(QUARTER.first, QUARTER.last)]


def test_a_new_category_is_a_new_span_under_the_same_superior() -> None:
    promoted = spans(
        Appointment("S01", "D03", "staff", SINCE, EARLIER),
        Appointment("S01", "D03", "department_head", LATER),
    )
    assert [(each.superior, each.category) for each in promoted] == [("L02", "staff"), ("L02", "head")]


def test_a_span_without_a_workday_is_dropped_and_its_neighbours_stay_two() -> None:
    holiday = Conflict("S01", "H01", date(2026, 5, 1), date(2026, 5, 5))
    cut = spans(appointed("S01", "staff", "D01"), conflicts=(holiday,))
    assert [(each.first, each.last, each.superior) for each in cut] == [
        (QUARTER.first, date(2026, 4, 30), "H01"),
        (date(2026, 5, 6), QUARTER.last, "H01"),
    ]


def test_days_as_a_leader_or_outside_employment_belong_to_no_span() -> None:
    person = Person("S01", "civil_servant", date(2026, 4, 13), date(2026, 6, 12))
    cut = spans(
        Appointment("S01", "D01", "staff", SINCE, EARLIER),
        Appointment("S01", None, "bureau_leader", LATER),
        person=person,
    )
    assert [(each.first, each.last) for each in cut] == [(date(2026, 4, 13), EARLIER)]
    gone = Person("S01", "civil_servant", SINCE, date(2026, 3, 31))
    assert spans(appointed("S01", "staff", "D01"), person=gone) == []


def test_a_gap_between_two_appointments_parts_the_spans() -> None:
    cut = spans(
        Appointment("S01", "D01", "staff", SINCE, date(2026, 5, 8)),
        Appointment("S01", "D01", "staff", date(2026, 5, 18)),
    )
    assert [(each.first, each.last) for each in cut] == [
        (QUARTER.first, date(2026, 5, 8)), (date(2026, 5, 18), QUARTER.last),
    ]  # fmt: skip


def test_a_month_with_two_superiors_is_reviewed_for_spans_long_enough() -> None:
    bureau = Structure(
        (
            *BUREAU[:4],
            Appointment("S01", "D01", "staff", SINCE, date(2026, 6, 2)),
            Appointment("S01", "D02", "staff", date(2026, 6, 3), date(2026, 6, 5)),
            Appointment("S01", "D01", "staff", date(2026, 6, 6)),
        ),
        PORTFOLIOS,
    )
    month = (date(2026, 6, 1), date(2026, 6, 30))
    cut = spans_of(bureau, calendar_2026(), PERSON, *month)
    assert [each.workdays for each in cut] == [2, 3, 16]
    reviewed = month_spans(bureau, calendar_2026(), shipped("log-style-2026"), PERSON, month)
    assert [each.superior for each in reviewed] == ["A01", "H01"]


def reviewed(*posts: Appointment, leaders: bool = False, until: date | None = None) -> list[Span]:
    """What is reviewed of S01's June under a policy."""
    policy = shipped("log-style-2026")
    policy = replace(policy, leaders=replace(policy.leaders, reviewed=leaders))
    bureau, person = Structure((*BUREAU[:4], *posts), PORTFOLIOS), PERSON._replace(employed_to=until)
    return month_spans(bureau, calendar_2026(), policy, person, (date(2026, 6, 1), date(2026, 6, 30)))


def test_of_spans_that_are_all_short_the_longest_is_reviewed() -> None:
    posts = (
        Appointment("S01", "D01", "staff", SINCE, date(2026, 6, 2)),
        Appointment("S01", "D02", "staff", date(2026, 6, 3)),
    )
    told = [(each.superior, each.workdays) for each in reviewed(*posts, until=date(2026, 6, 4))]
    assert told == [("A01", 2)]  # two and two workdays: the later
    assert [each.superior for each in reviewed(*posts, until=date(2026, 6, 3))] == ["H01"]


def test_who_comes_on_the_last_day_off_of_a_month_is_reviewed_for_it() -> None:
    policy, day = shipped("log-style-2026"), date(2026, 5, 31)
    bureau = Structure((*BUREAU[:4], Appointment("S01", "D01", "staff", day)), PORTFOLIOS)
    cut = month_spans(bureau, calendar_2026(), policy, PERSON, (date(2026, 5, 1), day))
    assert cut == [Span(day, day, "H01", "staff", 0)]


def test_who_becomes_a_leader_in_the_month_is_reviewed_as_one_where_the_policy_says_so() -> None:
    posts = (
        Appointment("S01", "D02", "department_head", SINCE, date(2026, 6, 15)),
        Appointment("S01", None, "bureau_leader", date(2026, 6, 16)),
    )
    assert [(each.superior, each.category) for each in reviewed(*posts)] == [("L02", "head")]
    told = [(each.first, each.superior, each.category) for each in reviewed(*posts, leaders=True)]
    assert told == [(date(2026, 6, 1), "L02", "head"), (date(2026, 6, 16), "L01", "")]


def test_a_leader_who_leaves_in_the_month_is_reviewed_up_to_that_day() -> None:
    post, until = Appointment("S01", None, "bureau_leader", SINCE, date(2026, 6, 18)), date(2026, 6, 18)
    assert reviewed(post, until=until) == []
    assert [each.last for each in reviewed(post, leaders=True, until=until)] == [until]


# -- the electorate

VOTERS = {
    "L01": Voter("L01", "principal_leader", None, ""),
    "L02": Voter("L02", "bureau_leader", None, ""),
    "L03": Voter("L03", "bureau_leader", None, ""),
    "H01": Voter("H01", "department_head", "D01", "L02"),
    "A02": Voter("A02", "acting_head", "D02", "L02"),
    "H03": Voter("H03", "department_head", "D03", "L03"),
    "S01": Voter("S01", "staff", "D01", "L02"),
    "S02": Voter("S02", "staff", "D02", "L02"),
    "S03": Voter("S03", "staff", "D03", "L03"),
    "S04": Voter("S04", "staff", "D01", "L02"),
    "X01": Voter("X01", "visitor", "D01", "L02"),
}


@pytest.mark.parametrize(
    ("voter", "ratees"),
    [
        ("L01", ["A02", "H01", "H03", "S01", "S02", "S03", "S04"]),
        ("L02", ["A02", "H01", "H03", "S01", "S02", "S04"]),
        ("L03", ["A02", "H01", "H03", "S03"]),
        ("H01", ["A02", "H03", "S01", "S02", "S04"]),
        ("A02", ["H01", "H03", "S01", "S02", "S04"]),
        ("H03", ["A02", "H01", "S03"]),
        ("S01", ["H01", "S04"]),
        ("S02", ["A02"]),
        ("X01", []),
    ],
)
def test_each_class_votes_on_its_own(voter: str, ratees: list[str]) -> None:
    assert ratees_of(shipped(), VOTERS[voter], VOTERS.values()) == ratees


def test_staff_without_a_department_are_nobodys_colleagues() -> None:
    loose = [Voter("S08", "staff", None, "L01"), Voter("S09", "staff", None, "L01")]
    assert ratees_of(shipped(), loose[0], loose) == []


@pytest.mark.parametrize(
    ("voter", "expected"), [("L01", "A"), ("L02", "B"), ("H01", "C"), ("A02", "C"), ("S04", "D")]
)
def test_the_class_is_that_of_the_voters_role(voter: str, expected: str) -> None:
    assert ballot_class(shipped(), VOTERS[voter], VOTERS["S01"]) == expected


def test_who_is_able_to_rate_somebody_in_a_class() -> None:
    everybody = VOTERS.values()
    assert list(able_voters(shipped(), "D", everybody, VOTERS["S01"])) == ["S04"]
    assert list(able_voters(shipped(), "C", everybody, VOTERS["S01"])) == ["H01", "A02"]
    assert list(able_voters(shipped(), "B", everybody, VOTERS["S01"])) == ["L02"]
