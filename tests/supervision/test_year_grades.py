"""The year's grades on home and by the clock: who proposes, decides, answers, ends and signs, and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.utils import translation
from pytest_django import Settings

from daybook.annual.access import proposals_of
from daybook.annual.actions.grades import propose_grades
from daybook.annual.actions.signing import sign_result
from daybook.annual.actions.units import freeze_units
from daybook.annual.models import Decision, Notice
from daybook.annual.queries.settled import settled_year
from daybook.inbox.models import Message
from daybook.objections.actions.year_filing import object_to_notice
from daybook.org.actions.people import end_employment
from daybook.org.models import Person, Portfolio
from daybook.supervision.tick import tick
from tests.annual.graded import (
    JANUARY_14,
    NOTICE_OVER,
    decided,
    final,
    graded_year,
    noticed,
    proposed,
    suggested,
)
from tests.annual.test_pages_quotas import OWN_POLICY, under
from tests.factories import noon
from tests.pages import page, reading, statements, words
from tests.people import Cast

MONDAY = noon(2026, 1, 12)
Change = Callable[[Cast, Settings, Path], None]


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


def heads_apart(cast: Cast, settings: Settings, folder: Path) -> None:
    text = OWN_POLICY.format(method="largest_remainder") + '\n[units]\nheads = "own_pool"\n'
    under(settings, folder, cast, text)
    cast.bureau.refresh_from_db()


def led_by_another_since(cast: Cast, settings: Settings, folder: Path) -> None:
    freeze_units(bureau=cast.bureau, year=2025, reason="", actor=cast["S01"], at=MONDAY)
    Portfolio.objects.update(leader=cast["L03"])


def led_by_nobody(cast: Cast, settings: Settings, folder: Path) -> None:
    Portfolio.objects.filter(leader=cast["L03"]).delete()


def without_a_principal(cast: Cast, settings: Settings, folder: Path) -> None:
    led_by_nobody(cast, settings, folder)
    cast["L01"].appointments.update(valid_from=date(2026, 1, 1))


def left(cast: Cast, settings: Settings, folder: Path) -> None:
    """Who left in the year needs a decision as everybody does; nobody else is still to be proposed."""
    proposed(cast)
    Decision.objects.filter(person=cast["S05"]).delete()
    end_employment(person=cast["S05"], last_day=date(2025, 10, 31))


def left_before(cast: Cast, settings: Settings, folder: Path) -> None:
    left(cast, settings, folder)
    span = {"employed_from": date(2024, 1, 1), "employed_to": date(2024, 12, 31)}
    Person.objects.filter(pk=cast["S05"].pk).update(**span)
    cast["S05"].appointments.update(valid_from=date(2024, 1, 1))


def leads_no_more(cast: Cast, settings: Settings, folder: Path) -> None:
    """The unit stays his who led it at the year's end; nobody else may propose it."""
    cast["L03"].appointments.update(valid_to=date(2025, 12, 31))


@pytest.mark.parametrize(
    ("how", "leaders"),
    [
        (heads_apart, ["L01", "L02", "L03"]),
        (led_by_another_since, ["L02", "L03"]),
        (led_by_nobody, ["L01", "L02"]),
        (without_a_principal, ["L01", "L02"]),
        (left, ["L03"]),
        (left_before, []),
        (leads_no_more, ["L02"]),
    ],
)
def test_those_are_told_who_may_propose_as_the_year_is_settled(
    graded: Cast, settings: Settings, tmp_path: Path, how: Change, leaders: list[str]
) -> None:
    how(graded, settings, tmp_path)
    people = settled_year(graded.bureau, 2025).result.people
    done = set(Decision.objects.values_list("person__number", flat=True))
    units = {each.unit for each in people if each.number not in done}
    may = {number: proposals_of(graded[number], graded.bureau, MONDAY.date()) for number in graded.people}
    assert [number for number in sorted(may) if any(map(may[number], units))] == leaders
    list(tick(at=MONDAY))
    assert told("grades_to_propose") == leaders
    for number in ("L01", "L02", "L03", "H01", "S02"):
        assert ("Propose the grades of 2025" in home(graded, number, MONDAY)) == (number in leaders)
    assert ("Decide the grades of 2025" in home(graded, "S01", MONDAY)) == (not leaders)


def test_nobody_decides_before_a_unit_whose_leader_is_gone_is_proposed(graded: Cast) -> None:
    graded["L03"].appointments.update(valid_to=date(2025, 12, 31))
    drafts = suggested(graded, "L02")
    propose_grades(bureau=graded.bureau, year=2025, drafts=drafts, actor=graded["L02"], at=MONDAY)
    assert told("grades_to_decide") == []


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
