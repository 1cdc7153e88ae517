"""Which edition of a row a form was opened on, so that two people never overwrite each other unseen."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext as _

from daybook.plans.models import AnnualGoal, DepartmentGoal, PlanItem
from daybook.web.refusals import Refused

SAID = ("title", "measure", "weight", "due_date", "annual_goal_id", "matter_id", "department_goal_id")
LENGTH = 16


class Overtaken(Refused):
    """Somebody has changed the row since the form was opened; what stands now is shown beside it."""


def edition_of(row: PlanItem | AnnualGoal | DepartmentGoal) -> str:
    """A mark of everything that a row says and a form can change."""
    said = (_plain(getattr(row, name, None)) for name in SAID)
    return sha256("\x00".join(said).encode()).hexdigest()[:LENGTH]


def require_edition(row: PlanItem | AnnualGoal | DepartmentGoal, edition: str) -> None:
    """Refuse to write over another edition than the one a form was opened on; empty asks nothing."""
    if edition and edition_of(row) != edition:
        raise Overtaken(_("This was changed meanwhile. Compare it with yours, then save again."))


def _plain(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
