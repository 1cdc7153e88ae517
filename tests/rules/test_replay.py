"""Policy replay: whose year comes out otherwise, and by which link and value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from daybook.rules.facts import Circumstance, Member
from daybook.rules.policy import Policy
from daybook.rules.replay import Cause, PersonChange, differing_values, person_changes, suggestion
from daybook.rules.year import settle

from .cast import SINCE, Bureau, own_policy, shipped
from .settling import VOTED, office


def replayed(bureau: Bureau, now: Policy, then: Policy | None = None) -> dict[str, PersonChange]:
    """Who changes, by number; seats and units of the own policy are set aside."""
    own = then or shipped()
    results = settle(own, bureau.facts()), settle(now, bureau.facts().set_aside())
    changes = person_changes(*results, differing_values(own, now))
    return {each.replayed.number: each for each in changes}


def links(change: PersonChange) -> list[str]:
    return [each.link for each in change.causes]


def rated_units(first: int, second: int, *, good: int = 99) -> Bureau:
    """Two units of people with totals that fall from one to the next; beyond `good` nobody is eligible."""
    bureau = Bureau().principal("L01").department("D01", "L02").department("D02", "L03")
    for place in range(first):
        bureau.rated(f"A{place:02}", str(99 - place if place < good else 80 - place / 2))
    for place in range(second):
        bureau.rated(f"B{place:02}", str(98 - place), "D02")
    return bureau


# -- values


def test_only_values_that_settle_a_year_are_laid_side_by_side() -> None:
    found = differing_values(shipped(), shipped("log-style-2018"))
    assert found["eligibility.low_quarter_bars"] == (True, False)
    assert found["circumstances.demerit.kind"] == ("sanction", None)
    assert not [path for path in found if path.startswith(("notice", "remedies", "daily", "labels"))]
    assert differing_values(shipped(), shipped()) == {}


# -- figures


def test_nobody_changes_under_the_same_policy() -> None:
    assert replayed(rated_units(6, 4), shipped()) == {}


def test_other_weights_of_elements_change_a_quarter_and_what_follows_from_it() -> None:
    weights = {"expertise": 25, "casework": 5, "communication": 5, "learning": 5}
    bureau = office().rated("S01", "90")
    bureau.sheets["S01"][0].scores["expertise"] = 7000  # type: ignore[index]
    change = replayed(bureau, own_policy(sheets={"staff": {"weights": weights}}))["S01"]
    assert links(change) == ["quarter"]
    assert change.causes[0][:4] == ("quarter", "1", "88.00", "85.00")
    assert change.causes[0].paths[0] == "sheets.staff.weights.expertise"
    assert change.scored_otherwise
    assert {change.ranked_otherwise, change.graded_otherwise} == {False}


def test_more_quarters_asked_for_take_the_routine_score() -> None:
    bureau = office().person("S01", quarters=("90", "90", None, None), ballots=VOTED)
    change = replayed(bureau, own_policy(routine_score={"min_quarters": 3}))["S01"]
    assert change.causes[0] == Cause("routine", "", "90.00", "", ("routine_score.min_quarters",))
    assert suggestion(change.replayed) == (None, ())
    assert change.graded_otherwise


def test_other_class_weights_change_the_assessment() -> None:
    bureau = office().person("S01", quarters=("90",) * 4, ballots={"A": ["AAAAA"], "D": ["BBBBB"]})
    now = own_policy(assessment={"weights": {"A": 20, "B": 30, "C": 20, "D": 30}})
    (cause,) = replayed(bureau, now)["S01"].causes
    assert cause[:4] == ("assessment", "", "94.00", "91.00")
    assert cause.paths == ("assessment.weights.A", "assessment.weights.D")


def test_another_weight_of_the_routine_score_is_told_by_category() -> None:
    bureau = office().rated("S01", "90").rated("H01", "90", role="department_head")
    now = own_policy(annual_total={"routine_weight": {"staff": Decimal("0.75")}})
    found = replayed(bureau, now)
    assert found["S01"].causes[0] == Cause("weight", "staff", paths=("annual_total.routine_weight.staff",))
    assert "H01" not in found or "weight" not in links(found["H01"])


# -- conditions


def test_what_bars_and_what_bars_no_more() -> None:
    bureau = rated_units(5, 0)
    bureau.circumstances["A00"] = [Circumstance("demerit", SINCE.replace(year=2026))]
    found = replayed(bureau, shipped("log-style-2018"))
    freed = found["A00"].causes[0]
    assert freed[:2] == ("freed", "undetermined:demerit")
    assert set(freed.paths) == {"circumstances.demerit.kind", "circumstances.demerit.effects"}
    back = replayed(bureau, shipped(), shipped("log-style-2018"))
    assert back["A00"].causes[0][:2] == ("barred", "undetermined:demerit")


def test_a_higher_minimum_bars_by_its_value() -> None:
    found = replayed(rated_units(5, 0), own_policy(eligibility={"routine_minimum": Decimal("99.50")}))
    assert found["A00"].causes[0] == Cause(
        "barred", "routine_below_minimum", paths=("eligibility.routine_minimum",)
    )


# -- units and seats


def test_heads_in_a_unit_of_their_own_move() -> None:
    bureau = rated_units(6, 4).rated("H01", "97", role="department_head")
    found = replayed(bureau, own_policy(units={"heads": "own_pool"}))
    assert found["H01"].causes[0] == Cause("unit", "", "L02", "HEADS", ("units.heads",))


def test_another_ratio_gives_other_seats() -> None:
    found = replayed(rated_units(6, 4), own_policy(quotas={"excellent": {"ratio": Decimal("0.1")}}))
    changed = next(each for each in found.values() if "seats" in links(each))
    cause = next(each for each in changed.causes if each.link == "seats")
    assert (cause.detail, cause.paths, cause.because) == ("excellent", ("quotas.excellent.ratio",), ())


def test_decided_seats_are_set_aside_and_said_to_be() -> None:
    bureau = rated_units(6, 4)
    bureau.seats = {("good", "civil", "L03"): 3}
    found = replayed(bureau, own_policy(suggestions={"competent_from": 71}))
    causes = [each for change in found.values() for each in change.causes if each.link == "seats"]
    assert causes
    assert {each.because for each in causes} == {("decided",)}


def test_frozen_units_are_set_aside_and_said_to_be() -> None:
    bureau = rated_units(6, 4)
    bureau.members = {each.number: each.known for each in settle(shipped(), bureau.facts()).people}
    bureau.members["B00"] = Member("civil", "L02", appraised=True)
    bureau.members["B01"] = Member("civil", "L03", appraised=False)
    found = replayed(bureau, own_policy(suggestions={"competent_from": 71}))
    assert found["B00"].causes[0] == Cause("unit", "", "L02", "L03", (), ("frozen",))
    assert found["B01"].causes[0] == Cause("unit", "", "L03", "L03", (), ("frozen",))
    moved = [each for change in found.values() for each in change.causes if each.link == "seats"]
    assert all("bases" in each.because for each in moved)


def test_others_who_are_eligible_give_other_seats_back() -> None:
    """Nobody of the first unit reaches 85; from 70 on they keep the seats that the second had got."""
    bureau = rated_units(6, 4, good=0)
    found = replayed(bureau, own_policy(eligibility={"routine_minimum": 70, "excellent_well_share": 0}))
    told = {each.because for change in found.values() for each in change.causes if each.link == "seats"}
    assert ("eligible",) in told


def test_a_pool_of_people_who_were_all_elsewhere_has_other_bases() -> None:
    bureau = office()
    for number in ("W1", "W2", "W3", "W4", "W5"):
        bureau.rated(number, "9" + number[1], staff_category="support_worker")
        bureau.circumstances[number] = [Circumstance("secondment_out", SINCE)]
    found = replayed(bureau, shipped("log-style-2018"))
    cause = next(each for each in found["W5"].causes if each.link == "seats")
    assert cause[:4] == ("seats", "excellent", "0", "1")
    assert cause.because == ("bases",)


def test_a_pool_that_is_new_has_other_bases() -> None:
    pools: dict[str, Any] = {
        "civil": ["civil_servant", "quasi_civil_servant", "support_worker"],
        "institution": ["public_institution"],
        "support": [],
    }
    bureau = rated_units(6, 0).rated("W01", "99.5", staff_category="support_worker")
    bureau.rated("W02", "60", staff_category="support_worker")
    found = replayed(bureau, own_policy(pools=pools))
    assert links(found["W01"])[0] == "unit"
    assert any("pools.support" in each.paths for each in found["W01"].causes)


# -- suggestions and ranks


def test_another_bound_of_competent_is_told() -> None:
    bureau, own = office().rated("S01", "50"), shipped("log-style-2018")
    now = own_policy("log-style-2018", suggestions={"competent_from": 76})
    (cause,) = replayed(bureau, now, own)["S01"].causes
    assert cause == Cause("suggestion", paths=("suggestions.competent_from",))


def test_an_incompetent_by_circumstance_does_not_go_by_the_total() -> None:
    bureau = office().rated("S01", "50")
    bureau.circumstances["S01"] = [Circumstance("refused", SINCE.replace(year=2026))]
    found = replayed(bureau, shipped("log-style-2018"))["S01"]
    assert (found.then.suggested, found.replayed.suggested) == ("incompetent", "competent")
    assert "suggestion" not in links(found)


def test_whom_others_overtake_is_told_so() -> None:
    bureau = office().rated("S01", "90").rated("S02", "91")
    bureau.person("S03", quarters=("80",) * 4, ballots={"A": ["BBBBB"], "D": ["AAAAA"]})
    bureau.rated("H01", "70", role="department_head")
    now = own_policy(annual_total={"routine_weight": {"head": Decimal("0.75")}})
    found = replayed(bureau, now)
    assert links(found["H01"]) == ["weight"]
    overtaking = [number for number, each in found.items() if links(each) == ["rank"]]
    assert overtaking
    assert all(found[number].ranked_otherwise for number in overtaking)


def test_a_seat_that_others_take_is_told_so() -> None:
    """The head falls behind, so that the next one gets the seat; nothing of the unit's has changed."""
    bureau = rated_units(4, 0).rated("H01", "96", role="department_head")
    bureau.circumstances["A00"] = [Circumstance("warning", SINCE.replace(year=2026))]
    bureau.circumstances["A01"] = [Circumstance("warning", SINCE.replace(year=2026))]
    now = own_policy(annual_total={"routine_weight": {"head": Decimal(1)}})
    found = replayed(bureau, now)
    assert any("others" in links(each) for each in found.values())


def test_who_stands_on_one_side_only_is_no_change() -> None:
    first, second = rated_units(3, 0), rated_units(2, 0)
    results = settle(shipped(), second.facts()), settle(shipped(), first.facts())
    assert "A02" not in {each.replayed.number for each in person_changes(*results, {})}
