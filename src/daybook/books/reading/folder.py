"""A book as a folder of CSV files in UTF-8."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from django.utils.translation import gettext as _

from daybook.books.reading.source import Cells, NoBook, SourceTable, Unreadable

SUFFIX = ".csv"
LONGEST_CELL = 10_000_000
"""Far more than a cell may hold, so that a long one is told like others; yet an unclosed quotation mark must
not take in the rest of a large file."""


def folder_tables(folder: Path) -> list[SourceTable]:
    """The CSV files of a folder, by name. Raises NoBook where there is none."""
    files = [path for path in sorted(folder.iterdir()) if path.suffix.lower() == SUFFIX and path.is_file()]
    if not files:
        raise NoBook(_("The folder %(path)s holds no CSV file.") % {"path": folder})
    return [SourceTable(path.stem, partial(file_rows, path)) for path in files]


def file_rows(path: Path) -> Iterator[Cells]:
    """The records of one file; a record may span lines. Raises Unreadable with the record's number."""
    number = 0
    csv.field_size_limit(LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for cells in csv.reader(file, strict=True):
                number += 1
                yield cells
    except csv.Error as error:
        raise Unreadable(number + 1, _told(error)) from error
    except UnicodeDecodeError:
        message = _("the file is not UTF-8; expected a file saved as “CSV UTF-8”")
        raise Unreadable(number + 1, message) from None
    except OSError as error:
        words = {"error": error.strerror}
        raise Unreadable(number + 1, _("the file cannot be read: %(error)s") % words) from error


def _told(error: csv.Error) -> str:
    if "limit" in str(error):
        return _("a cell is far too long, or a quotation mark is not closed; nothing after it was read")
    if "end of data" in str(error):
        return _("a quotation mark is not closed; expected every quoted cell to end with a quotation mark")
    return _(
        "quotation marks stand in a wrong place; expected cells with quotation marks inside to be quoted, "
        "and the marks doubled"
    )
