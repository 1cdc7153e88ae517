"""Filling what keeps a month from being submitted: a disclosure in a few words, or 无 with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.drafts import FULL
from daybook.daily.actions.fill import draft_of, fill_with_none
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry
from daybook.ledger.actions import recorded
from daybook.org.checked import text_given
from daybook.org.enums import HalfDay
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.web.refusals import Refused

WORDS = ("place", "people", "measures", "outcome")


def complete_entry(
    *, entry: LogEntry, field: str, value: str, actor: Person, at: datetime | None = None
) -> LogEntry:
    """Make one disclosure that an entry lacks; one that it makes stays. Raises Refused.

    Place, people, measures and outcome in words (无 for none), the time as a half-day, progress as a state.
    """
    missing = missing_disclosures(entry)
    filled = _filled(entry, field, value)
    with recorded():
        if field not in missing:
            return entry
        draft = replace(draft_of(entry), **filled)
        return revise_entry(entry=entry, draft=draft, version=entry.version, actor=actor, at=moment(at))


def complete_with_none(*, entries: Sequence[LogEntry], actor: Person, at: datetime | None = None) -> int:
    """Write 无 wherever entries tell no measures or no outcome; how many were filled. Raises Refused."""
    return fill_with_none(entries=entries, actor=actor, at=at)


def _filled(entry: LogEntry, field: str, value: str) -> dict[str, Any]:
    if field in WORDS:
        return {field: text_given(value, field)}
    if field == "period" and value in HalfDay.values:
        return {"half_day": value, "start": None, "end": None}
    if field == "progress" and value in EntryState.values:
        progress = FULL if value == EntryState.DONE else entry.progress
        return {"state": value, "progress": progress}
    raise Refused(_("Choose what the entry lacks."), field=field)
