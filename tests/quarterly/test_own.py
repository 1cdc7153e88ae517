"""本季: what a person reads of the own quarter, who else reads how much of it, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine

from daybook.annual.queries.settled import settled_year
from daybook.org.above import above_of
from daybook.org.actions.people import end_employment, grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind, RightKind
from daybook.org.models import Person
from daybook.quarterly.access import knows_quarter
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.reopening import publish_correction, reopen_sheet
from daybook.quarterly.actions.sheets import write_opinion
from daybook.quarterly.models import Acknowledgement, Citation, ScoreSheet
from daybook.quarterly.spans import period_of
from tests.annual.scored import publish
from tests.factories import STAFF_ELEMENTS, entry_of, noon, published
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

Q1 = "/quarters/2026-Q1"
NOW = noon(2026, 4, 14)  # two workdays after publishing on Friday, 10 April


@pytest.fixture(autouse=True)
def _april() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def shown(cast: Cast, number: str, address: str = Q1, status: int = 200) -> str:
    return words(page(reading(cast[number], "zh-hans"), address, status))


def of(number: str) -> str:
    return f"{Q1}/people/{number}"


def scored(cast: Cast, score: str = "88") -> ScoreSheet:
    return published(cast["S03"], "2026-Q1", cast["H02"], score)


# What the person reads -------------------------------------------------------------------------------------


def test_the_person_reads_score_grade_elements_comment_and_until_when_to_object(cast: Cast) -> None:
    scored(cast)
    told = shown(cast, "S03")
    assert "季度得分 88.00 季度等次 较好" in told
    assert "业务能力 40 专业知识 10 88.0 8.80 依据台账" in told
    assert "吴建国；1月1日至3月31日；59个工作日；4月10日 12:00公布" in told
    assert "评语 工作扎实。" in told
    assert "有异议请在4月17日24:00前提出" in told  # the fifth workday after publication
    assert 'href="/objections/new/2026-Q1/2026-01-01"' in page(reading(cast["S03"]), Q1)


def test_every_score_opens_down_to_the_cited_entries(cast: Cast) -> None:
    sheet, entry = scored(cast), entry_of(cast["S03"], date(2026, 3, 30), key="E-1")
    Citation.objects.create(sheet=sheet, element="quality", entry=entry)
    for why in ("quarter", "2026-01-01"):
        html = page(reading(cast["S03"], "zh-hans"), f"{Q1}?why={why}")
        panel = html.split('id="why"')[1].split('class="quarter-sheet"')[0]
        assert '<a href="/entries/E-1"><time datetime="2026-03-30">3月30日</time> 核对二季度' in panel
        assert "20 × 88.0" in panel
        assert "合计 100 88.00" in words(panel)


def test_a_script_gets_the_working_alone(cast: Cast) -> None:
    scored(cast)
    client = reading(cast["S03"], "zh-hans")
    headers = {"HX-Request": "true", "HX-Target": "why"}
    part = client.get(f"{Q1}?why=quarter", headers=headers).content.decode()
    assert "由来：季度得分 88.00" in words(part)
    assert "<main" not in part
    back = client.get(f"{Q1}?why=quarter", headers={**headers, "HX-History-Restore-Request": "true"})
    assert "<main" in back.content.decode()


def test_a_withdrawn_entry_is_no_evidence_and_an_internal_one_keeps_its_words(cast: Cast) -> None:
    sheet = scored(cast)
    inner = {"visibility": "internal", "internal_reason": "petition", "people": ""}
    internal = entry_of(cast["S04"], date(2026, 3, 30), key="E-2", content="接访", **inner)
    gone = entry_of(cast["S03"], date(2026, 3, 31), key="E-3", content="撤回的事")
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_reason="误记")
    for entry in (internal, gone):
        Citation.objects.create(sheet=sheet, element="quality", entry=entry)
    told = shown(cast, "S03")
    assert "3月30日 内部事项" in told
    assert "接访" not in told
    assert "撤回的事" not in told


def test_acknowledging_is_said_once_and_an_objection_stays_open_until_its_day(cast: Cast) -> None:
    sheet = scored(cast)
    client = reading(cast["S03"], "zh-hans")
    assert client.post(Q1, {"act": "acknowledge"}).status_code == 302
    assert Acknowledgement.objects.get().sheet == sheet
    told = shown(cast, "S03")
    assert "已确认 4月14日" in told
    assert "4月17日24:00前仍可提出异议" in told
    assert client.post(Q1, {"act": "acknowledge"}).status_code == 404
    with time_machine.travel(datetime(2026, 4, 17, 16, tzinfo=UTC), tick=False):  # Saturday, 00:00 there
        assert "提出异议" not in shown(cast, "S03")


def test_after_its_time_no_objection_is_offered(cast: Cast) -> None:
    scored(cast)
    with time_machine.travel(datetime(2026, 4, 17, 15, 59, tzinfo=UTC), tick=False):
        assert 'href="/objections/new' in page(reading(cast["S03"]), Q1)
    with time_machine.travel(datetime(2026, 4, 17, 16, tzinfo=UTC), tick=False):
        html = page(reading(cast["S03"], "zh-hans"), Q1)
        assert "提出异议的期限已于4月17日截止" in words(html)
        assert 'href="/objections/new' not in html


@pytest.mark.parametrize("given", [{}, {"act": "?"}, {"act": "object"}])
def test_nothing_else_can_be_done_here(cast: Cast, given: dict[str, str]) -> None:
    scored(cast)
    assert reading(cast["S03"]).post(Q1, given).status_code == 404
    assert not Acknowledgement.objects.exists()


def test_nobody_else_is_on_the_page_of_a_person(cast: Cast) -> None:
    scored(cast, "88")
    published(cast["S04"], "2026-Q1", cast["H02"], "77.5")
    publish(cast["S03"], "2025-Q4", "86.5")
    html = page(reading(cast["S03"], "zh-hans"), Q1)
    assert "77.5" not in html
    assert "陈明" not in words(html)
    assert "2025年四季度 86.50" in words(html)


def test_a_draft_is_told_as_nothing_published(cast: Cast) -> None:
    before = shown(cast, "S04")
    assert "还没有公布评分 由吴建国评分，4月22日前完成" in before
    sheet = publish(cast["S04"], "2026-Q1", "91", cast["H02"])
    ScoreSheet.objects.filter(pk=sheet.pk).update(published_at=None, score=None)
    assert shown(cast, "S04") == before


def test_a_quarter_that_is_not_scored_says_why(cast: Cast) -> None:
    note_absence(
        person=cast["S03"],
        kind=AbsenceKind.SICK_LEAVE,
        first_day=date(2026, 1, 5),
        last_day=date(2026, 3, 20),
        at=NOW,
    )
    publish(cast["S03"], "2026-Q1", "90", cast["H02"])
    told = shown(cast, "S03")
    assert "本季度应到岗8天，不足20天，不评分" in told
    assert "季度得分" not in told
    assert "本季度还没有开始" in shown(cast, "S03", "/quarters/2026-Q3")
    assert "本季度结束后评分" in shown(cast, "S03", "/quarters/2026-Q2")
    assert "不评分：局领导" in shown(cast, "L02")
    end_employment(person=cast["S04"], last_day=date(2025, 12, 31), at=noon(2025, 12, 31))
    assert "本季度不在职" in shown(cast, "S01", of("S04"))


# The rules -------------------------------------------------------------------------------------------------


def test_the_superior_of_most_of_the_quarter_scores_and_the_other_writes(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 2), at=NOW)
    write_opinion(person=cast["S03"], quarter="2026-Q1", rater=cast["H02"], comment="走得好。", at=NOW)
    published(cast["S03"], "2026-Q1", cast["H03"], "86")
    told = shown(cast, "S03")
    assert "吴建国的意见（1月1日至2月1日） 走得好。" in told
    assert "郑江；2月2日至3月31日" in told
    assert "季度得分 86.00" in told


def test_two_sheets_by_either_rule_are_told_with_what_counts(cast: Cast) -> None:
    sheet = publish(cast["S03"], "2026-Q1", "90", cast["H02"])
    ScoreSheet.objects.filter(pk=sheet.pk).update(last_day=date(2026, 2, 1))
    other = publish(cast["S03"], "2026-Q2", "80", cast["H03"])
    ScoreSheet.objects.filter(pk=other.pk).update(
        quarter="2026-Q1", first_day=date(2026, 2, 2), last_day=date(2026, 3, 31)
    )
    told = shown(cast, "S03")
    assert "季度得分 80.00" in told
    assert "季度内有几张评分表的，取时段工作日最多的一张" in told
    assert "吴建国的评分表 1月1日至2月1日；21个工作日；4月15日 10:00公布 不计" in told
    figure = settled_year(cast.bureau, 2026).result.of("S03").quarters[1]
    assert f"季度得分 {figure.value}" in told
    panel = shown(cast, "S03", f"{Q1}?why=quarter")
    assert "吴建国 不计 90.00" in panel
    assert "郑江 80.00" in panel


def test_a_corrected_sheet_stands_beside_the_one_before_it(cast: Cast) -> None:
    old = scored(cast)
    reopen_sheet(sheet=old, actor=cast["L02"], grounds="漏计抢险", at=noon(2026, 4, 13))
    assert "李为民退回重评：漏计抢险" in shown(cast, "S03")
    assert "已退回重评 评分表正在重评" in shown(cast, "S03")
    scores = {**dict.fromkeys(STAFF_ELEMENTS, Decimal(88)), "quality": Decimal(93)}
    publish_correction(
        sheet=old,
        rater=cast["H02"],
        scores=scores,
        reasons={"quality": "抢险按期"},
        comment="复核后更正。",
        at=NOW,
    )
    told = shown(cast, "S03")
    assert "季度得分 89.00" in told
    assert "李为民于昨天12:00退回重评，理由： 漏计抢险" in told
    assert "质量 88.0 93.0 有变化" in told
    assert "本表得分 88.00 89.00" in told
    assert told.count("有变化") == 1
    assert "更正前的评语 工作扎实。" in told
    assert "质量 88.0 93.0" not in shown(cast, "S04", of("S03"), 404)


def test_the_grade_is_the_band_unless_it_was_decided_or_waits(cast: Cast) -> None:
    for number in ("S03", "S04"):
        publish(cast[number], "2026-Q1", "92", cast["H02"])
    assert "季度等次 待组织人事处确定" in shown(cast, "S03")  # two of two, where none may be
    for number in ("S01", "S02", "S05", "S06"):
        publish(cast[number], "2026-Q1", "70")
    assert "季度等次 好" in shown(cast, "S03")
    decide_routine_grade(
        person=cast["S03"], quarter="2026-Q1", grade="fairly_well", reason="会商", actor=cast["S01"], at=NOW
    )
    told = shown(cast, "S03")
    assert "季度等次 较好" in told
    assert "等次由组织人事处确定：会商" in told


# Who reads how much ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["H02", "L02", "L01", "S01"])
def test_rater_line_and_office_read_all_of_it(cast: Cast, number: str) -> None:
    scored(cast)
    told = shown(cast, number, of("S03"))
    assert "冯雪 2026年一季度评鉴" in told
    assert "专业知识 10 88.0" in told
    assert "确认" not in told.replace("待组织人事处确定", "")


@pytest.mark.parametrize("number", ["S04", "H01", "H03", "L03", "S06"])
def test_to_everybody_else_there_is_nothing(cast: Cast, number: str) -> None:
    scored(cast)
    assert "88.00" not in shown(cast, number, of("S03"), 404)


def test_who_may_ask_how_a_quarter_stands(cast: Cast) -> None:
    period, stranger = period_of("2026-Q1"), water_bureau(code="LAKE")["L01"]
    above = above_of(cast.bureau, [cast["S03"].pk], period.first, NOW.date())

    def asks(reader: Person, *rights: str) -> bool:
        held = frozenset(rights)
        return knows_quarter(reader, cast["S03"], period, NOW.date(), rights=held, above=above)

    assert [each for each in cast.people if asks(cast[each])] == ["L01", "L02", "H02", "S03"]
    assert asks(cast["S01"], RightKind.PERSONNEL_OFFICE)
    assert not asks(cast["L02"], RightKind.AUDIT_ADMIN)
    assert not asks(stranger, RightKind.PERSONNEL_OFFICE)


def test_an_administrator_finds_nobodys_but_his_own(cast: Cast) -> None:
    grant_right(person=cast["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1), at=NOW)
    scored(cast)
    published(cast["S04"], "2026-Q1", cast["H02"])
    assert shown(cast, "S04", of("S03"), 404)
    assert "88.00" in shown(cast, "S04")


def test_the_successor_reads_total_and_comment_alone(cast: Cast) -> None:
    sheet = scored(cast)
    entry = entry_of(cast["S03"], date(2026, 3, 30), key="E-1")
    Citation.objects.create(sheet=sheet, element="quality", entry=entry)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 4, 1), at=NOW)
    html = page(reading(cast["H03"], "zh-hans"), f"{of('S03')}?why=quarter")
    told = words(html)
    assert "本表得分 88.00" in told
    assert "工作扎实。" in told
    assert "要素得分只给本人、评分人、上级领导和组织人事处看" in told
    assert "专业知识" not in told
    assert "E-1" not in html
    above = shown(cast, "L03", of("S03"))  # in line today, not then
    assert "其他上级任内的评分不向您显示" in above
    assert "88.00" not in above


def test_of_a_quarter_with_two_superiors_each_reads_his_part(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 2), at=NOW)
    write_opinion(person=cast["S03"], quarter="2026-Q1", rater=cast["H02"], comment="走得好。", at=NOW)
    published(cast["S03"], "2026-Q1", cast["H03"], "86")
    before = shown(cast, "H02", of("S03"))
    assert "走得好。" in before
    assert "86.00" not in before


# The people of a superior, the departments of the office ---------------------------------------------------


def test_a_head_sees_how_far_his_people_are(cast: Cast) -> None:
    Acknowledgement.objects.create(sheet=scored(cast), acknowledged_at=NOW)
    told = shown(cast, "H02", f"{Q1}/people")
    assert "冯雪 工作人员 吴建国 4月10日 12:00 88.00 已确认" in told
    assert "陈明 工作人员 吴建国 — — —" in told
    assert "还有1份待评" in told
    assert "分处室" not in told
    assert 'href="/quarters/2026-Q1/scoring"' in page(reading(cast["H02"]), f"{Q1}/people")


def test_the_office_sees_all_departments_in_their_order_and_a_leader_his_own(cast: Cast) -> None:
    scored(cast)
    told = shown(cast, "S01", f"{Q1}/people?department=D02")
    assert re.search(r"办公室 3 3 0 0 — 规划计划处 3 3 1 0 — 水旱灾害防御处 3 3 0 0 —", told)
    assert "吴建国 处室主要负责人 李为民" in told
    leader = shown(cast, "L03", f"{Q1}/people")
    assert "水旱灾害防御处 3 3" in leader
    assert "规划计划处" not in leader
    assert shown(cast, "L03", f"{Q1}/people?department=D02", 404)
    assert "本季度没有由您评分的人员" in shown(cast, "S03", f"{Q1}/people")


def test_the_way_to_the_quarter_leads_where_something_is_to_be_done(cast: Cast) -> None:
    ways = {
        number: reading(cast[number]).get("/quarters/").headers["Location"]
        for number in ("S03", "H02", "L02", "L01")
    }
    assert ways == {
        "S03": Q1,
        "H02": f"{Q1}/scoring",
        "L02": f"{Q1}/scoring",
        "L01": f"{Q1}/people",  # nobody is left for him to score
    }
    for number in ("S03", "S04"):
        published(cast[number], "2026-Q1", cast["H02"])
    assert reading(cast["H02"]).get("/quarters/").headers["Location"] == Q1


# What it costs ---------------------------------------------------------------------------------------------


def test_a_page_costs_the_same_with_one_and_with_thirty_of_everything(cast: Cast) -> None:
    sheet = publish(cast["S03"], "2026-Q1", "92", cast["H02"])
    publish(cast["S04"], "2026-Q1", "92", cast["H02"])
    inner = {"visibility": "internal", "internal_reason": "petition", "people": ""}
    first = entry_of(cast["S03"], date(2026, 3, 30), key="E-0", **inner)
    Citation.objects.create(sheet=sheet, element="quality", entry=first)
    asked = [("S03", Q1), ("S01", of("S03")), ("H02", Q1), ("H02", of("S03")), ("H02", f"{Q1}/people")]
    asked.append(("S01", f"{Q1}/people?department=D02"))
    few = [statements(reading(cast[number]), address) for number, address in asked]
    for number in range(30):
        entry = entry_of(cast["S03"], date(2026, 3, 31), key=f"E-{number + 1}", **inner)
        Citation.objects.create(sheet=sheet, element="quantity", entry=entry)
    for year in (2024, 2025):
        for quarter in range(1, 5):
            publish(cast["S03"], f"{year}-Q{quarter}", "85", cast["H02"])
    many = [statements(reading(cast[number]), address) for number, address in asked]
    assert few == many
    assert max(many) <= 15, many
