"""How far: 80%, ８０％, 百分之八十, 完成八成, 推进 80%, 已办结; only where it stands as a word of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from daybook.daily.line.clock import NUMERALS
from daybook.daily.line.sheet import Sheet

FULL = 100

STATES = {
    **dict.fromkeys(
        ("推进", "推进中", "在推进", "持续推进", "继续推进", "进行中", "在办", "正在推进"), "ongoing"
    ),
    **dict.fromkeys(("办结", "已办结", "完成", "已完成", "全部完成", "完结", "办毕"), "done"),
    **dict.fromkeys(("未动", "未启动", "未开展", "没动", "尚未启动"), "untouched"),
    **dict.fromkeys(("取消", "已取消", "不再开展"), "cancelled"),
}
MERELY_SAID = frozenset({"完成", "已完成", "全部完成"})  # 完成80% is not finished
STATE = "|".join(sorted(STATES, key=len, reverse=True))
CHINESE = "[零一二三四五六七八九十]+"
PERCENT = rf"(?:(?P<digits>[0-9]{{1,3}})\s?%|百分之(?P<words>{CHINESE}|百))"
TENTHS = "(?P<tenths>[一二三四五六七八九十])成"
SAID = rf"(?:总体|整体|目前|当前)?(?:进度|进展|完成度|(?P<state>{STATE}))(?:至|到|达到?|约|为|:)*\s?"
TOLD = re.compile(rf"(?P<said>{SAID})?(?:{PERCENT}|{TENTHS})(?:\s?(?P<after>{STATE}))?|(?P<only>{STATE})")
# 完成率 95%, 增长 5%: what the figure measures is not the matter's progress.
MEASURES_ELSE = re.compile(
    "(?:[率比重占达长降高低升幅度超过约至到足的于为是近标]|同比|环比|含量|提高|下降|增长|减少|增加|压缩|下浮|上浮|湿度|权重|→|->)\\s*$"
)
GOES_ON = re.compile(r"\s*(?:的|以上|以下|左右|[-至到]\s*[0-9])|→[0-9]")


@dataclass(frozen=True)
class HowFar:
    """A progress that was told, and the stretch of the line that tells it."""

    start: int
    ends: int
    progress: int | None
    state: str


def progress_words(sheet: Sheet, places: Iterator[int]) -> list[HowFar]:
    """Every progress told as a word of its own at one of the places."""
    found: list[HowFar] = []
    for place in places:
        if found and place < found[-1].ends:
            continue
        if (told := progress_at(sheet, place)) is not None:
            found.append(told)
    return found


def progress_at(sheet: Sheet, place: int) -> HowFar | None:
    """The progress told at a place as a word of its own."""
    told = TOLD.match(sheet.line, place)
    if told is None or not sheet.closes_at(told.end()) or not sheet.is_free(place, told.end()):
        return None
    if told["tenths"] and not told["said"]:
        return None
    progress = _per_cent(told)
    if progress is not None and progress > FULL:
        return None
    bare = progress is not None and not told["state"] and not told["after"]
    if (bare and MEASURES_ELSE.search(sheet.line[:place])) or GOES_ON.match(sheet.line, told.end()):
        return None
    return HowFar(place, told.end(), progress, _state(told, progress))


def _per_cent(told: re.Match[str]) -> int | None:
    if told["digits"]:
        return int(told["digits"])
    if told["words"]:
        return FULL if told["words"] in {"百", "一百"} else _number(told["words"])
    return NUMERALS[told["tenths"]] * 10 if told["tenths"] else None


def _number(said: str) -> int:
    tens, ten, ones = said.rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0)


def _state(told: re.Match[str], progress: int | None) -> str:
    """The state that was said; where none was, or merely that much is done, what the figure says."""
    said = told["state"] or told["after"] or told["only"] or ""
    if progress is None or (said and said not in MERELY_SAID):
        return STATES.get(said, "")
    return "done" if progress == FULL else "ongoing" if progress else ""
