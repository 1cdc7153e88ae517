"""The scoring workbench as its page shows it: grids by form, cells with what they still need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.monthly.enums import Rating
from daybook.org.spoken import spoken_code
from daybook.quarterly.queries.grid import SheetRow, Workbench, score_places
from daybook.quarterly.typed import hundredths_typed
from daybook.rules import facts
from daybook.rules.exact import HUNDRED, decimal_of, hundredths, plain, score_text
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, SheetFault, is_flat, publishing_faults, sheet_score
from daybook.rules.statutory import band_of

MISSING, NO_NUMBER = "missing", "no_number"
# Grounds may be cited evidence or a reason; a low score asks for a reason whatever is cited.
GROUNDS, LOW = "reason_required", "low"
LONG_LABEL = 4  # characters that do not fit side by side in a column of scores


@dataclass(frozen=True, slots=True)
class Column:
    """An element at the head of a grid."""

    code: str
    label: str
    weight: str

    @property
    def lines(self) -> tuple[str, str]:
        """The label in two lines, as a narrow column is headed; English breaks at its blanks."""
        if " " in self.label or len(self.label) < LONG_LABEL:
            return self.label, ""
        half = (len(self.label) + 1) // 2
        return self.label[:half], self.label[half:]


@dataclass(frozen=True, slots=True)
class Group:
    """A group of elements, the sum of their weights, and over how many columns it stands."""

    label: str
    weight: str
    span: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A score as typed, with the number of cited entries, whether a reason stands, and what it needs."""

    code: str
    text: str
    cites: int
    has_reason: bool
    fault: str

    @property
    def mark(self) -> str:
        """What stands under the score; a missing one is dashed and needs no word."""
        return mark_words().get(self.fault, "")


def mark_words() -> dict[str, str]:
    """The word under a cell that is not fit, by its fault."""
    return {
        GROUNDS: _("no grounds"),
        LOW: _("no reason"),
        "out_of_range": _("off the scale"),
        "off_step": _("between steps"),
        NO_NUMBER: _("no number"),
    }


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a grid: the cells, and the score and band where every element has one."""

    row: SheetRow
    cells: Sequence[Cell]
    score: int | None
    band: str
    flat: bool

    @property
    def shown_score(self) -> str:
        """The sheet score."""
        return "" if self.score is None else score_text(self.score)

    @property
    def missing(self) -> int:
        """How many cells are empty."""
        return sum(cell.fault == MISSING for cell in self.cells)

    @property
    def faulty(self) -> list[Cell]:
        """The cells that hold something that cannot stand so."""
        return [cell for cell in self.cells if cell.fault and cell.fault != MISSING]

    @property
    def is_fit(self) -> bool:
        """Whether nothing stands against signing it, its time apart."""
        return not any(cell.fault for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Grid:
    """The people of one form."""

    key: str
    title: str
    form: Form
    groups: Sequence[Group]
    columns: Sequence[Column]
    rows: Sequence[ShownRow]

    @property
    def weights(self) -> str:
        """Whole weights for exact sums, and what divides them."""
        return " ".join(str(weight) for _code, weight in self.form.elements)

    @property
    def divisor(self) -> int:
        """What divides the weighted sum."""
        return self.form.divisor


@dataclass
class ScoringPage:
    """The workbench on its page."""

    bench: Workbench

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        return self.bench.policy

    @cached_property
    def grids(self) -> list[Grid]:
        """One grid for each form that somebody is scored by, heads first."""
        forms = {row.form.key: row.form for row in self.bench.scored}
        return [self._grid(forms[key]) for key in sorted(forms)]

    @property
    def whom(self) -> str:
        """Who is scored, in the words that head the grids: what a leader's page is called by."""
        return pgettext("between the parts of a list", ", ").join(grid.title for grid in self.grids)

    @property
    def bands(self) -> list[tuple[int, str]]:
        """Each band's lowest score in hundredths and its name, the best first; none without grades."""
        if not self.policy.statutory.applies:
            return []
        names = dict(Rating.choices)
        bands = self.policy.statutory.bands.items()
        return [(hundredths(least), str(names[Rating(grade)])) for grade, least in bands]

    @property
    def band_words(self) -> list[tuple[str, str]]:
        """Each band's lowest score and its name."""
        return [(plain(decimal_of(least)), name) for least, name in self.bands]

    @property
    def most_well(self) -> str:
        """The share of the bureau that may have the best band, in per cent."""
        return plain(self.policy.statutory.well_share * HUNDRED)

    @property
    def scale(self) -> dict[str, Any]:
        """What the scale is, for a script: whole hundredths, and how a score is written."""
        scale = self.policy.quarterly
        named = ("score_least", "score_most", "score_step", "reason_from", "reason_below")
        return {name: hundredths(getattr(scale, name)) for name in named} | {
            "places": score_places(self.policy)
        }

    @property
    def words(self) -> dict[str, str]:
        """The scale in words, for the head of a grid."""
        scale = self.policy.quarterly
        named = ("score_least", "score_most", "score_step", "reason_from", "reason_below")
        return {name: plain(getattr(scale, name)) for name in named}

    @cached_property
    def shown(self) -> list[ShownRow]:
        """The rows of all grids."""
        return [row for grid in self.grids for row in grid.rows]

    @property
    def data(self) -> dict[str, Any]:
        """What a script needs beside the cells: the drafts with their versions."""
        return {
            row.key: {
                "fields": dict(row.fields),
                "version": row.version,
                "open": row.is_open,
                "ripe": row.span.last <= self.bench.today,
                "opinion": row.is_opinion,
                "name": row.person.name,
            }
            for row in self.bench.rows
        }

    def _grid(self, form: Form) -> Grid:
        rows = [self.shown_row(row) for row in self.bench.scored if row.form.key == form.key]
        groups = self.policy.sheets[form.key].groups
        weights = self.policy.sheets[form.key].weights
        return Grid(
            key=form.key.replace("/", "-"),
            title=self._title(form.key),
            form=form,
            groups=[
                Group(spoken_code(self.policy, key), plain(sum(weights[code] for code in codes)), len(codes))
                for key, codes in groups.items()
            ],
            columns=[
                Column(code, spoken_code(self.policy, code), plain(weights[code]))
                for codes in groups.values()
                for code in codes
            ],
            rows=rows,
        )

    def _title(self, key: str) -> str:
        category, _slash, post_class = key.partition("/")
        name = pgettext("score grid", "Heads") if category == "head" else pgettext("score grid", "Staff")
        return f"{name}（{post_class}）" if post_class else name

    def shown_row(self, row: SheetRow) -> ShownRow:
        """A row with its cells, and what the rules say of them."""
        typed = {code: row.fields.get(f"score:{code}", "").strip() for code, _weight in row.form.elements}
        scores = {
            code: found for code, text in typed.items() if (found := hundredths_typed(text)) is not None
        }
        faults = self._faults(row, typed, scores) if row.is_open else {}
        whole = scores.keys() == typed.keys() and "out_of_range" not in faults.values()
        score = sheet_score(row.form, facts.Sheet(0, scores, None)).hundredths if whole else None
        return ShownRow(
            row=row,
            cells=[_cell(row, code, text, faults.get(code, "")) for code, text in typed.items()],
            score=score,
            band=self._band(score),
            flat=whole and is_flat(scores),
        )

    def _faults(self, row: SheetRow, typed: Mapping[str, str], scores: Mapping[str, int]) -> dict[str, str]:
        fields = row.fields
        found = publishing_faults(
            self.policy,
            row.form,
            scores,
            reasons=[code for code in typed if fields.get(f"reason:{code}", "").strip()],
            cited=[code for code in typed if fields.get(f"cite:{code}", "").strip()],
        )
        faults = {fault.element: self._kind(fault, scores) for fault in found}
        unread = {code: NO_NUMBER for code, text in typed.items() if text and code not in scores}
        return faults | unread

    def _kind(self, fault: SheetFault, scores: Mapping[str, int]) -> str:
        low = hundredths(self.policy.quarterly.reason_below)
        is_low = fault.code == GROUNDS and scores[fault.element] < low
        return LOW if is_low else fault.code

    def _band(self, score: int | None) -> str:
        if score is None or not self.policy.statutory.applies:
            return ""
        return str(dict(Rating.choices)[Rating(band_of(self.policy, score))])


def _cell(row: SheetRow, code: str, text: str, fault: str) -> Cell:
    cites = len(row.fields.get(f"cite:{code}", "").split())
    return Cell(code, text, cites, bool(row.fields.get(f"reason:{code}", "").strip()), fault)
