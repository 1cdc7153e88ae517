"""Two more kinds of cells: a plain yes, and the name that a file has by its content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from django.utils.translation import gettext as _

from daybook.books.tables.kinds import Kind, Refusal

SHA256 = re.compile(r"[0-9a-fA-F]{64}")
YES = "yes"
ANSWERS = {YES: YES, "是": YES, "no": "", "否": ""}


@dataclass(frozen=True)
class Yes(Kind):
    """`yes` or nothing; 是, `no` and 否 are understood too."""

    def canonical(self, text: str) -> str:
        """`yes`, or nothing for a no. Raises Refusal."""
        if text not in ANSWERS:
            raise Refusal(_("%(text)s is neither yes nor no; expected: %(expected)s") % self._words(text))
        return ANSWERS[text]

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("yes 是, or nothing")

    def written(self, value: Any) -> str:
        """A value as the model gives it, spelled for a book."""
        return YES if value else ""

    def typed(self, value: Any) -> str:
        """A spreadsheet's TRUE or FALSE."""
        return YES if value is True else "" if value is False else super().typed(value)


@dataclass(frozen=True)
class Sha256(Kind):
    """The SHA-256 of a file, in 64 hexadecimal digits."""

    memorable: ClassVar[bool] = False

    def canonical(self, text: str) -> str:
        """The digits in small letters. Raises Refusal."""
        if not SHA256.fullmatch(text):
            raise Refusal(_("%(text)s is no SHA-256; expected: %(expected)s") % self._words(text))
        return text.lower()

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("64 hexadecimal digits")
