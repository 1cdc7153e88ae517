"""Two texts of one entry, side by side: what was typed and what stands, to be chosen between field by field.

Both stand in fields of their own, `mine_…` and `theirs_…`, so that either may be edited further and nothing
that was typed is lost; `pick_…` says which of the two is meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.daily.differences import Piece, pieces
from daybook.daily.entry_form import EntryChoices, typed
from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry

MINE, THEIRS = "mine", "theirs"
# What is told together is chosen together: a beginning without its end says nothing.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "content": ("content",),
    "day": ("work_date", "backfill_reason"),
    "time": ("start", "end", "half_day"),
    "place": ("place",),
    "people": ("people",),
    "measures": ("measures",),
    "progress": ("state", "progress"),
    "outcome": ("outcome",),
    "plan_item": ("plan_item",),
    "matter": ("matter",),
    "reader": ("visibility", "internal_reason"),
}
LONG = frozenset({"content", "measures", "outcome"})


@dataclass(frozen=True, slots=True)
class Control:
    """One input of a side: its name, its value, and what it offers where it is a choice."""

    name: str
    label: str
    value: str
    options: Sequence[tuple[str, str]]
    is_long: bool

    @property
    def words(self) -> str:
        """The value as it is read."""
        return dict(self.options).get(self.value, self.value) if self.options else self.value


@dataclass(frozen=True, slots=True)
class Pair:
    """What belongs together in both texts; `told` marks the way from what stands to what was typed."""

    name: str
    label: str
    mine: Sequence[Control]
    theirs: Sequence[Control]
    told: Sequence[Piece]

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return [each.value for each in self.mine] != [each.value for each in self.theirs]


def pairs(mine: Mapping[str, str], standing: LogEntry, choices: EntryChoices) -> list[Pair]:
    """Every group of both texts, in the order in which an entry is read."""
    theirs = {
        **typed(standing),
        "work_date": standing.work_date.isoformat(),
        "backfill_reason": standing.backfill_reason,
    }
    offered = _offered(choices)
    return [_pair(name, mine, theirs, offered) for name in GROUPS]


def picked(sent: Mapping[str, str]) -> dict[str, str]:
    """The text that was put together: of each group the side that was chosen, one's own where none was."""
    text = {}
    for group, names in GROUPS.items():
        side = THEIRS if sent.get(f"pick_{group}") == THEIRS else MINE
        text |= {name: sent.get(f"{side}_{name}", "") for name in names}
    return text


def _pair(
    group: str,
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    offered: Mapping[str, Sequence[tuple[str, str]]],
) -> Pair:
    labels = _labels()
    sides = [
        [
            Control(
                f"{side}_{name}", labels[name], _even(text.get(name, "")), offered.get(name, ()), name in LONG
            )
            for name in GROUPS[group]
        ]
        for side, text in ((MINE, mine), (THEIRS, theirs))
    ]
    was, now = (" ".join(each.words for each in side if each.words) for side in reversed(sides))
    return Pair(group, labels[group], sides[0], sides[1], list(pieces(was, now)))


def _even(text: str) -> str:
    """A text as the actions keep it: blanks around it say nothing, and a browser writes its own line ends."""
    return text.replace("\r\n", "\n").strip()


def _offered(choices: EntryChoices) -> dict[str, Sequence[tuple[str, str]]]:
    none = [("", "—")]
    return {
        "half_day": [*none, *choices.half_days],
        "state": [*none, *choices.states],
        "plan_item": [*none, *((item.key, item.title) for item in choices.items)],
        "matter": [*none, *((matter.key, matter.title) for matter in choices.matters)],
        "visibility": [(value, str(label)) for value, label in Visibility.choices],
        "internal_reason": [*none, *choices.reasons],
    }


def _labels() -> dict[str, str]:
    """The labels of groups and of single inputs."""
    return {
        "content": pgettext("disclosure", "Content"),
        "day": pgettext("disclosure", "Day"),
        "work_date": pgettext("disclosure", "Day"),
        "backfill_reason": _("Reason for recording late"),
        "time": pgettext("disclosure", "Time"),
        "start": _("Beginning"),
        "end": _("End"),
        "half_day": _("or a half-day"),
        "place": pgettext("disclosure", "Place"),
        "people": pgettext("disclosure", "People"),
        "measures": pgettext("disclosure", "Measures"),
        "progress": pgettext("disclosure", "Progress"),
        "state": pgettext("disclosure", "State"),
        "outcome": pgettext("disclosure", "Outcome"),
        "plan_item": _("Plan item"),
        "matter": _("Matter"),
        "reader": _("Read by"),
        "visibility": _("Read by"),
        "internal_reason": _("Reason if internal"),
    }
