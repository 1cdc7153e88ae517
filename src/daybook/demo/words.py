"""Filling the blanks of the script: places, numbers and days, so that nothing reads twice the same.

A blank `{3-8}` is a number from a range (as many decimals as it shows), `{镇}` one of a list,
`{前3}` and `{后5}` a day so many workdays away, `{同事}` a colleague; `{月}` `{上月}` `{年}`
`{去年}` `{来年}` `{季}` are parts of the day's date. A list's blank keeps its value throughout one entry.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random

from daybook.demo.script import EVERY_MONTH, Routine, Variant
from daybook.rules.facts import ONE_DAY, WorkCalendar

BLANK = re.compile(r"\{([^{}]+)\}")
RANGE = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
AWAY = re.compile(r"([前后])(\d)")
QUARTERS = ("一季度", "二季度", "三季度", "四季度")
SAME = {
    "看": ("看", "查看"),
    "查": ("查", "检查"),
    "核": ("核", "核对", "复核"),
    "写": ("写", "起草"),
    "改": ("改", "修改"),
    "审": ("审", "审核"),
    "到": ("到", "去"),
    "同": ("同", "与", "跟"),
    "与": ("与", "同", "和"),
    "和": ("和", "同", "与"),
    "催": ("催", "催办"),
    "办": ("办", "办理"),
    "登": ("登", "登记"),
    "排": ("排", "安排"),
    "算": ("算", "测算"),
    "验": ("验", "验收"),
    "谈": ("谈", "商谈"),
    "教": ("教", "手把手教"),
    "送": ("送", "报送"),
}
WORDS = frozenset(
    (
        "看望",
        "看管",
        "查看",
        "查封",
        "查借",
        "查档",
        "核对",
        "核查",
        "写给",
        "改造",
        "改到",
        "审签",
        "审计",
        "到期",
        "同步",
        "同时",
        "与会",
        "和平",
        "催收",
        "办理",
        "办公",
        "登记",
        "登高",
        "排查",
        "排水",
        "排涝",
        "算清",
        "听证",
        "听取",
        "验收",
        "验车",
        "谈话",
        "谈心",
        "谈积",
        "谈一",
        "教育",
        "送样",
        "送机",
        "送许",
        "送潘",
        "送两",
        "送局",
        "送城",
        "送沙",
        "送东",
        "送南",
        "送泵",
        "送青",
        "送管",
        "送付",
        "送防",
        "排口",
        "查询",
        "查信",
        "看起",
    )
)
SAID_SO = {
    "，已改": ("，已改", "，当场改了", "，改过来了"),
    "，合格": ("，合格", "，符合要求"),
    "无异常": ("无异常", "未见异常", "一切正常"),
    "，重掏": ("，重掏", "，通知重掏", "，返工"),
    "，退": ("，退", "，退回", "，已退"),
    "，换": ("，换", "，已换", "，当场换"),
    "，补上": ("，补上", "，已补"),
    "，返工": ("，返工", "，限期返工"),
}
SEASONS = {
    "汛前": range(2, 6),
    "汛期": range(4, 11),
    "高温": range(6, 10),
    "防暑": range(6, 10),
    "雨季前": range(3, 7),
    "强对流": range(4, 10),
    "强降雨": range(4, 10),
    "暴雨": range(4, 10),
    "雨天": range(3, 11),
    "响应": range(4, 11),
    "防汛日报": range(4, 11),
    "值守费": range(6, 13),
    "冬修": (10, 11, 12, 1, 2, 3),
    "上半年": range(7, 10),
    "半年工作会": range(5, 8),
    "半年自查": range(6, 10),
    "年底": (11, 12, 1),
    "编决算": range(1, 5),
    "决算批复": range(7, 12),
    "汛后": range(9, 13),
    "水毁": (7, 8, 9, 10, 11, 12, 1),
}
RESTS = ((8, 10), (4, 18), (2, 32), (0, 48))  # at least so many variants: told again after so many days
TAILED = 0.35  # of the entries without a number or a name of their own
DESK = ("办公室", "会商室", "会议室", "档案室", "机要室", "调度室", "值班室")
FIELD_VERBS = (
    "到",
    "徒步",
    "踏",
    "现场",
    "夜",
    "蹲守",
    "清晨",
    "巡",
    "跟",
    "丈量",
    "复查",
    "雨后",
    "走访",
    "量",
    "验",
    "旁站",
    "监护",
)
OUTSIDE = ("走了", "拆看", "试机", "现场")
CLASSROOM = ("培训", "测验", "学时", "考核", "老同志讲", "讲课")
DESK_VERBS = (
    "写",
    "编",
    "整理",
    "审",
    "改",
    "汇总",
    "起草",
    "更新",
    "录",
    "核对",
    "统计",
    "报",
    "读",
    "排",
    "学",
    "补",
    "理",
    "做",
)


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one entry."""

    content: str
    measures: str
    outcome: str
    place: str
    people: str


class Deck:
    """Draws from a list in random order, all of it before anything comes again."""

    def __init__(self, cards: Sequence[int], random: Random) -> None:
        self._cards = list(cards)
        self._random = random
        self._left: list[int] = []

    def draw(self) -> int:
        """The next card."""
        if not self._left:
            self._left = self._random.sample(self._cards, len(self._cards))
        return self._left.pop()


class Writer:
    """One person's hand: own random numbers, own decks, the words of the department and the bureau."""

    def __init__(
        self,
        random: Random,
        slots: Mapping[str, Sequence[str]],
        calendar: WorkCalendar,
        colleagues: Callable[[date], Sequence[str]],
        *,
        plain: bool = False,
    ) -> None:
        self.plain = plain
        self.random = random
        self.slots = slots
        self.calendar = calendar
        self.colleagues = colleagues
        self._decks: dict[object, Deck] = {}
        self._known: dict[int, list[tuple[frozenset[int], int]]] = {}
        self._told: dict[tuple[int, int], date] = {}

    def pick(self, key: object, count: int) -> int:
        """An index below `count`, each as often as the others under one key."""
        deck = self._decks.setdefault((key, count), Deck(range(count), self.random))
        return deck.draw()

    def choose(self, key: object, texts: Sequence[str]) -> str:
        """One of several texts, each as often as the others under one key."""
        return texts[self.pick(key, len(texts))] if len(texts) > 1 else texts[0]

    def fill(self, text: str, day: date, kept: dict[str, str]) -> str:
        """The text with its blanks filled for a day; `kept` holds the values of one entry."""
        return BLANK.sub(lambda found: self._value(found[1], day, kept), text)

    def _value(self, blank: str, day: date, kept: dict[str, str]) -> str:
        if found := RANGE.fullmatch(blank):
            return self._number(found[1], found[2])
        if found := AWAY.fullmatch(blank):
            return self._away(day, found[1] == "后", int(found[2]))
        if blank not in kept:
            kept[blank] = self._word(blank, day)
        return kept[blank]

    def _word(self, blank: str, day: date) -> str:
        if blank in self.slots:
            return self.choose(("slot", blank), self.slots[blank])
        if blank == "同事":
            names = self.colleagues(day)
            return names[self.random.randrange(len(names))]
        return _dated(blank, day)

    def _number(self, least: str, most: str) -> str:
        places = len(least.partition(".")[2])
        scale = 10**places
        value = self.random.randint(round(float(least) * scale), round(float(most) * scale))
        return f"{value / scale:.{places}f}" if places else str(value)

    def _away(self, day: date, later: bool, count: int) -> str:
        while count and self.calendar.first < day < self.calendar.last:
            day += ONE_DAY if later else -ONE_DAY
            count -= self.calendar.is_workday(day)
        return f"{day.month}月{day.day}日"

    def compose(self, routine: Routine, day: date) -> Said:
        """The words of one entry of a routine: content, measures, outcome, place and people that fit it."""
        key = id(routine)
        number = self._content(routine, day)
        content = routine.contents[number]
        measures = self._fitting(routine.measures, number, (key, "m"))
        outcome = self._restated(self._fitting(routine.outcomes, number, (key, "o")))
        if not self.plain and not BLANK.search(content + outcome):
            measures, outcome = self._tailed(measures, "尾措"), self._tailed(outcome, "尾成")
        kept: dict[str, str] = {}
        place = self.fill(self._fitting_place(routine.places, content), day, kept)
        return Said(
            content=self.fill(self._reworded(content), day, kept),
            measures=self.fill(measures, day, kept),
            outcome=self.fill(outcome, day, kept),
            place=place,
            people=self.fill(self.choose((key, "p"), routine.people), day, kept),
        )

    def ready(self, routine: Routine, day: date) -> bool:
        """Whether some work of a routine has not been told lately."""
        key, told = id(routine), self._told
        for number, (season, rest) in enumerate(self._works(routine)):
            if day.month in season:
                last = told.get((key, number))
                if last is None or (day - last).days >= rest:
                    return True
        return False

    def _works(self, routine: Routine) -> list[tuple[frozenset[int], int]]:
        """The months in which each work of a routine can be told, and the days until it is told again."""
        key = id(routine)
        if key not in self._known:
            self._known[key] = [(_season(each), self._rest_of(each)) for each in routine.contents]
        return self._known[key]

    def _content(self, routine: Routine, day: date) -> int:
        """What was done: any work that has not been told lately; else what was told longest ago."""
        rested = {
            number: self._rested((id(routine), number), season, rest, day)
            for number, (season, rest) in enumerate(self._works(routine))
        }
        rest = [number for number, value in rested.items() if value >= 1]
        varied = [
            number
            for number, value in rested.items()
            if value >= 0 and BLANK.search(routine.contents[number])
        ]
        chosen = self.random.choice(rest) if rest else max(varied or rested, key=rested.__getitem__)
        self._told[id(routine), chosen] = day
        return chosen

    def _rested(self, work: tuple[int, int], season: Collection[int], rest: int, day: date) -> float:
        """How long a work has not been told, in its own measure: the less it varies, the rarer it comes."""
        if day.month not in season:
            return -1.0
        told = self._told.get(work)
        return math.inf if told is None else (day - told).days / rest

    def _rest_of(self, content: str) -> int:
        variety = math.prod(self._variety(blank) for blank in BLANK.findall(content))
        return next(days for least, days in RESTS if variety >= least)

    def _variety(self, blank: str) -> int:
        found = RANGE.fullmatch(blank)
        if found is None:
            return len(self.slots.get(blank, "12"))
        return round(float(found[2]) - float(found[1])) + 1

    def _reworded(self, content: str) -> str:
        """The first verb in one of the ways people write it."""
        if content[:2] in WORDS or content[0] not in SAME:
            return content
        return self.random.choice(SAME[content[0]]) + content[1:]

    def _restated(self, outcome: str) -> str:
        """The end of an outcome in one of the ways people write it."""
        for ending, others in SAID_SO.items():
            if outcome.endswith(ending):
                return outcome.removesuffix(ending) + self.random.choice(others)
        return outcome

    def _tailed(self, text: str, slot: str) -> str:
        """A word on how it went, now and then."""
        return text + self.choose(("tail", slot), self.slots[slot]) if self.random.random() < TAILED else text

    def _fitting(self, variants: Sequence[Variant], number: int, key: object) -> str:
        fitting = [each.text for each in variants if not each.fits or number in each.fits]
        return self.choose((key, number), fitting or [each.text for each in variants])

    def _fitting_place(self, places: Sequence[str], content: str) -> str:
        best = max(_fit(place, content) for place in places)
        fitting = [place for place in places if _fit(place, content) == best]
        return self.choose(("place", tuple(fitting)), fitting)


@cache
def _season(content: str) -> frozenset[int]:
    """The months in which a work can be told."""
    named = [frozenset(months) for word, months in SEASONS.items() if word in content]
    return EVERY_MONTH.intersection(*named)


@cache
def _fit(place: str, content: str) -> int:
    """How well a place suits what is done there: its blanks in the content, desk work at a desk."""
    shared = sum(blank in BLANK.findall(content) for blank in BLANK.findall(place))
    at_desk = any(word in place for word in DESK)
    if "培训室" in place and any(word in content for word in CLASSROOM):
        return 4 + shared
    if content.startswith(DESK_VERBS):
        return (2 if at_desk else 0) + shared
    if content.startswith(FIELD_VERBS) or any(word in content for word in OUTSIDE):
        return (0 if at_desk else 2) + 3 * shared
    return 2 * shared


DATED = frozenset({"月", "上月", "年", "去年", "来年", "季"})


def _dated(blank: str, day: date) -> str:
    years = {"去年": day.year - 1, "年": day.year, "来年": day.year + 1}
    months = {"月": day.month, "上月": day.month - 1 or 12}
    return QUARTERS[(day.month - 1) // 3] if blank == "季" else str((years | months)[blank])
