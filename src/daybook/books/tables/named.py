"""Codes that a policy gives, and that a bureau may add to."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from daybook.books.tables.kinds import Kind


@dataclass(frozen=True)
class Named(Kind):
    """A code of the policy; the Chinese words of the usual ones are accepted too."""

    words: tuple[tuple[str, str], ...] = ()

    def canonical(self, text: str) -> str:
        """The code of a word; any other text as it stands."""
        return dict(self.words).get(text, text)

    def expected(self) -> str:
        """In words, what a cell of this kind holds."""
        return _("a code of the policy, such as %(code)s") % {"code": self.words[0][1]}
