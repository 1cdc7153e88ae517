"""Founding a bureau, opening departments, setting the calendar."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daybook.ledger.queries import chain_faults
from daybook.org.actions.bureau import found_bureau, open_department, set_calendar_day
from daybook.org.calendar import work_calendar
from daybook.org.enums import DayKind
from tests.factories import last_line, noon, refused
from tests.people import Cast


def test_a_bureau_is_founded_with_one_line(db: None) -> None:
    bureau = found_bureau(code="LAKE", name="湖州市水利局", at=noon(2026, 1, 5))
    line = last_line()
    assert (line.action, line.object_key, line.actor) == ("found_bureau", "LAKE", "")
    assert line.after == {"name": "湖州市水利局", "policy": "log-style-2026", "time_zone": "Asia/Shanghai"}
    assert bureau.pk is not None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": " "}, "code"),
        ({"name": ""}, "name"),
        ({"name": "水" * 101}, "name"),
        ({"name": "水\x00务"}, "name"),
        ({"time_zone": "Asia/Nowhere"}, "time_zone"),
        ({"time_zone": "../etc"}, "time_zone"),
        ({"policy": "no-such-policy"}, "policy"),
    ],
)
def test_a_bureau_is_refused(db: None, given: dict[str, str], field: str) -> None:
    whole: dict[str, Any] = {"code": "LAKE", "name": "湖州市水利局", **given}
    assert refused(found_bureau, **whole)[0] == field


def test_a_code_names_one_bureau(cast: Cast) -> None:
    assert refused(found_bureau, code="WATER", name="又一个") == (
        "code",
        "There is a bureau with this code already.",
    )


def test_the_personnel_office_opens_a_department(cast: Cast) -> None:
    made = open_department(
        bureau=cast.bureau, code="D09", name="河湖管理处", valid_from=date(2026, 3, 1), actor=cast["S01"],
        at=noon(2026, 2, 20),
    )  # fmt: skip
    assert made.valid_from == date(2026, 3, 1)
    assert last_line().actor == "S01"
    assert list(chain_faults("WATER")) == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actor": "S02"}, ("", "Only this may be done by: personnel office.")),
        ({"code": "D01"}, ("code", "There is a department with this code already.")),
        ({"valid_to": date(2026, 1, 1)}, ("valid_to", "The last day lies before the first.")),
    ],
)
def test_a_department_is_refused(cast: Cast, given: dict[str, object], expected: tuple[str, str]) -> None:
    whole: dict[str, Any] = {
        "code": "D09",
        "name": "河湖管理处",
        "valid_from": date(2026, 3, 1),
        "actor": "S01",
        **given,
    }
    whole["actor"] = cast[str(whole["actor"])]
    assert refused(open_department, bureau=cast.bureau, at=noon(2026, 2, 20), **whole) == expected


def test_the_right_must_stand_on_the_day(cast: Cast) -> None:
    too_early = {"bureau": cast.bureau, "code": "D09", "name": "河湖管理处", "actor": cast["S01"]}
    assert refused(open_department, at=noon(2024, 12, 30), **too_early)[0] == ""


def test_a_bureaus_own_day_off_and_back_again(cast: Cast) -> None:
    day = date(2026, 3, 4)
    set_calendar_day(bureau=cast.bureau, day=day, kind=DayKind.OFF, name="停电", actor=cast["S01"])
    assert not work_calendar(cast.bureau, 2026, 2026).is_workday(day)
    set_calendar_day(bureau=cast.bureau, day=day, kind=DayKind.WORKDAY, actor=cast["S01"])
    assert work_calendar(cast.bureau, 2026, 2026).is_workday(day)
    assert last_line().before == {"kind": "off", "name": "停电"}
