"""One tap that fills what an entry does not tell: 无 for measures and outcome, a half-day for the time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from daybook.daily.actions.amend import Revision, revise_all, revise_entry
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import LogEntry
from daybook.daily.threads import NONE
from daybook.ledger.actions import recorded
from daybook.org.enums import HalfDay
from daybook.org.models import Person
from daybook.web.refusals import Refused

FILLED_WITH_NONE = ("measures", "outcome")


def fill_entry(
    *, entry: LogEntry, field: str, value: str = "", actor: Person, at: datetime | None = None
) -> LogEntry:
    """Fill one disclosure that an entry does not make; one that it makes stays. Raises Refused."""
    filled = _filled(entry, field, value)
    with recorded():
        if not filled:
            return entry
        draft = replace(draft_of(entry), **filled)
        return revise_entry(entry=entry, draft=draft, version=entry.version, actor=actor, at=at)


def fill_day(*, author: Person, day: date, at: datetime | None = None) -> int:
    """Write 无 wherever an entry of the day tells no measures or no outcome; how many entries it filled."""
    rows = LogEntry.objects.filter(person=author, work_date=day, withdrawn_reason="", quarantined=False)
    with recorded():
        return fill_with_none(entries=rows.order_by("id"), actor=author, at=at)


def fill_with_none(*, entries: Iterable[LogEntry], actor: Person, at: datetime | None = None) -> int:
    """Write 无 wherever entries of the actor's tell no measures or no outcome; how many it filled.

    All of them or none, in a fixed number of statements. Raises Refused.
    """
    wanted = [(entry, filled) for entry in entries if (filled := _nothing(entry))]
    prefetch_related_objects([entry for entry, _filled in wanted], "plan_item", "matter")
    revisions = [
        Revision(entry, replace(draft_of(entry), **filled), entry.version) for entry, filled in wanted
    ]
    revise_all(revisions=revisions, actor=actor, at=at)
    return len(revisions)


def draft_of(entry: LogEntry) -> EntryDraft:
    """What an entry says, as a draft that may be changed."""
    return EntryDraft(**{name: getattr(entry, name) for name in EntryDraft.__dataclass_fields__})


def _nothing(entry: LogEntry) -> dict[str, Any]:
    return {name: NONE for name in missing_disclosures(entry) if name in FILLED_WITH_NONE}


def _filled(entry: LogEntry, field: str, value: str) -> dict[str, Any]:
    missing = missing_disclosures(entry)
    if field in FILLED_WITH_NONE:
        return {field: NONE} if field in missing else {}
    if field == "half_day" and value in HalfDay.values:
        return {"half_day": value} if "period" in missing and not (entry.start or entry.end) else {}
    raise Refused(_("One tap fills measures and outcome, or says in which half of the day it was."))
