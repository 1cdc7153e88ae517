"""The pages on which results are used: what they say, to whom, and in how many statements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.annual.enums import Stage
from daybook.merit.actions.alerts import note_alert
from daybook.merit.actions.benefits import Grant, decide_benefit
from daybook.merit.actions.career import Valuation, enter_dimension
from daybook.merit.models import AlertNote, Benefit, CareerInput
from daybook.org.actions.people import enrol_person
from daybook.org.actions.posts import appoint
from daybook.org.enums import Role, StaffCategory
from daybook.org.models import Circumstance
from tests.annual.scored import publish_year, vote
from tests.merit.years import NOW, SCORED, decided, two_years
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, SINCE, Cast, water_bureau

pytestmark = pytest.mark.django_db
USE = "/years/2026/use"
MOST = 15


@pytest.fixture
def cast() -> Cast:
    return two_years(water_bureau())


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def seen(cast: Cast, number: str, address: str, language: str = "en") -> str:
    return words(page(reading(cast[number], language), address))


def entered(cast: Cast, number: str, dimension: str = "experience", score: str = "80") -> CareerInput:
    told = Valuation(Decimal(score), "两任基层岗位", "江水人〔2027〕3号")
    given: dict[str, Any] = {"year": 2026, "dimension": dimension, "valuation": told}
    return enter_dimension(person=cast[number], actor=cast["S01"], at=NOW, **given)


# Career evaluation


def test_the_table_weighs_what_there_is_and_says_what_is_dropped(cast: Cast) -> None:
    entered(cast, "S02")
    told = seen(cast, "S01", USE)
    assert "钱进 办公室 94.81 80.00 — — 85.00 89.54" in told
    assert "冯雪 规划计划处 93.81 — — — — 93.81" in told  # two ballots from above: not shown apart
    assert "A dash is a dimension without a value: it is dropped" in told


def test_the_working_opens_down_to_the_totals_of_the_years(cast: Cast) -> None:
    entered(cast, "S02")
    client = reading(cast["S01"])
    panel = client.get(f"{USE}?open=S02", headers={"HX-Request": "true"}).content.decode()
    told = words(panel)
    assert told.startswith("Working: 钱进, career evaluation")
    assert "(40 × 94.81 + 15 × 80.00 + 15 × 85.00) ÷ 70" in told
    assert "(5 × 95.00 + 3 × 94.50) ÷ 8 = 94.8125" in told
    assert "Annual total of 2025 94.50" in told
    assert "两任基层岗位 Document: 江水人〔2027〕3号" in told
    assert "Staff 85.00 3 ballots" in told
    assert "Years without a total, and so dropped: 2024." in told
    assert "urgent and difficult tasks, rewards and sanctions" in told
    assert 'href="/years/2025/people/S02"' in panel
    assert "<html" not in panel
    assert page(client, f"{USE}?open=nobody", 404)


def test_a_leader_sees_his_own_unit_and_nothing_of_the_classes(cast: Cast) -> None:
    told = seen(cast, "L02", USE)
    assert "钱进 办公室 94.81 — — — closed closed" in told
    assert "冯雪 规划计划处 93.81 — — — — 93.81" in told
    assert "褚卫" not in told
    assert "褚卫" in seen(cast, "L03", USE)
    assert "钱进" not in seen(cast, "L03", USE)
    opened = seen(cast, "L02", f"{USE}/people/S02")
    assert "The evaluation holds what classes of ballots say" in opened
    assert "Appraisal results 94.81" in opened
    assert "85.00" not in opened
    assert page(reading(cast["L02"]), f"{USE}/people/S05", 404)
    assert page(reading(cast["L02"]), f"{USE}?open=S05", 404)


def test_a_dimension_is_entered_on_the_page_of_the_person(cast: Cast) -> None:
    client = reading(cast["S01"])
    given = {"dimension": "experience", "reason": "基层任职", "document": "3号", "seen": "0"}
    refused = client.post(f"{USE}/people/S02", {**given, "score": "abc"})
    assert refused.status_code == 422
    assert "Enter a score from 0 to 100." in words(refused.content.decode())
    assert 'value="基层任职"' in refused.content.decode()
    assert client.post(f"{USE}/people/S02", {**given, "score": "８０。5"}).status_code == 302
    assert CareerInput.objects.get().score == Decimal("80.5")
    told = seen(cast, "S01", f"{USE}/people/S02")
    assert "Posts held weight 15 80.50 基层任职 3号 · 孙丽" in told
    back = {**given, "seen": "1", "act": "take_back", "reason": "录错"}
    assert client.post(f"{USE}/people/S02", back).status_code == 302
    told = seen(cast, "S01", f"{USE}/people/S02")
    assert "taken back 录错" in told
    assert "1 earlier version 80.50 基层任职" in told
    assert client.post(f"{USE}/people/S02", {**given, "score": "90"}).status_code == 422


def test_the_officer_finds_no_form_in_his_own_case(cast: Cast) -> None:
    assert "<form" not in page(reading(cast["S01"]), f"{USE}/people/S01").split("<main")[1]
    assert "<form" not in page(reading(cast["L01"]), f"{USE}/people/S02").split("<main")[1]
    for number in ("L01", "L02", "S02"):
        assert reading(cast[number]).post(f"{USE}/people/S02", {"score": "80"}).status_code == 404


# Lists


def test_a_list_puts_forward_by_rule_and_leaves_nobody_out(cast: Cast) -> None:
    told = seen(cast, "S01", f"{USE}/lists/award", "zh-hans")
    assert "规则列入2人" in told
    first = told.index("1 钱进 办公室 96.00 平时考核成绩居单元6人第1位，在前30% 2026年等次优秀")
    second = told.index("2 冯雪 规划计划处 94.00 2026年等次优秀")
    line = told.index("以上由规则列入")
    third = told.index("3 陈明 规划计划处 92.00 平时考核成绩居单元6人第3位，不在前30% 2026年等次优良")
    assert first < second < line < third
    assert all(cast[number].name in told for number in SCORED)


def test_the_other_lists_tell_their_grounds(cast: Cast) -> None:
    training = seen(cast, "S01", f"{USE}/lists/training")
    assert "1 钱进 办公室 96.00 Routine score of 2026 96.00, from 90 on" in training
    assert "Aged 47, over 45" in training
    assert "Routine score of 2025 84.00, below 90" in training
    assert "Date of birth not known" in training
    decide_benefit(
        person=cast["S03"],
        grant=Grant("recuperation", 2025, "疗养", "局党组", reason="补办"),
        actor=cast["S01"],
        at=NOW,
    )
    told = seen(cast, "S01", f"{USE}/lists/recuperation")
    assert "Recuperation in 2025, not 3 years ago yet" in told
    assert "One of these grades in 0 years running up to 2026, not in 3" in told


def test_a_decision_is_entered_beside_the_list(cast: Cast) -> None:
    client, address = reading(cast["S01"]), f"{USE}/lists/recuperation"
    asked = words(page(client, f"{address}?choose=S03"))
    assert "Recuperation: 冯雪" in asked
    assert "1 person stands above and has none yet (钱进); a reason is required." in asked
    given = {"person": "S03", "title": "庐山疗养", "decided_by": "局党组", "first_day": "2027-05-10"}
    refused = client.post(address, given)
    assert refused.status_code == 422
    assert "give a reason" in words(refused.content.decode())
    assert 'value="庐山疗养"' in refused.content.decode()
    assert client.post(address, {**given, "first_day": "5月"}).status_code == 422
    assert client.post(address, {**given, "person": "X9"}).status_code == 422
    assert client.post(address, {**given, "reason": "钱进本人推迟"}).status_code == 302
    row = Benefit.objects.get()
    assert (row.person, row.kind, row.first_day, row.reason) == (
        cast["S03"], "recuperation", date(2027, 5, 10), "钱进本人推迟",
    )  # fmt: skip
    told = words(page(client, address))
    assert "庐山疗养 10 May · 局党组 · 钱进本人推迟" in told
    assert "decided for 1" in told
    for number in ("L01", "L02", "S02"):
        assert reading(cast[number]).post(address, given).status_code == 404
    assert "Enter a decision" not in seen(cast, "L01", address)


# Alerts and the register


def test_alerts_stand_open_until_it_is_noted_what_was_done(cast: Cast) -> None:
    client, address = reading(cast["S01"]), f"{USE}/alerts"
    told = words(page(client, address))
    assert "1 alert is open" in told
    assert "褚卫 水旱灾害防御处 Proceed by law open 2025, 2026: incompetent" in told
    given = {"person": "S05", "alert": "dismissal"}
    assert client.post(address, {**given, "text": " "}).status_code == 422
    assert client.post(address, {"text": "办理"}).status_code == 422
    assert client.post(address, {**given, "text": "已报党组", "document": "2号"}).status_code == 302
    told = words(page(client, address))
    assert "alert is open" not in told
    assert "已报党组 2号 · 孙丽" in told
    assert "Admonish" in words(page(client, "/years/2025/use/alerts"))
    assert "No alerts" in seen(cast, "L02", address)
    assert "褚卫" in seen(cast, "L03", address)
    assert reading(cast["L03"]).post(address, {**given, "text": "办理"}).status_code == 404
    assert AlertNote.objects.count() == 1


def test_an_alert_tells_what_was_noted_in_earlier_years(cast: Cast) -> None:
    decided(cast["S05"], 2024, "incompetent")
    note_alert(person=cast["S05"], year=2025, alert="dismissal", text="已约谈", actor=cast["S01"], at=NOW)
    assert "noted for 2025: 已约谈" in seen(cast, "S01", f"{USE}/alerts")


def test_the_register_keeps_what_is_cancelled(cast: Cast) -> None:
    given: dict[str, Any] = {"actor": cast["S01"], "at": NOW}
    made = decide_benefit(person=cast["S02"], grant=Grant("award", 2026, "先进个人", "局党组"), **given)
    grant = Grant("training", 2026, "挂职", "局党组", reason="组织推荐")
    decide_benefit(person=cast["S05"], grant=grant, **given)
    client, address = reading(cast["S01"]), f"{USE}/register"
    assert "钱进 办公室 先进个人" in words(page(client, address))
    assert client.post(address, {"key": made.key, "reason": ""}).status_code == 422
    assert client.post(address, {"key": "../x", "reason": "x"}).status_code == 422
    assert client.post(address, {"key": "B-NONE", "reason": "x"}).status_code == 422
    assert client.post(address, {"key": made.key, "reason": "文件撤销"}).status_code == 302
    assert "cancelled 局党组 Cancelled: 文件撤销 孙丽" in words(page(client, address))
    leader = seen(cast, "L02", address)
    assert ("钱进" in leader, "褚卫" in leader) == (True, False)
    assert reading(cast["L02"]).post(address, {"key": made.key, "reason": "x"}).status_code == 404


# Doors, years, statements


ADDRESSES = (
    "",
    "?open=S02",
    "/people/S02",
    "/lists/award?choose=S02",
    "/lists/training",
    "/lists/recuperation",
    "/alerts",
    "/register",
)


def test_a_year_without_figures_says_so_and_takes_nothing(cast: Cast) -> None:
    client = reading(cast["S01"])
    for address in ("/years/2030/use", "/years/2030/use/lists/award", "/years/2030/use/alerts"):
        assert "Nothing is scored in this year" in words(page(client, address))
        assert client.post(address).status_code in {404, 405}
    assert page(client, "/years/2030/use/people/S02", 404)
    assert page(client, f"{USE}/lists/holiday", 404)


def test_a_year_under_way_settles_and_years_before_are_as_they_were_sealed(cast: Cast) -> None:
    publish_year(cast["S03"], 2027, ("90",) * 4)
    vote(cast["S03"], 2027, "BBBBB", 3, "D")
    decided(cast["S03"], 2027, "excellent", Stage.PROPOSED)
    told = seen(cast, "S01", "/years/2027/use")
    assert "冯雪 规划计划处 90.65 — — — 85.00 89.11" in told  # (5 × 87.50 + 3 × 94.00 + 2 × 93.50) ÷ 10
    award = seen(cast, "S01", "/years/2027/use/lists/award")
    assert "Graded excellent in 2027" not in award  # proposed is not decided
    decided(cast["S03"], 2027, "excellent", Stage.DECIDED, version=2)
    assert "1 冯雪 规划计划处 90.00 Graded excellent in 2027" in seen(
        cast, "S01", "/years/2027/use/lists/award"
    )


def joined(cast: Cast, letter: str, count: int) -> None:
    """So many more people, scored, voted on and graded."""
    home = cast.departments["D01"]
    for number in range(count):
        person = enrol_person(
            bureau=cast.bureau,
            number=f"{letter}{number:02}",
            name=f"张{letter}{number}",
            staff_category=StaffCategory.CIVIL_SERVANT,
            employed_from=SINCE,
            at=FOUNDED,
        )
        appoint(person=person, role=Role.STAFF, department=home, valid_from=SINCE, at=FOUNDED)
        publish_year(person, 2026, ("91",) * 4)
        vote(person, 2026, "BBBBB", 3, "D")
        decided(person, 2026, "basically_competent")


def measured(client: Client, years: tuple[int, ...]) -> dict[str, int]:
    return {
        f"/years/{year}/use{address}": statements(client, f"/years/{year}/use{address}")
        for year in years
        for address in ADDRESSES
    }


def test_the_pages_take_as_many_statements_for_one_as_for_many() -> None:
    cast = water_bureau()
    joined(cast, "Y", 1)
    client = reading(cast["S01"])
    few = measured(client, (2026,))
    joined(cast, "Z", 30)
    assert measured(client, (2026,)) == few
    assert max(few.values()) <= MOST


def test_the_pages_of_a_final_year_take_few_statements(cast: Cast) -> None:
    for number in SCORED:
        if number != "S01":
            entered(cast, number)
    found = measured(reading(cast["S01"]), (2026,))
    assert max(found.values()) <= 11, found


# The record over the years


def record(cast: Cast, reader: str, language: str = "en") -> str:
    return seen(cast, reader, "/people/S02/record", language)


def test_the_record_has_every_year_on_one_page(cast: Cast) -> None:
    decide_benefit(
        person=cast["S02"], grant=Grant("award", 2026, "先进个人", "局党组"), actor=cast["S01"], at=NOW
    )
    Circumstance.objects.create(
        person=cast["S02"], kind="warning", first_day=date(2025, 3, 2), document="7号", recorded_at=NOW
    )
    for reader in ("S02", "S01", "L01", "L02"):
        told = record(cast, reader)
        assert "2027 under way 91.00 — — — — — — — —" in told
        assert "2026 96.00 96.00 96.00 96.00 96.00 94.00 95.00 1 excellent" in told
        assert "2025 95.00 95.00 95.00 95.00 95.00 94.00 94.50 1 excellent" in told
        assert "1 January 2025–now 办公室 staff staff" in told
        assert "Warning 7号" in told
        assert "2026 Merit selection 先进个人 局党组" in told
        assert ("92.14" in told) is (reader != "L02")
        assert ("The evaluation holds what classes" in told) is (reader == "L02")


def test_the_superior_who_scores_sees_quarters_and_routine_scores(cast: Cast) -> None:
    told = record(cast, "H01")
    assert "2026 96.00 96.00 96.00 96.00 96.00" in told
    for closed in ("94.00", "95.00 1", "Grade", "excellent", "Special circumstances", "Career evaluation"):
        assert closed not in told


def test_others_find_no_record(cast: Cast) -> None:
    for reader in ("S04", "H02", "L03", "S03"):
        assert page(reading(cast[reader]), "/people/S02/record", 404)
    assert page(reading(cast["S01"]), "/people/X9/record", 404)


def test_a_person_learns_the_own_grade_when_it_is_announced(cast: Cast) -> None:
    decided(cast["S02"], 2026, "good", Stage.DECIDED, version=2)
    assert "95.00 1 —" in record(cast, "S02")
    assert "95.00 1 good" in record(cast, "L01")
    decided(cast["S02"], 2026, "good", Stage.NOTICED, version=3)
    assert "95.00 1 good" in record(cast, "S02")


def test_somebody_without_any_figure_has_a_record_all_the_same(cast: Cast) -> None:
    told = seen(cast, "L02", "/people/L02/record")
    assert "No year has a score yet." in told
    assert "There is an evaluation once a year is final." in told


def test_the_record_takes_few_statements(cast: Cast) -> None:
    few = {who: statements(reading(cast[who]), "/people/S02/record") for who in ("S02", "H01", "L02")}
    for number in range(30):
        grant = Grant("award", 2026, f"先进个人{number}", "局党组")
        decide_benefit(person=cast["S02"], grant=grant, actor=cast["S01"], at=NOW)
        entered(cast, "S02", score=str(number))
    assert few == {who: statements(reading(cast[who]), "/people/S02/record") for who in few}
    assert max(few.values()) <= MOST
