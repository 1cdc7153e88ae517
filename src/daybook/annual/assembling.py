"""Putting a year together from its months: what a goal's answer and the summary begin with, by rule.

Nothing is said that does not stand in the plan items that serve a goal; the person makes it his own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.monthly.statement import planned_of
from daybook.monthly.summary import COUNTED
from daybook.org.checked import length_limit
from daybook.plans.actions.answers import TEXTS, Answer
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.rules.exact import HUNDRED
from daybook.rules.month import completion


@dataclass(frozen=True, slots=True)
class Strand:
    """One piece of work that serves a goal: the plan items of one title, month after month."""

    title: str
    items: Sequence[PlanItem]

    @property
    def months(self) -> list[str]:
        """The months whose plan holds it."""
        return [item.month for item in self.items]

    @property
    def last(self) -> PlanItem:
        """How it stood at last."""
        return self.items[-1]


def strands_of(items: Iterable[PlanItem]) -> list[Strand]:
    """Plan items told apart by their titles, in the order in which they began."""
    found: dict[str, list[PlanItem]] = {}
    for item in sorted(items, key=lambda each: (each.month, each.key)):
        found.setdefault(item.title, []).append(item)
    return [Strand(title, held) for title, held in found.items()]


def answer_from(strands: Sequence[Strand]) -> Answer | None:
    """What the months say of a goal: how each piece of work stood at last; nothing where none is answered."""
    last = [strand.last for strand in strands if strand.last.state]
    if not last:
        return None
    state, progress = _state(last)
    return Answer(state, progress, *(_text(strands, name) for name in TEXTS))


def _state(last: Sequence[PlanItem]) -> tuple[PlanState, int | None]:
    """The state that all have, else partly done with the completion of what was planned, in per cent."""
    states = {PlanState(item.state) for item in last} - {PlanState.CANCELLED} or {PlanState.CANCELLED}
    if len(states) == 1 and PlanState.PARTIAL not in states:
        return states.pop(), None
    reached = completion([planned_of(item) for item in last])
    return PlanState.PARTIAL, int(reached.ratio * HUNDRED) if reached else None


def _text(strands: Sequence[Strand], name: str) -> str:
    """What was last said of each piece of work; its title stands before it where there are several."""
    said = [(strand.title, _last_said(strand, name)) for strand in strands]
    told = [(title, text) for title, text in said if text]
    lines = [text if len(strands) == 1 else f"{title}：{text}" for title, text in told]
    return "\n".join(lines)[: length_limit(AnnualGoal, name)]


def _last_said(strand: Strand, name: str) -> str:
    return next((text for item in reversed(strand.items) if (text := getattr(item, name).strip())), "")


def summary_from(goals: Sequence[tuple[AnnualGoal, Answer | None]], months: int) -> str:
    """The beginning of a summary: how many goals, what became of each, how many months were reconciled."""
    if not goals:
        return ""
    counted = [
        str(words) % {"count": count}
        for state, words in COUNTED.items()
        if (count := sum(answer is not None and answer.state == state for _goal, answer in goals))
    ]
    states = pgettext("summary counts", ", ").join(counted)
    opening = (
        _("Goals of the year: %(count)s; %(states)s.") if counted else _("Goals of the year: %(count)s.")
    )
    lines = [opening % {"count": len(goals), "states": states}]
    lines += [_told(goal, answer) for goal, answer in goals if answer]
    lines.append(_("Months reconciled: %(count)s.") % {"count": months})
    return "\n".join(lines)


def _told(goal: AnnualGoal, answer: Answer) -> str:
    """A goal's title, how far it came, and what can be seen of it."""
    state = PlanState(answer.state).label
    reached = f"{state}{answer.progress}%" if answer.progress is not None else str(state)
    seen = answer.visible_progress.replace("\n", "；").rstrip("；。")
    words = {"title": goal.title, "state": reached, "seen": seen}
    return (_("%(title)s: %(state)s; %(seen)s.") if seen else _("%(title)s: %(state)s.")) % words
