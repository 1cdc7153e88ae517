"""The files that attachments name: there, of the size told, with the content that their SHA-256 tells."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.faults import HEADER_ROW
from daybook.books.files import sha256_of
from daybook.books.spool import CHANGED, NEW
from daybook.books.tables.kinds import shown
from daybook.daily.file_kinds import KINDS, clean_name, kind_named

TABLE = "attachments"
BROUGHT = f"FROM attachments WHERE row > 0 AND status IN ({NEW}, {CHANGED}) AND sha256 IS NOT NULL"
"""Attachments whose file the book must bring; one that stands as it is has its file here already."""
NAMED = f"FROM attachments WHERE row > 0 AND status IN ({NEW}, {CHANGED}) AND name IS NOT NULL"


def files_of_attachments(context: Context) -> None:
    """Files that are missing, of another size, or of another content than their name says."""
    rows = context.spool.select(f"SELECT sha256, row, size {BROUGHT} ORDER BY sha256, row")
    for sha256, named in groupby(rows, key=itemgetter(0)):
        _check_file(context, sha256, [(row, size) for _sha, row, size in named])


def names_that_deceive(context: Context) -> None:
    """Names with marks that break a line or turn the writing, and endings that no attachment has."""
    rows = context.spool.select(f"SELECT row, name {NAMED} ORDER BY row")
    for row, name in rows:
        words = {"name": shown(name), "kinds": "、".join(ending.lstrip(".") for ending in KINDS)}
        if clean_name(name) != name:
            message = _(
                "%(name)s is no name of a file: no folder, line break or mark that turns the writing,"
                " at most 200 characters"
            )
            context.report.refuse(TABLE, row, "name", message % words)
        elif kind_named(name) is None:
            message = _("%(name)s has an ending that no attachment has; expected one of: %(kinds)s")
            context.report.refuse(TABLE, row, "name", message % words)


def files_that_nothing_names(context: Context) -> None:
    """Warn of files in the book's folder that no attachment names: they are not taken in."""
    for name in context.files.names():
        if context.spool.value("SELECT 1 FROM attachments WHERE sha256 = ? LIMIT 1", name) is None:
            words = {"name": shown(name), "folder": context.files.folder.name}
            message = _("no row names the file %(name)s in the folder %(folder)s; it is left out") % words
            context.report.warn(TABLE, HEADER_ROW, "sha256", message)


def _check_file(context: Context, sha256: str, named: list[tuple[int, str | None]]) -> None:
    path = context.files.path(sha256)
    words = {"path": f"{path.parent.name}/{shown(sha256)}"}
    try:
        size = path.stat().st_size
        content = sha256_of(path)
    except OSError:
        message = _("there is no file %(path)s that can be read; expected it beside the tables") % words
        return _refuse(context, [row for row, _size in named], "sha256", message)
    if content != sha256:
        message = _("the file %(path)s has another SHA-256, %(found)s; expected the file that was exported")
        return _refuse(
            context, [row for row, _size in named], "sha256", message % {**words, "found": content}
        )
    message = _("the file %(path)s has %(size)d bytes; expected the size that the row tells")
    other = [row for row, told in named if told is not None and int(told) != size]
    return _refuse(context, other, "size", message % {**words, "size": size})


def _refuse(context: Context, rows: list[int], column: str, message: str) -> None:
    for row in rows:
        context.report.refuse(TABLE, row, column, message)
