"""The use of results: scores on the scale, spans and halves that fit, sheets that can be read."""

from __future__ import annotations

import json
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.merit.reports.content import is_sheet

MOST = 100


def scores_off_the_scale(context: Context) -> None:
    """A dimension of a career evaluation outside 0 to 100."""
    message = _("%(score)s is off the scale; expected a number from 0 to 100")
    sql = "SELECT row, score FROM career_inputs WHERE row > 0 AND score <> ''"
    for row, score in context.spool.select(sql):
        if not 0 <= Decimal(score) <= MOST:
            context.report.refuse("career_inputs", row, "score", message % {"score": score})


def cancelled_without_reason(context: Context) -> None:
    """A register entry cancelled without a reason, or a reason although it stands."""
    missing = _("is empty although the entry is cancelled; expected the reason")
    sql = "SELECT row FROM benefits WHERE row > 0 AND cancelled_at <> '' AND cancelled_reason = ''"
    for (row,) in context.spool.select(sql):
        context.report.refuse("benefits", row, "cancelled_reason", missing)
    idle = _("is filled although the entry stands; expected nothing, or when it was cancelled")
    sql = (
        "SELECT row FROM benefits WHERE row > 0 AND cancelled_at = '' "
        "AND (cancelled_reason <> '' OR cancelled_by <> '')"
    )
    for (row,) in context.spool.select(sql):
        context.report.refuse("benefits", row, "cancelled_reason", idle)


def sheets_that_cannot_be_read(context: Context) -> None:
    """The content of a reference sheet that no page could show."""
    message = _("is no reference sheet; expected its content as JSON, as it was exported")
    for row, text in context.spool.select("SELECT row, content FROM promotion_issues WHERE row > 0"):
        if text and not _is_sheet(text):
            context.report.refuse("promotion_issues", row, "content", message)


def _is_sheet(text: str) -> bool:
    try:
        return is_sheet(json.loads(text))
    except ValueError:
        return False
