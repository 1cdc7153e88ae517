"""One tap on an open matter: an entry from last time's words; another tap the same day changes that entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.drafts import FULL, EntryDraft
from daybook.daily.actions.fill import draft_of
from daybook.daily.actions.marks import first_free, marks
from daybook.daily.actions.record import record_day
from daybook.daily.actions.standing import ToldOtherwise
from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry
from daybook.daily.threads import Thread, says, tapped
from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.web.refusals import Refused


def tap_thread(
    *,
    author: Person,
    day: date,
    thread: Thread,
    state: str,
    backfill_reason: str = "",
    at: datetime | None = None,
) -> LogEntry:
    """Say of a thread that it went on, was finished, lay untouched or was cancelled that day. Raises Refused.

    The first tap of a day records an entry; the next one revises it. Two taps at once are one entry.
    """
    if state not in EntryState.values:
        raise Refused(_("This is no state of an entry."), field="state")
    with recorded():
        # The keys are asked for first: an entry that another tap records after that is found among the day's.
        key = _key(author, day, thread)
        standing = _standing(author, day, thread)
        if standing is not None:
            return _retapped(thread, standing, state, at)
        drafts = [tapped(thread, state, key)]
        try:
            return record_day(author=author, day=day, drafts=drafts, backfill_reason=backfill_reason, at=at)[
                0
            ]
        except ToldOtherwise:
            # Another tap, of another state, came first by a moment.
            return _retapped(thread, LogEntry.objects.get(bureau=author.bureau_id, key=key), state, at)


def _standing(author: Person, day: date, thread: Thread) -> LogEntry | None:
    """The day's latest entry of the thread that counts."""
    rows = LogEntry.objects.filter(person=author, work_date=day, quarantined=False, withdrawn_reason="")
    named = rows.select_related("plan_item", "matter", "person").order_by("-id")
    return next((entry for entry in named if thread.holds(entry)), None)


def _retapped(thread: Thread, standing: LogEntry, state: str, at: datetime | None) -> LogEntry:
    """The standing entry in another state; words that somebody wrote by hand stay."""
    if standing.state == state:
        return standing
    draft = tapped(thread, state, standing.key)
    if not says(standing, tapped(thread, standing.state)):
        draft = _only_state(standing, state, thread)
    return revise_entry(entry=standing, draft=draft, version=standing.version, actor=standing.person, at=at)


def _only_state(entry: LogEntry, state: str, thread: Thread) -> EntryDraft:
    before = entry.progress if entry.state != EntryState.DONE else thread.progress
    return replace(draft_of(entry), state=state, progress=FULL if state == EntryState.DONE else before)


def _key(author: Person, day: date, thread: Thread) -> str:
    """The key of a tap: the same for two taps at once, another once an entry has used it up.

    An entry that was withdrawn, set aside or moved to another day or thread keeps its key.
    """
    keys = marks("daybook.daily.taps", f"{author.pk}:{day}:{thread.ref}")
    used = LogEntry.objects.filter(bureau=author.bureau_id, key__in=keys)
    return first_free(keys, set(used.values_list("key", flat=True)))
