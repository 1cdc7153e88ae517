"""docs/interchange.md from the declared tables of the book.

`--check` says whether the page is current.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "interchange.md"


def main() -> int:
    """Write the page, or compare it."""
    with tempfile.TemporaryDirectory() as home:
        text = _page(home)
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/interchange.md is not what the tables say: run make fix")
    return 1


def _page(home: str) -> str:
    os.environ["DAYBOOK_HOME"] = home
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django
    from django.utils import translation

    django.setup()
    with translation.override("en"):
        return HEAD + "\n".join(_tables()) + "\n"


def _tables() -> Iterator[str]:
    from daybook.books.tables import TABLES

    for table in TABLES:
        yield f"\n### {table.name} {table.chinese}\n"
        if table.note:
            yield f"{table.note}\n"
        yield "| column | header | needed | holds | |"
        yield "| --- | --- | --- | --- | --- |"
        yield from _columns(table)


def _columns(table: object) -> Iterator[str]:
    from daybook.books.tables.table import Table
    from daybook.books.template import holds

    assert isinstance(table, Table)
    for column in table.columns:
        name = f"**{column.name}**" if column.key else column.name
        needed = "yes" if column.must_be_filled else ""
        cells = (name, column.chinese, needed, holds(table, column).replace("|", "\\|"), str(column.note))
        yield "| " + " | ".join(cells) + " |"


HEAD = """# The books: tables in, tables out

A bureau's records can always leave and come back. A **book** is a folder of CSV files, or one `.xlsx`
with a sheet per table; the files of attachments lie beside the tables. `daybook export` writes one,
`daybook import` takes one in, `daybook template FILE.xlsx` writes a workbook to fill in. An export
that is imported into an empty database and exported
again gives the same bytes, on SQLite and on PostgreSQL. Not in a book: credentials and tokens, sessions,
drafts of entries, the ledger, and what is derived. What was purged is in no book any more.

## How a book is spelled

* UTF-8 (a byte order mark is accepted, never written), commas, LF, quotes only where they are needed,
  nothing trimmed; rows in order of the key (**bold** below), by code point.
* The canonical header or the Chinese one, in any order. A missing table is empty, so is a column that
  is not needed; unknown tables and columns are refused by name.
* Dates `2026-03-31`, months `2026-03`, quarters `2026-Q1`, times `09:30`, instants
  `2026-03-31T18:05:09+08:00` (written in the bureau's offset; any offset is accepted), decimals with a
  point and without trailing zeros. An empty cell is none. Lists within a cell are joined by `；`.
* Codes as below; their Chinese labels are accepted too. In a workbook cells are text; a date or number
  that a spreadsheet program made of a typed text is understood.

* A file of an attachment is named by its SHA-256 and lies in the folder `attachments` within a book
  folder; beside a workbook `NAME.xlsx` the folder is `NAME.attachments`. Files that several attachments
  share are there once.

## Taking a book in

`daybook import BOOK [--bureau CODE] [--update] [--json]` is all or nothing, and checked before anything
is written. Every fault is told as `table:row:column: what is wrong, and what is expected` (the header
is row 1; exit status 1; `--json` prints a list of `{"table", "row", "column", "message"}`: the faults,
or the warnings of an accepted book).

* *Refused:* unknown references; a day that does not exist; an end before its beginning; overlapping
  appointments; a department with two heads or two leaders on a day; a person with two of the three
  administrators' rights on a day; sheets of one version that overlap; an element outside the sheet's
  form; a published sheet that lacks an element; a score out of range or off the step; a key twice; a
  ballot serial shared by two ratees; ballots of an open poll; a log in the future; text over its limit,
  with NUL, or required and empty; a row wider or narrower than its header; an answer without who gave
  it or when, or before its question; a purge by who asked for it; a confirmation of an entry that its
  author wrote; an attachment whose file is missing, of another size, or of another SHA-256 (one that
  stands already needs none).
* *Warned:* a rater who is not the computed superior; a span that is not the computed one; an absence
  outside employment; a poll without participation; an instant after now; a file that no row names.
* References may point at rows of the book or at rows that stand. The same book again changes nothing. A
  key that stands with other values is a fault, unless `--update` changes it: each change has its line
  in the ledger, what an entry said is kept as a version, and absent rows are left alone.
* Without a table `bureau` the book is of the bureau that `--bureau` names, or of the only one.
* An empty `first_day` or `last_day` of a sheet or review is the bound of its period, an empty version
  1.
* What follows from the rows is made with them: an entry's department, the colleagues it names, its
  words in the search, that it is hidden while one of its quarantines is not lifted, the seal of a
  submitted month, the score of a published sheet under the policy of that day. Deadlines are not
  asked of history. The ledger gets one line a table, with its rows and the
  SHA-256 of its canonical file.

A book may be larger than memory: it waits in an unnamed temporary file (`TMPDIR`; about the size of the
book) while it is checked.

## Tables
"""


if __name__ == "__main__":
    sys.exit(main())
