"""Days and instants: beginnings before ends, records not in the future."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.spool import quoted
from daybook.books.tables import TABLES, daily, entries
from daybook.books.tables.kinds import Instant
from daybook.books.tables.table import Table

SPANS = (("valid_from", "valid_to"), ("employed_from", "employed_to"), ("first_day", "last_day"))
TIMES = ("start", "end")
LOG_TABLES = (*daily.TABLES, *entries.TABLES)
DAYS_OF_THE_LOG = {"work_date", "day"}


def ends_before_beginnings(context: Context) -> None:
    """Spans that end before they begin; times of an entry whose end is not after their start."""
    for table in TABLES:
        for first, last in SPANS:
            if {first, last} <= table.places.keys():
                _tell_order(context, table, first, last, "<")
        if set(TIMES) <= table.places.keys():
            _tell_order(context, table, *TIMES, "<=")


def _tell_order(context: Context, table: Table, first: str, last: str, too_early: str) -> None:
    sql = (
        f"SELECT row, {quoted(first)}, {quoted(last)} FROM {quoted(table.name)} WHERE row > 0 "
        f"AND {quoted(first)} <> '' AND {quoted(last)} <> '' AND {quoted(last)} {too_early} {quoted(first)}"
    )
    for row, begin, end in context.spool.select(sql):
        words = {"end": end, "begin": begin}
        if too_early == "<":
            message = _(
                "the end %(end)s lies before the beginning %(begin)s; expected the same day or a later one"
            )
        else:
            message = _("the end %(end)s is not after the start %(begin)s; expected a later time")
        context.report.refuse(table.name, row, last, message % words)


def logs_in_the_future(context: Context) -> None:
    """Entries of a day that has not come, or recorded after now; days unlocked before they came."""
    for table in LOG_TABLES:
        for name in DAYS_OF_THE_LOG & table.places.keys():
            _tell_future_days(context, table, name)
        if "recorded_at" not in table.places:
            continue
        for row, instant in _after_now(context, table, "recorded_at"):
            words = {"instant": instant, "now": _now(context)}
            message = _("%(instant)s lies in the future; expected an instant up to now (%(now)s)") % words
            context.report.refuse(table.name, row, "recorded_at", message)


def _tell_future_days(context: Context, table: Table, name: str) -> None:
    today = context.home.today.isoformat()
    sql = f"SELECT row, {name} FROM {quoted(table.name)} WHERE row > 0 AND {name} > ?"
    for row, day in context.spool.select(sql, today):
        words = {"day": day, "today": today}
        message = _("%(day)s lies in the future; expected %(today)s or an earlier day") % words
        context.report.refuse(table.name, row, name, message)


def instants_after_now(context: Context) -> None:
    """Instants after now other than those at which something was recorded: perhaps a slip."""
    for table in TABLES:
        for column in table.columns:
            recorded = table in LOG_TABLES and column.name == "recorded_at"
            if isinstance(column.kind, Instant) and not recorded:
                for row, instant in _after_now(context, table, column.name):
                    words = {"instant": instant, "now": _now(context)}
                    message = _("%(instant)s lies after now (%(now)s)") % words
                    context.report.warn(table.name, row, column.name, message)


def _now(context: Context) -> str:
    return context.home.now.astimezone(context.home.place.zone).replace(microsecond=0).isoformat()


def _after_now(context: Context, table: Table, column: str) -> list[tuple[int, str]]:
    # Offsets may differ by daylight saving: a day's margin in the text, then the instants themselves.
    name = quoted(column)
    sql = (
        f"SELECT row, {name} FROM {quoted(table.name)} "
        f"WHERE row > 0 AND {name} <> '' AND substr({name}, 1, 10) >= ?"
    )
    found = context.spool.select(sql, context.home.today.isoformat())
    now = context.home.now.astimezone(UTC)
    return [(row, text) for row, text in found if datetime.fromisoformat(text) > now]
