"""A bureau's year as a whole: units, quotas, ranks, suggestions, and the policies of its sheets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from daybook.rules.assessment import BadBallot
from daybook.rules.facts import Appointment, Circumstance, Member, Portfolio, Sheet
from daybook.rules.policy import Policy
from daybook.rules.record import year_record
from daybook.rules.result import YearResult
from daybook.rules.sheet import UnfitSheet
from daybook.rules.units import differences
from daybook.rules.year import settle

from .cast import NEW_YEARS_EVE, SINCE, Bureau, flat_scores, own_policy, sheet, shipped
from .settling import FULL, VOTED, office, one, settled

# -- units, pools, bases


def test_units_are_portfolios_on_the_last_day_and_the_rest_is_the_principals() -> None:
    bureau = office().department("D02", "L03").department("D03").department("D04", "L02")
    bureau.portfolios[0] = Portfolio("L02", "D01", SINCE, date(2026, 12, 30))
    bureau.portfolios.append(Portfolio("L03", "D01", NEW_YEARS_EVE))
    for number, department in (("S01", "D01"), ("S02", "D02"), ("S03", "D03"), ("S04", None), ("S05", "D04")):
        bureau.person(number, department)
    pool = settled(bureau).pools[0]
    assert [(each.unit, each.departments, each.base) for each in pool.units] == [
        ("L01", ("D03",), 2), ("L02", ("D04",), 1), ("L03", ("D01", "D02"), 2),
    ]  # fmt: skip


def test_without_a_principal_leader_the_rest_is_the_unit_without_a_name() -> None:
    bureau = Bureau().department("D02").department("D01").person("S01", "D02")
    pool = settled(bureau).pools[0]
    assert [(each.unit, each.departments) for each in pool.units] == [("", ("D01", "D02"))]


def test_departments_closed_by_then_are_not_listed_and_departments_are_the_same_in_each_pool() -> None:
    bureau = office().department("D02", "L02", until=date(2026, 12, 30))
    bureau.person("S01").person("S02", staff_category="support_worker")
    pools = settled(bureau).pools
    assert [(each.pool, each.units[0].departments) for each in pools] == [
        ("civil", ("D01",)), ("support", ("D01",)),
    ]  # fmt: skip


def test_pools_stand_in_their_order_and_have_their_own_headcount() -> None:
    bureau = office().person("S01", staff_category="support_worker")
    bureau.person("S02", staff_category="public_institution")
    bureau.person("S03", staff_category="quasi_civil_servant").person("S04")
    pools = settled(bureau).pools
    assert [(each.pool, each.headcount) for each in pools] == [
        ("civil", 2),
        ("institution", 1),
        ("support", 1),
    ]


def test_the_base_counts_undetermined_and_not_who_is_not_appraised() -> None:
    bureau = office().person("S01").person("S02").person("S03", left=date(2026, 6, 30))
    bureau.circumstances["S01"] = [Circumstance("probation", SINCE)]
    bureau.circumstances["S02"] = [Circumstance("secondment_out", SINCE)]
    pool = settled(bureau).pools[0]
    assert (pool.headcount, pool.units[0].base) == (1, 1)
    assert one(bureau, "S02")["unit"] == "L02"


def test_a_unit_and_a_pool_with_nobody_in_the_base_are_left_out() -> None:
    bureau = office().department("D02", "L03").person("S01")
    bureau.person("S02", "D02", left=date(2026, 6, 30))
    bureau.person("S03", "D01", left=date(2026, 6, 30), staff_category="support_worker")
    pools = settled(bureau).pools
    assert [(pool.pool, [unit.unit for unit in pool.units]) for pool in pools] == [("civil", ["L02"])]


def test_who_left_is_shown_in_the_unit_that_holds_the_department_on_the_last_day_of_the_year() -> None:
    bureau = office().person("S01", left=date(2026, 6, 30))
    bureau.portfolios[0] = Portfolio("L02", "D01", SINCE, date(2026, 9, 30))
    bureau.portfolios.append(Portfolio("L03", "D01", date(2026, 10, 1)))
    assert one(bureau)["unit"] == "L03"


def test_heads_in_a_pool_of_their_own_are_one_unit() -> None:
    policy = own_policy(units={"heads": "own_pool"})
    bureau = office().department("D02", "L03")
    for number, department in (("H01", "D01"), ("H02", "D02")):
        bureau.person(number, department, role="department_head", quarters=FULL, ballots=VOTED)
    bureau.person("S01", quarters=FULL, ballots=VOTED)
    pool = settled(bureau, policy).pools[0]
    assert [(each.unit, each.departments, each.base) for each in pool.units] == [
        ("HEADS", (), 2), ("L02", ("D01",), 1),
    ]  # fmt: skip
    assert one(bureau, "H02", policy)["rank_in_unit"] == 1


# -- quotas


def rated_bureau(scores: dict[str, tuple[str, ...]]) -> Bureau:
    """Departments D01, D02, … under leaders L02, L03, …, each with staff of the given quarter scores."""
    bureau = Bureau().principal("L01")
    for place, (leader, totals) in enumerate(scores.items(), start=1):
        bureau.department(f"D{place:02}", leader)
        for each, total in enumerate(totals, start=1):
            bureau.rated(f"{leader}-{each:02}", total, f"D{place:02}")
    return bureau


def seats(result: YearResult, grade: str = "excellent") -> dict[str, int]:
    return {each.unit: each.seats[grade] for each in result.pools[0].units}


def test_seats_a_unit_cannot_fill_go_to_the_other() -> None:
    bureau = rated_bureau({"L02": ("95",) + ("80",) * 9, "L03": ("95",) * 8 + ("80",) * 2})
    result = settled(bureau)
    assert seats(result) == {"L02": 1, "L03": 3}
    working = result.pools[0].quotas["excellent"]
    assert working.total == 4
    assert working.apportionment.seats == {"L02": 2, "L03": 2}
    assert working.refilled.returned == {"L02": 1}
    assert [(each.unit, each.seat) for each in working.refilled.given] == [("L03", 3)]
    assert working.moved == {}


def test_good_is_filled_with_the_eligible_less_the_excellent_seats_filled() -> None:
    bureau = rated_bureau({"L02": ("95",) * 2 + ("80",) * 8, "L03": ("95",) * 10})
    result = settled(bureau)
    assert seats(result) == {"L02": 2, "L03": 2}
    assert result.pools[0].quotas["good"].apportionment.seats == {"L02": 3, "L03": 3}
    assert seats(result, "good") == {"L02": 0, "L03": 6}


def test_decided_seats_replace_apportionment_and_refilling() -> None:
    bureau = rated_bureau({"L02": ("95",) + ("80",) * 9, "L03": ("95",) * 8 + ("80",) * 2})
    bureau.seats = {("excellent", "civil", "L02"): 3, ("excellent", "support", "L03"): 9}
    result = settled(bureau)
    assert seats(result) == {"L02": 3, "L03": 0}
    assert result.pools[0].quotas["excellent"].moved == {"L02": 2, "L03": -3}
    # One of the three seats is filled, so that nobody eligible is left for 优良 in L02.
    assert seats(result, "good") == {"L02": 0, "L03": 6}


def test_every_method_of_the_policy_is_used() -> None:
    bureau = rated_bureau({"L02": ("95",) * 20, "L03": ("95",) * 9, "L04": ("95",) * 9})
    policy = own_policy(quotas={"method": "jefferson", "excellent": {"ratio": Decimal("0.1")}})
    assert seats(settled(bureau, policy)) == {"L02": 2, "L03": 1, "L04": 0}


# -- ranks and suggestions


def test_ranks_are_competition_ranks_over_the_base_with_a_total() -> None:
    bureau = office().rated("S01", "95").rated("S02", "93").rated("S03", "93").rated("S04", "91")
    bureau.rated("S05", "99", left=date(2026, 12, 30)).person("S06").rated("S07", "94")
    bureau.circumstances["S07"] = [Circumstance("probation", SINCE)]
    ranks = {each.number: each.rank for each in settled(bureau).people}
    assert ranks == {"S01": 1, "S07": 2, "S02": 3, "S03": 3, "S04": 5, "S05": None, "S06": None}


def test_ranks_of_equal_totals_go_by_the_routine_score() -> None:
    bureau = office().person("S01", quarters=("90",) * 4, ballots={"D": ["AAAAA"]})
    bureau.person("S02", quarters=("100",) * 4, ballots={"D": ["BBBBB", "BBBBB", "AAAAA"]})
    assert one(bureau)["annual_total"] == "95.00"
    assert one(bureau, "S02")["annual_total"] == "95.00"
    assert (one(bureau)["rank_in_unit"], one(bureau, "S02")["rank_in_unit"]) == (2, 1)


def test_ties_across_the_last_seat_get_no_suggestion_and_say_so() -> None:
    bureau = rated_bureau({"L02": ("95", "95", "94", "93", "92")})
    result = {each.number[-2:]: (each.suggested, each.why) for each in settled(bureau).people}
    assert result == {
        "01": (None, ["tie:excellent"]),
        "02": (None, ["tie:excellent"]),
        "03": ("competent", []),
        "04": ("competent", []),
        "05": ("competent", []),
    }


def test_both_ties_are_listed_where_the_last_good_seat_falls_among_the_tied() -> None:
    bureau = rated_bureau({"L02": ("95", "95", "95", "93", "92")})
    people = {each.number[-2:]: each for each in settled(bureau).people}
    assert (people["01"].suggested, people["01"].why) == (None, ["tie:excellent", "tie:good"])
    assert people["04"].suggested == "competent"


def test_the_suggestions_outside_the_quotas_go_by_total() -> None:
    policy = shipped("log-style-2018")
    bureau = office()
    for number, score in (("S01", "55"), ("S02", "54.5"), ("S03", "35"), ("S04", "34.5")):
        bureau.person(number, quarters=(score,) * 4, ballots={"D": ["BBBBB"]})
    grades = {each.number: each.suggested for each in settled(bureau, policy).people}
    assert grades == {
        "S01": "competent", "S02": "basically_competent", "S03": "basically_competent", "S04": "incompetent",
    }  # fmt: skip


# -- the policy a sheet was published under


def test_a_published_quarter_keeps_the_policy_it_was_published_under() -> None:
    changed = {"expertise": 20, "casework": 10, "communication": 5, "learning": 5}
    later = own_policy(sheets={"staff": {"weights": changed}})
    scores = {**flat_scores(shipped(), "staff", "80"), "expertise": 9000}
    bureau = office().person("S01", ballots=VOTED)
    bureau.sheets["S01"] = [Sheet(1, scores, date(2026, 4, 10)), Sheet(2, scores, date(2026, 7, 10))]

    def in_force(policy_id: str, day: date) -> Policy:
        return shipped() if policy_id == "before" or day < date(2026, 7, 1) else later

    bureau.sheets["S01"].append(Sheet(3, scores, date(2026, 7, 10)))
    bureau.sheets["S01"].append(Sheet(4, scores, date(2027, 1, 10), policy="before"))
    quarters = settle(later, bureau.facts(), in_force).people[0].quarters
    assert [str(each.value) for each in quarters.values()] == ["81.00", "82.00", "82.00", "81.00"]
    replayed = settle(later, bureau.facts()).people[0].quarters
    assert [str(each.value) for each in replayed.values()] == ["82.00", "82.00", "82.00", "82.00"]


def test_a_sheet_by_post_class_is_used_for_its_posts() -> None:
    window = {
        "groups": {"task_completion": ["quantity", "quality"]},
        "weights": {"quantity": 50, "quality": 50},
    }
    policy = own_policy(sheets={"staff/window": window})
    bureau = office().person("S01").person("S02")
    bureau.appointments[-2] = Appointment("S01", "D01", "staff", SINCE, None, "window")
    bureau.sheets["S01"] = [Sheet(1, {"quantity": 9000, "quality": 8000}, SINCE)]
    bureau.sheets["S02"] = [sheet(1, "70")]
    assert one(bureau, policy=policy)["quarters"]["2026-Q1"] == "85.00"
    assert one(bureau, "S02", policy)["quarters"]["2026-Q1"] == "70.00"


def test_a_sheet_is_read_by_the_post_of_its_span() -> None:
    bureau = office().person("S01")
    bureau.appointments[-1:] = [
        Appointment("S01", "D01", "staff", SINCE, date(2026, 5, 15)),
        Appointment("S01", "D01", "department_head", date(2026, 5, 16)),
    ]
    bureau.sheets["S01"] = [
        sheet(2, "80", "staff", last_day=date(2026, 5, 15)),
        sheet(2, "90", "head", first_day=date(2026, 5, 16)),
        # A sheet over bounds that are not the span's is read by its elements.
        sheet(3, "70", "staff"),
    ]
    assert list(one(bureau)["quarters"].values()) == [None, "90.00", "70.00", None]


def test_a_sheet_before_the_first_known_post_is_read_by_that_post() -> None:
    bureau = office().person("S01")
    bureau.appointments[-1:] = [
        Appointment("S01", "D01", "staff", date(2026, 5, 1), date(2026, 5, 15)),
        Appointment("S01", "D01", "staff", date(2026, 5, 16)),
    ]
    bureau.sheets["S01"] = [sheet(1, "80")]
    assert one(bureau)["quarters"]["2026-Q1"] == "80.00"


def test_a_sheet_whose_elements_no_form_has_is_refused() -> None:
    bureau = office().person("S01")
    bureau.sheets["S01"] = [Sheet(1, {"charm": 9000}, SINCE)]
    with pytest.raises(UnfitSheet, match="charm"):
        settled(bureau)


@pytest.mark.parametrize("ballot", ["AAAA", "AAAAE", "AAAAAA"])
def test_a_ballot_that_is_none_is_refused(ballot: str) -> None:
    with pytest.raises(BadBallot, match=ballot):
        settled(office().person("S01", ballots={"D": [ballot]}))


def test_the_result_of_one_person_is_found_by_number() -> None:
    result = settled(office().person("S01"))
    assert result.of("S01").number == "S01"
    with pytest.raises(KeyError):
        result.of("S99")


# -- units that are frozen


def frozen(bureau: Bureau, **moved: Member) -> Bureau:
    """The bureau with its units frozen as they are, some people elsewhere."""
    bureau.members = {each.number: each.known for each in settled(bureau).people} | moved
    return bureau


def test_frozen_units_settle_as_they_did_the_moment_before() -> None:
    bureau = rated_bureau({"L02": ("95",) * 7, "L03": ("95",) * 3, "L04": ("80",) * 5})
    bureau.person("S90", "D01", left=date(2026, 6, 30)).person("S91", "D03", staff_category="support_worker")
    before = year_record(settled(bureau))
    assert year_record(settled(frozen(bureau))) == before


def test_what_is_learned_after_the_freeze_moves_nobody_until_frozen_anew() -> None:
    bureau = frozen(rated_bureau({"L02": ("95",) * 6, "L03": ("95",) * 4}))
    before = year_record(settled(bureau))["pools"]
    bureau.portfolios[1] = Portfolio("L02", "D02", SINCE)
    bureau.circumstances["L02-01"] = [Circumstance("secondment_out", SINCE)]
    result = settled(bureau)
    assert [(each.unit, each.base) for each in result.pools[0].units] == [("L02", 6), ("L03", 4)]
    assert before[0]["headcount"] == 10
    assert {each.suggested for each in result.people if each.number == "L02-01"} == {"not_appraised"}
    known = {each.number: each.known for each in result.people}
    assert [each.number for each in differences(bureau.members, known)] == [
        "L02-01", "L03-01", "L03-02", "L03-03", "L03-04",
    ]  # fmt: skip
    anew = settled(frozen_anew(bureau))
    assert [(each.unit, each.base) for each in anew.pools[0].units] == [("L02", 9)]


def frozen_anew(bureau: Bureau) -> Bureau:
    bureau.members = {}
    return frozen(bureau)


def test_who_is_not_among_the_frozen_is_in_nobodys_base() -> None:
    bureau = frozen(rated_bureau({"L02": ("95",) * 5}))
    bureau.rated("S99", "99")
    result = settled(bureau)
    assert (result.pools[0].headcount, result.of("S99").rank) == (5, None)
    assert result.of("S99").unit == "L02"
    assert differences(bureau.members, {"S99": result.of("S99").known})[-1] == (
        "S99", None, Member("civil", "L02", appraised=True),
    )  # fmt: skip


def test_who_is_gone_since_the_freeze_stays_in_the_base() -> None:
    bureau = rated_bureau({"L02": ("95",) * 5})
    frozen(bureau, GONE=Member("civil", "L09", appraised=True))
    (pool,) = settled(bureau).pools
    assert [(each.unit, each.base, each.seats["excellent"]) for each in pool.units] == [
        ("L02", 5, 1), ("L09", 1, 0),
    ]  # fmt: skip


def test_a_replay_sets_what_was_frozen_and_decided_aside() -> None:
    bureau = rated_bureau({"L02": ("95",) * 6, "L03": ("95",) * 4})
    plain = year_record(settled(bureau))
    frozen(bureau, **{"L03-01": Member("civil", "L02", appraised=True)})
    bureau.seats = {("excellent", "civil", "L03"): 2}
    assert year_record(settled(bureau)) != plain
    assert year_record(settle(shipped(), bureau.facts().set_aside())) == plain


def test_there_is_no_difference_without_a_freeze_or_for_who_counts_nowhere() -> None:
    nobody = Member("civil", "L02", appraised=False)
    assert differences({}, {"S01": Member("civil", "L02", appraised=True)}) == []
    assert differences({"S01": nobody, "S02": nobody}, {"S01": nobody._replace(unit="L03")}) == []
