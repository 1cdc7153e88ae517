"""The annual summaries of the demonstration: what became of the goals, and a duty report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

from daybook.annual.actions.reports import ReportDraft
from daybook.plans.actions.answers import Answer
from daybook.plans.enums import PlanState

OPENINGS = (
    "本年度承担目标{count}项，完成{done}项。",
    "对照年初所定{count}项目标，完成{done}项，其余转入下年。",
    "全年{count}项目标，{done}项办结。",
)
DUTIES = (
    "一年来，坚持把实绩写在日志里，件件有着落。政治上严守纪律，业务上主动补短板，急事难事不推。不足是深入现场还不够。",
    "一年来，按岗位职责抓落实，重点事项按月对账。与同事配合顺畅，能守住廉洁底线。下一步在提高文稿质量上下功夫。",
    "全年出满勤、尽本职，汛期值守随叫随到。学习新规不够系统，明年列入计划。遵守廉洁自律各项规定，未发生违纪问题。",
)


def report_of(titles: Mapping[str, str], answers: Mapping[str, Answer], random: Random) -> ReportDraft:
    """What somebody submits of a year; `titles` and `answers` are those of the goals, by key."""
    done = sum(answer.state == PlanState.DONE for answer in answers.values())
    parts = [random.choice(OPENINGS).format(count=len(answers), done=done)]
    parts += [f"{titles[key]}：{seen}。" for key, seen in _seen(answers)]
    return ReportDraft(answers, "\n".join(parts), random.choice(DUTIES))


def _seen(answers: Mapping[str, Answer]) -> Sequence[tuple[str, str]]:
    told = ((key, answer.visible_progress.strip("。；")) for key, answer in answers.items())
    return [(key, seen) for key, seen in told if seen and seen != "无"]
