"""The month's summary in the person's own words, put together from the rows as the form proposes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random

from daybook.demo.diary import Note
from daybook.plans.actions.answers import Answer
from daybook.plans.enums import PlanState

STATES = (
    (PlanState.DONE, "完成"),
    (PlanState.PARTIAL, "部分完成"),
    (PlanState.NOT_DONE, "未完成"),
    (PlanState.CANCELLED, "取消"),
)
NUMBERS = "零一两三四五六七八九十"
OPENINGS = (
    "本月计划{n}项，{counts}。",
    "{m}月列了{n}项计划，{counts}。",
    "对照月初所定{n}项：{counts}。",
)
DETAILS = ("{title}：{said}。", "{title}方面，{said}。", "{title}——{said}。")
GAPS = (
    "没有做完的是“{title}”，{why}。",
    "“{title}”差在{why}，责任在我。",
    "“{title}”没有按期，{why}，下月先补这一项。",
)
UNPLANNED = (
    "计划外办了{k}件，主要是{what}。",
    "另有计划外{k}件，如{what}。",
    "临时事{k}件，{what}占时最多。",
)
CLOSINGS = (
    "",
    "下月先把手头跨月的事收尾。",
    "自己感到不足的是现场去得少。",
    "有两条成效写得太简，已改。",
    "请处里帮助协调外单位回函。",
    "下月计划已与同事对过，不再撞期。",
)


def summary_of(
    month: int,
    notes: Sequence[Note],
    titles: Mapping[str, str],
    answers: Mapping[str, Answer],
    random: Random,
) -> str:
    """A few sentences: how the plan went, what came of it, what is missing, what came in between."""
    counts = _counts(answers)
    parts = [random.choice(OPENINGS).format(m=month, n=_number(len(answers)), counts=counts)]
    parts += _achieved(notes, titles, answers, random)
    parts += _missing(titles, answers, random)
    parts += _between(notes, random)
    parts.append(random.choice(CLOSINGS))
    return "".join(parts)


def _counts(answers: Mapping[str, Answer]) -> str:
    found = Counter(answer.state for answer in answers.values())
    return "、".join(f"{word}{_number(found[state])}项" for state, word in STATES if found[state])


def _achieved(
    notes: Sequence[Note], titles: Mapping[str, str], answers: Mapping[str, Answer], random: Random
) -> list[str]:
    told: list[str] = []
    for mark in answers:
        own = [note for note in notes if note.line == mark and not note.internal]
        if own and len(told) < 3:
            fullest = max(own, key=lambda note: (len(note.outcome), note.content))
            said = f"{fullest.day.month}月{fullest.day.day}日{fullest.content}，{fullest.outcome}"
            told.append(random.choice(DETAILS).format(title=titles[mark], said=said))
    return told


def _missing(titles: Mapping[str, str], answers: Mapping[str, Answer], random: Random) -> list[str]:
    open_marks = [
        mark for mark, answer in answers.items() if answer.state in {PlanState.PARTIAL, PlanState.NOT_DONE}
    ]
    if not open_marks:
        return []
    answer = answers[open_marks[0]]
    why = answer.execution if answer.state == PlanState.NOT_DONE else answer.work_status
    return [random.choice(GAPS).format(title=titles[open_marks[0]], why=why.rstrip("。"))]


def _between(notes: Sequence[Note], random: Random) -> list[str]:
    loose = [note for note in notes if not note.line and not note.internal]
    if not loose:
        return []
    what = max(loose, key=lambda note: (bool(note.matter), len(note.content), note.content)).content
    if len(loose) == 1:
        return [f"计划外一件：{what}。"]
    return [random.choice(UNPLANNED).format(k=_number(len(loose)), what=what)]


def _number(count: int) -> str:
    return NUMBERS[count] if count < len(NUMBERS) else str(count)
