"""Keys stand once, and what points at something finds it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.spool import key_names, quoted
from daybook.books.tables import BY_NAME, TABLES
from daybook.books.tables.annual import BALLOTS, HEADS_UNIT
from daybook.books.tables.kinds import shown
from daybook.books.tables.periods import PARTS_OF_A_SHEET, SCORE_SHEETS
from daybook.books.tables.table import Column, Table

OF_UNITS = ("seats", "unit_members")


def repeated_keys(context: Context) -> None:
    """A key twice; of ballots, a serial that two ratees share."""
    for table in TABLES:
        if context.spool.sizes[table.name] and _has_repeated(context, table):
            _tell_repeated(context, table)


def _filled(table: Table) -> str:
    return " AND ".join(["row > 0", *(f"{name} IS NOT NULL" for name in key_names(table))])


def _has_repeated(context: Context, table: Table) -> bool:
    keys = ", ".join(key_names(table))
    grouped = f"FROM {quoted(table.name)} WHERE {_filled(table)} GROUP BY {keys}"
    sql = f"SELECT 1 {grouped} HAVING count(*) > 1 LIMIT 1"
    return context.spool.value(sql) is not None


def _tell_repeated(context: Context, table: Table) -> None:
    keys = ", ".join(key_names(table))
    ratees = "ratee <> first_value(ratee) OVER same" if table is BALLOTS else "0"
    sql = (
        f"SELECT row, first, shared, {keys} FROM (SELECT row, first_value(row) OVER same AS first, "
        f"{ratees} AS shared, {keys} FROM {quoted(table.name)} WHERE {_filled(table)} "
        f"WINDOW same AS (PARTITION BY {keys} ORDER BY row)) WHERE row <> first"
    )
    for row, first, shared, *key in context.spool.select(sql):
        words = {"key": shown(" ".join(key)), "row": first}
        if shared:
            message = _(
                "this serial stands in row %(row)d for another ratee; expected a random one for each ballot"
            )
        else:
            message = _("the key %(key)s stands in row %(row)d already; expected each key once")
        context.report.refuse(table.name, row, table.key[-1].name, message % words)


def unknown_references(context: Context) -> None:
    """Keys that neither the book nor the database knows."""
    for table in TABLES:
        if context.spool.sizes[table.name]:
            for column, target in table.references:
                _tell_unknown(context, table, column, BY_NAME[target])


def _tell_unknown(context: Context, table: Table, column: Column, target: Table) -> None:
    name, key = quoted(column.name), quoted(target.key[0].name)
    sql = (
        f"SELECT row, {name} FROM {quoted(table.name)} AS this WHERE row > 0 AND {name} <> '' AND NOT EXISTS "
        f"(SELECT 1 FROM {quoted(target.name)} AS that WHERE that.{key} = this.{name})"
    )
    for row, text in context.spool.select(sql):
        words = {"text": shown(text), "table": target.name, "chinese": target.chinese}
        message = _("%(text)s is unknown; expected a key of the table %(table)s (%(chinese)s)") % words
        context.report.refuse(table.name, row, column.name, message)


def parts_without_sheet(context: Context) -> None:
    """Element scores, citations and acknowledgements whose sheet is nowhere."""
    for table in PARTS_OF_A_SHEET:
        if context.spool.sizes[table.name]:
            _tell_without_sheet(context, table)


def _tell_without_sheet(context: Context, table: Table) -> None:
    same = " AND ".join(f"that.{name} = this.{name}" for name in key_names(SCORE_SHEETS))
    known = " AND ".join(f"this.{name} IS NOT NULL" for name in key_names(SCORE_SHEETS))
    sql = (
        f"SELECT row, {', '.join(key_names(SCORE_SHEETS))} FROM {quoted(table.name)} AS this "
        f"WHERE row > 0 AND {known} AND EXISTS (SELECT 1 FROM people WHERE number = this.person) "
        f"AND NOT EXISTS (SELECT 1 FROM {quoted(SCORE_SHEETS.name)} AS that WHERE {same})"
    )
    for row, *key in context.spool.select(sql):
        message = _("there is no sheet %(key)s; expected a row of the table score_sheets (评分表)")
        context.report.refuse(table.name, row, "person", message % {"key": shown(" ".join(key))})


def unknown_units(context: Context) -> None:
    """Seats and members of a unit whose leader is nowhere."""
    for table in OF_UNITS:
        sql = (
            f"SELECT row, unit FROM {table} AS this WHERE row > 0 AND unit NOT IN ('', ?) "
            "AND NOT EXISTS (SELECT 1 FROM people WHERE number = this.unit)"
        )
        for row, unit in context.spool.select(sql, HEADS_UNIT):
            words = {"text": shown(unit), "heads": HEADS_UNIT}
            message = _("%(text)s is unknown; expected a leader's number, %(heads)s, or nothing") % words
            context.report.refuse(table, row, "unit", message)


def members_without_freeze(context: Context) -> None:
    """Members of a snapshot of the units that is nowhere; told once for each snapshot."""
    sql = (
        "SELECT min(row), year, version FROM unit_members AS this "
        "WHERE row > 0 AND year IS NOT NULL AND version IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM unit_freezes AS that WHERE that.year = this.year AND that.version = this.version) "
        "GROUP BY year, version ORDER BY min(row)"
    )
    for row, year, version in context.spool.select(sql):
        message = _("there is no snapshot %(key)s; expected a row of the table unit_freezes (单元冻结)")
        context.report.refuse("unit_members", row, "version", message % {"key": shown(f"{year} {version}")})
