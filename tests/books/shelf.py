"""Books for tests: the sample bureau with every table filled, written, taken in and given out again."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from daybook.books.exporting import export_book
from daybook.books.faults import Fault
from daybook.books.importing import Counts, imported_book
from daybook.books.tables import BY_NAME
from daybook.books.template import examples
from daybook.org.models import Bureau

Row = dict[str, str]
Tables = dict[str, list[Row]]

PAPER = b"%PDF-1.4\nplan\n%%EOF\n"
PAPER_SHA = hashlib.sha256(PAPER).hexdigest()

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    """What came of an import."""

    accepted: bool
    faults: list[Fault]
    warnings: list[Fault]
    counts: dict[str, Counts]

    @property
    def lines(self) -> list[str]:
        return [str(fault) for fault in self.faults]


def sample() -> Tables:
    """The rows of the template, with a file: one bureau in which every table has something."""
    tables = {name: [dict(row) for row in rows] for name, rows in examples().items()}
    return tables | {"attachments": [attachment()]}


def attachment(**told: str) -> Row:
    """An attachment of the sample's first entry."""
    return {
        "key": "A-2026-03-26-01",
        "entry": "E-2026-03-26-01",
        "name": "投资计划.pdf",
        "media_type": "application/pdf",
        "size": str(len(PAPER)),
        "sha256": PAPER_SHA,
        "added_at": "2026-03-26T17:25:00+08:00",
        **told,
    }


def write_book(folder: Path, tables: Mapping[str, Sequence[Mapping[str, str]]]) -> Path:
    """A book folder with the canonical columns of each table, and the file of its attachments."""
    folder.mkdir(parents=True, exist_ok=True)
    if tables.get("attachments"):
        (folder / "attachments").mkdir(exist_ok=True)
        (folder / "attachments" / PAPER_SHA).write_bytes(PAPER)
    for name, rows in tables.items():
        columns = [column.name for column in BY_NAME[name].columns]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            # Everything quoted: the library leaves a lone CR bare, which ends a record.
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    return folder


def take_in(path: Path, *, now: datetime = NOW, **options: Any) -> Outcome:
    """Import a book in this process."""
    with imported_book(path, now=now, **options) as result:
        report = result.report
        return Outcome(result.accepted, list(report.faults()), list(report.warnings()), result.counts)


def give_out(code: str, folder: Path) -> dict[str, str]:
    """Export a bureau; the text of each table's file."""
    export_book(Bureau.objects.get(code=code), folder)
    return {path.stem: path.read_bytes().decode() for path in sorted(folder.glob("*.csv"))}
