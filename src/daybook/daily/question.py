"""What somebody typed into the search: words, “phrases” and days, told apart.

A day, a month or a year is meant as such where it is a word of its own (2026-07-07, 7月7日, 7月, 昨天, 上周);
in “ ” it is text like any other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from daybook.web.folding import folded

QUOTED = re.compile('[“"「『＂]([^“”"「」『』＂]+)[”"」』＂]')
APART = re.compile(r"[\s,，、;；]+")
DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})[日号]")
NUMERIC_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月份?|(\d{4})[-/.](\d{1,2})")
YEAR = re.compile(r"(\d{4})年")
TO = re.compile("至|到|(?<=[日号月年天])-+")  # a dash is folded into this one
TOLD_DAYS = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}

Span = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Question:
    """A search as it was understood; `told` are the words that named days, `first` to `last` the days."""

    text: str
    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def without_days(self) -> str:
        """The same search of all days."""
        return " ".join([*self.words, *(f"“{phrase}”" for phrase in self.phrases)])


def question_of(text: str, today: date) -> Question:
    """Tell the parts of a search apart; days without a year are the latest that are not still to come."""
    phrases = tuple(found.strip() for found in QUOTED.findall(text) if found.strip())
    words = [word for word in APART.split(QUOTED.sub(" ", text)) if word]
    spans = {word: span for word in words if (span := span_of(word, today))}
    return Question(
        text=text.strip(),
        words=tuple(word for word in words if word not in spans),
        phrases=phrases,
        told=tuple(spans),
        first=min((first for first, _ in spans.values()), default=None),
        last=max((last for _, last in spans.values()), default=None),
    )


def span_of(word: str, today: date) -> Span | None:
    """The days a word names, or from one to another; nothing where it names none."""
    plain = folded(word)
    ends = [_one(part, today) for part in TO.split(plain)]
    told = [end for end in ends if end is not None]
    if len(ends) > 2 or len(told) < len(ends):
        return None
    first, last = told[0][0], told[-1][1]
    return (first, last) if first <= last else None


def _one(word: str, today: date) -> Span | None:
    return next((span for span in _readings(word, today) if span), None)


def _readings(word: str, today: date) -> Iterator[Span | None]:
    yield _relative(word, today)
    if found := DAY.fullmatch(word):
        yield _day(found[1], found[2], found[3], today)
    if found := NUMERIC_DAY.fullmatch(word):
        yield _day(found[1], found[2], found[3], today)
    if found := MONTH.fullmatch(word):
        yield _month(found[1] or found[3], found[2] or found[4], today)
    if found := YEAR.fullmatch(word):
        yield _span(_date(int(found[1]), 1, 1), _date(int(found[1]), 12, 31))


def _relative(word: str, today: date) -> Span | None:
    if word in TOLD_DAYS:
        day = today - timedelta(days=TOLD_DAYS[word])
        return day, day
    monday = today - timedelta(days=today.weekday())
    first_of_month = today.replace(day=1)
    before = first_of_month - timedelta(days=1)
    year = today.year
    named: dict[str, Span] = {
        "本周": (monday, monday + timedelta(days=6)),
        "上周": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "本月": (first_of_month, today),
        "上月": (before.replace(day=1), before),
        "今年": (date(year, 1, 1), date(year, 12, 31)),
        "去年": (date(year - 1, 1, 1), date(year - 1, 12, 31)),
    }
    return named.get(word)


def _day(year: str | None, month: str, day: str, today: date) -> Span | None:
    if year:
        found = _date(int(year), int(month), int(day))
    else:
        past = (_date(today.year - back, int(month), int(day)) for back in range(4))  # 29 February, too
        found = next((each for each in past if each and each <= today), None)
    return _span(found, found)


def _month(year: str | None, month: str, today: date) -> Span | None:
    number = int(month)
    if not 1 <= number <= 12:
        return None
    in_year = int(year) if year else today.year - (number > today.month)
    first = _date(in_year, number, 1)
    return _span(first, first and first.replace(day=monthrange(in_year, number)[1]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _span(first: date | None, last: date | None) -> Span | None:
    return (first, last) if first and last else None
