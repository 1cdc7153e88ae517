"""One month in two windows, or acted on from two sides: nothing that was written is lost."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from daybook.monthly.actions.month import return_month
from daybook.monthly.models import MonthlyReport
from daybook.plans.actions.items import drop_plan_item
from tests.monthly.test_pages_month import ADDRESS, MARCH, april, mine, planned, sent, told
from tests.pages import page, reading, words
from tests.people import Cast

__all__ = ["april", "mine"]


def test_of_two_windows_with_one_answer_neither_loses_its_words(cast: Cast, mine: Client) -> None:
    (item,) = planned(cast, "培训")
    opened = page(mine, f"{ADDRESS}?answer={item.key}")
    seen = re.findall(r'name="edition" value="(\w{16})"', opened)[0]
    sent(mine, "answer", item=item.key, state="done", edition=seen, execution="另一个窗口写的")
    late = {"item": item.key, "state": "partial", "progress": "40", "execution": "这个窗口写的"}
    html = sent(mine, "answer", edition=seen, **late).content.decode()
    assert "This was changed meanwhile." in words(html)
    assert "Execution:另一个窗口写的" in words(html)
    assert "这个窗口写的</textarea>" in html
    item.refresh_from_db()
    assert item.execution == "另一个窗口写的"
    sent(mine, "answer", edition=re.findall(r'name="edition" value="(\w{16})"', html)[0], **late)
    item.refresh_from_db()
    assert (item.state, item.execution) == ("partial", "这个窗口写的")


def test_what_was_called_off_meanwhile_stays_so(cast: Cast, mine: Client) -> None:
    (item,) = planned(cast, "培训")
    drop_plan_item(item=item, actor=cast["S03"], confirmed_by=cast["H02"])
    html = sent(mine, "answer", item=item.key, state="done", execution="办了一半").content.decode()
    assert "This item is cancelled." in words(html)
    assert "办了一半" in html
    item.refresh_from_db()
    assert (item.state, item.execution) == ("cancelled", "")


def test_submitting_throws_nothing_away_that_another_window_began(cast: Cast, mine: Client) -> None:
    assert "Submit and seal" in told(mine, f"{ADDRESS}/submit")  # the draft from the rows
    mine.post(f"{ADDRESS}/summary", {"text": "另一个窗口写的", "version": "0"})
    answer = mine.post(f"{ADDRESS}/submit", {"text": "按草稿提交", "version": "0"})
    html = answer.content.decode()
    assert "another window" in words(html)
    assert "另一个窗口写的" in html
    assert "按草稿提交" in html
    assert not MonthlyReport.objects.exists()


@pytest.mark.parametrize("address", [f"{ADDRESS}/summary", f"{ADDRESS}/submit", ADDRESS])
@pytest.mark.parametrize("version", ["0", "1"])
def test_what_is_written_after_the_month_was_submitted_stays_a_draft(
    cast: Cast, mine: Client, april: time_machine.Traveller, address: str, version: str
) -> None:
    mine.post(f"{ADDRESS}/summary", {"text": "完成。", "version": "0"})
    mine.post(f"{ADDRESS}/submit", {"text": "完成。", "version": "1"})
    late = {"act": "keep", "text": "完成，另补一句", "version": version}
    assert "submitted" in words(mine.post(address, late).content.decode())
    assert "What you wrote was not used 完成，另补一句" in told(mine)
    assert "另补一句" not in told(reading(cast["H02"]), f"{ADDRESS}/people/S03")
    assert MonthlyReport.objects.get().summary == "完成。"
    return_month(person=cast["S03"], month=MARCH, reviewer=cast["H02"], reason="请补形象进度")
    assert "完成，另补一句</textarea>" in page(mine, ADDRESS)


def test_what_was_written_too_late_is_thrown_away_with_a_tap(cast: Cast, mine: Client) -> None:
    mine.post(f"{ADDRESS}/submit", {"text": "完成。", "version": "0"})
    mine.post(f"{ADDRESS}/summary", {"text": "完成。", "version": "0"})
    assert "was not used" not in told(mine)  # it says what the summary says
    mine.post(f"{ADDRESS}/summary", {"text": "另一句", "version": "1"})
    assert "was not used" in told(mine)
    sent(mine, "discard", version="2")
    assert "was not used" not in told(mine)
