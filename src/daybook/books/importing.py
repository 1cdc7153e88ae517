"""Importing a book: read it whole, ask everything, then write it in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from daybook.annual.actions.seal import seal_final_years
from daybook.books.checks import CHECKS
from daybook.books.checks.context import Context
from daybook.books.completing import complete
from daybook.books.faults import Report
from daybook.books.files import BroughtFiles, folder_of
from daybook.books.home import Home, home_of
from daybook.books.progress import Progress
from daybook.books.reading.intake import Intake
from daybook.books.reading.source import SourceTable, book_tables
from daybook.books.spool import CHANGED, NEW, SAME, Spool
from daybook.books.standing import Beside, tables_in_question
from daybook.books.tables import TABLES
from daybook.books.tables.roster import BUREAU
from daybook.books.writing.changes import Changer
from daybook.books.writing.write import Writer
from daybook.daily.actions.load import hide_quarantined
from daybook.ledger.actions import recorded
from daybook.objections.actions.load import restore_reopenings


class FaultyBook(Exception):
    """A book with faults; nothing was written. The report holds them."""


@dataclass(frozen=True)
class Counts:
    """How many rows of a table were new, changed, and there already as they are."""

    new: int = 0
    changed: int = 0
    same: int = 0


@dataclass
class Imported:
    """What came of an import: the report, and the rows of every table of the book."""

    report: Report
    bureau: str = ""
    counts: dict[str, Counts] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Whether the book was taken in."""
        return not self.report.fault_count


@contextmanager
def imported_book(
    path: Path, *, bureau: str | None = None, update: bool = False, now: datetime | None = None
) -> Iterator[Imported]:
    """Import the book at a path, all or nothing; the report can be read until the block ends.

    `bureau` names the bureau of a book without a bureau table; `update` lets rows change that stand with
    other values. Raises NoBook where the path holds none.
    """
    spool = Spool()
    try:
        result = Imported(Report(spool.connection))
        files = BroughtFiles(folder_of(path, workbook=not path.is_dir()))
        _import(book_tables(path), files, spool, result, _Wish(bureau, update, now or timezone.now()))
        yield result
    finally:
        spool.close()


@dataclass(frozen=True)
class _Wish:
    bureau: str | None
    update: bool
    now: datetime


def _import(
    tables: list[SourceTable], files: BroughtFiles, spool: Spool, result: Imported, wish: _Wish
) -> None:
    with Progress(_("Reading")) as progress:
        home = _read(tables, spool, result.report, wish, progress)
    if home is None:
        return
    result.bureau = home.bureau.code
    try:
        with files.held(needed=spool.sizes["attachments"] > 0), recorded():
            _check(Context(spool, result.report, home, files), wish)
            if result.report.fault_count:
                raise FaultyBook
            _write(spool, home, files)
            seal_final_years(bureau=home.bureau, actor=None, at=wish.now)
    except FaultyBook:
        return
    except BaseException:
        files.take_back()
        raise
    result.counts = _counts(spool)


def _read(
    tables: list[SourceTable], spool: Spool, report: Report, wish: _Wish, progress: Progress
) -> Home | None:
    """The whole book into the spool; `None` where the bureau cannot be told."""
    intake = Intake(spool, report, progress)
    sources = intake.known(tables)
    if BUREAU.name in sources:
        intake.take(BUREAU, sources.pop(BUREAU.name))
    home = home_of(spool, report, wish.bureau, wish.now)
    if home is not None:
        intake.place = home.place
    _take(intake, sources)
    complete(spool)
    for table in TABLES:
        spool.index_keys(table)
    return home


def _take(intake: Intake, sources: Mapping[str, SourceTable]) -> None:
    for table in TABLES:
        if table.name in sources:
            intake.take(table, sources[table.name])


def _check(context: Context, wish: _Wish) -> None:
    spool, home = context.spool, context.home
    with Progress(_("Checking"), total=len(CHECKS)) as progress:
        if home.stands:
            beside = Beside(spool, context.report, home.place, update=wish.update)
            for table in [BUREAU, *tables_in_question(spool)]:
                beside.lay(table, home.bureau.pk)
        for check in CHECKS:
            check(context)
            progress.step()


def _write(spool: Spool, home: Home, files: BroughtFiles) -> None:
    total = sum(spool.count(table, NEW) for table in TABLES if spool.sizes[table.name])
    with Progress(_("Writing"), total=total) as progress:
        writer = Writer(spool, home, progress)
        writer.write()
        Changer(spool, home, writer).change()
        _hide_quarantined(spool)
        if spool.sizes["objections"]:
            restore_reopenings(home.bureau)
        _keep_files(spool, files)
        writer.note()


def _hide_quarantined(spool: Spool) -> None:
    touched = spool.select(
        "SELECT DISTINCT that.id FROM quarantines AS this JOIN log_entries AS that ON that.key = this.entry "
        f"WHERE this.status IN ({NEW}, {CHANGED}) ORDER BY that.id"
    )
    hide_quarantined([key for (key,) in touched])


def _keep_files(spool: Spool, files: BroughtFiles) -> None:
    """The files of new attachments into the uploads folder, last of all: the database may still refuse."""
    wanted = f"SELECT DISTINCT sha256 FROM attachments WHERE status IN ({NEW}, {CHANGED}) ORDER BY sha256"
    for (sha256,) in spool.select(wanted):
        files.keep(sha256)


def _counts(spool: Spool) -> dict[str, Counts]:
    return {
        table.name: Counts(*(spool.count(table, status) for status in (NEW, CHANGED, SAME)))
        for table in TABLES
        if spool.sizes[table.name]
    }
