"""Objections: to a published score sheet, once, decided with grounds by somebody else."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.books.checks.cited import SAME
from daybook.books.checks.context import Context
from daybook.books.spool import key_names
from daybook.books.tables.periods import SCORE_SHEETS
from daybook.objections.enums import Outcome
from daybook.quarterly.enums import SheetKind

DECIDED = (Outcome.UPHELD.value, Outcome.DISMISSED.value)


def objections_to_nothing_published(context: Context) -> None:
    """An objection to what is no published score sheet, or from before it was one."""
    sql = (
        "SELECT this.row, this.filed_at, sheet.kind, sheet.published_at FROM objections AS this "
        f"JOIN score_sheets AS sheet ON {SAME} WHERE this.row > 0 AND this.filed_at <> ''"
    )
    for row, at, kind, published in context.spool.select(sql):
        if kind != SheetKind.SCORE or not published:
            message = _("this is no published score sheet; expected one that its person can have seen")
            context.report.refuse("objections", row, "person", message)
        elif datetime.fromisoformat(at) < datetime.fromisoformat(published):
            message = _("%(end)s lies before %(begin)s; expected the same instant or a later one")
            words = {"end": at, "begin": published}
            context.report.refuse("objections", row, "filed_at", message % words)


def sheets_objected_to_twice(context: Context) -> None:
    """Two objections to one version of a sheet."""
    keys = ", ".join(key_names(SCORE_SHEETS))
    sql = (
        "SELECT row, first FROM (SELECT row, first_value(row) OVER same AS first FROM objections "
        f"WHERE person <> '' WINDOW same AS (PARTITION BY {keys} ORDER BY row)) "
        "WHERE row <> first AND row > 0"
    )
    for row, _first in context.spool.select(sql):
        message = _("this sheet is objected to already; expected one objection to each version")
        context.report.refuse("objections", row, "version", message)


def decisions_without_grounds(context: Context) -> None:
    """An objection decided without grounds, or by the one who filed it; a withdrawal by somebody else."""
    sql = (
        "SELECT row, outcome, grounds, person, decided_by FROM objections "
        "WHERE row > 0 AND outcome <> '' AND decided_by <> ''"
    )
    for row, outcome, grounds, person, decided_by in context.spool.select(sql):
        if outcome in DECIDED and not grounds:
            message = _("is empty although it is decided; expected the grounds")
            context.report.refuse("objections", row, "grounds", message)
        if (outcome in DECIDED) is (person == decided_by):
            message = _("nobody decides on his own objection, and nobody withdraws another's")
            context.report.refuse("objections", row, "decided_by", message)
