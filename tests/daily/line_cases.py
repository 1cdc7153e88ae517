"""How the cases of the entry line are worked: what is known, and what was read, in Chinese words."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from daybook.daily.line import Known, Named, Reading, Titled, read_line

FILE = Path(__file__).parent.parent / "cases" / "daily" / "line.toml"
HALVES = {"morning": "上午", "afternoon": "下午", "evening": "晚上"}
STATES = {"ongoing": "推进", "done": "办结", "untouched": "未动", "cancelled": "取消"}


@lru_cache(maxsize=1)
def table() -> dict[str, Any]:
    """The whole file of cases."""
    return tomllib.loads(FILE.read_text("utf-8"))


@lru_cache(maxsize=1)
def known() -> Known:
    """What the lines of the cases may point at."""
    given = table()["known"]
    return Known(
        day=given["day"],
        author=given["author"],
        people=tuple(Named(*each) for each in given["people"]),
        places=tuple(given["places"]),
        items=tuple(Titled(*each) for each in given["items"]),
        matters=tuple(Titled(*each) for each in given["matters"]),
        half_days={half: (begins, ends) for half, (begins, ends) in given["half_days"].items()},
    )


def lines() -> list[str]:
    """Every line of the cases."""
    return [case["given"]["line"] for case in table()["case"]]


def told(reading: Reading) -> dict[str, object]:
    """The fields that were read, under their Chinese names; titles instead of keys."""
    titles = {each.key: each.title for each in (*known().items, *known().matters)}
    fields = {
        "时间": _time(reading),
        "地点": reading.place,
        "人物": reading.people,
        "内容": reading.content,
        "措施": reading.measures,
        "进度": reading.progress,
        "状态": STATES.get(reading.state, ""),
        "成效": reading.outcome,
        "计划": titles.get(reading.plan_item, ""),
        "事项": titles.get(reading.matter, ""),
    }
    return {name: value for name, value in fields.items() if value not in {"", None}}


def read(line: str) -> dict[str, object]:
    """What a line of the cases says."""
    return told(read_line(line, known()))


def _time(reading: Reading) -> str:
    if reading.start is None:
        return HALVES.get(reading.half_day, "")
    return f"{reading.start:%H:%M}" + (f"-{reading.end:%H:%M}" if reading.end else "")
