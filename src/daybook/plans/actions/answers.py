"""Answering a goal or a plan item: state, progress, and the three answers of an itemised summary."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from daybook.ledger.actions import sealed
from daybook.org.checked import checked
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.web.refusals import Refused

WHOLE = 100  # per cent
TEXTS = ("execution", "visible_progress", "work_status")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a goal or item; `progress` in per cent, needed where the state is partly done."""

    state: PlanState
    progress: int | None = None
    execution: str = ""
    visible_progress: str = ""
    work_status: str = ""


def answered(row: AnnualGoal | PlanItem, answer: Answer) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put an answer on a row, unsaved; what stood before and after, for the ledger. Raises Refused."""
    if answer.state == PlanState.PARTIAL and answer.progress is None:
        raise Refused(_("What is partly done needs its progress."), field="progress")
    if answer.progress is not None and not 0 <= answer.progress <= WHOLE:
        raise Refused(_("Progress is a whole number of per cent, from 0 to 100."), field="progress")
    before = _for_ledger(row)
    for name, value in asdict(answer).items():
        setattr(row, name, value)
    checked(row)
    return before, _for_ledger(row)


def _for_ledger(row: AnnualGoal | PlanItem) -> dict[str, Any]:
    texts = {name: sealed(getattr(row, name)) for name in TEXTS}
    return {"state": str(row.state), "progress": row.progress, **texts}
