"""Skeletons (起草): the words that entries of a kind begin with, to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

GAP = "…"
"""What stands where something is to be filled in."""


@dataclass(frozen=True, slots=True)
class Skeleton:
    """One kind of work: its mark, its name, the fields it begins with."""

    kind: str
    label: str | Promise
    fields: Mapping[str, str | Promise]

    def typed(self) -> dict[str, str]:
        """The fields in the language of the page."""
        return {name: str(text) for name, text in self.fields.items()}


SKELETONS = (
    Skeleton(
        "meeting",
        pgettext_lazy("skeleton", "meeting"),
        {
            "content": _("Took part in the meeting on …, discussed …"),
            "measures": _("Heard the reports, went through them one by one, set who does what by when"),
            "outcome": _("Agreed that …"),
        },
    ),
    Skeleton(
        "survey",
        pgettext_lazy("skeleton", "survey"),
        {
            "content": _("Went to … to look into …"),
            "measures": _("Saw it on the spot, talked with …, checked …"),
            "outcome": _("Found …; proposed …"),
        },
    ),
    Skeleton(
        "paper",
        pgettext_lazy("skeleton", "paper"),
        {
            "content": _("Drafted “…”"),
            "measures": _("Asked … for their opinion, took up … points"),
            "outcome": _("Formed the … draft, sent to …"),
        },
    ),
    Skeleton(
        "visitors",
        pgettext_lazy("skeleton", "visitors"),
        {
            "content": _("Received … about …"),
            "measures": _("Explained the policy, registered the request, passed it on to …"),
            "outcome": _("Answered on the spot / to be answered by …"),
        },
    ),
    Skeleton(
        "duty",
        pgettext_lazy("skeleton", "duty"),
        {
            "content": _("On duty, dealt with …"),
            "measures": _("Watched …, reported and handed over as the rules say"),
            "outcome": _("Nothing unusual / … settled"),
        },
    ),
)


def unfilled(fields: Mapping[str, object]) -> list[str]:
    """The fields that still say just what a skeleton began with, gaps and all."""
    gaping = {name: text for name, text in fields.items() if GAP in str(text)}
    if not gaping:
        return []
    begun = {(name, text) for each in SKELETONS for name, text in each.typed().items()}
    return [name for name, text in gaping.items() if (name, text) in begun]


def skeleton_of(kind: str) -> Skeleton:
    """A skeleton by its mark. Raises Http404."""
    for each in SKELETONS:
        if each.kind == kind:
            return each
    raise Http404
