"""All tables of the book, in the order in which they can be written: what is pointed at comes first."""

from __future__ import annotations

from daybook.books.tables import annual, daily, entries, grades, merit, periods, plans, reports, roster, units
from daybook.books.tables.table import Table

TABLES: tuple[Table, ...] = (
    *roster.TABLES,
    *plans.TABLES,
    *daily.TABLES,
    *entries.TABLES,
    *periods.TABLES,
    *annual.TABLES,
    *grades.TABLES,
    *units.TABLES,
    *reports.TABLES,
    *merit.TABLES,
)
BY_NAME = {table.name: table for table in TABLES}
BY_ANY_NAME = BY_NAME | {table.chinese: table for table in TABLES}
