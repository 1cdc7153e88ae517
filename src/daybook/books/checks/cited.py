"""What belongs to a sheet beside its scores: the entries cited, and that its person has seen it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.spool import key_names
from daybook.books.tables.periods import SCORE_SHEETS
from daybook.quarterly.enums import SheetKind

SAME = " AND ".join(f"sheet.{name} = this.{name}" for name in key_names(SCORE_SHEETS))


def citations_of_other_days(context: Context) -> None:
    """An entry that tells of a day on which the sheet does not."""
    sql = (
        "SELECT this.row, entry.work_date, sheet.first_day, sheet.last_day FROM citations AS this "
        f"JOIN score_sheets AS sheet ON {SAME} JOIN log_entries AS entry ON entry.key = this.entry "
        "WHERE this.row > 0 AND sheet.last_day <> '' "
        "AND (entry.work_date < sheet.first_day OR entry.work_date > sheet.last_day)"
    )
    for row, day, first, last in context.spool.select(sql):
        words = {"day": day, "first": first, "last": last}
        message = _("is an entry of %(day)s; expected one from %(first)s to %(last)s, as the sheet") % words
        context.report.refuse("citations", row, "entry", message)


def citations_for_no_element(context: Context) -> None:
    """Evidence for an element that a published sheet does not have; an opinion has none."""
    scored = " AND ".join(f"score.{name} = this.{name}" for name in (*key_names(SCORE_SHEETS), "element"))
    sql = (
        f"SELECT this.row, this.element FROM citations AS this JOIN score_sheets AS sheet ON {SAME} "
        "WHERE this.row > 0 AND (sheet.published_at <> '' OR sheet.kind = ?) "
        f"AND NOT EXISTS (SELECT 1 FROM element_scores AS score WHERE {scored})"
    )
    for row, element in context.spool.select(sql, SheetKind.OPINION.value):
        message = _("the sheet has no score for %(element)s; expected one of its elements")
        context.report.refuse("citations", row, "element", message % {"element": element})


def acknowledgements_of_nothing_published(context: Context) -> None:
    """An acknowledgement of what is no published score sheet, or from before it was one."""
    sql = (
        "SELECT this.row, this.acknowledged_at, sheet.kind, sheet.published_at FROM acknowledgements AS this "
        f"JOIN score_sheets AS sheet ON {SAME} WHERE this.row > 0 AND this.acknowledged_at <> ''"
    )
    for row, at, kind, published in context.spool.select(sql):
        if kind != SheetKind.SCORE or not published:
            message = _("this is no published score sheet; expected one that its person can have seen")
            context.report.refuse("acknowledgements", row, "person", message)
        elif datetime.fromisoformat(at) < datetime.fromisoformat(published):
            message = _("%(end)s lies before %(begin)s; expected the same instant or a later one")
            words = {"end": at, "begin": published}
            context.report.refuse("acknowledgements", row, "acknowledged_at", message % words)
