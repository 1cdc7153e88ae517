"""The year's grades on home and by the clock: who proposes, decides, answers, ends and signs, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from daybook.annual.actions.signing import sign_result
from daybook.annual.models import Notice
from daybook.inbox.models import Message
from daybook.objections.actions.year_filing import object_to_notice
from daybook.supervision.tick import tick
from tests.annual.graded import JANUARY_14, NOTICE_OVER, decided, final, graded_year, noticed, proposed
from tests.factories import noon
from tests.pages import page, reading, statements, words
from tests.people import Cast

MONDAY = noon(2026, 1, 12)


@pytest.fixture
def graded(db: None) -> Iterator[Cast]:
    with translation.override("en"):
        yield graded_year()


def home(cast: Cast, number: str, at: datetime) -> str:
    with time_machine.travel(at, tick=False):
        return words(page(reading(cast[number]), "/"))


def told(kind: str) -> list[str]:
    rows = Message.objects.filter(kind=kind, seen_at=None)
    return sorted(rows.values_list("person__number", flat=True))


def test_leaders_propose_then_the_committee_decides(graded: Cast) -> None:
    assert "Propose the grades of 2025" in home(graded, "L02", MONDAY)
    assert "grades of 2025" not in home(graded, "L01", MONDAY)
    assert "grades of 2025" not in home(graded, "S02", MONDAY)
    proposed(graded)
    assert "Propose the grades" not in home(graded, "L02", MONDAY)
    assert "Decide the grades of 2025" in home(graded, "L01", MONDAY)
    assert "Decide the grades of 2025" in home(graded, "S01", MONDAY)


def test_leaders_are_told_once_on_a_workday(graded: Cast) -> None:
    list(tick(at=noon(2026, 1, 11)))
    assert told("grades_to_propose") == []
    for _again in range(2):
        list(tick(at=MONDAY))
    assert told("grades_to_propose") == ["L02", "L03"]
    proposed(graded)
    assert told("grades_to_propose") == []


def test_the_office_ends_the_year_when_the_notice_is_over(graded: Cast) -> None:
    noticed(graded, anew=True)
    list(tick(at=JANUARY_14))
    assert told("notice_over") == []
    assert "End the year 2025" not in home(graded, "S01", JANUARY_14)
    list(tick(at=NOTICE_OVER))
    assert told("notice_over") == ["S01"]
    assert "End the year 2025" in home(graded, "S01", NOTICE_OVER)


def test_an_objection_waits_for_who_decides_with_its_day(graded: Cast) -> None:
    noticed(graded, anew=True)
    given: dict[str, Any] = {
        "person": graded["S02"],
        "whose": graded["H01"],
        "text": "请核对",
        "at": JANUARY_14,
    }
    object_to_notice(notice=Notice.objects.get(), **given)
    assert "Decide the objection of 钱进 result of 2025 due by 28 January" in home(graded, "L01", JANUARY_14)
    assert "objection" not in home(graded, "L02", JANUARY_14)


def test_everybody_signs_his_own_result(graded: Cast) -> None:
    final(graded)
    assert told("notice_over") == []
    assert "Read and sign your result of 2025" in home(graded, "S02", NOTICE_OVER)
    sign_result(person=graded["S02"], year=2025, kind="signed", at=NOTICE_OVER)
    assert "Read and sign" not in home(graded, "S02", NOTICE_OVER)


def test_home_takes_no_more_statements_for_it(graded: Cast) -> None:
    with time_machine.travel(MONDAY, tick=False):
        before = [statements(reading(graded[number]), "/") for number in ("S02", "L02", "L01", "S01")]
        decided(graded)
        assert [statements(reading(graded[number]), "/") for number in ("S02", "L02", "L01", "S01")] == before
