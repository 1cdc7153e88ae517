"""When: 9:00-11:30, 上午9点半至11点, 下午2:00到4:30, 9-11点, 9:00 两小时, 上午, 上午两小时, 全天."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time

from daybook.daily.line.sheet import Sheet

Halves = Mapping[str, tuple[time, time]]  # from when until when a half of the day is

DAY = 24 * 60  # minutes
NOON = 12 * 60
CLOSING = 19 * 60  # a range begun in the morning is not taken to end later, unless it says so
EARLY = 5 * 60  # an hour up to five, said without more, is one of the afternoon: nobody meets at 2:00

NUMERALS = {sign: number for number, sign in enumerate("零一二三四五六七八九十")} | {"〇": 0, "两": 2}
PERIOD = (
    "凌晨|清晨|清早|早晨|早上|今早|上午|中午|午间|正午|下午|午后|傍晚|晚上|晚间|夜间|夜里|今晚"
    "|[早晚](?=[0-9])"
)
AFTERNOON = frozenset({"下午", "午后", "傍晚", "pm"})
EVENING = frozenset({"晚上", "晚间", "夜间", "夜里", "今晚", "晚"})
MIDDAY = frozenset({"中午", "午间", "正午"})
HALVES = {"上午": "morning", "下午": "afternoon", "晚上": "evening", "晚间": "evening", "夜间": "evening"}

HOUR = "(?:[01]?[0-9]|2[0-4])(?![0-9])|二十[一二三四]?|十[一二三四五六七八九]?|[零〇一二两三四五六七八九]"
MINUTE = (
    "半|[一三]刻|[0-5][0-9](?![0-9])分?|[0-9]分"
    "|[二三四五]?十[一二三四五六七八九]?分|零?[一二三四五六七八九]分"
)
# 三点意见, 三时代, 四点前: no hour of work is told.
NO_HOUR = (
    "(?!意见|建议|要求|体会|问题|措施|内容|希望|启示|共识|说明|思考|任务|计划|工作|做法|经验|一线|要点|以上|以下"
    "|[之以]?前|[之以]?后|代|期|间|节|效|长|段|速|限|政|事|空|常|差)"
)
TO = r"\s*(?:-+|至|到)\s*"
NUMBER = "[0-9]+(?:\\.[0-9])?|[一二两三四五六七八九]"
SPAN = (
    rf"\s*,?\s*(?:共|约|历时|用时)?(?:(?P<hours>{NUMBER})个?(?P<half>半)?(?:小时|钟头|h(?![a-z]))"
    rf"(?:(?P<more>[0-5]?[0-9])分钟?|(?P<and_half>半))?|(?P<half_hour>半个?小时)|(?P<minutes>[0-9]{{1,3}})分钟)"
    r"(?!以|内|前|后|制|工作制|值|不)"
)
TAIL = r"(?:左右|许|起|开始)(?=[\s,;]|$)"


def _digits(mark: int) -> str:
    return rf"(?P<hour{mark}>{HOUR}):(?P<minute{mark}>[0-5][0-9])(?![0-9])(?::[0-5][0-9](?![0-9]))?"


def _spoken(mark: int) -> str:
    return rf"(?P<said{mark}>{HOUR})\s?(?:点钟?|时)(?P<past{mark}>{MINUTE})?整?{NO_HOUR}"


def _clock(mark: int) -> str:
    plain = rf"(?P<plain{mark}>{HOUR})(?=\s?[ap]m(?![a-z]))"
    told = rf"(?:{_digits(mark)}|{_spoken(mark)}|{plain})(?:\s?(?P<half{mark}>am|pm)(?![a-z]))?"
    return rf"(?:(?P<period{mark}>{PERIOD})\s*)?{told}"


CLOCK = re.compile(_clock(1))
RANGES = (
    re.compile(_clock(1) + TO + _clock(2)),
    re.compile(
        rf"(?:(?P<period1>{PERIOD})\s*)?(?P<hour1>{HOUR}){TO}(?:(?P<period2>{PERIOD})\s*)?{_spoken(2)}"
    ),
    re.compile(rf"(?:(?P<period1>{PERIOD})\s*)?{_digits(1)}{TO}(?P<hour2>{HOUR})(?=[\s,;]|$)"),
    re.compile(rf"(?:(?P<period1>{PERIOD})\s*)?{_digits(1)}\s+{_digits(2)}(?=[\s,;]|$)"),
    re.compile(
        "(?P<hour1>0[0-9]|1[0-8])(?P<minute1>[0-5][0-9])-(?P<hour2>[01][0-9]|2[0-4])(?P<minute2>[0-5][0-9])(?![0-9])"
    ),
)
DURATION = re.compile(SPAN)
HALF = re.compile(rf"(上午|下午|晚上|晚间|夜间)(?:半天)?(?!班|茶|场|\s*(?:{HOUR})\s*[点时:])")
WHOLE = re.compile("(?:全天|整天|全日|一整天)(?!候)")
LEAD = re.compile(
    r"(?:(?:今天|今日|当天|当日)\s*|(?:(?P<year>[0-9]{4})年)?(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]\s*"
    r"(?:\(?(?:周|星期)[一二三四五六日天]\)?)?\s*)?(?:[从自由]\s*)?"
)
ENDING = re.compile(TAIL)


@dataclass(frozen=True)
class When:
    """A time that was told, and where in the line its telling ends."""

    ends: int
    start: time | None = None
    end: time | None = None
    half_day: str = ""


def when_at(sheet: Sheet, place: int, day: date, halves: Halves) -> When | None:
    """The time that is told at a place, after the word for the entry's own day."""
    lead = LEAD.match(sheet.line, place)
    if lead is None or (lead["month"] and not _is(day, lead)):
        return None
    found = _told(sheet, lead.end(), halves)
    return found if found and sheet.is_free(place, found.ends) else None


def range_at(sheet: Sheet, place: int) -> When | None:
    """The time from … to … that is told at a place and is a word of its own."""
    found = _range(sheet.line, place)
    return found if found and sheet.is_free(place, found.ends) and sheet.closes_at(found.ends) else None


def half_at(sheet: Sheet, place: int, halves: Halves) -> When | None:
    """The half of a day that is told at a place and is a word of its own."""
    found = _half(sheet.line, place, halves)
    return found if found and sheet.closes_at(found.ends) else None


def _is(day: date, lead: re.Match[str]) -> bool:
    year = int(lead["year"] or day.year)
    return (year, int(lead["month"]), int(lead["day"])) == (day.year, day.month, day.day)


def _told(sheet: Sheet, place: int, halves: Halves) -> When | None:
    line = sheet.line
    if (whole := WHOLE.match(line, place)) and halves:
        return When(whole.end(), halves["morning"][0], halves["afternoon"][1])
    return _range(line, place) or _from(line, place) or _half(line, place, halves)


def _half(line: str, place: int, halves: Halves) -> When | None:
    """A half of the day; with how long it took, so long from its beginning on."""
    half = HALF.match(line, place)
    if half is None:
        return None
    named = HALVES[half[1]]
    lasted = DURATION.match(line, half.end())
    if lasted is None or named not in halves:
        return When(half.end(), half_day=named)
    begins, closes = halves[named]
    ends = _of_day(begins) + _length(lasted)
    if not _of_day(begins) < ends <= _of_day(closes):
        return When(half.end(), half_day=named)
    return When(lasted.end(), begins, _time(ends))


def _range(line: str, place: int) -> When | None:
    for pattern in RANGES:
        found = pattern.match(line, place)
        if found is None:
            continue
        told = found.groupdict()
        start = _minutes(told, 1)
        end = _later(told, start) if start is not None else None
        if start is not None and end is not None:
            return When(_with_tail(line, found.end()), _time(start), _time(end))
    return None


def _from(line: str, place: int) -> When | None:
    """A beginning alone, or with how long it took."""
    found = CLOCK.match(line, place)
    start = _minutes(found.groupdict(), 1) if found else None
    if found is None or start is None or start >= DAY or re.match(TO + "[0-9]", line[found.end() :]):
        return None
    ends = _with_tail(line, found.end())
    lasted = DURATION.match(line, ends)
    if lasted and start < (end := start + _length(lasted)) <= DAY:
        return When(lasted.end(), _time(start), _time(end))
    return When(ends, _time(start))


def _with_tail(line: str, place: int) -> int:
    tail = ENDING.match(line, place)
    return tail.end() if tail else place


def _minutes(told: dict[str, str | None], mark: int, period: str | None = None) -> int | None:
    """The minutes of the day that a clock tells, in the part of the day it names."""
    hour = told.get(f"hour{mark}") or told.get(f"said{mark}") or told.get(f"plain{mark}") or ""
    period = period or told.get(f"half{mark}") or told.get(f"period{mark}")
    past = told.get(f"minute{mark}") or told.get(f"past{mark}") or "0"
    minutes = _number(hour) * 60 + _past(past)
    bare = period is None and not hour.startswith("0")
    minutes = _in_period(minutes, "pm" if bare and 60 <= minutes < EARLY + 60 else period)
    return minutes if minutes <= DAY else None


def _in_period(minutes: int, period: str | None) -> int:
    late = (
        period in AFTERNOON
        or (period in EVENING and minutes >= EARLY)
        or (period in MIDDAY and minutes < 240)
    )
    if period in EVENING and NOON <= minutes < NOON + 60:
        return minutes + NOON
    if period in {"凌晨", "am"} and minutes >= NOON:
        return minutes - NOON
    return minutes + NOON if late and minutes < NOON else minutes


def _later(told: dict[str, str | None], start: int) -> int | None:
    """The end of a range: in the part of the day it names, else in that of the beginning, else later."""
    if told.get("period2") or told.get("half2"):
        own = _minutes(told, 2)
        return own if own is not None and own > start else None
    plain = _minutes(told, 2, "早")
    inherited = _minutes(told, 2, told.get("half1") or told.get("period1") or "早")
    fits = [each for each in (inherited, plain) if each is not None and start < each <= DAY]
    if fits:
        return fits[0]
    # "8:30-5:30" ends in the afternoon; "11:00-9:00" is more likely a slip than a day until nine at night.
    later = (plain or DAY) + NOON
    return later if start < later <= (CLOSING if start < NOON else DAY) else None


def _of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _time(minutes: int) -> time:
    """The time of day; midnight at its end is the last minute, since a day's entry ends that day."""
    minutes = min(minutes, DAY - 1)
    return time(minutes // 60, minutes % 60)


def _past(said: str) -> int:
    if said == "半":
        return 30
    if said.endswith("刻"):
        return 15 * _number(said[0])
    return _number(said.rstrip("分"))


def _number(said: str) -> int:
    """A whole number up to 99, in digits or Chinese."""
    if said.isdigit():
        return int(said)
    tens, ten, ones = said.lstrip("零〇").rpartition("十")
    return (NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0)


def _length(lasted: re.Match[str]) -> int:
    """How long something took, in minutes."""
    if lasted["half_hour"]:
        return 30
    if lasted["minutes"]:
        return int(lasted["minutes"])
    said = lasted["hours"]
    whole, _, tenth = said.partition(".")
    minutes = _number(whole) * 60 + int(tenth or 0) * 6
    return minutes + (30 if lasted["half"] or lasted["and_half"] else int(lasted["more"] or 0))
