"""Cells become canonical text, a column of many rows at a time: that is what makes large books quick."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.utils.translation import gettext as _

from daybook.books.reading.source import Cells
from daybook.books.tables.kinds import Place, Refusal, Text
from daybook.books.tables.table import Column, Table

REMEMBERED = 50_000

Told = Callable[[int, str], None]
"""Takes the position of a faulty cell among those given, and the message."""


class Memory(dict[str, str]):
    """Remembers the canonical text of each text met, up to a number of them."""

    def __init__(self, canonical: Callable[[str], str]) -> None:
        super().__init__()
        self._canonical = canonical

    def __missing__(self, text: str) -> str:
        canonical = self._canonical(text)
        if len(self) >= REMEMBERED:
            self.clear()
        self[text] = canonical
        return canonical


class ColumnReader:
    """Turns the cells of one column into canonical text."""

    def __init__(self, table: Table, column: Column, place: Place) -> None:
        self.column = column
        self.kind = column.kind.at(place)
        self._limit = table.limit(column) if type(self.kind) is Text else None
        self._remembered = Memory(self.cell).__getitem__ if self.kind.memorable else self.cell

    def texts(self, cells: Cells) -> Sequence[str]:
        """The texts of cells that may hold numbers and dates."""
        typed = self.kind.typed
        return ["" if cell is None else cell if type(cell) is str else typed(cell) for cell in cells]

    def canonical(self, texts: Sequence[str], tell: Told) -> Sequence[str | None]:
        """The canonical texts; a faulty cell is told and becomes `None`."""
        try:
            return texts if self._all_fit(texts) else list(map(self._remembered, texts))
        except Refusal:
            return list(self._one_by_one(texts, tell))

    def cell(self, text: str) -> str:
        """The canonical text of one cell. Raises Refusal."""
        if not text:
            return self._empty()
        if self._limit is not None:
            self._check_text(text, self._limit)
        return self.kind.canonical(text)

    def _all_fit(self, texts: Sequence[str]) -> bool:
        """Whether the cells are free text and all of them good as they are."""
        if self._limit is None or self.column.default:
            return False
        if self.column.must_be_filled and "" in texts:
            return False
        return max(map(len, texts), default=0) <= self._limit and "\0" not in "".join(texts)

    def _one_by_one(self, texts: Sequence[str], tell: Told) -> Iterator[str | None]:
        for position, text in enumerate(texts):
            try:
                yield self._remembered(text)
            except Refusal as refusal:
                tell(position, str(refusal))
                yield None

    def _empty(self) -> str:
        if self.column.must_be_filled:
            raise Refusal(_("is empty; expected: %(expected)s") % {"expected": self.kind.expected()})
        return self.column.default

    def _check_text(self, text: str, limit: int) -> None:
        if len(text) > limit:
            words = {"length": len(text), "limit": limit}
            raise Refusal(_("has %(length)d characters; expected at most %(limit)d") % words)
        if "\0" in text:
            raise Refusal(_("holds the character NUL; expected text without it"))
