"""A bureau's year as a whole: who is in it, in what order, with which reasons."""

from __future__ import annotations

from datetime import date

import pytest

from daybook.rules.facts import Absence, Appointment, Circumstance, WorkCalendar
from daybook.rules.record import year_record
from daybook.rules.year import settle

from .cast import NEW_YEARS_EVE, SINCE, YEAR, Bureau, sheet, shipped
from .settling import FULL, VOTED, office, one, settled


def test_the_record_of_a_year_has_the_form_of_the_books() -> None:
    bureau = office().person("S01", quarters=("88", "92.5", "90", "85.5"), ballots={"D": ["ABABA"]})
    assert year_record(settled(bureau)) == {
        "bureau": "DEMO",
        "year": 2026,
        "policy": "log-style-2026",
        "warnings": ["cap_exceeded:2026-Q2", "cap_exceeded:2026-Q3"],
        "pools": [
            {
                "pool": "civil",
                "headcount": 1,
                "quotas": {"excellent": 0, "good": 0},
                "units": [
                    {"unit": "L02", "departments": ["D01"], "base": 1, "seats": {"excellent": 0, "good": 0}}
                ],
            }
        ],
        "people": [
            {
                "person": "S01",
                "category": "staff",
                "pool": "civil",
                "unit": "L02",
                "quarters": {
                    "2026-Q1": "88.00",
                    "2026-Q2": "92.50",
                    "2026-Q3": "90.00",
                    "2026-Q4": "85.50",
                },
                "routine_score": "89.00",
                "assessment": "92.50",
                "annual_total": "90.75",
                "eligible": ["excellent", "good"],
                "barred_by": [],
                "rank_in_unit": 1,
                "suggested_grade": "competent",
                "why": [],
            }
        ],
    }


# -- who is in the year


def test_people_are_heads_and_staff_of_the_year_by_number() -> None:
    bureau = office().person("S02").person("H01", role="department_head").person("A01", role="acting_head")
    bureau.person("L02", None, role="bureau_leader")
    result = settled(bureau)
    assert [(each.number, each.category) for each in result.people] == [
        ("A01", "head"), ("H01", "head"), ("S02", "staff"),
    ]  # fmt: skip


def test_who_was_not_employed_on_a_day_of_the_year_is_not_in_it() -> None:
    bureau = office().person("S01", left=date(2025, 12, 31)).person("S02", joined=date(2027, 1, 1))
    bureau.person("S03", left=date(2026, 1, 1)).person("S04", joined=NEW_YEARS_EVE)
    assert [each.number for each in settled(bureau).people] == ["S03", "S04"]


def test_who_has_no_appointment_on_the_last_day_is_not_in_it() -> None:
    bureau = office().person("S01")
    bureau.appointments[-1] = Appointment("S01", "D01", "staff", SINCE, date(2026, 6, 30))
    assert settled(bureau).people == []


def test_the_category_is_that_of_the_role_on_the_last_day() -> None:
    bureau = office().person("S01", quarters=("90", "90"), ballots={"D": ["BBBBB"]})
    bureau.appointments[-1] = Appointment("S01", "D01", "staff", SINCE, date(2026, 6, 30))
    bureau.appointments.append(Appointment("S01", "D01", "department_head", date(2026, 7, 1)))
    bureau.sheets["S01"] += [sheet(3, "80", "head"), sheet(4, "80", "head")]
    result = one(bureau)
    assert (result["category"], result["routine_score"]) == ("head", "85.00")
    assert result["quarters"]["2026-Q1"] == "90.00"
    assert result["annual_total"] == "85.00"


def test_the_leader_turned_staff_is_appraised_and_the_staff_turned_leader_is_not() -> None:
    bureau = office().person("S01").person("S02")
    bureau.appointments[-2:] = [
        Appointment("S01", None, "bureau_leader", SINCE, date(2026, 11, 30)),
        Appointment("S01", "D01", "staff", date(2026, 12, 1)),
        Appointment("S02", "D01", "staff", SINCE, date(2026, 11, 30)),
        Appointment("S02", None, "bureau_leader", date(2026, 12, 1)),
    ]
    assert [each.number for each in settled(bureau).people] == ["S01"]


# -- the reasons of a missing quarter, the first that applies


def test_a_quarter_without_a_day_of_employment_is_not_employed_even_with_a_sheet() -> None:
    bureau = office().person("S01", joined=date(2026, 4, 1), quarters=FULL)
    assert one(bureau)["why"] == ["not_employed:2026-Q1", "no_ballots"]


def test_fewer_due_workdays_than_the_least_count_before_the_sheet() -> None:
    bureau = office().person("S01", joined=date(2026, 3, 9), quarters=FULL, ballots=VOTED)
    result = one(bureau)
    assert result["quarters"]["2026-Q1"] is None
    assert result["why"] == ["below_min_workdays:2026-Q1"]


def test_twenty_due_workdays_are_enough_and_nineteen_and_a_half_are_not() -> None:
    bureau = office().person("S01", joined=date(2026, 3, 4), quarters=FULL, ballots=VOTED)
    assert one(bureau)["why"] == []
    bureau.absences["S01"] = [Absence("training", date(2026, 3, 10), date(2026, 3, 10), "afternoon")]
    assert one(bureau)["why"] == ["below_min_workdays:2026-Q1"]


def test_absence_makes_a_full_quarter_too_short() -> None:
    bureau = office().person("S01", quarters=FULL, ballots=VOTED)
    bureau.absences["S01"] = [Absence("maternity_leave", date(2026, 4, 1), date(2026, 8, 31))]
    assert one(bureau)["why"] == ["below_min_workdays:2026-Q2"]


def test_no_sheet_and_a_draft_are_told_apart() -> None:
    bureau = office().person("S01", ballots=VOTED)
    bureau.sheets["S01"] = [
        sheet(1, "90", published_on=None),
        sheet(2, "90", kind="opinion"),
        sheet(3, "90", published_on=None, kind="opinion"),
    ]
    assert one(bureau)["why"] == [
        "not_published:2026-Q1",
        "no_sheet:2026-Q2",
        "no_sheet:2026-Q3",
        "no_sheet:2026-Q4",
        "too_few_quarters",
    ]


def test_a_draft_beside_an_opinion_is_not_published() -> None:
    bureau = office().person("S01")
    middle = date(2026, 5, 16)
    bureau.sheets["S01"] = [
        sheet(2, "90", kind="opinion", last_day=date(2026, 5, 15)),
        sheet(2, "90", published_on=None, first_day=middle),
    ]
    assert one(bureau)["why"][1] == "not_published:2026-Q2"


def test_a_withdrawn_draft_leaves_no_sheet() -> None:
    bureau = office().person("S01")
    bureau.sheets["S01"] = [
        sheet(2, "90", published_on=None),
        sheet(2, "0", kind="withdrawn", version=2),
    ]
    assert one(bureau)["why"][1] == "no_sheet:2026-Q2"


def test_a_draft_on_a_withdrawn_sheet_is_not_published() -> None:
    bureau = office().person("S01")
    bureau.sheets["S01"] = [
        sheet(2, "90"),
        sheet(2, "0", kind="withdrawn", version=2),
        sheet(2, "90", published_on=None, version=3),
    ]
    assert one(bureau)["why"][1] == "not_published:2026-Q2"


def test_two_published_quarters_make_a_routine_score_and_one_does_not() -> None:
    bureau = office().person("S01", quarters=("86", None, "84"), ballots=VOTED)
    bureau.person("S02", quarters=("90",), ballots=VOTED)
    assert one(bureau)["routine_score"] == "85.00"
    second = one(bureau, "S02")
    assert (second["routine_score"], second["annual_total"]) == (None, None)
    assert second["why"] == ["no_sheet:2026-Q2", "no_sheet:2026-Q3", "no_sheet:2026-Q4", "too_few_quarters"]


def test_ballots_of_nothing_but_unknown_are_no_ballots() -> None:
    bureau = office().person("S01", quarters=FULL, ballots={"C": ["NNNNN"], "D": []})
    result = one(bureau)
    assert (result["assessment"], result["annual_total"], result["why"]) == (None, None, ["no_ballots"])


def test_a_missing_total_has_no_suggestion_no_rank_and_no_eligibility() -> None:
    bureau = office().person("S01", quarters=FULL)
    result = one(bureau)
    assert (result["suggested_grade"], result["rank_in_unit"], result["eligible"]) == (None, None, [])


# -- what bars


def test_every_reason_is_tested_on_its_own_and_listed_in_order() -> None:
    bureau = office().person("S01", quarters=("60", "70", "95", "59"), left=date(2026, 12, 30))
    bureau.circumstances["S01"] = [
        Circumstance("warning", date(2026, 2, 1)),
        Circumstance("demerit", date(2026, 2, 1)),
        Circumstance("refused", date(2026, 2, 1)),
        Circumstance("admonished", date(2026, 2, 1)),
        Circumstance("admonished", date(2026, 3, 1)),
    ]
    assert one(bureau)["barred_by"] == [
        "not_appraised:left",
        "incompetent:refused",
        "undetermined:demerit",
        "not_excellent:admonished",
        "not_excellent:warning",
        "routine_below_minimum",
        "statutory_grade",
        "few_good_quarters",
    ]


def test_a_missing_routine_score_is_not_below_the_minimum_but_its_quarter_is_graded() -> None:
    bureau = office().person("S01", quarters=("79",))
    assert one(bureau)["barred_by"] == ["statutory_grade", "few_good_quarters"]


def test_without_a_scored_quarter_the_share_of_good_ones_is_not_tested() -> None:
    assert one(office().person("S01"))["barred_by"] == []


def test_not_excellent_leaves_good_open() -> None:
    bureau = office().person("S01", quarters=FULL, ballots=VOTED)
    bureau.circumstances["S01"] = [Circumstance("warning", date(2026, 2, 1))]
    result = one(bureau)
    assert (result["barred_by"], result["eligible"]) == (["not_excellent:warning"], ["good"])


def test_what_the_policy_does_not_know_has_no_effect() -> None:
    bureau = office().person("S01", quarters=FULL, ballots=VOTED)
    bureau.circumstances["S01"] = [Circumstance("demerit", date(2026, 2, 1))]
    result = one(bureau, policy=shipped("log-style-2018"))
    assert (result["barred_by"], result["eligible"]) == ([], ["excellent", "good"])


def test_a_computed_circumstance_is_never_taken_from_an_entry() -> None:
    bureau = office().person("S01")
    bureau.circumstances["S01"] = [Circumstance("leave_over_half", date(2026, 1, 1))]
    assert one(bureau)["barred_by"] == []


@pytest.mark.parametrize(
    ("kinds", "grade"),
    [
        (("secondment_in", "refused", "probation", "warning"), "not_appraised"),
        (("refused", "probation", "warning"), "incompetent"),
        (("probation", "warning"), "undetermined"),
        (("warning",), "competent"),
    ],
)
def test_the_gravest_circumstance_decides(kinds: tuple[str, ...], grade: str) -> None:
    bureau = office().person("S01", quarters=FULL, ballots=VOTED)
    bureau.circumstances["S01"] = [Circumstance(kind, date(2026, 2, 1)) for kind in kinds]
    assert one(bureau)["suggested_grade"] == grade


def test_a_circumstance_decides_without_a_total_but_not_excellent_does_not() -> None:
    bureau = office().person("S01").person("S02")
    bureau.circumstances["S01"] = [Circumstance("probation", date(2026, 2, 1))]
    bureau.circumstances["S02"] = [Circumstance("warning", date(2026, 2, 1))]
    assert one(bureau)["suggested_grade"] == "undetermined"
    assert one(bureau, "S02")["suggested_grade"] is None


# -- the statutory grades


def test_a_decided_grade_replaces_the_band_up_and_down() -> None:
    bureau = office().person("S01", quarters=FULL, ballots=VOTED)
    bureau.routine_grades["S01"] = {1: "fair", 2: "fairly_well", 3: "fairly_well"}
    assert one(bureau)["barred_by"] == ["statutory_grade", "few_good_quarters"]
    bureau.sheets["S01"] = [sheet(n, "70") for n in (1, 2, 3, 4)]
    bureau.routine_grades["S01"] = dict.fromkeys((1, 2, 3, 4), "well")
    assert one(bureau)["barred_by"] == ["routine_below_minimum"]


def test_a_grade_decided_for_a_quarter_without_a_score_is_no_grade() -> None:
    bureau = office().person("S01", quarters=("90", "90"), ballots=VOTED)
    bureau.routine_grades["S01"] = {3: "poor"}
    assert one(bureau)["barred_by"] == []


def test_more_low_quarters_than_half_suggest_basically_competent_at_most() -> None:
    bureau = office().person("S01", quarters=("79", "79", "79", "90"), ballots=VOTED)
    bureau.person("S02", quarters=("79", "79", "90", "90"), ballots=VOTED)
    bureau.person("S03", quarters=("10", "10", "10", "10"), ballots={"D": ["DDDDD"]})
    assert one(bureau)["suggested_grade"] == "basically_competent"
    assert one(bureau, "S02")["suggested_grade"] == "competent"
    assert one(bureau, "S03")["suggested_grade"] == "incompetent"
    assert one(bureau, policy=shipped("log-style-2018"))["suggested_grade"] == "competent"


def test_the_cap_counts_decided_grades_over_everybody_with_a_score() -> None:
    bureau = office()
    for number, score in (("S01", "95"), ("S02", "92"), ("S03", "91"), ("S04", "80"), ("S05", "80")):
        bureau.person(number, quarters=(score,))
    bureau.person("S06", quarters=())
    result = settled(bureau)
    assert result.warnings == ("cap_exceeded:2026-Q1",)
    cap = result.caps["2026-Q1"]
    assert (cap.scored, cap.most, [each.person for each in cap.well]) == (5, 2, ["S01", "S02", "S03"])
    bureau.routine_grades["S03"] = {1: "fairly_well"}
    assert settled(bureau).warnings == ()
    bureau.routine_grades["S04"] = {1: "well"}
    assert settled(bureau).warnings == ("cap_exceeded:2026-Q1",)


def test_who_is_not_appraised_still_counts_under_the_cap() -> None:
    bureau = office()
    for number, score in (("S01", "95"), ("S02", "92"), ("S03", "80"), ("S04", "80")):
        bureau.person(number, quarters=(score,))
    assert settled(bureau).warnings == ("cap_exceeded:2026-Q1",)
    bureau.person("S05", quarters=("80",), left=date(2026, 6, 30))
    assert settled(bureau).warnings == ()


def test_a_year_without_holidays_is_warned_of() -> None:
    calendar = WorkCalendar(date(2031, 1, 1), date(2031, 12, 31), missing=frozenset({2031, 2032}))
    result = settle(shipped(), Bureau(2031, calendar).facts())
    assert result.warnings == ("calendar_missing:2031",)


def test_the_cap_is_warned_of_before_the_calendar() -> None:
    calendar = WorkCalendar(date(YEAR, 1, 1), NEW_YEARS_EVE, missing=frozenset({YEAR}))
    bureau = office()
    bureau.calendar = calendar
    bureau.person("S01", quarters=("90",))
    assert settled(bureau).warnings == ("cap_exceeded:2026-Q1", "calendar_missing:2026")
