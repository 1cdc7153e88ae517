"""Which edition of a row a form was opened on, so that two people never overwrite each other unseen."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext as _

from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanItem
from daybook.web.refusals import Refused

SAID = ("title", "measure", "weight", "due_date", "annual_goal_id", "matter_id", "department_goal_id")
ANSWERED = ("state", "progress", "execution", "visible_progress", "work_status")
LENGTH = 16


class Overtaken(Refused):
    """Somebody has changed the row since the form was opened; what stands now is shown beside it."""


def edition_of(row: PlanItem | AnnualGoal | DepartmentGoal) -> str:
    """A mark of everything that a row says and a form can change."""
    return _mark_of(row, SAID)


def answer_edition_of(item: PlanItem) -> str:
    """A mark of everything that the answer to an item says."""
    return _mark_of(item, ANSWERED)


def require_edition(row: PlanItem, edition: str) -> None:
    """Refuse to write over another edition than the one a form was opened on; empty asks nothing."""
    require_same(edition_of(row), edition)


def require_answer_edition(item: PlanItem, edition: str) -> None:
    """Refuse to write over another answer than the one a form was opened on; empty asks nothing."""
    require_same(answer_edition_of(item), edition)


def require_same(stands: str, edition: str) -> None:
    """Refuse where another edition stands than the one a form was opened on; empty asks nothing."""
    if edition and stands != edition:
        raise Overtaken(_("This was changed meanwhile. Compare it with yours, then save again."))


def _mark_of(row: PlanItem | AnnualGoal | DepartmentGoal, names: Sequence[str]) -> str:
    said = (_plain(getattr(row, name, None)) for name in names)
    return sha256("\x00".join(said).encode()).hexdigest()[:LENGTH]


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
