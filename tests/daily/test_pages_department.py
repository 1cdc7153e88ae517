"""A department's week: what is recorded is everybody's to see, a gap only the person's and the superior's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.queries import department as department_queries
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict, note_absence
from daybook.org.enums import AbsenceKind, RightKind
from tests.factories import entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

# Monday 23 to Sunday 29 March 2026; asked on Friday.
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 3, day) for day in range(23, 28))
INTERNAL = {"visibility": "internal", "internal_reason": "petition", "content": "接待来访群众"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 27), tick=False):
        yield


@pytest.fixture
def begun(cast: Cast) -> Cast:
    """The bureau has kept a record since January."""
    entry_of(cast["S06"], date(2026, 1, 5))
    return cast


def marks(html: str, name: str) -> str:
    """A person's week as letters: r recorded, d due, l leave, . nothing; a day off in capitals or as #."""
    row = next(
        part for part in html.split("<tr>") if f'<span class="name">{name}</span>' in part and "<td" in part
    )
    found = ""
    for cell in re.findall(r"<td.*?</td>", row, re.DOTALL):
        mark = (
            "r"
            if "is-recorded" in cell
            else "d"
            if "is-due" in cell
            else "l"
            if "off" in words(cell)
            else "."
        )
        assert ("due, not recorded" in cell) is (mark == "d")
        found += (mark.upper() if mark != "." else "#") if "is-off" in cell else mark
    return found


def week(cast: Cast, reader: str, name: str = "冯雪", query: str = "") -> str:
    return marks(page(reading(cast[reader]), f"/departments/D02{query}"), name)


# Who sees a gap --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("S03", "rddd.##"),  # the person
        ("H02", "rddd.##"),  # the superior
        ("S04", "r....##"),  # a colleague of the department
        ("L02", "r....##"),  # the leader in charge
        ("L01", "r....##"),  # the principal leader
        ("S01", "r....##"),  # the personnel office
        ("H01", "r....##"),  # another head
        ("S05", "r....##"),
    ],
)
def test_who_sees_a_missing_day(begun: Cast, number: str, seen: str) -> None:
    entry_of(begun["S03"], MONDAY)
    assert week(begun, number) == seen


@pytest.mark.parametrize(("number", "seen"), [("H02", "dddd.##"), ("L02", "dddd.##"), ("S03", ".....##")])
def test_who_sees_a_missing_day_of_the_head(begun: Cast, number: str, seen: str) -> None:
    assert week(begun, number, "吴建国") == seen


def test_a_gap_looks_like_a_free_day_to_others(begun: Cast) -> None:
    reader = reading(begun["S05"])
    free = words(page(reader, "/departments/D02"))
    note_absence(
        person=begun["S03"],
        kind=AbsenceKind.ANNUAL_LEAVE,
        first_day=MONDAY,
        last_day=FRIDAY,
        actor=begun["S01"],
    )
    assert words(page(reader, "/departments/D02")) == free
    assert ("due, not recorded" in free, "leave" in free) == (False, False)
    assert "due, not recorded" in words(page(reading(begun["H02"]), "/departments/D02"))


@pytest.mark.parametrize(
    ("number", "seen"), [("S03", "lldd.##"), ("H02", "lldd.##"), ("S01", "ll...##"), ("S04", ".....##")]
)
def test_leave_silences_a_gap_for_those_who_see_it(begun: Cast, number: str, seen: str) -> None:
    note_absence(
        person=begun["S03"], kind=AbsenceKind.TRAINING, first_day=MONDAY, last_day=MONDAY, actor=begun["S01"]
    )
    note_absence(
        person=begun["S03"],
        kind=AbsenceKind.SICK_LEAVE,
        first_day=TUESDAY,
        last_day=TUESDAY,
        half_day="morning",
        actor=begun["S01"],
    )
    assert week(begun, number) == seen


def test_holidays_are_no_gaps(begun: Cast) -> None:
    with time_machine.travel(noon(2026, 4, 10), tick=False):
        assert week(begun, "S03", query="?week=2026-W14") == "ddddd##"
        assert week(begun, "S03", query="?week=2026-W15") == "#ddd.##"


def test_a_makeup_workday_is_due(begun: Cast) -> None:
    assert week(begun, "H02", query="?week=2026-W09") == "#ddddd#"


def test_today_and_the_days_to_come_are_no_gaps_nor_those_before_the_record_began(cast: Cast) -> None:
    assert week(cast, "S03") == ".....##"
    entry_of(cast["S06"], WEDNESDAY)
    assert week(cast, "S03") == "..dd.##"


def test_a_withdrawn_entry_leaves_the_day_open(begun: Cast) -> None:
    entry = entry_of(begun["S03"], THURSDAY)
    assert week(begun, "H02") == "dddr.##"
    withdraw_entry(entry=entry, reason="重复", actor=begun["S03"])
    assert week(begun, "H02") == "dddd.##"


def test_an_internal_entry_is_a_recorded_day(begun: Cast) -> None:
    entry_of(begun["S03"], TUESDAY, **INTERNAL)
    html = page(reading(begun["S05"]), "/departments/D02")
    assert marks(html, "冯雪") == ".r...##"
    assert ("接待来访群众" in html, "Internal matter" in html) == (False, True)
    assert "接待来访群众" in page(reading(begun["H02"]), "/departments/D02")


def test_the_superior_of_the_day_sees_the_gap(begun: Cast) -> None:
    transfer(person=begun["S03"], department=begun.departments["D03"], valid_from=WEDNESDAY)
    assert week(begun, "H02") == "dd...##"
    assert week(begun, "S03") == "dd...##"
    with time_machine.travel(noon(2026, 3, 27), tick=False):
        there = page(reading(begun["H03"]), "/departments/D03")
    assert marks(there, "冯雪") == "..dd.##"


def test_a_recused_superior_sees_no_gap(begun: Cast) -> None:
    declare_conflict(person=begun["S03"], superior=begun["H02"], first_day=MONDAY, actor=begun["H02"])
    assert (week(begun, "H02"), week(begun, "L02")) == (".....##", "dddd.##")


# The week --------------------------------------------------------------------------------------------------


def test_a_recorded_day_opens_its_entries(begun: Cast) -> None:
    entry_of(begun["S03"], MONDAY)
    html = page(reading(begun["S05"]), "/departments/D02")
    assert 'href="/feed?person=S03&amp;date=2026-03-23"' in html
    assert "冯雪, 23 March" in words(html)


def test_the_entries_stand_day_by_day_the_latest_first(begun: Cast) -> None:
    for day, author, content in (
        (MONDAY, "S03", "周一之事"),
        (TUESDAY, "S04", "周二之事"),
        (TUESDAY, "H02", "处长之事"),
        (date(2026, 3, 20), "S03", "上周之事"),
    ):
        entry_of(begun[author], day, content=content)
    entry_of(begun["S05"], MONDAY, content="他处之事")
    html = page(reading(begun["S05"]), "/departments/D02")
    assert html.index("处长之事") < html.index("周二之事") < html.index("周一之事")
    assert ("上周之事" in html, "他处之事" in html) == (False, False)
    earlier = page(reading(begun["S05"]), "/departments/D02?week=2026-W12")
    assert ("上周之事" in earlier, "周一之事" in earlier) == (True, False)


def test_one_walks_from_week_to_week_up_to_the_present(begun: Cast) -> None:
    now = page(reading(begun["S05"]), "/departments/D02")
    assert ("?week=2026-W12" in now, "The next week" in now, "23 March to 29 March" in words(now)) == (
        True, False, True,
    )  # fmt: skip
    assert "?week=2026-W13" in page(reading(begun["S05"]), "/departments/D02?week=2026-W12")
    assert "?week=2025-W52" in page(reading(begun["S05"]), "/departments/D02?week=2026-W01")


@pytest.mark.parametrize(
    "key", ["2026-W14", "2026-W54", "2026-13", "W13", "2026-W00", "0001-W01", "٢٠٢٦-W01"]
)
def test_what_is_no_week_or_has_not_begun_is_not_found(begun: Cast, key: str) -> None:
    page(reading(begun["S05"]), f"/departments/D02?week={key}", status=404)


def test_of_a_very_full_week_a_part_is_shown(begun: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(department_queries, "MOST_ENTRIES", 2)
    for number in range(3):
        entry_of(begun["S03"], MONDAY, content=f"第{number}件")
    html = page(reading(begun["S05"]), "/departments/D02")
    assert (html.count('<a href="/entries/'), "more than fits" in html) == (2, True)


def test_nobody_ranks_or_counts(begun: Cast) -> None:
    for number in range(7):
        entry_of(begun["S03"], MONDAY, content=f"例行之事{'甲乙丙丁戊己庚'[number]}")
    told = words(page(reading(begun["H02"]), "/departments/D02"))
    assert re.findall(r"\b7\b|%.*%", told.replace("80%", "")) == []


def test_it_refuses_strangers_and_administrators(begun: Cast) -> None:
    grant_right(person=begun["S06"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1))
    page(reading(begun["S06"]), "/departments/D02", status=404)
    page(reading(begun["S05"]), "/departments/NONE", status=404)
    other = water_bureau("LAKE")
    entry_of(other["S03"], MONDAY, content="湖局之事")
    assert "湖局之事" not in page(reading(begun["S05"]), "/departments/D02")


def test_a_department_costs_the_same_for_one_entry_and_for_thirty(begun: Cast) -> None:
    for number in ("S03", "S04"):
        for day in (MONDAY, date(2026, 3, 16)):
            entry_of(begun[number], day, people="褚卫", **INTERNAL)
    addresses = ("/departments/D02", "/departments/D02?week=2026-W12")
    readers = [
        (reading(begun[number]), each) for number in ("S05", "H02", "S01", "S03") for each in addresses
    ]
    few = [statements(*each) for each in readers]
    for count in range(30):
        author = begun[("S03", "S04", "H02")[count % 3]]
        entry_of(author, date(2026, 3, 16 + count % 11), **(INTERNAL if count % 2 else {}))
    assert [statements(*each) for each in readers] == few
    assert max(few) <= 15
