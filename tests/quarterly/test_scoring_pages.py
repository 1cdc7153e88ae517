"""The pages of scoring: grid, evidence, drafts, signing; who may come, what each shows, how much it costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.daily.actions.comment import comment_on_entry
from daybook.org.actions.posts import transfer
from daybook.org.enums import Role
from daybook.quarterly.actions.writings import keep_sheet_writing
from daybook.quarterly.models import Citation, ScoreSheet, SheetWriting
from tests.factories import STAFF_ELEMENTS, entry_of, noon, published, submitted
from tests.pages import page, reading, statements, words
from tests.people import Cast, join

Q1 = "/quarters/2026-Q1/scoring"
FIRST = date(2026, 1, 1)
WHOLE = {f"score:{code}": "88.0" for code in STAFF_ELEMENTS} | {"score:quality": "86.0"}


@pytest.fixture(autouse=True)
def april() -> Iterator[None]:
    """A Wednesday in the time for signing the first quarter."""
    with time_machine.travel(noon(2026, 4, 8), tick=False):
        yield


def keep(
    cast: Cast, number: str, fields: dict[str, str], rater: str = "H02", version: int = 0
) -> SheetWriting:
    given: dict[str, Any] = {"rater": cast[rater], "person": cast[number], "quarter": "2026-Q1"}
    return keep_sheet_writing(**given, first_day=FIRST, fields=fields, version=version)


def versions(**told: int) -> dict[str, int]:
    return {f"version:{number}/{FIRST}": version for number, version in told.items()}


def test_the_grid_shows_what_is_typed_what_it_makes_and_what_it_wants(cast: Cast) -> None:
    keep(cast, "S03", {**WHOLE, "score:quality": "90.5", "score:quantity": "69.5"})
    shown = words(page(reading(cast["H02"]), Q1))
    assert "8 cells, grounds in 2 places still wanted, then all can be signed at once" in shown
    assert "冯雪, Quality 90.5: nothing cited, and no reason given" in shown
    assert "冯雪, Quantity 69.5: no reason given" in shown
    assert "陈明: 8 cells not scored" in shown
    assert "85.73 fairly well" in shown  # (88 × 65 + 90.5 × 20 + 69.5 × 15) ÷ 100 = 85.725


def test_evidence_or_a_reason_is_enough_for_a_high_score_a_reason_alone_for_a_low_one(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 3, 10), key="E-1")
    high = {**WHOLE, "score:quality": "90.5", "cite:quality": "E-1"}
    keep(cast, "S03", {**high, "score:quantity": "69.5", "cite:quantity": "E-1"})
    keep(cast, "S04", WHOLE)
    shown = words(page(reading(cast["H02"]), Q1))
    assert "grounds in 1 place still wanted" in shown
    assert "cited 1" in shown


@pytest.mark.parametrize(
    ("text", "mark"), [("101", "off the scale"), ("88.25", "between steps"), ("好", "no number")]
)
def test_what_is_no_score_is_marked_and_kept(cast: Cast, text: str, mark: str) -> None:
    keep(cast, "S03", {**WHOLE, "score:quality": text})
    shown = page(reading(cast["H02"]), Q1)
    assert f'value="{text}"' in shown
    assert "1 score to mend" in words(shown)
    assert f">{mark}</span>" in shown


def test_heads_and_staff_stand_in_grids_of_their_own(cast: Cast) -> None:
    transfer(
        person=cast["H02"], department=cast.departments["D03"], role=Role.STAFF, valid_from=date(2026, 1, 1)
    )
    shown = words(page(reading(cast["L02"]), Q1))
    heads, staff = shown.index("Score sheet · Heads"), shown.index("Score sheet · Staff")
    assert heads < shown.index("周文", heads) < staff < shown.index("冯雪", staff)


def test_the_page_is_named_after_the_department_and_a_leaders_after_whom_he_scores(cast: Cast) -> None:
    for address in (Q1, f"{Q1}/sign"):
        of_head = words(page(reading(cast["H02"]), address).partition("<h1")[2].partition("</h1>")[0])
        assert of_head.endswith("first quarter of 2026 规划计划处")
        of_leader = words(page(reading(cast["L02"]), address).partition("<h1")[2].partition("</h1>")[0])
        assert of_leader.endswith("first quarter of 2026 Heads")


def test_a_part_of_a_quarter_is_shown_with_its_days_and_asked_for_words(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 2))
    shown = words(page(reading(cast["H03"]), Q1))
    assert "2 March–31 March" in shown
    assert "you are asked for your opinion, which does not count" in shown
    assert "1 opinion still wanted" in shown


def test_a_running_quarter_is_drafted_and_says_from_when_it_is_signed(cast: Cast) -> None:
    shown = words(page(reading(cast["H02"]), "/quarters/2026-Q2/scoring"))
    assert "it can be signed from 30 June on" in shown
    assert "Sign all" not in shown


def test_whoever_scores_nobody_is_told_so(cast: Cast) -> None:
    assert "Nobody's quarter of this time is yours to score" in words(page(reading(cast["S03"]), Q1))
    assert "This quarter begins on 1 July" in words(page(reading(cast["H02"]), "/quarters/2026-Q3/scoring"))


def test_signed_sheets_are_read_only_with_who_and_when(cast: Cast) -> None:
    for number in ("S03", "S04"):
        published(cast[number], "2025-Q4", cast["H02"])
    shown = page(reading(cast["H02"]), "/quarters/2025-Q4/scoring")
    assert "吴建国 signed 10 January 12:00" in words(shown)
    assert "all 2 sheets are signed" in words(shown)
    assert shown.count(" readonly") == 2 * len(STAFF_ELEMENTS)


# The bureau's distribution ---------------------------------------------------------------------------------


def test_the_bureau_is_an_aggregate_of_five_sheets_of_others_and_more(cast: Cast) -> None:
    for place in range(5):
        join(cast, f"T{place}", f"人{place}", Role.STAFF, "D03")
    client = reading(cast["H02"])
    published(cast["S03"], "2025-Q4", cast["H02"], "70")
    for place in range(4):
        published(cast[f"T{place}"], "2025-Q4", cast["H03"], str(81 + place))
    shown = words(page(client, "/quarters/2025-Q4/scoring"))
    assert "the bureau's is told once others have signed 5 sheets" in shown
    assert "median is" not in shown
    published(cast["T4"], "2025-Q4", cast["H03"], "95")
    shown = words(page(client, "/quarters/2025-Q4/scoring"))
    assert "the bureau as an aggregate only; 6 signed" in shown
    assert "The bureau's median is 82.50." in shown  # 70 81 82 83 84 95


# Evidence --------------------------------------------------------------------------------------------------


def test_the_evidence_is_the_record_of_the_span_and_what_was_said_of_it(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 10), content="核对台账", outcome="形成核对表")
    entry_of(cast["S03"], date(2026, 4, 3), content="下一季的事")
    comment_on_entry(entry=entry, actor=cast["H02"], content="做得细")
    submitted(cast["S03"], "2026-03", noon(2026, 4, 2))
    published(cast["S03"], "2025-Q4", cast["H02"], "87")
    shown = words(page(reading(cast["H02"]), f"{Q1}/S03/{FIRST}/evidence"))
    for told in (
        "核对台账 形成核对表",
        "1 entry",
        "吴建国：做得细",
        "fourth quarter of 2025 87.00",
        "工作扎实。",
    ):
        assert told in shown
    assert "下一季的事" not in shown


def test_a_successor_reads_the_total_and_the_comment_of_before_and_not_the_elements(cast: Cast) -> None:
    published(cast["S03"], "2025-Q4", cast["H02"], "87")
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=FIRST)
    shown = words(page(reading(cast["H03"]), f"{Q1}/S03/{FIRST}/evidence"))
    assert "fourth quarter of 2025 87.00" in shown
    assert "工作扎实。" in shown
    assert "Scored by another superior: the total and the comment only." in shown
    assert "Quality" not in shown


def test_an_internal_entry_is_read_by_the_superior_of_its_day(cast: Cast) -> None:
    inner: dict[str, Any] = {"visibility": "internal", "internal_reason": "petition", "people": ""}
    entry_of(cast["S03"], date(2026, 3, 10), content="来信内容", **inner)
    assert "来信内容" in page(reading(cast["H02"]), f"{Q1}/S03/{FIRST}/evidence")


def test_what_colleagues_say_the_person_took_part_in_stands_last_and_only_if_it_may_be_read(
    cast: Cast,
) -> None:
    entry_of(cast["S03"], date(2026, 3, 10), content="自己的事", people="")
    entry_of(cast["S04"], date(2026, 3, 12), content="一起的事", people="冯雪")
    inner: dict[str, Any] = {"visibility": "internal", "internal_reason": "petition", "people": "冯雪"}
    entry_of(cast["S05"], date(2026, 3, 12), content="别处的内部事", **inner)
    shown = words(page(reading(cast["H02"]), f"{Q1}/S03/{FIRST}/evidence"))
    assert shown.index("自己的事") < shown.index("一起的事")
    assert "from the log of 陈明" in shown
    assert "别处的内部事" not in shown


def test_what_is_written_in_an_entry_is_text_and_nothing_else(cast: Cast) -> None:
    said = {"content": "<script>x</script>", "outcome": '"&<b>', "people": ""}
    entry_of(cast["S03"], date(2026, 3, 10), key="E-1", **said)
    shown = page(reading(cast["H02"]), f"{Q1}/S03/{FIRST}/evidence")
    assert "<span>&lt;script&gt;x&lt;/script&gt;<small>&quot;&amp;&lt;b&gt;</small></span>" in shown


def test_signs_tell_what_is_looked_at_first(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 3, 10), state="done", progress=100, outcome="形成核对表", people="")
    shown = page(reading(cast["H02"]), f"{Q1}/S03/{FIRST}/evidence")
    assert 'data-signs="unplanned done outcome"' in shown


# Drafts ----------------------------------------------------------------------------------------------------


def draft(client: Client, number: str = "S03", **fields: str) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"{Q1}/{number}/{FIRST}/draft", fields)
    return answer.status_code, json.loads(answer.content) if answer.content.startswith(b"{") else {}


def test_a_draft_is_kept_with_its_version_and_what_crosses_is_told(cast: Cast) -> None:
    client = reading(cast["H02"])
    typed = {"score:quality": "90.5", "version": "0", "x": "1"}
    assert draft(client, **typed) == (200, {"version": 1, "saved": "12:00"})
    assert SheetWriting.objects.get().fields == {"score:quality": "90.5"}
    told = {"version": 1, "fields": {"score:quality": "90.5"}}
    assert draft(client, **{"score:quality": "80", "version": "0"}) == (409, told)


def test_a_signed_sheet_takes_no_draft_any_more(cast: Cast) -> None:
    published(cast["S03"], "2026-Q1", cast["H02"])
    assert draft(reading(cast["H02"]), **{"score:quality": "80", "version": "0"})[0] == 410
    assert not SheetWriting.objects.exists()


@pytest.mark.parametrize("who", ["S03", "S04", "H03", "L02", "L01", "S01"])
def test_nobody_but_the_superior_of_the_time_writes_or_looks_up(cast: Cast, who: str) -> None:
    client = reading(cast[who])
    assert draft(client, **{"score:quality": "80"})[0] == 404
    page(client, f"{Q1}/S03/{FIRST}/evidence", 404)
    assert not SheetWriting.objects.exists()


# Signing ---------------------------------------------------------------------------------------------------


def test_all_are_looked_at_once_more_and_signed_at_once(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 3, 10), key="E-1")
    keep(cast, "S03", {**WHOLE, "score:quality": "90.5", "cite:quality": "E-1", "comment": "扎实"})
    keep(cast, "S04", WHOLE)
    client = reading(cast["H02"])
    shown = words(page(client, f"{Q1}/sign"))
    assert "冯雪 88.50 fairly well 扎实" in shown
    assert "陈明 87.60 fairly well" in shown
    answer = client.post(f"{Q1}/sign", versions(S03=1, S04=1))
    assert (answer.status_code, answer["Location"]) == (302, Q1)
    found = ScoreSheet.objects.order_by("person__number").values_list("person__number", "score", "comment")
    assert [(number, str(score), comment) for number, score, comment in found] == [
        ("S03", "88.50", "扎实"),
        ("S04", "87.60", ""),
    ]
    assert Citation.objects.get().element == "quality"
    assert not SheetWriting.objects.exists()
    assert "all 2 sheets are signed" in words(page(client, Q1))


def test_one_that_is_not_fit_keeps_all_from_being_signed(cast: Cast) -> None:
    keep(cast, "S03", WHOLE)
    keep(cast, "S04", {"score:quality": "90"})
    client = reading(cast["H02"])
    assert "7 cells, grounds in 1 place still wanted" in words(page(client, f"{Q1}/sign"))
    answer = client.post(f"{Q1}/sign", versions(S03=1, S04=1))
    assert answer.status_code == 422
    assert "陈明：" in words(answer.content.decode())
    assert (ScoreSheet.objects.count(), SheetWriting.objects.count()) == (0, 2)


def test_a_flat_sheet_is_asked_about_and_not_refused(cast: Cast) -> None:
    flat = {f"score:{code}": "82.0" for code in STAFF_ELEMENTS}
    keep(cast, "S03", flat)
    keep(cast, "S04", WHOLE)
    client = reading(cast["H02"])
    assert "all 8 alike" in words(page(client, Q1))
    assert "All 8 elements 82.0: it is meant so" in words(page(client, f"{Q1}/sign"))
    answer = client.post(f"{Q1}/sign", versions(S03=1, S04=1))
    assert answer.status_code == 422
    assert "confirm that it is meant so" in words(answer.content.decode())
    assert client.post(f"{Q1}/sign", {**versions(S03=1, S04=1), "flat": f"S03/{FIRST}"}).status_code == 302
    assert ScoreSheet.objects.count() == 2


def test_what_was_changed_since_it_was_looked_at_is_not_signed(cast: Cast) -> None:
    keep(cast, "S03", WHOLE)
    keep(cast, "S04", WHOLE)
    keep(cast, "S04", {**WHOLE, "comment": "另一窗口"}, version=1)
    client = reading(cast["H02"])
    answer = client.post(f"{Q1}/sign", versions(S03=1, S04=1))
    assert answer.status_code == 422
    assert "Changed since you looked at it; look again." in words(answer.content.decode())
    assert not ScoreSheet.objects.exists()


def test_an_opinion_is_signed_with_the_sheets(cast: Cast) -> None:
    join(cast, "T01", "新人", Role.STAFF, "D03")
    transfer(person=cast["T01"], department=cast.departments["D02"], valid_from=date(2026, 3, 9))
    for number in ("S03", "S04"):
        keep(cast, number, WHOLE)
    keep_sheet_writing(
        rater=cast["H02"],
        person=cast["T01"],
        quarter="2026-Q1",
        first_day=date(2026, 3, 9),
        fields={"comment": "上手快"},
        version=0,
    )
    client = reading(cast["H02"])
    given = {**versions(S03=1, S04=1), "version:T01/2026-03-09": 1}
    assert client.post(f"{Q1}/sign", given).status_code == 302
    kinds = ScoreSheet.objects.order_by("person__number").values_list("person__number", "kind", "comment")
    assert list(kinds) == [("S03", "score", ""), ("S04", "score", ""), ("T01", "opinion", "上手快")]


def test_nothing_ripe_signs_nothing(cast: Cast) -> None:
    client = reading(cast["H02"])
    assert client.post("/quarters/2026-Q2/scoring/sign").status_code == 422
    assert "Nothing is there to be signed." in words(page(client, "/quarters/2026-Q2/scoring/sign"))


# How much it costs -----------------------------------------------------------------------------------------


def crowd(cast: Cast, count: int) -> None:
    """So many people in D02, each with a draft, an entry cited, and a sheet of the quarter before."""
    for place in range(count):
        number = f"T{place:02}"
        join(cast, number, f"人{place:02}", Role.STAFF, "D02")
        entry_of(cast[number], date(2026, 3, 10), key=f"E-{number}")
        fields = {f"score:{code}": "90.5" for code in STAFF_ELEMENTS}
        fields |= {f"reason:{code}": "逐项核对台账，数据一致，按期报送" for code in STAFF_ELEMENTS}
        keep(cast, number, fields | {"cite:quality": f"E-{number}", "comment": "工作扎实，按期完成。"})


def test_the_pages_cost_the_same_for_one_and_for_thirty(cast: Cast) -> None:
    one, few = reading(cast["H02"]), {}
    crowd(cast, 1)
    for address in (Q1, f"{Q1}/sign", f"{Q1}/T00/{FIRST}/evidence"):
        few[address] = statements(one, address)
    for place in range(1, 30):
        join(cast, f"U{place:02}", f"众{place:02}", Role.STAFF, "D02")
        keep(cast, f"U{place:02}", WHOLE)
        entry_of(cast["T00"], date(2026, 3, 10), content=f"第{place}件")
    many = {address: statements(one, address) for address in few}
    assert many == few
    assert max(many.values()) <= 15


def test_sixty_people_stay_within_the_page(cast: Cast) -> None:
    crowd(cast, 60)
    assert len(page(reading(cast["H02"], "zh-hans"), Q1).encode()) <= 250 * 1024
