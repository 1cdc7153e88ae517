"""Exporting a bureau as a book: every table as of one moment, streamed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from daybook.books.csv_lines import csv_lines
from daybook.books.files import copy_out, folder_of
from daybook.books.progress import Progress
from daybook.books.stored import stored_count, stored_rows
from daybook.books.tables import TABLES
from daybook.books.tables.kinds import Place
from daybook.books.tables.table import Table
from daybook.daily.files import path_of
from daybook.daily.models import Attachment
from daybook.ledger.actions import record, recorded
from daybook.org.models import Bureau
from daybook.org.moments import zone

WORKBOOK = ".xlsx"


class CannotExport(Exception):
    """A book that cannot be written where it was asked for; the message says why."""


def export_book(bureau: Bureau, target: Path) -> dict[str, int]:
    """Write the bureau's book into an empty folder, or as a workbook; the rows of each table.

    The export itself is recorded in the ledger. Nothing is left behind where it fails. Raises CannotExport.
    """
    workbook = target.suffix.lower() == WORKBOOK
    _require_free(target, workbook=workbook)
    with recorded():
        form = "workbook" if workbook else "folder"
        record(
            bureau_code=bureau.code,
            actor="",
            action="export_book",
            object_type="bureau",
            object_key=bureau.code,
            after={"form": form},
        )
    with _one_moment():
        return _write_workbook(bureau, target) if workbook else _write_folder(bureau, target)


def table_rows(bureau: Bureau, table: Table, progress: Progress) -> Iterator[tuple[str, ...]]:
    """The rows of one table as the book spells them."""
    for row in stored_rows(table, bureau.pk, Place(zone(bureau.time_zone))):
        progress.step()
        yield row[1:]


def row_counts(bureau: Bureau) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: stored_count(table, bureau.pk) for table in TABLES}


def _require_free(target: Path, *, workbook: bool) -> None:
    for path in (target, folder_of(target, workbook=True)):
        if workbook and path.exists():
            raise CannotExport(_("%(path)s exists already.") % {"path": path})
    if not workbook and target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotExport(_("%(path)s is not an empty folder.") % {"path": target})
    if not target.absolute().parent.is_dir():
        raise CannotExport(_("There is no folder %(path)s.") % {"path": target.absolute().parent})


@contextmanager
def _one_moment() -> Iterator[None]:
    """All tables as of one moment, while others go on writing; a caller's transaction is one already."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
        return
    # A plain BEGIN only reads: Django's own would take the write lock for as long as the export lasts.
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _write_folder(bureau: Bureau, target: Path) -> dict[str, int]:
    """Write beside the target first: a folder with the target's name is a whole book or none."""
    counts = row_counts(bureau)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.absolute().parent))
    try:
        with Progress(_("Exporting"), total=sum(counts.values())) as progress:
            for table in TABLES:
                _write_file(bureau, table, beside / f"{table.name}.csv", progress)
            _write_attachments(bureau, folder_of(beside, workbook=False), progress)
        if target.exists():
            target.rmdir()
        beside.chmod(0o777 & ~_umask())
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return counts


def _write_file(bureau: Bureau, table: Table, path: Path, progress: Progress) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(table, table_rows(bureau, table, progress)))


def _write_attachments(bureau: Bureau, folder: Path, progress: Progress) -> None:
    """The files of the bureau's attachments, each once. Raises CannotExport."""
    rows = Attachment.objects.filter(bureau=bureau).order_by("sha256")
    missing = copy_out(rows.values_list("sha256", flat=True).distinct().iterator(), folder, progress.step)
    if missing is not None:
        key = rows.filter(sha256=missing).values_list("key", flat=True)[0]
        words = {"key": key, "path": path_of(missing)}
        raise CannotExport(_("The file of the attachment %(key)s is missing: %(path)s.") % words)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _write_workbook(bureau: Bureau, target: Path) -> dict[str, int]:
    from daybook.books.workbook import ROW_LIMIT, write_workbook

    counts = row_counts(bureau)
    for name, count in counts.items():
        if count >= ROW_LIMIT:
            words = {"table": name, "count": count, "limit": ROW_LIMIT - 1}
            raise CannotExport(
                _("The table %(table)s has %(count)d rows, a sheet holds %(limit)d; export into a folder.")
                % words
            )
    folder = folder_of(target, workbook=True)
    try:
        with Progress(_("Exporting"), total=sum(counts.values())) as progress:
            _write_attachments(bureau, folder, progress)
            sheets = ((table, table_rows(bureau, table, progress)) for table in TABLES)
            write_workbook(target, sheets)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return counts
