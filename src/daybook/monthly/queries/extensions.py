"""The extensions of a month, as the personnel office keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.org.frame import Frame
from daybook.org.models import Bureau
from daybook.plans.deadlines import MonthDeadlines, deadlines_of
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension
from daybook.plans.months import month_bounds, month_of
from daybook.rules.facts import ONE_DAY

EVERYBODY = 0


@dataclass(frozen=True, slots=True)
class Due:
    """An act and the last day for it that holds for everybody."""

    act: MonthAct
    until: date
    today: date

    @property
    def is_over(self) -> bool:
        """Whether the last day has passed."""
        return self.until < self.today


@dataclass(frozen=True, slots=True)
class ExtensionsPage:
    """The deadlines of a month and what was put off, the latest first."""

    month: str
    dues: Sequence[Due]
    extensions: Sequence[MonthExtension]

    @property
    def months(self) -> list[str]:
        """The months around, for the way from one to the other."""
        first, last = month_bounds(self.month)
        return [month_of(first - ONE_DAY), self.month, month_of(last + ONE_DAY)]


def extensions_page(frame: Frame, month: str) -> ExtensionsPage:
    """The page of a month's extensions, in three statements."""
    deadlines = deadlines_of(frame.bureau, month, frame.today)
    return ExtensionsPage(month, _dues(deadlines, frame.today), extensions_of(frame.bureau, month))


def extensions_of(bureau: Bureau, month: str) -> list[MonthExtension]:
    """What was put off in a month, the latest first; in one statement."""
    rows = MonthExtension.objects.filter(bureau=bureau, month=month)
    return list(rows.select_related("person", "granted_by").order_by("-granted_at", "-id"))


def _dues(deadlines: MonthDeadlines, today: date) -> list[Due]:
    return [
        Due(MonthAct.PLAN, deadlines.plan_by(EVERYBODY), today),
        Due(MonthAct.SUBMIT, deadlines.submit_by(EVERYBODY), today),
        Due(MonthAct.REVIEW, deadlines.review_by(EVERYBODY, EVERYBODY), today),
    ]
