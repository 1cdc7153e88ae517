"""The page on which a rater looks once more at what he is about to sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.translation import gettext as _

from daybook.quarterly.queries.grid import SheetRow
from daybook.quarterly.shown.scoring import ScoringPage, ShownRow
from daybook.quarterly.shown.scoring_act import Act
from daybook.web.refusals import Refused
from daybook.web.sent import number_of


@dataclass(frozen=True, slots=True)
class SignRow:
    """A sheet or an opinion about to be signed, and what was refused of it."""

    row: SheetRow
    shown: ShownRow | None
    fault: str
    confirmed: bool

    @property
    def flat(self) -> bool:
        """Whether one value stands in every element, which is asked about."""
        return self.shown is not None and self.shown.flat


@dataclass
class SigningPage:
    """Everything whose time has come; `fault` is why it was not signed."""

    page: ScoringPage
    act: Act
    fault: str = ""
    faults: Mapping[int, str] = field(default_factory=dict)
    confirmed: frozenset[str] = frozenset()

    @property
    def rows(self) -> list[SignRow]:
        """What is signed, in order of the page."""
        shown = {each.row.key: each for each in self.page.shown}
        return [
            SignRow(row, shown.get(row.key), self.faults.get(place, ""), row.key in self.confirmed)
            for place, row in enumerate(self.page.bench.ripe)
        ]

    @property
    def flat(self) -> Sequence[SignRow]:
        """Those that are asked about."""
        return [row for row in self.rows if row.flat]

    def refuse(self, refused: Refused, posted: QueryDict) -> None:
        """Keep why nothing was signed, and what was confirmed already."""
        self.fault, self.faults = refused.message, refused.rows
        self.confirmed = frozenset(posted.getlist("flat"))


def refuse_unseen(signing: SigningPage, posted: QueryDict) -> None:
    """Refuse to sign what is not as it was looked at, or a flat sheet that was asked about in vain."""
    rows = signing.rows
    if not rows:
        raise Refused(_("Nothing is there to be signed."))
    seen = {row.row.key: number_of(posted.get(f"version:{row.row.key}", "")) for row in rows}
    told = {row.row.key for row in rows if f"version:{row.row.key}" in posted}
    changed = {
        place: _("Changed since you looked at it; look again.")
        for place, row in enumerate(rows)
        if row.row.key not in told or seen[row.row.key] != row.row.version
    }
    if changed:
        raise Refused(_("Some drafts are not as you saw them. Look at them again, then sign."), rows=changed)
    asked = {
        place: _("The same in every element: confirm that it is meant so.")
        for place, row in enumerate(rows)
        if row.flat and row.row.key not in posted.getlist("flat")
    }
    if asked:
        raise Refused(
            _("Some sheets have the same score in every element. Confirm them, then sign."), rows=asked
        )
