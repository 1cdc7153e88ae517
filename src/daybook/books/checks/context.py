"""What every check works on."""

from __future__ import annotations

from dataclasses import dataclass

from daybook.books.faults import Report
from daybook.books.files import BroughtFiles
from daybook.books.home import Home
from daybook.books.spool import Spool


@dataclass(frozen=True)
class Context:
    """The book in its spool beside the standing rows, its files, the bureau, and the report to fill."""

    spool: Spool
    report: Report
    home: Home
    files: BroughtFiles
