"""The act above the workbench: what keeps the sheets from being signed, in words that a script speaks too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from daybook.org.spoken import spoken_code
from daybook.quarterly.queries.grid import SheetRow
from daybook.quarterly.shown.scoring import GROUNDS, LOW, MISSING, Cell, ScoringPage, ShownRow, mark_words

SHOWN = 4  # places that are named; of more the number is told
CELLS, BASES, WRONG, WORDS = "cells", "bases", "wrong", "opinions"


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that keeps the sheets from being signed: of which kind, how often, whose, where, in words."""

    kind: str
    count: int
    key: str
    code: str
    words: str


@dataclass
class Act:
    """What is to be done on the workbench."""

    page: ScoringPage

    @cached_property
    def lacks(self) -> list[Lack]:
        """What the sheets whose time has come still need, in order of the page."""
        ripe = {row.key for row in self.page.bench.ripe}
        shown = [each for each in self.page.shown if each.row.key in ripe]
        opinions = [row for row in self.page.bench.opinions if row.key in ripe]
        return [lack for each in shown for lack in _of_sheet(self.page, each)] + list(_of_opinions(opinions))

    @property
    def named(self) -> list[Lack]:
        """Those that are named."""
        return self.lacks[:SHOWN]

    @property
    def further(self) -> str:
        """That there are more, where there are."""
        count = len(self.lacks) - SHOWN
        return told(act_words()["more"], count) if count > 0 else ""

    @property
    def count(self) -> int:
        """How many sheets and opinions can be signed by now."""
        return len(self.page.bench.ripe)

    @property
    def later(self) -> date | None:
        """From which day on the first of the others can be signed."""
        return min((row.span.last for row in self.page.bench.unripe), default=None)

    @property
    def is_late(self) -> bool:
        """Whether everything should have been signed before today."""
        return self.page.bench.due < self.page.bench.today

    @property
    def is_fit(self) -> bool:
        """Whether everything whose time has come can be signed."""
        return bool(self.count) and not self.lacks

    @property
    def sentence(self) -> str:
        """What is missing, or that nothing is."""
        words = act_words()
        if not self.lacks:
            return told(words["fit"], self.count)
        sums = {kind: sum(lack.count for lack in self.lacks if lack.kind == kind) for kind in KINDS}
        parts = [told(words[kind], count) for kind, count in sums.items() if count]
        return words["lacking"][1] % {"parts": words["joint"][1].join(parts)}


KINDS = (CELLS, BASES, WRONG, WORDS)


def act_words() -> dict[str, tuple[str, str]]:
    """The phrases of the act, for one and for many, with places for what is told."""
    return {
        CELLS: _both(lambda n: ngettext("%(n)s cell", "%(n)s cells", n)),
        BASES: _both(lambda n: ngettext("grounds in %(n)s place", "grounds in %(n)s places", n)),
        WRONG: _both(lambda n: ngettext("%(n)s score to mend", "%(n)s scores to mend", n)),
        WORDS: _both(lambda n: ngettext("%(n)s opinion", "%(n)s opinions", n)),
        "lacking": _both(lambda _n: _("%(parts)s still wanted, then all can be signed at once")),
        "fit": _both(
            lambda n: ngettext(
                "%(n)s sheet is complete and can be signed",
                "All %(n)s are complete and can be signed at once",
                n,
            )
        ),
        "joint": _both(lambda _n: pgettext("between the parts of a list", ", ")),
        "more": _both(lambda n: ngettext("and %(n)s more", "and %(n)s more", n)),
        "empty": _both(
            lambda n: ngettext("%(name)s: %(n)s cell not scored", "%(name)s: %(n)s cells not scored", n)
        ),
        GROUNDS: _both(lambda _n: _("%(name)s, %(element)s %(score)s: nothing cited, and no reason given")),
        LOW: _both(lambda _n: _("%(name)s, %(element)s %(score)s: no reason given")),
        "mark": _both(lambda _n: _("%(name)s, %(element)s “%(score)s”: %(mark)s")),
        "opinion": _both(lambda _n: _("the opinion on %(name)s")),
    }


def _both(phrase: Callable[[int], str]) -> tuple[str, str]:
    return phrase(1), phrase(2)


def told(phrase: tuple[str, str], count: int, **given: object) -> str:
    """A phrase for a number."""
    return phrase[count != 1] % {"n": count, **given}


def _of_sheet(page: ScoringPage, shown: ShownRow) -> Iterator[Lack]:
    words, key = act_words(), shown.row.key
    name = shown.row.person.name
    if count := shown.missing:
        first = next(cell.code for cell in shown.cells if cell.fault == MISSING)
        yield Lack(CELLS, count, key, first, told(words["empty"], count, name=name))
    for cell in shown.faulty:
        kind = BASES if cell.fault in {GROUNDS, LOW} else WRONG
        yield Lack(kind, 1, key, cell.code, _faulty_words(page, words, name, cell))


def _faulty_words(page: ScoringPage, words: dict[str, tuple[str, str]], name: str, cell: Cell) -> str:
    element = spoken_code(page.policy, cell.code)
    phrase = words.get(cell.fault, words["mark"])
    mark = mark_words()[cell.fault]
    return told(phrase, 1, name=name, element=element, score=cell.text, mark=mark)


def _of_opinions(rows: Sequence[SheetRow]) -> Iterator[Lack]:
    words = act_words()
    for row in rows:
        if not row.fields.get("comment", "").strip():
            yield Lack(WORDS, 1, row.key, "", told(words["opinion"], 1, name=row.person.name))
