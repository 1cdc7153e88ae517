"""Table after table into the database, and a line of each into the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from daybook.annual.actions.load import load_ballots, load_polls
from daybook.books.csv_lines import csv_lines
from daybook.books.home import Home
from daybook.books.progress import Progress
from daybook.books.spool import CHANGED, NEW, Spool, key_names, names, quoted
from daybook.books.tables import TABLES
from daybook.books.tables.annual import BALLOT_PARTICIPATION, BALLOTS, ELECTORATE, POLLS
from daybook.books.tables.daily import LOG_ENTRIES
from daybook.books.tables.periods import MONTHLY_REPORTS, PARTS_OF_A_SHEET, SCORE_SHEETS
from daybook.books.tables.roster import BUREAU
from daybook.books.tables.table import Table
from daybook.books.tables.units import UNIT_FREEZES, UNIT_MEMBERS
from daybook.books.writing.rows import Writing, expression, id_of, plain_writing, register, text
from daybook.daily.actions.load import load_entries
from daybook.ledger.actions import record
from daybook.monthly.actions.load import seal_submitted
from daybook.org.actions.load import load_bureau, load_rows
from daybook.org.bulk import new_ids

POINTED_AT = frozenset(
    {
        *("departments", "people", "department_goals", "annual_goals", "matters", "plan_items"),
        *("score_sheets", "objections", "unit_freezes", "notices", "year_objections"),
    }
)
"""Tables whose rows others point at: their ids are chosen before they are written."""
OF_AN_ENTRY = [table.name for table in TABLES if any(to == "log_entries" for _c, to in table.references)]
"""Tables whose rows point at entries, which get their ids while they are written."""


class Writer:
    """Writes the new rows of one book."""

    def __init__(self, spool: Spool, home: Home, progress: Progress) -> None:
        self.spool = spool
        self.home = home
        self.progress = progress
        self.now = home.now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        register(spool.connection)

    def write(self) -> None:
        """Write everything that is new; inside `recorded()`."""
        for table in TABLES:
            if self.spool.sizes[table.name] and self.spool.count(table, NEW):
                self._write_table(table)

    def note(self) -> None:
        """One line of the ledger for each table that brought something: its rows and their SHA-256."""
        for table in TABLES:
            new, changed = self.spool.count(table, NEW), self.spool.count(table, CHANGED)
            if new or changed:
                after = {"rows": self.spool.sizes[table.name], "sha256": self._digest(table)}
                record(
                    bureau_code=self.home.bureau.code,
                    actor="",
                    action="import_table",
                    object_type=table.name,
                    object_key=self.home.bureau.code,
                    after={**after, "new": new, "changed": changed},
                )

    def writing_of(self, table: Table) -> Writing:
        """How the fields of a table's model come from its rows in the spool."""
        special = {
            BUREAU.name: self._bureau_writing,
            LOG_ENTRIES.name: self._entry_writing,
            SCORE_SHEETS.name: self._sheet_writing,
            **{part.name: self._part_writing for part in PARTS_OF_A_SHEET},
            POLLS.name: self._poll_writing,
            ELECTORATE.name: self._elector_writing,
            BALLOTS.name: self._ballot_writing,
            BALLOT_PARTICIPATION.name: self._participation_writing,
            UNIT_MEMBERS.name: self._member_writing,
        }
        return special.get(table.name, self._plain_writing)(table)

    def _write_table(self, table: Table) -> None:
        if table is BUREAU:
            self.home.bureau.pk = load_bureau(self.home.bureau).pk
        elif table is LOG_ENTRIES:
            self._write_entries(table)
        elif table is BALLOTS:
            self._write_ballots(table)
        else:
            self._write_plain(table)
        if table is MONTHLY_REPORTS:
            self._seal_submitted()

    def _write_plain(self, table: Table) -> None:
        writing = self.writing_of(table)
        if table.name in POINTED_AT:
            self._choose_ids(table)
            writing = writing.with_ids()
        load_rows(table.model, writing.names, self._counted(writing.rows(self.spool)))

    def _plain_writing(self, table: Table) -> Writing:
        return plain_writing(table, self._common(table))

    def _bureau_writing(self, table: Table) -> Writing:
        return plain_writing(table, {})

    def _common(self, table: Table) -> dict[str, str]:
        """The fields that a book does not tell: whose row it is, and when it became known."""
        fields = {field.name for field in table.model._meta.concrete_fields}
        more = {"bureau": str(self.home.bureau.pk)} if "bureau" in fields else {}
        if "recorded_at" in fields and "recorded_at" not in table.places:
            more["recorded_at"] = text(self.now)
        return more

    def _choose_ids(self, table: Table) -> None:
        ids = new_ids(table.model)
        order = ", ".join(key_names(table))
        wanted = self.spool.select(
            f"SELECT rowid FROM {quoted(table.name)} WHERE status = {NEW} ORDER BY {order}"
        )
        chosen = ((next(ids), rowid) for (rowid,) in wanted)
        self.spool.connection.executemany(f"UPDATE {quoted(table.name)} SET id = ? WHERE rowid = ?", chosen)

    def _counted(self, rows: Iterator[Any]) -> Iterator[Any]:
        for row in rows:
            self.progress.step()
            yield row

    def _entry_writing(self, table: Table) -> Writing:
        return plain_writing(table, {**self._common(table), **ENTRY_FIELDS})

    def _write_entries(self, table: Table) -> None:
        """The log, in the order in which it was recorded: that is the order of the feed."""
        writing = self.writing_of(table)
        rows = writing.rows(self.spool, order="this.recorded_at, this.key", lead="this.rowid, ")
        pointed_at = any(self.spool.sizes[name] for name in OF_AN_ENTRY)
        for written in load_entries(self.home.bureau, writing.names, self._counted(rows)):
            if pointed_at:
                self.spool.connection.executemany("UPDATE log_entries SET id = ? WHERE rowid = ?", written)

    def _seal_submitted(self) -> None:
        person = id_of("people", "this.person")
        submitted = self.spool.select(
            f"SELECT {person}, month FROM monthly_reports AS this "
            f"WHERE status = {NEW} AND submitted_at <> '' ORDER BY person, month"
        )
        seal_submitted(submitted)

    def _sheet_writing(self, table: Table) -> Writing:
        kept = "(SELECT {} FROM scored WHERE scored.sheet = this.rowid)"
        scored = {
            "score": kept.format("score"),
            "policy": f"coalesce({kept.format('policy')}, '')",
            "policy_hash": f"coalesce({kept.format('hash')}, '')",
        }
        return plain_writing(table, {**self._common(table), **scored})

    def _part_writing(self, table: Table) -> Writing:
        """What belongs to a sheet, and names it by its key."""
        same = " AND ".join(f"that.{name} = this.{name}" for name in key_names(SCORE_SHEETS))
        fields = {"sheet": f"(SELECT that.id FROM score_sheets AS that WHERE {same})"}
        own = [column for column in table.columns if not column.path.startswith("sheet__")]
        told = {column.path: expression(column) for column in own}
        return Writing(table, {**fields, **told, **self._common(table)})

    def _member_writing(self, table: Table) -> Writing:
        """The members of a snapshot of the units, which they name by its key."""
        same = " AND ".join(f"that.{name} = this.{name}" for name in key_names(UNIT_FREEZES))
        own = [column for column in table.columns if not column.path.startswith("freeze__")]
        freeze = {"freeze": f"(SELECT that.id FROM unit_freezes AS that WHERE {same})"}
        return Writing(table, {**freeze, **{column.path: expression(column) for column in own}})

    def _polls(self) -> str:
        """The poll of a row's year, in SQL; polls that are not there are made, closed."""
        tables = (POLLS, ELECTORATE, BALLOTS, BALLOT_PARTICIPATION)
        told = " UNION ".join(f"SELECT year FROM {table.name}" for table in tables)
        years = self.spool.select(f"{told} ORDER BY year")
        polls = load_polls(self.home.bureau, [int(year) for (year,) in years])
        cases = " ".join(f"WHEN '{year}' THEN {poll}" for year, poll in polls.items())
        return f"CASE this.year {cases} END"

    def _poll_writing(self, table: Table) -> Writing:
        """Only closed polls travel."""
        return plain_writing(table, {**self._common(table), "closed": "1"})

    def _elector_writing(self, table: Table) -> Writing:
        own = [column for column in table.columns if not column.path.startswith("poll__")]
        return Writing(table, {"poll": self._polls(), **{each.path: expression(each) for each in own}})

    def _ballot_writing(self, table: Table) -> Writing:
        letters = [column for column in table.columns if column.path == "options"]
        options = " || ".join(f"coalesce(nullif(this.{column.name}, ''), '-')" for column in letters)
        fields = {
            "key": "lower(hex(randomblob(16)))",
            "poll": self._polls(),
            "ballot_class": "this.ballot_class",
            "serial": "this.serial",
            "ratee": id_of("people", "this.ratee"),
            "options": options,
        }
        return Writing(table, fields)

    def _write_ballots(self, table: Table) -> None:
        """Ballots in an order that nobody chose, under keys that nobody can pair."""
        writing = self.writing_of(table)
        load_ballots(writing.names, self._counted(writing.rows(self.spool, order="random()")))

    def _participation_writing(self, table: Table) -> Writing:
        voter = id_of("people", "this.voter")
        return Writing(table, {"poll": self._polls(), "ballot_class": "this.ballot_class", "voter": voter})

    def _digest(self, table: Table) -> str:
        """SHA-256 of the table as an export spells it."""
        order = ", ".join(key_names(table))
        rows = self.spool.select(
            f"SELECT {names(table)} FROM {quoted(table.name)} WHERE row > 0 ORDER BY {order}"
        )
        digest = hashlib.sha256()
        for line in csv_lines(table, rows):
            digest.update(line.encode())
        return digest.hexdigest()


ENTRY_FIELDS = {
    "department": (
        "(SELECT that.id FROM appointments AS post JOIN departments AS that ON that.code = post.department "
        "WHERE post.person = this.person AND post.valid_from <= this.work_date "
        "AND (post.valid_to = '' OR post.valid_to >= this.work_date) LIMIT 1)"
    ),
    "version": (
        "(SELECT 1 + coalesce(max(CAST(old.version AS INTEGER)), 0) FROM log_versions AS old "
        "WHERE old.entry = this.key)"
    ),
}
"""What is derived of an entry: the author's department on the work date, and which version it is."""
