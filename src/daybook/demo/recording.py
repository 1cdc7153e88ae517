"""Writing the diary into the books: in time, late with a reason, changed, withdrawn, corrected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from daybook.daily.actions.amend import correct_entry, revise_entry, withdraw_entry
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.record import DayDraft, record_days
from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.demo.dates import local
from daybook.demo.diary import Diary, Note
from daybook.demo.founding import Stage
from daybook.demo.goals import Goals
from daybook.org.keys import new_keys
from daybook.org.models import Person
from daybook.plans.models import PlanItem
from daybook.rules.facts import ONE_DAY

HALF_ENDS = {"morning": time(12), "afternoon": time(18), "evening": time(22)}
BATCH = 400  # days written in one go: few statements, little memory
LATE_REASONS = (
    "连着两天在外，回来一并补记",
    "巡堤至次日凌晨，随后周末",
    "下乡没有带电脑，回局补",
    "应急值守连轴转，当天没顾上",
    "当天会议到晚上，次日又出差",
    "系统升级，当晚没有录上",
    "陪同检查三天，回来补",
    "身体不适，次日未到岗，补记",
)
REVISED = ("等回音", "结果待定", "初步办好，待核", "明天看结果")
WITHDRAWN = ("与上一条重复", "日期选错，已另记", "记到了别人的事，重写", "两条并成一条")
SAID_WRONG = "成效中“{wrong}”应为“{right}”，原记抄错"
PUMP_TEST = "北门泵站3号机组检修验收"
PUMP_CORRECTION = "成效中流量由“4.2立方米每秒”改为“3.8立方米每秒”，原记误抄铭牌值"
NUMBER = re.compile(r"(?<![\d.])(\d{1,3})(?![\d.月日年%时点])")


@dataclass
class Recorder:
    """Writes months of the diary; remembers what is to be corrected once a month is sealed."""

    stage: Stage
    diary: Diary
    goals: Goals
    random: Random

    def month(self, year: int, month: int, items: dict[tuple[str, str], PlanItem]) -> list[LogEntry]:
        """Record everybody's entries of a month in the order of writing; `items` by author and mark."""
        days = [
            self._day(name, notes, items)
            for name in self.stage.company.members
            for notes in _by_day(self._over(self.diary.of_month(name, year, month)))
        ]
        written = [day for day in days if day.at <= self.stage.dates.now]
        written.sort(key=lambda day: (day.at, day.author.number))
        entries: list[LogEntry] = []
        for start in range(0, len(written), BATCH):
            entries += record_days(days=written[start : start + BATCH])
        self._amend(entries)
        return entries

    def _over(self, notes: Sequence[Note]) -> list[Note]:
        """The entries without those of today that are not over yet."""
        dates = self.stage.dates
        ended = (dates.now - timedelta(minutes=30)).time()
        return [note for note in notes if note.day < dates.today or _end(note) <= ended]

    def _day(self, name: str, notes: Sequence[Note], items: dict[tuple[str, str], PlanItem]) -> DayDraft:
        day = notes[0].day
        at, late = self._instant(name, notes)
        author = self.stage.people[name]
        keys = new_keys(at, len(notes), self.random)
        drafts = [
            self._draft(note, items.get((name, note.line)), key)
            for note, key in zip(notes, keys, strict=True)
        ]
        return DayDraft(author, day, drafts, at, late, self._writer(name))

    def _writer(self, name: str) -> Person | None:
        """The secretary who keeps the principal leader's log, four days of five."""
        for member in self.stage.company.members.values():
            if member.script.secretary_of == name and self.random.random() < 0.8:
                return self.stage.people[member.name]
        return None

    def _draft(self, note: Note, item: PlanItem | None, key: str) -> EntryDraft:
        return EntryDraft(
            content=note.content,
            start=note.start,
            end=note.end,
            half_day=note.half_day,
            place=note.place,
            people=note.people,
            measures=note.measures,
            progress=note.progress,
            state=note.state,
            outcome=note.outcome,
            plan_item=item,
            matter=self.goals.matters.get(note.matter),
            visibility=Visibility.INTERNAL if note.internal else Visibility.OPEN,
            internal_reason=note.internal,
            key=key,
        )

    def _instant(self, name: str, notes: Sequence[Note]) -> tuple[datetime, str]:
        """When a day was written, and the reason where that was late."""
        day, dates = notes[0].day, self.stage.dates
        ends = [note.end.hour for note in notes if note.end] or [17]
        if day == dates.today:
            last = max(_end(note) for note in notes)
            at = local(day, last.hour, last.minute) + timedelta(minutes=self.random.randint(5, 150))
            return min(dates.now, at), ""
        draw = self.random.random()
        evening = local(day, min(max(16, *ends), 22), self.random.randint(5, 55))
        if draw < 0.84:
            return evening + timedelta(seconds=self.random.randint(0, 59)), ""
        following = self._workday_after(day)
        morning = local(following, 8, self.random.randint(5, 50))
        if draw < 0.965 or _leaves(self.stage, name, following):
            return (morning if self._can_write(name, following) else evening), ""
        later = self._workday_after(following)
        if not self._can_write(name, later) or later.month != day.month:
            return evening, ""
        return local(later, 9, self.random.randint(0, 59)), self.random.choice(LATE_REASONS)

    def _workday_after(self, day: date) -> date:
        return self.stage.dates.workday_from(day + ONE_DAY)

    def _can_write(self, name: str, day: date) -> bool:
        return self.stage.company.members[name].present(day) and day <= self.stage.dates.today

    # After writing

    def _amend(self, entries: Sequence[LogEntry]) -> None:
        """Some entries are revised next morning, a few withdrawn."""
        for entry in entries:
            draw = self.random.random()
            at = entry.recorded_at + timedelta(minutes=self.random.randint(9, 50))
            if at > self.stage.dates.now or entry.entered_by_id:
                continue
            if draw < 0.012:
                self._revise(entry, at)
            elif draw < 0.015:
                withdraw_entry(entry=entry, reason=self.random.choice(WITHDRAWN), actor=entry.person, at=at)
                entry.withdrawn_reason = WITHDRAWN[0]

    def _revise(self, entry: LogEntry, at: datetime) -> None:
        """A second thought: the outcome told more exactly, the first version kept."""
        added = self.random.choice(("，已电话核实", "，补拍照片存档", "，明早再看一次", "，数字按现场为准"))
        draft = _as_draft(entry)
        revised = revise_entry(
            entry=entry,
            draft=replace(draft, outcome=draft.outcome.rstrip("。") + added),
            version=entry.version,
            actor=entry.person,
            at=at,
        )
        entry.outcome, entry.version = revised.outcome, revised.version

    def correct(self, entries: Sequence[LogEntry], at: datetime) -> None:
        """Corrections of a sealed month: a number miscopied here and there, and one everybody remembers."""
        for entry in entries:
            if entry.withdrawn_reason:
                continue
            if entry.content == PUMP_TEST and entry.person.name == "丁雪梅":
                correct_entry(entry=entry, content=PUMP_CORRECTION, actor=entry.person, at=at)
            elif self.random.random() < 0.004 and (found := NUMBER.search(entry.outcome)):
                right = str(int(found[1]) + self.random.choice([1, 2]))
                said = SAID_WRONG.format(wrong=found[1], right=right)
                correct_entry(entry=entry, content=said, actor=entry.person, at=at)


def _by_day(notes: Sequence[Note]) -> list[list[Note]]:
    days: dict[date, list[Note]] = {}
    for note in notes:
        days.setdefault(note.day, []).append(note)
    return [sorted(group, key=_beginning) for group in days.values()]


def _beginning(note: Note) -> str:
    halves = {"morning": "08:00", "afternoon": "14:00", "evening": "19:00"}
    return f"{note.start:%H:%M}" if note.start else halves.get(note.half_day, "08:00")


def _end(note: Note) -> time:
    return note.end or HALF_ENDS[note.half_day]


def _leaves(stage: Stage, name: str, day: date) -> bool:
    """Whether this is the last day that somebody could write."""
    return not stage.company.members[name].employed(day)


def _as_draft(entry: LogEntry) -> EntryDraft:
    names = (
        "content",
        "start",
        "end",
        "half_day",
        "place",
        "people",
        "measures",
        "progress",
        "state",
        "outcome",
    )
    said = {name: getattr(entry, name) for name in names}
    return EntryDraft(
        **said,
        plan_item=entry.plan_item,
        matter=entry.matter,
        visibility=entry.visibility,
        internal_reason=entry.internal_reason,
    )
