"""`daybook tick`: what is told on which day, once each, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest
import time_machine
from click.testing import CliRunner
from django.utils import translation

from daybook.inbox.models import Message
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.extend import extend_month
from daybook.monthly.models import MonthlyReport
from daybook.org.actions.people import end_employment
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.enums import MonthAct
from daybook.supervision.commands import tick as command
from daybook.supervision.tick import Ticked, tick
from tests.factories import entry_of, noon, submitted
from tests.pages import page, reading, words
from tests.people import Cast, water_bureau

# March 2026: submitted by 8 April (Wednesday), reviewed by 15 April; April: planned by 3 April (Friday).
OPENING, EVE, LAST, AFTER = (noon(2026, 4, day) for day in (1, 7, 8, 9))


@pytest.fixture(autouse=True)
def _recorded(cast: Cast) -> Iterator[None]:
    """The bureau keeps a record since March; the English words are compared."""
    entry_of(cast["S02"], date(2026, 3, 2))
    with translation.override("en"):
        yield


def ticked(at: datetime, *, dry: bool = False) -> dict[str, int]:
    return {kind: count for each in tick(at=at, dry=dry) for kind, count in each.told.items()}


def told(number: str) -> list[str]:
    rows = Message.objects.filter(person__number=number, seen_at=None).order_by("id")
    return list(rows.values_list("kind", flat=True))


def test_the_first_workday_opens_the_month_for_everybody(cast: Cast) -> None:
    assert ticked(OPENING) == {"month_open": 12}
    assert told("S03") == ["month_open"]


def test_a_second_run_does_nothing_more(cast: Cast) -> None:
    ticked(OPENING)
    lines, messages = LedgerLine.objects.count(), Message.objects.count()
    assert ticked(OPENING) == {}
    assert ticked(noon(2026, 4, 1).replace(hour=8)) == {}
    assert (LedgerLine.objects.count(), Message.objects.count()) == (lines, messages)


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(cast: Cast) -> None:
    lines = LedgerLine.objects.count()
    assert ticked(OPENING, dry=True) == {"month_open": 12}
    assert (LedgerLine.objects.count(), Message.objects.count()) == (lines, 0)


def test_only_who_is_missing_is_reminded_on_the_eve_and_once(cast: Cast) -> None:
    ticked(OPENING)
    submitted(cast["S02"], "2026-03", noon(2026, 4, 2))
    assert told("S02") == []  # settled by submitting
    assert ticked(noon(2026, 4, 3))["plan_soon"] == 12
    assert "submit_soon" not in ticked(noon(2026, 4, 3))
    assert ticked(EVE)["submit_soon"] == 11
    assert "submit_soon" not in ticked(LAST)
    assert "submit_soon" not in told("S02")


def test_who_is_on_leave_is_left_in_peace(cast: Cast) -> None:
    note_absence(
        person=cast["S03"],
        kind=AbsenceKind.ANNUAL_LEAVE,
        first_day=date(2026, 4, 7),
        last_day=date(2026, 4, 7),
        at=noon(2026, 4, 1),
    )
    ticked(EVE)
    assert "submit_soon" not in told("S03")
    ticked(LAST)
    assert "submit_soon" in told("S03")


def test_a_day_off_is_silent(cast: Cast) -> None:
    assert ticked(noon(2026, 4, 5)) == {}


def test_what_is_late_is_told_to_the_late_one_and_nothing_is_submitted(cast: Cast) -> None:
    assert ticked(AFTER)["submit_late"] == 12
    assert not MonthlyReport.objects.filter(submitted_at__isnull=False).exists()
    with time_machine.travel(AFTER, tick=False):
        home = words(page(reading(cast["S03"], "zh-hans"), "/"))
    assert "2026年3月对账原定4月8日前提交，已逾期" in home


def test_an_extension_is_heeded(cast: Cast) -> None:
    extend_month(
        bureau=cast.bureau,
        month="2026-03",
        act=MonthAct.SUBMIT,
        until=date(2026, 4, 20),
        reason="汛期",
        person=cast["S03"],
        actor=cast["S01"],
        at=noon(2026, 4, 2),
    )
    ticked(AFTER)
    assert "submit_late" not in told("S03")
    assert "submit_late" in told("S04")


def test_late_reviews_are_told_to_the_reviewer_and_to_the_superior_of_the_reviewer(cast: Cast) -> None:
    submitted(cast["S02"], "2026-03", noon(2026, 4, 2))
    ticked(noon(2026, 4, 16))
    assert "review_late" in told("H01")
    assert "reviews_late" in told("L02")
    assert not {"review_late", "reviews_late"} & {*told("S02"), *told("H02"), *told("L03"), *told("L01")}
    with time_machine.travel(noon(2026, 4, 16), tick=False):
        home = words(page(reading(cast["L02"], "zh-hans"), "/"))
    assert "周文的2026年3月审阅已逾期 1人" in home


def test_a_plan_is_reminded_of_and_late(cast: Cast) -> None:
    plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("督查")], at=noon(2026, 4, 1))
    ticked(noon(2026, 4, 2))
    assert "plan_soon" in told("S03")
    assert "plan_soon" not in told("S02")
    plan_month(person=cast["S03"], month="2026-04", lines=[PlanLine("督查")], at=noon(2026, 4, 3))
    ticked(noon(2026, 4, 7))
    assert "plan_late" in told("S04")
    assert not {"plan_soon", "plan_late"} & set(told("S03"))  # done: the reminder is gone


def test_whoever_has_left_is_told_nothing(cast: Cast) -> None:
    end_employment(person=cast["S03"], last_day=date(2026, 3, 31), at=noon(2026, 3, 30))
    ticked(OPENING)
    assert told("S03") == []


def test_a_bureau_without_a_record_owes_nothing(db: None, cast: Cast) -> None:
    other = water_bureau("OTHER")
    found = {each.bureau.code: each for each in tick(at=OPENING)}
    assert found["OTHER"] == Ticked(other.bureau, {}, 0)
    assert found["WATER"].told == {"month_open": 12}


def test_a_bureau_without_a_policy_is_passed_over(cast: Cast) -> None:
    other = water_bureau("OTHER")
    other.bureau.policy = "none-such"
    other.bureau.save()
    found = {each.bureau.code: each.fault for each in tick(at=OPENING)}
    assert found == {"OTHER": True, "WATER": False}


def test_the_ledger_tells_that_it_ran(cast: Cast) -> None:
    ticked(OPENING)
    line = LedgerLine.objects.get(action="tick")
    assert (line.actor, line.after) == ("", {"month_open": 12, "settled": 0})


def test_the_command_prints_what_it_did(cast: Cast) -> None:
    with time_machine.travel(OPENING, tick=False):
        dry = CliRunner().invoke(command, ["--dry-run"])
        first = CliRunner().invoke(command)
        again = CliRunner().invoke(command)
    assert dry.output == first.output == "WATER: a month is to be reconciled 12 people\n"
    assert again.output == "WATER: nothing to do\n"
