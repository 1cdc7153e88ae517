"""Changing rows that stand with other values, as `--update` allows: each with its line in the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from daybook.annual.models import Ballot
from daybook.books.home import Home
from daybook.books.spool import CHANGED, NEW, Spool, names, quoted
from daybook.books.stored import stored_row
from daybook.books.tables import TABLES
from daybook.books.tables.daily import LOG_ENTRIES
from daybook.books.tables.table import Column, Table
from daybook.books.writing.rows import id_of
from daybook.books.writing.write import Writer
from daybook.daily.actions.load import keep_what_was_said, refresh_entries
from daybook.ledger.actions import record, sealed
from daybook.monthly.actions.load import seal_again
from daybook.org.actions.load import change_row
from daybook.quarterly.actions.load import rescore_sheets


class Changed(NamedTuple):
    """A row of the database that takes other values from the book."""

    id: Any
    rowid: int
    columns: Sequence[Column]
    before: dict[str, str]
    after: dict[str, str]


class Changer:
    """Changes the rows of one book that stand with other values; absent rows are left alone."""

    def __init__(self, spool: Spool, home: Home, writer: Writer) -> None:
        self.spool = spool
        self.home = home
        self.writer = writer

    def change(self) -> None:
        """Change them all, table after table, and what follows from them; new rows are written already."""
        for table in TABLES:
            if self.spool.sizes[table.name] and self.spool.count(table, CHANGED):
                self._change_table(table)
        if self.spool.sizes["score_sheets"] or self.spool.sizes["element_scores"]:
            self._rescore()
        if self.spool.sizes["monthly_reports"]:
            self._seal_again()

    def _change_table(self, table: Table) -> None:
        changed_rows = f"FROM {quoted(table.name)} WHERE status = {CHANGED} ORDER BY row"
        sql = f"SELECT rowid, id, {names(table)} {changed_rows}"
        for rowid, key, *texts in list(self.spool.select(sql)):
            changed = self._changed(table, rowid, key, texts)
            if table is LOG_ENTRIES:
                self._keep_version(changed)
            self._apply(table, changed)
            self._note(table, changed)
        if table is LOG_ENTRIES:
            changed_ids = [
                key for (key,) in self.spool.select(f"SELECT id FROM log_entries WHERE status = {CHANGED}")
            ]
            refresh_entries(self.home.bureau, changed_ids)

    def _changed(self, table: Table, rowid: int, key: Any, texts: Sequence[str]) -> Changed:
        was = stored_row(table, key, self.home.place)
        differing = [
            (column, before, after)
            for column, before, after in zip(table.columns, was, texts, strict=True)
            if before != after
        ]
        return Changed(
            key,
            rowid,
            [column for column, _before, _after in differing],
            {column.name: before for column, before, _after in differing},
            {column.name: after for column, _before, after in differing},
        )

    def _apply(self, table: Table, changed: Changed) -> None:
        writing = self.writer.writing_of(table)
        paths = {column.path for column in changed.columns}
        if table is LOG_ENTRIES:
            paths.add("department")
        values = dict(zip(writing.names, next(writing.row(self.spool, changed.rowid)), strict=True))
        change_row(table.model, {name: values[name] for name in values if name in paths}, changed.id)

    def _keep_version(self, changed: Changed) -> None:
        """What an entry said stays as a version, unless the book brings it among its versions."""
        sql = (
            "SELECT coalesce(max(CAST(old.version AS INTEGER)), 0) FROM log_versions AS old "
            "JOIN log_entries AS this ON old.entry = this.key WHERE this.rowid = ?"
        )
        brought = self.spool.value(sql, changed.rowid)
        keep_what_was_said(changed.id, brought=brought, at=self.home.now)

    def _note(self, table: Table, changed: Changed) -> None:
        key = " ".join(self._key(table, changed.rowid))
        record(
            bureau_code=self.home.bureau.code,
            actor="",
            action="change_by_import",
            object_type=table.name,
            object_key="" if table.model is Ballot else key[:200],
            before={name: sealed(text) for name, text in changed.before.items()},
            after={name: sealed(text) for name, text in changed.after.items()},
        )

    def _key(self, table: Table, rowid: int) -> Sequence[str]:
        keys = ", ".join(quoted(column.name) for column in table.key)
        row: Sequence[str] = next(
            iter(self.spool.select(f"SELECT {keys} FROM {quoted(table.name)} WHERE rowid = ?", rowid))
        )
        return row

    def _rescore(self) -> None:
        """Sheets that stand and were touched, themselves or by an element, get their score anew."""
        rows = self.spool.select(
            "SELECT scored.score, coalesce(scored.policy, ''), coalesce(scored.hash, ''), this.id "
            "FROM score_sheets AS this LEFT JOIN scored ON scored.sheet = this.rowid "
            f"WHERE this.status <> {NEW} AND (this.status = {CHANGED} OR scored.sheet IS NOT NULL)"
        )
        rescore_sheets(list(rows))

    def _seal_again(self) -> None:
        person = id_of("people", "this.person")
        rows = self.spool.select(
            f"SELECT {person}, month, submitted_at <> '' FROM monthly_reports AS this "
            f"WHERE status = {CHANGED}"
        )
        seal_again((who, month, bool(submitted)) for who, month, submitted in rows)
