"""A person's own month on its page: taps, answers, gaps, the summary, submitting, asking back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from daybook.daily.actions.quarantine import place_quarantine
from daybook.daily.models import LogEntry, LogVersion
from daybook.monthly.actions.month import return_month, review_month
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthWriting
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.models import PlanItem, SealedMonth
from tests.factories import WHOLE, entry_of, noon, submitted
from tests.monthly.reviewing import RATED
from tests.pages import page, reading, statements, words
from tests.people import Cast

MARCH, ADDRESS = "2026-03", "/months/2026-03"
APRIL_2 = noon(2026, 4, 2)


@pytest.fixture(autouse=True)
def april() -> Iterator[time_machine.Traveller]:
    """The time to reconcile March."""
    with time_machine.travel(APRIL_2, tick=False) as traveller:
        yield traveller


@pytest.fixture
def mine(cast: Cast) -> Client:
    """S03, whose March it is."""
    return reading(cast["S03"])


def planned(cast: Cast, *titles: str) -> list[PlanItem]:
    lines = [PlanLine(title, key=f"P-{number}") for number, title in enumerate(titles, start=1)]
    return plan_month(person=cast["S03"], month=MARCH, lines=lines, at=noon(2026, 3, 2))


def sent(client: Client, act: str, **said: Any) -> HttpResponse:
    return client.post(ADDRESS, {"act": act, **said})  # type: ignore[return-value]


def told(client: Client, address: str = ADDRESS) -> str:
    return words(page(client, address))


# Where 本月 leads ------------------------------------------------------------------------------------------


def test_the_way_leads_to_where_something_is_to_be_done(
    cast: Cast, mine: Client, april: time_machine.Traveller
) -> None:
    assert mine.get("/months/")["Location"] == "/months/2026-04/plan"
    planned(cast, "编制计划")
    april.move_to(noon(2026, 4, 20))
    mine = reading(cast["S03"])
    assert mine.get("/months/")["Location"] == ADDRESS
    submitted(cast["S03"], MARCH, noon(2026, 4, 20))
    assert mine.get("/months/")["Location"] == "/months/2026-04"


@pytest.mark.parametrize("month", ["2026-13", "2026-3", "March", "0000-01"])
@pytest.mark.parametrize("rest", ["", "/submit", "/people/S04"])
def test_what_is_no_month_leads_nowhere(mine: Client, month: str, rest: str) -> None:
    page(mine, f"/months/{month}{rest}", 404)


# Taps ------------------------------------------------------------------------------------------------------


def test_an_entry_is_linked_with_a_tap_and_taken_out_with_another(cast: Cast, mine: Client) -> None:
    matter = open_matter(bureau=cast.bureau, title="投资清查", key="M-1", actor=cast["S03"])
    lines = [PlanLine("核对水利投资计划", key="P-1", matter=matter)]
    plan_month(person=cast["S03"], month=MARCH, lines=lines, at=noon(2026, 3, 2))
    entry = entry_of(cast["S03"], date(2026, 3, 5), matter=matter)
    assert "suggested: the same matter" in told(mine)
    assert not LogEntry.objects.filter(plan_item__isnull=False).exists()
    answer = sent(mine, "link", item="P-1", entry=entry.key)
    assert answer["Location"] == f"{ADDRESS}?at=item-P-1#item-P-1"
    entry.refresh_from_db()
    assert entry.plan_item is not None
    assert (entry.plan_item.key, entry.version, LogVersion.objects.count()) == ("P-1", 2, 1)
    assert "suggested:" not in page(mine, ADDRESS)
    sent(mine, "unlink", entry=entry.key)
    entry.refresh_from_db()
    assert (entry.plan_item_id, entry.version) == (None, 3)


def test_only_ones_own_is_linked(cast: Cast, mine: Client) -> None:
    planned(cast, "核对水利投资计划")
    theirs = entry_of(cast["S04"], date(2026, 3, 5))
    assert sent(mine, "link", item="P-1", entry=theirs.key).status_code == 404
    assert sent(mine, "link", item="nothing", entry=theirs.key).status_code == 404
    assert sent(mine, "link", item="P-1").status_code == 404
    assert sent(reading(cast["S04"]), "link", item="P-1", entry=theirs.key).status_code == 404
    february = entry_of(cast["S03"], date(2026, 2, 5))
    assert "of that month" in words(sent(mine, "link", item="P-1", entry=february.key).content.decode())
    assert not LogEntry.objects.filter(plan_item__isnull=False).exists()


def test_answers_are_taken_over_or_written(cast: Cast, mine: Client) -> None:
    first, second = planned(cast, "核对水利投资计划", "培训")
    entry_of(cast["S03"], date(2026, 3, 5), plan_item=first, state="done", progress=100)
    sent(mine, "accept", item=first.key)
    first.refresh_from_db()
    assert (first.state, first.progress) == ("done", 100)
    assert "核对二季度" in first.execution
    wrong = sent(mine, "answer", item=second.key, state="partial", execution="只办了一期")
    assert "needs its progress" in wrong.content.decode()
    assert "只办了一期" in wrong.content.decode()
    sent(mine, "answer", item=second.key, state="partial", progress="40", work_status="四月再办")
    second.refresh_from_db()
    assert (second.state, second.progress, second.work_status) == ("partial", 40, "四月再办")
    for state in ("cancelled", "?", ""):
        sent(mine, "answer", item=second.key, state=state)
    second.refresh_from_db()
    assert second.state == "partial"
    assert "70.0%" in told(mine)


def test_what_was_not_done_is_explained_in_a_few_words(cast: Cast, mine: Client) -> None:
    (item,) = planned(cast, "物资盘点")
    assert "Nothing recorded." in told(mine)
    assert "may not be empty" in sent(mine, "explain", item=item.key, text=" ").content.decode()
    sent(mine, "explain", item=item.key, text="抢险占了人手，四月中旬补")
    item.refresh_from_db()
    assert (item.state, item.execution) == ("not_done", "抢险占了人手，四月中旬补")


def test_what_an_entry_lacks_is_filled_with_a_tap(cast: Cast, mine: Client) -> None:
    bare = {
        "outcome": "",
        "measures": "",
        "place": "",
        "start": None,
        "end": None,
        "state": "",
        "progress": None,
    }
    entry = entry_of(cast["S03"], date(2026, 3, 5), **bare)
    assert "One entry lacks something" in told(mine)
    for said in (
        {"field": "outcome", "none": "1"},
        {"field": "measures", "value": "逐项核对"},
        {"field": "place", "value": "三楼"},
        {"field": "period", "value": "morning"},
        {"field": "progress", "value": "done"},
    ):
        assert sent(mine, "fill", entry=entry.key, **said).status_code == 302
    entry.refresh_from_db()
    assert (entry.outcome, entry.measures, entry.place) == ("无", "逐项核对", "三楼")
    assert (entry.half_day, entry.state, entry.progress) == ("morning", "done", 100)
    assert "can be submitted" in told(mine)
    assert sent(mine, "fill", entry=entry.key, field="content", value="别的").status_code == 200


def test_many_gaps_are_filled_at_once(cast: Cast, mine: Client) -> None:
    keys = [entry_of(cast["S03"], date(2026, 3, day), outcome="").key for day in (5, 6)]
    sent(mine, "fill_none", entry=keys)
    assert set(LogEntry.objects.values_list("outcome", flat=True)) == {"无"}


def test_figures_open(cast: Cast, mine: Client) -> None:
    planned(cast, "培训")
    entry_of(cast["S03"], date(2026, 3, 5))
    for why, part in (
        ("coverage", "1 ÷ 22"),
        ("saturation", "2.5 ÷ (8 × 22)"),
        ("completion", "0 ÷ 1"),
        ("due", "Workdays within employment"),
    ):
        panel = words(
            mine.get(
                f"{ADDRESS}?why={why}", headers={"HX-Request": "true", "HX-Target": "why"}
            ).content.decode()
        )
        assert part in panel
        assert "Where the hours went" not in panel
    assert "Working:" not in told(mine, f"{ADDRESS}?why=nothing")


# The summary, and submitting -------------------------------------------------------------------------------


def test_a_summary_is_kept_as_it_is_typed_and_two_windows_never_overwrite(cast: Cast, mine: Client) -> None:
    first = mine.post(f"{ADDRESS}/summary", {"text": "甲窗口", "version": "0"})
    assert first.json()["version"] == 1
    crossed = mine.post(f"{ADDRESS}/summary", {"text": "乙窗口", "version": "0"})
    assert (crossed.status_code, crossed.json()["text"]) == (409, "甲窗口")
    html = sent(mine, "keep", text="乙窗口", version="0").content.decode()
    assert "甲窗口" in html
    assert "乙窗口" in html
    assert sent(mine, "keep", text="甲乙合成", version="1").status_code == 302
    assert MonthWriting.objects.get().fields == {"text": "甲乙合成"}
    assert "甲乙合成" not in page(reading(cast["H02"]), f"{ADDRESS}/people/S03")
    assert mine.post(f"{ADDRESS}/summary", {"text": "\x00", "version": "2"}).status_code == 422


def test_what_is_carried_and_what_is_typed_is_told_apart_for_the_person_alone(
    cast: Cast, mine: Client
) -> None:
    planned(cast, "培训")
    text = "Planned this month: 1.\n我自己的话"
    mine.post(f"{ADDRESS}/summary", {"text": text, "version": "0"})
    html = page(mine, ADDRESS)
    assert 'class="typed">' in html
    assert "我自己的话" in html.split('class="typed">')[1].split("</span>")[0]
    submit_month(person=cast["S03"], month=MARCH, summary=text, version=1)
    for client, address in ((mine, ADDRESS), (reading(cast["S04"]), f"{ADDRESS}/people/S03")):
        html = page(client, address)
        assert "我自己的话" in html
        assert "typed" not in html


def test_submitting_is_confirmed_and_seals(cast: Cast, mine: Client) -> None:
    entry_of(cast["S03"], date(2026, 3, 5))
    mine.post(f"{ADDRESS}/summary", {"text": "完成本月工作。", "version": "0"})
    assert "1 entry, 2.5 hours" in told(mine, f"{ADDRESS}/submit")
    old = mine.post(f"{ADDRESS}/submit", {"text": "旧的", "version": "7"})
    assert "another window" in words(old.content.decode())
    answer = mine.post(f"{ADDRESS}/submit", {"text": "完成本月工作。", "version": "1"})
    assert answer["Location"] == ADDRESS
    assert MonthlyReport.objects.get().summary == "完成本月工作。"
    assert not MonthWriting.objects.exists()
    assert "plan and record stand still" in told(mine)
    assert mine.get(f"{ADDRESS}/submit")["Location"] == ADDRESS
    again = mine.post(f"{ADDRESS}/submit", {"text": "再交", "version": "0"})
    assert "submitted already" in words(again.content.decode())
    assert [event.kind for event in MonthEvent.objects.all()] == ["submitted"]


def test_entries_that_lack_something_are_named_with_links(cast: Cast, mine: Client) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 5), outcome="")
    html = mine.post(f"{ADDRESS}/submit", {"text": "完成。", "version": "0"}).content.decode()
    assert f'href="{ADDRESS}#gap-{entry.key}"' in html
    assert "完成。" in html
    assert not MonthlyReport.objects.exists()


def test_an_entry_in_quarantine_keeps_nobody_from_submitting(cast: Cast, mine: Client) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 5), outcome="")
    place_quarantine(entry=entry, reason="涉密", actor=cast["S01"])
    assert "lacks something" not in told(mine)
    assert mine.post(f"{ADDRESS}/submit", {"text": "完成。", "version": "0"}).status_code == 302


def test_a_month_is_asked_back_once_and_returned_with_its_reason(
    cast: Cast, mine: Client, april: time_machine.Traveller
) -> None:
    submitted(cast["S03"], MARCH, APRIL_2)
    assert "may not be empty" in sent(mine, "ask_back", reason=" ").content.decode()
    sent(mine, "ask_back", reason="漏了一项")
    april.shift(60)
    assert "asked for this month back already" in words(sent(mine, "ask_back", reason="再").content.decode())
    assert "漏了一项" in told(mine)
    return_month(person=cast["S03"], month=MARCH, reviewer=cast["H02"], reason="请补形象进度")
    html = page(mine, ADDRESS)
    assert "吴建国 has returned this month" in words(html)
    assert "请补形象进度" in words(html)
    assert "按计划完成本月工作。" in html.split("<textarea")[1]
    home = words(page(mine, "/"))
    assert "吴建国 has returned it: 请补形象进度" in home
    assert f'href="{ADDRESS}"' in page(mine, "/")


# What others see -------------------------------------------------------------------------------------------


def test_a_month_that_nobody_reviews_is_open_again_at_once(cast: Cast) -> None:
    leader = reading(cast["L02"])
    submitted(cast["L02"], MARCH, APRIL_2)
    assert "Open it again: nobody reviews it" in told(leader)
    assert "Nobody reviews it." in told(leader)
    assert "It is reviewed by" not in told(leader)
    assert sent(leader, "ask_back", reason="漏了一项").status_code == 302
    assert "漏了一项" in told(leader)
    assert "Ask for it back" not in told(leader)
    assert not SealedMonth.objects.exists()
    kinds = list(MonthEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["submitted", "asked_back", "returned"]
    assert "asks for a month back" not in words(page(reading(cast["L01"]), "/"))


def test_others_see_the_statement_but_neither_gaps_nor_draft(cast: Cast) -> None:
    planned(cast, "培训")
    entry_of(cast["S03"], date(2026, 3, 5), outcome="")
    theirs = f"{ADDRESS}/people/S03"
    colleague = told(reading(cast["S04"]), theirs)
    assert "Not submitted yet" in colleague
    assert "培训" in colleague
    for hidden in ("lacks", "nothing recorded on a due workday", "Summary", "Coverage"):
        assert hidden not in colleague
    superior = told(reading(cast["H02"]), theirs)
    assert "nothing recorded on a due workday" in superior
    assert "lacks one of the seven" in superior
    assert "Summary" not in superior
    for number in ("S04", "H02"):
        html = page(reading(cast[number]), theirs)
        assert 'name="act"' not in html


def test_ones_own_month_has_one_address(mine: Client) -> None:
    assert mine.get(f"{ADDRESS}/people/S03")["Location"] == ADDRESS
    page(mine, f"{ADDRESS}/people/S99", 404)


# Cost ------------------------------------------------------------------------------------------------------


def test_a_month_costs_the_same_for_one_row_and_for_thirty(cast: Cast, mine: Client) -> None:
    planned(cast, "核对水利投资计划", "培训")
    entry_of(cast["S03"], date(2026, 3, 2), outcome="")
    mine.post(f"{ADDRESS}/summary", {"text": "草稿", "version": "0"})
    superior = reading(cast["H02"])
    one = statements(mine, ADDRESS), statements(superior, f"{ADDRESS}/people/S03")
    for number in range(30):
        day = date(2026, 3, 2) + timedelta(days=number % 28)
        row = replace(WHOLE, outcome="" if number % 2 else "有")
        entry_of(cast["S03"], day, content=f"{row.content}{number}", outcome=row.outcome)
    thirty = statements(mine, ADDRESS), statements(superior, f"{ADDRESS}/people/S03")
    assert one == thirty
    assert max(thirty) <= 15


@pytest.mark.parametrize("number", ["S03", "S04", "H02", "L01", "S01"])
def test_a_reviewed_month_with_internal_entries_costs_no_more(cast: Cast, number: str) -> None:
    for place in range(3):
        reason = {"visibility": "internal", "internal_reason": "case"} if place else {}
        entry_of(cast["S03"], date(2026, 3, 5 + place), **reason)
    submitted(cast["S03"], MARCH, APRIL_2)
    review_month(person=cast["S03"], month=MARCH, reviewer=cast["H02"], **RATED)
    address = ADDRESS if number == "S03" else f"{ADDRESS}/people/S03"
    assert statements(reading(cast[number]), address) <= 15
