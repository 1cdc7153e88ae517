"""What the script of the workbench says under cells, beside evidence and where two windows met."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def cell_words() -> dict[str, str]:
    """The phrases of the script, with places for what is told."""
    return {
        "cited": pgettext("cited entries", "cited %(count)s") % {"count": "%s"},
        "reason": pgettext("under a score", "reason"),
        "label": _("%(name)s, %(element)s"),
        "weight": _("weight %s"),
        "cite": _("Cite"),
        "citedHere": _("Cited"),
        "citedFor": _("Cited for %s"),
        "needHigh": _("cite an entry, or write a sentence"),
        "needLow": _("write a sentence"),
        "related": _("first: %s"),
        "loading": _("Looking up the record…"),
        "failed": _(
            "The record could not be read; what you write is kept. Go to the cell again to try once more."
        ),
        "expired": _("You are signed out; what you write is kept in this browser. Sign in, then carry on."),
        "flat": _("all %s alike"),
        "crossed": _("Another window wrote on %(name)s's sheet meanwhile. Choose what stands:"),
        "mine": _("here: %s"),
        "theirs": _("there: %s"),
        "empty": pgettext("of a cell", "empty"),
        "comment": pgettext("field", "comment"),
        "reasonOf": _("reason for %s"),
        "own": _("Your %(n)s are between %(least)s and %(most)s, their median %(median)s."),
        "ownOne": _("Your one stands at %(least)s."),
        "ownNone": _("None of yours is complete yet."),
        "unsaved": _("Not everything has reached the server yet; sign once the draft is kept."),
    }
