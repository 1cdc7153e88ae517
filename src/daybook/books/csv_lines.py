"""The one way a book's CSV is spelled: commas, LF, quotes only where they are needed, nothing trimmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from daybook.books.tables.table import Table

NEEDS_QUOTES = frozenset(',"\n\r')


def csv_line(cells: Sequence[str]) -> str:
    """One record with its line end."""
    line = ",".join(cells)
    if line.count(",") < len(cells) and not ('"' in line or "\n" in line or "\r" in line):
        return line + "\n"
    return ",".join(map(_quoted, cells)) + "\n"


def csv_lines(table: Table, rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The header and every record of a table."""
    yield csv_line([column.name for column in table.columns])
    yield from map(csv_line, rows)


def _quoted(cell: str) -> str:
    if NEEDS_QUOTES.isdisjoint(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'
