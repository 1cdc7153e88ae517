"""What is asked and answered, placed and lifted: both halves told, in their order, by the right people."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.spool import quoted
from daybook.books.tables import BY_NAME
from daybook.books.tables.table import Table

TOGETHER = (
    ("plan_changes", "decided_at", "decided_by"),
    ("log_unlocks", "decided_at", "decided_by"),
    ("objections", "decided_at", "decided_by"),
    ("objections", "decided_at", "outcome"),
    ("year_objections", "decided_at", "decided_by"),
    ("year_objections", "decided_at", "outcome"),
    ("quarantines", "lifted_at", "lifted_by"),
    ("quarantines", "purge_asked_at", "purge_asked_by"),
    ("quarantines", "purged_at", "purged_by"),
)
"""Columns that are filled both or neither."""
AFTER = (
    ("plan_changes", "decided_at", "asked_at"),
    ("log_unlocks", "decided_at", "asked_at"),
    ("log_comments", "seen_at", "recorded_at"),
    ("objections", "decided_at", "filed_at"),
    ("benefits", "cancelled_at", "entered_at"),
    ("year_objections", "decided_at", "filed_at"),
    ("quarantines", "lifted_at", "placed_at"),
    ("quarantines", "purge_asked_at", "placed_at"),
    ("quarantines", "purged_at", "purge_asked_at"),
)
"""Instants of which the first may not lie before the second."""
NEEDED_BY = (
    ("plan_changes", "decided_at", "consented"),
    ("log_unlocks", "decided_at", "granted"),
    ("quarantines", "purge_asked_at", "purged_at"),
)
"""Columns of which the first is filled where the second is."""
OFFSET = 20
"""Where the offset of an instant begins in its text."""


def halves_without_the_other(context: Context) -> None:
    """An answer without who gave it or when; a consent without an answer; a purge nobody asked for."""
    both = _("is empty although %(column)s is filled; expected both, or neither")
    for name, first, second in TOGETHER:
        _tell_missing(context, BY_NAME[name], first, second, both)
        _tell_missing(context, BY_NAME[name], second, first, both)
    needed = _("is empty although %(column)s is filled; expected it to be filled too")
    for name, first, second in NEEDED_BY:
        _tell_missing(context, BY_NAME[name], first, second, needed)


def _tell_missing(context: Context, table: Table, missing: str, filled: str, message: str) -> None:
    """Rows in which `missing` is empty although `filled` is filled."""
    sql = f"SELECT row FROM {quoted(table.name)} WHERE row > 0 AND {missing} = '' AND {filled} <> ''"
    words = {"column": f"{filled} {table.column(filled).chinese}"}
    for (row,) in context.spool.select(sql):
        context.report.refuse(table.name, row, missing, message % words)


def answers_before_questions(context: Context) -> None:
    """Instants that lie before what they answer."""
    for name, later, earlier in AFTER:
        # Offsets may differ by daylight saving: then the texts tell nothing, the instants themselves do.
        sql = (
            f"SELECT row, {later}, {earlier} FROM {quoted(name)} "
            f"WHERE row > 0 AND {later} <> '' AND {earlier} <> '' "
            f"AND ({later} < {earlier} OR substr({later}, {OFFSET}) <> substr({earlier}, {OFFSET}))"
        )
        for row, end, begin in context.spool.select(sql):
            if datetime.fromisoformat(end) < datetime.fromisoformat(begin):
                words = {"end": end, "begin": begin}
                message = _("%(end)s lies before %(begin)s; expected the same instant or a later one") % words
                context.report.refuse(name, row, later, message)


def quarantines_with_two_ends(context: Context) -> None:
    """An entry lifted and purged; a purge asked for and carried out by one and the same person."""
    both = "SELECT row FROM quarantines WHERE row > 0 AND lifted_at <> '' AND purged_at <> ''"
    message = _("is filled although the entry was purged; expected one end of a quarantine")
    for (row,) in context.spool.select(both):
        context.report.refuse("quarantines", row, "lifted_at", message)
    alone = "SELECT row FROM quarantines WHERE row > 0 AND purged_by <> '' AND purged_by = purge_asked_by"
    message = _("is who asked for the purge; expected somebody else: a purge takes two")
    for (row,) in context.spool.select(alone):
        context.report.refuse("quarantines", row, "purged_by", message)


def confirmations_of_own_entries(context: Context) -> None:
    """A confirmation of an entry that its author wrote himself."""
    sql = (
        "SELECT this.row FROM log_confirmations AS this JOIN log_entries AS that ON that.key = this.entry "
        "WHERE this.row > 0 AND that.entered_by = ''"
    )
    message = _("this entry was written by its author; expected one that somebody entered for him")
    for (row,) in context.spool.select(sql):
        context.report.refuse("log_confirmations", row, "entry", message)


def changes_of_nothing(context: Context) -> None:
    """A revision or a dropping that waits for its answer and names no item of the plan."""
    sql = (
        "SELECT row FROM plan_changes WHERE row > 0 AND kind IN ('revise', 'drop') AND item = '' "
        "AND decided_at = ''"
    )
    message = _("is empty; expected the plan item to be changed")
    for (row,) in context.spool.select(sql):
        context.report.refuse("plan_changes", row, "item", message)
