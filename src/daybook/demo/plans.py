"""The month's plan of a person: lines from the routines and matters at hand, and what came of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from daybook.demo.cast import Member
from daybook.demo.dates import month_end
from daybook.demo.diary import Diary, Note
from daybook.demo.founding import Stage
from daybook.demo.goals import Goals
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.month import PlanLine
from daybook.plans.enums import PlanState

SIDE_WORK = (
    ("清理三年以上纸质旧件", "列目录、提处置意见", "忙于手头急件，没有动，转下月"),
    ("整理本岗位操作手册", "写满五页，能让接手的人看懂", "只列了提纲，没有成文，没有记录"),
    ("到兄弟市学习一次", "带回三条能用的做法", "对方改期，未成行"),
    ("本岗位台账补缺", "缺页缺签补齐", "没有排上时间"),
    ("写一篇调研短文", "有一个真问题、两组数据", "数据没要齐，没有动笔"),
)
CALLED_OFF = (
    ("参加省厅业务视频培训", "学完交一页体会", "省厅改期，另行通知"),
    ("陪同外市考察", "准备两页材料", "对方取消来访"),
    ("参加市里联合检查", "分到两个点", "市里并入下月检查"),
)
BUSY = 8  # due days from which a month carries a whole plan


@dataclass(frozen=True)
class Planned:
    """A line of a plan with what the script knows of its end; `mark` is what entries point at."""

    mark: str
    line: PlanLine
    fate: str = ""


def lines_of_month(
    stage: Stage, diary: Diary, goals: Goals, member: Member, *, year: int, month: int, random: Random
) -> list[Planned]:
    """The lines of a person's plan of a month; nothing in a month without work."""
    notes = diary.of_month(member.name, year, month)
    due = _due(stage, member, year, month)
    if not due:
        return []
    key = f"P{year}-{month:02}-{member.script.number}"
    rows = [
        *_routine_rows(diary, goals, member, year=year, month=month),
        *_matter_rows(goals, member, year, notes),
    ]
    rows += _side_rows(random, due) if not (member.leads or member.script.copy_paste) else []
    return [
        Planned(mark, _with_key(line, f"{key}-{number}"), fate)
        for number, (mark, line, fate) in enumerate(rows, start=1)
    ]


def _due(stage: Stage, member: Member, year: int, month: int) -> int:
    days = stage.dates.days(date(year, month, 1), month_end(year, month))
    return sum(member.present(day) and stage.dates.calendar.is_workday(day) for day in days)


def _with_key(line: PlanLine, key: str) -> PlanLine:
    return PlanLine(line.title, line.measure, line.weight, line.due_date, line.annual_goal, line.matter, key)


Row = tuple[str, PlanLine, str]


def _routine_rows(diary: Diary, goals: Goals, member: Member, *, year: int, month: int) -> list[Row]:
    used = {note.line for note in diary.of_month(member.name, year, month)}
    rows: list[Row] = []
    for number, routine in enumerate(member.script.routines):
        if month in routine.months and f"r{number}" in used:
            goal = goals.of_person.get((year, member.name, routine.goal))
            weight = Decimal(3 if routine.weight >= 4 else 2 if routine.weight == 3 else 1)
            last = date(year, month, 1)
            title = diary.writers[member.name].fill(routine.title, last, {})
            rows.append((f"r{number}", PlanLine(title, routine.measure, weight, None, goal), ""))
    return rows


def _matter_rows(goals: Goals, member: Member, year: int, notes: Sequence[Note]) -> list[Row]:
    """A line for each matter the person carries forward this month: as far as its last step goes."""
    last: dict[str, Note] = {}
    for note in notes:
        if note.line.startswith("M"):
            last[note.line] = note
    rows: list[Row] = []
    for key, note in last.items():
        goal = goals.of_person.get((year, member.name, 1))
        matter = goals.matters[key]
        line = PlanLine(
            matter.title, f"{note.day.day}日前：{note.content}", Decimal(2), note.day, goal, matter
        )
        rows.append((key, line, ""))
    return rows


def _side_rows(random: Random, due: int) -> list[Row]:
    """Now and then something planned that nobody came to, or that was called off."""
    draw = random.random()
    if due < BUSY or draw > 0.16:
        return []
    if draw < 0.04:
        title, measure, fate = random.choice(CALLED_OFF)
        return [("off", PlanLine(title, measure), fate)]
    title, measure, fate = random.choice(SIDE_WORK)
    return [("side", PlanLine(title, measure), fate)]


def answer_to(planned: Planned, notes: Sequence[Note], quality: float, random: Random) -> Answer:
    """What came of a line: from the entries that serve it, and how well this person finishes things."""
    if planned.mark in {"off", "side"}:
        state = PlanState.CANCELLED if planned.mark == "off" else PlanState.NOT_DONE
        return Answer(state, None, planned.fate, "无", "未开展")
    own = [note for note in notes if note.line == planned.mark]
    if not own:
        return Answer(PlanState.NOT_DONE, None, "当月没有排上，没有记录", "无", "转下月")
    finished = random.random() < min(0.97, max(0.35, (quality - 62) / 29))
    progress = random.choice([60, 70, 75, 80, 85, 90])
    return Answer(
        PlanState.DONE if finished else PlanState.PARTIAL,
        100 if finished else progress,
        _execution(own),
        _visible(own),
        random.choice(ENDED if finished else BEHIND),
    )


ENDED = ("按月初所定办结", "办结，进入下一步", "如期完成，资料已归", "按计划推进，无遗留")
BEHIND = (
    "差一步，外单位未回函",
    "被临时任务挤占，下月上旬补上",
    "收尾还差现场核实",
    "材料退改一次，下月接着办",
)


def _execution(notes: Sequence[Note]) -> str:
    told = [notes[0], notes[-1]] if len(notes) > 1 else [notes[0]]
    parts = [f"{note.day.month}月{note.day.day}日{note.content}" for note in told]
    return f"记录{len(notes)}条。{'；'.join(parts)}"


def _visible(notes: Sequence[Note]) -> str:
    """The fullest outcomes of the month, at most two."""
    fullest = sorted({note.outcome for note in notes}, key=lambda text: (-len(text), text))[:2]
    return "；".join(fullest)
