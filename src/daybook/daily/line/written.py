"""Writing a reading as a line again, so that what was understood can be taken up and changed."""

from __future__ import annotations

from dataclasses import replace

from daybook.daily.line.read import read_line
from daybook.daily.line.reading import Known, Reading
from daybook.daily.line.words import Titled

HALVES = {"morning": "上午", "afternoon": "下午", "evening": "晚上"}
STATES = {"ongoing": "推进", "done": "办结", "untouched": "未动", "cancelled": "取消"}


def line_of(reading: Reading, known: Known) -> str:
    """The line that is read as this again: as people write it, or with every field under its name."""
    for line in (
        _natural(reading, known),
        _natural(reading, known, content="内容："),
        _labelled(reading, known),
    ):
        if replace(read_line(line, known), parts=()) == replace(reading, parts=()):
            return line
    return _labelled(reading, known)


def _natural(reading: Reading, known: Known, content: str = "") -> str:
    parts = (
        _time(reading),
        reading.place,
        f"与{reading.people}" if reading.people else "",
        _titled("#", reading.plan_item, known.items) if content else "",
        _titled("#", reading.matter, known.matters) if content else "",
        _progress(reading) if content else "",
        content + reading.content,
        _titled("#", reading.plan_item, known.items) if not content else "",
        _titled("#", reading.matter, known.matters) if not content else "",
        _progress(reading) if not content else "",
        f"措施：{reading.measures}" if reading.measures else "",
        f"→ {reading.outcome}" if reading.outcome else "",
    )
    return " ".join(part for part in parts if part)


def _labelled(reading: Reading, known: Known) -> str:
    told = (
        ("时间：", _time(reading)),
        ("地点：", reading.place),
        ("人物：", reading.people),
        ("计划：", _titled("", reading.plan_item, known.items)),
        ("事项：", _titled("", reading.matter, known.matters)),
        ("进度：", _progress(reading)),
        ("内容：", reading.content),
        ("措施：", reading.measures),
        ("成效：", reading.outcome),
    )
    return " ".join(label + text for label, text in told if text)


def _time(reading: Reading) -> str:
    if reading.start and reading.end:
        return f"{reading.start:%H:%M}-{reading.end:%H:%M}"
    return f"{reading.start:%H:%M}" if reading.start else HALVES.get(reading.half_day, "")


def _progress(reading: Reading) -> str:
    figure = f"{reading.progress}%" if reading.progress is not None else ""
    return f"{STATES.get(reading.state, '')} {figure}".strip()


def _titled(mark: str, key: str, titles: tuple[Titled, ...]) -> str:
    return next((mark + each.title for each in titles if each.key == key), "")
