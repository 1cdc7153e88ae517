"""An entry's seven disclosures in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import EntryContent
from daybook.web.dates import day_words


def time_words(entry: EntryContent) -> str:
    """When: `14:30–16:20`, from or until one of them, or the half of the day; empty where it was not told."""
    if entry.start or entry.end:
        begun = entry.start.strftime("%H:%M") if entry.start else ""
        ended = entry.end.strftime("%H:%M") if entry.end else ""
        return f"{begun}–{ended}"
    return entry.get_half_day_display() if entry.half_day else ""


def progress_words(entry: EntryContent) -> str:
    """How far: the state and the percentage, as far as they were told; a finished matter needs no figure."""
    state = entry.get_state_display() if entry.state else ""
    if entry.progress is None or (entry.progress == 100 and entry.state == "done"):
        return state
    return f"{state} {entry.progress}%".strip()


def disclosed(entry: EntryContent) -> list[tuple[str, str]]:
    """Every disclosure that was made, with its label, in order; plan item and matter come last."""
    told = (
        (pgettext("disclosure", "Content"), entry.content),
        (pgettext("disclosure", "Day"), day_words(entry.work_date)),
        *beside_content(entry),
        (_("Plan item"), entry.plan_item.title if entry.plan_item else ""),
        (_("Matter"), entry.matter.title if entry.matter else ""),
    )
    return [(label, text) for label, text in told if text]


def beside_content(entry: EntryContent) -> list[tuple[str, str]]:
    """The disclosures that were made beside the content and the day, with their labels."""
    told = (
        (pgettext("disclosure", "Time"), time_words(entry)),
        (pgettext("disclosure", "Place"), entry.place),
        (pgettext("disclosure", "People"), entry.people),
        (pgettext("disclosure", "Measures"), entry.measures),
        (pgettext("disclosure", "Progress"), progress_words(entry)),
        (pgettext("disclosure", "Outcome"), entry.outcome),
    )
    return [(label, text) for label, text in told if text]


def missing_words(entry: EntryContent) -> list[str]:
    """The labels of the disclosures that were not made."""
    labels = {
        "period": pgettext("disclosure", "Time"),
        "place": pgettext("disclosure", "Place"),
        "people": pgettext("disclosure", "People"),
        "content": pgettext("disclosure", "Content"),
        "measures": pgettext("disclosure", "Measures"),
        "progress": pgettext("disclosure", "Progress"),
        "outcome": pgettext("disclosure", "Outcome"),
    }
    return [labels[name] for name in missing_disclosures(entry)]
