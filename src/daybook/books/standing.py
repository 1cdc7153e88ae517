"""Laying the book beside the database: which rows are new, the same, changed, or only in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from django.utils.translation import gettext as _

from daybook.books.faults import Report
from daybook.books.spool import CHANGED, SAME, Spool, key_names, names, quoted
from daybook.books.stored import Stored, stored_rows
from daybook.books.tables import TABLES
from daybook.books.tables.kinds import Place, shown
from daybook.books.tables.periods import PARTS_OF_A_SHEET, SCORE_SHEETS
from daybook.books.tables.table import Table
from daybook.books.tables.units import UNIT_FREEZES, UNIT_MEMBERS

BATCH = 2_000
ALWAYS = frozenset({"departments", "people", "appointments", "portfolios", "conflicts", "calendar_days"})
"""What checks ask about, whether or not the book brings it."""
TOGETHER = (("score_sheets", "element_scores"), ("ballots", "ballot_participation"))
"""Tables of which each is checked against the other."""
PARTS = frozenset(table.name for table in PARTS_OF_A_SHEET)


def tables_in_question(spool: Spool) -> list[Table]:
    """The tables whose standing rows matter: those of the book, those they point at, and the roster."""
    wanted = {name for name, size in spool.sizes.items() if size} | ALWAYS
    wanted |= {SCORE_SHEETS.name} if wanted & PARTS else set()
    wanted |= {UNIT_FREEZES.name} if UNIT_MEMBERS.name in wanted else set()
    for pair in TOGETHER:
        wanted |= set(pair) if wanted & set(pair) else set()
    for table in reversed(TABLES):
        if table.name in wanted:
            wanted |= {target for _column, target in table.references}
    return [table for table in TABLES if table.name in wanted and table.name != "bureau"]


class Beside:
    """Compares the rows of one bureau in the database with those of the book."""

    def __init__(self, spool: Spool, report: Report, place: Place, *, update: bool) -> None:
        self.spool = spool
        self.report = report
        self.place = place
        self.update = update

    def lay(self, table: Table, bureau_id: int) -> None:
        """Mark the book's rows of a table, and take in the standing rows that checks need."""
        rows = stored_rows(table, bureau_id, self.place)
        while batch := list(islice(rows, BATCH)):
            absent = [row for row in batch if not self._mark(table, row)]
            if absent and self._needed(table):
                self.spool.add_standing(table, absent)

    def _needed(self, table: Table) -> bool:
        if not table.voluminous:
            return True
        return any(self._points(other, table) for other in TABLES if self.spool.sizes[other.name])

    @staticmethod
    def _points(table: Table, target: Table) -> bool:
        return any(name == target.name for _column, name in table.references)

    def _mark(self, table: Table, stored: Stored) -> bool:
        """Mark the book's row under the key of a stored one; False where the book has none."""
        key = [stored[table.places[column.name] + 1] for column in table.key]
        found = list(self._found(table, key))
        for rowid, number, *texts in found:
            differing = [
                column.name
                for column, was, now in zip(table.columns, stored[1:], texts, strict=True)
                if now is not None and was != now
            ]
            status = CHANGED if differing else SAME
            statement = f"UPDATE {quoted(table.name)} SET status = ?, id = ? WHERE rowid = ?"
            self.spool.connection.execute(statement, (status, stored[0], rowid))
            if differing and not self.update:
                self._refuse(table, number, differing, stored, texts)
        return bool(found)

    def _found(self, table: Table, key: Sequence[str]) -> Iterator[tuple[str, ...]]:
        wanted = " AND ".join(f"{name} = ?" for name in key_names(table))
        sql = f"SELECT rowid, row, {names(table)} FROM {quoted(table.name)} WHERE {wanted} AND row > 0"
        return self.spool.select(sql, *key)

    def _refuse(
        self, table: Table, number: str, differing: list[str], stored: Stored, texts: Sequence[str]
    ) -> None:
        for name in differing:
            place = table.places[name]
            words = {"stands": shown(stored[place + 1]), "given": shown(texts[place])}
            message = _(
                "this key already stands with another value: %(stands)s stands, %(given)s is in the book; "
                "expected the same value, or the option --update"
            )
            self.report.refuse(table.name, int(number), name, message % words)
