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
from daybook.daily.models import EntryContent, LogEntry

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
SPOKEN = LONG | {"place", "people"}
Text = Mapping[str, str]
Offered = Mapping[str, Sequence[tuple[str, str]]]


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
    """What belongs together in both texts; `told` marks the way from what stands to what was typed.

    `keeps`: one's own side is chosen to begin with. Where one's own text left alone what the other changed,
    the other is: nobody takes a change back without meaning to.
    """

    name: str
    label: str
    mine: Sequence[Control]
    theirs: Sequence[Control]
    told: Sequence[Piece]
    keeps: bool

    @property
    def untouched(self) -> bool:
        """Whether one's own text left this alone while the other changed it."""
        return not self.keeps

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return [each.value for each in self.mine] != [each.value for each in self.theirs]


def pairs(
    mine: Mapping[str, str], standing: LogEntry, before: EntryContent | None, choices: EntryChoices
) -> list[Pair]:
    """Every group of both texts, in the order in which an entry is read.

    `before` is what was open when one's own text was begun, if that is known.
    """
    theirs = {**_told(standing), "backfill_reason": standing.backfill_reason}
    open_then = None if before is None else {**theirs, **_told(before)}
    offered = _offered(choices)
    return [_pair(name, (mine, theirs, open_then), offered) for name in GROUPS]


def _told(content: EntryContent) -> dict[str, str]:
    return {**typed(content), "work_date": content.work_date.isoformat()}


def picked(sent: Mapping[str, str]) -> dict[str, str]:
    """The text that was put together: of each group the side that was chosen, one's own where none was."""
    text: dict[str, str] = {}
    for group, names in GROUPS.items():
        side = THEIRS if sent.get(f"pick_{group}") == THEIRS else MINE
        text |= {name: sent.get(f"{side}_{name}", "") for name in names}
    return text


def _pair(group: str, texts: tuple[Text, Text, Text | None], offered: Offered) -> Pair:
    mine, theirs, before = texts
    own, other = _side(MINE, group, mine, offered), _side(THEIRS, group, theirs, offered)
    was, now = (" ".join(each.words for each in side if each.words) for side in (other, own))
    # What is chosen or counted is told whole: two figures have no letters in common.
    whole = [Piece("gone", was), Piece("new", now)]
    told = list(pieces(was, now)) if group in SPOKEN else [each for each in whole if each.text]
    untouched = before is not None and _values(group, mine) == _values(group, before)
    return Pair(group, _labels()[group], own, other, told, keeps=not untouched)


def _side(side: str, group: str, text: Text, offered: Offered) -> list[Control]:
    labels = _labels()
    values = zip(GROUPS[group], _values(group, text), strict=True)
    return [
        Control(f"{side}_{name}", labels[name], value, offered.get(name, ()), name in LONG)
        for name, value in values
    ]


def _values(group: str, text: Text) -> list[str]:
    return [_even(text.get(name, "")) for name in GROUPS[group]]


def _even(text: str) -> str:
    """A text as the actions keep it: blanks around it say nothing, and a browser writes its own line ends."""
    return text.replace("\r\n", "\n").strip()


def _offered(choices: EntryChoices) -> dict[str, Sequence[tuple[str, str]]]:
    none = [("", "—")]
    return {
        "half_day": [*none, *choices.half_days],
        "state": [*none, *choices.states],
        "plan_item": [*none, *choices.item_labels],
        "matter": [*none, *choices.matter_labels],
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
