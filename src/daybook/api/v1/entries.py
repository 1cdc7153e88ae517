"""Entries: reading those of the bureau, recording, revising and withdrawing one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status

from daybook.api import queries
from daybook.api.enums import Scope
from daybook.api.v1.answers import operation
from daybook.api.v1.faults import NotCarriedOut
from daybook.api.v1.found import named
from daybook.api.v1.keeping import own_reader
from daybook.api.v1.schemas import (
    EntriesAsked,
    EntryGiven,
    EntryList,
    EntryRevised,
    EntryTold,
    Withdrawal,
)
from daybook.api.v1.telling import entries_told, entry_told
from daybook.api.v1.words import clock
from daybook.daily.access import Reader, entry_for
from daybook.daily.actions.amend import revise_entry, withdraw_entry
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.record import record_day
from daybook.daily.actions.standing import ToldOtherwise, is_told_otherwise
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import FeedWish
from daybook.daily.queries.found import query_words
from daybook.org.models import Bureau, Person
from daybook.web.refusals import Refused

router = Router(tags=[gettext_noop("Entries")])

DRAFTED = (
    "half_day",
    "place",
    "people",
    "content",
    "measures",
    "progress",
    "state",
    "outcome",
    "visibility",
    "internal_reason",
)


@router.get(
    "/entries",
    **operation(
        Scope.ENTRIES_READ,
        gettext_noop("Entries of the bureau, the newest first"),
        EntryList,
        words=gettext_noop("Entries that are internal, in quarantine or withdrawn come without their text."),
    ),
)
def list_entries(request: HttpRequest, asked: Query[EntriesAsked]) -> EntryList:
    """A page of the bureau's entries, each as the reader may know it."""
    who = own_reader(request)
    words = query_words(asked.q)
    if asked.q and not words:
        # Signs of punctuation alone stand in no entry.
        return EntryList(items=[], next=None)
    found, following = queries.entries_page(who, _wish(who, asked, words), asked.before, asked.limit)
    return EntryList(items=entries_told(who, found), next=following)


def _wish(who: Reader, asked: EntriesAsked, words: list[str]) -> FeedWish:
    bureau = who.person.bureau
    return FeedWish(
        words=words,
        since=asked.since,
        until=asked.until,
        people=_people(who, asked.person),
        departments=_rows(queries.departments_coded, bureau, asked.department),
        matters=_rows(queries.matters_keyed, bureau, asked.matter),
    )


def _people(who: Reader, number: str) -> list[int] | None:
    """Whose entries are asked for; of the three administrators each is told his own alone."""
    asked = _rows(queries.people_numbered, who.person.bureau, number)
    if not who.is_administrator:
        return asked
    return [pk for pk in (who.person.pk,) if asked is None or pk in asked]


def _rows(look: Callable[[Bureau, str], QuerySet[Any]], bureau: Bureau, key: str) -> list[int] | None:
    """The rows that a filter names; none of them fits no entry, no filter fits all."""
    return queries.ids_of(look(bureau, key)) if key else None


@router.get(
    "/entries/{key}",
    **operation(
        Scope.ENTRIES_READ,
        gettext_noop("One entry"),
        EntryTold,
        words=gettext_noop("By its key; without its text where it is not for the token's person."),
    ),
)
def get_entry(request: HttpRequest, key: str) -> EntryTold:
    """One entry as the reader may know it."""
    who = own_reader(request)
    return entry_told(who, entry_for(who, key))


@router.post(
    "/entries",
    **operation(
        Scope.ENTRIES_WRITE,
        gettext_noop("Record an entry for oneself"),
        {201: EntryTold, 200: EntryTold},
        409,
        422,
        words=gettext_noop(
            "The rules of the page hold: no future day, a reason for a day recorded late, no "
            "submitted month. With a key that stands already nothing is recorded twice: what the "
            "entry says, or once said, is answered 200 and the entry as it stands; other words or "
            "another day are answered 409, for that is a revision."
        ),
    ),
)
def record_entry(request: HttpRequest, given: EntryGiven) -> Any:
    """Record one entry; the same words under a key that stands already are the same call sent twice."""
    who = own_reader(request)
    draft = _draft(EntryDraft(""), given, who.person)
    standing = _standing(who.person, draft, given.work_date)
    if standing is not None:
        return Status(200, entry_told(who, standing))
    made = _recorded(who.person, draft, given)
    return Status(201, entry_told(own_reader(request), _fresh(who.person.bureau, made)))


@router.patch(
    "/entries/{key}",
    **operation(
        Scope.ENTRIES_WRITE,
        gettext_noop("Revise an entry of one's own"),
        EntryTold,
        409,
        words=gettext_noop(
            "Fields that are left out stay as they are, null empties one; what it said is kept as "
            "a version. Where it was changed since the version that was read, the answer is 409."
        ),
    ),
)
def patch_entry(request: HttpRequest, key: str, given: EntryRevised) -> EntryTold:
    """Put the fields that were given over what the entry says."""
    who = own_reader(request)
    entry = _own(who, key)
    row = revise_entry(
        entry=entry,
        draft=_draft(_as_it_stands(entry), given, who.person),
        version=given.version,
        work_date=given.work_date,
        backfill_reason=given.backfill_reason or "",
        actor=who.person,
    )
    return entry_told(who, _fresh(who.person.bureau, row))


@router.post(
    "/entries/{key}/withdraw",
    **operation(
        Scope.ENTRIES_WRITE,
        gettext_noop("Withdraw an entry of one's own"),
        EntryTold,
        words=gettext_noop("It stays in sight as withdrawn, with the reason, and counts no more."),
    ),
)
def withdraw(request: HttpRequest, key: str, given: Withdrawal) -> EntryTold:
    """Withdraw an entry with a reason."""
    who = own_reader(request)
    withdraw_entry(entry=_own(who, key), reason=given.reason, actor=who.person)
    return entry_told(who, entry_for(who, key))


def _own(who: Reader, key: str) -> LogEntry:
    entry = entry_for(who, key)
    if entry.person_id != who.person.pk:
        raise NotCarriedOut(403, _("Only the author changes an entry."))
    return entry


def _standing(person: Person, draft: EntryDraft, day: date) -> LogEntry | None:
    """The entry of one's own under the draft's key, however late it is sent again.

    Raises NotCarriedOut for another's, and for one that says something else.
    """
    found = queries.entry_keyed(person.bureau, draft.key) if draft.key else None
    if found is None:
        return None
    if found.person_id != person.pk:
        raise NotCarriedOut(409, _("This key is another entry's."), "key")
    if is_told_otherwise(found, draft, day):
        raise _told_otherwise()
    return _fresh(person.bureau, found)


def _recorded(person: Person, draft: EntryDraft, given: EntryGiven) -> LogEntry:
    """Record the draft. Raises Refused; NotCarriedOut where another call under its key was faster."""
    reason = given.backfill_reason or ""
    try:
        return record_day(author=person, day=given.work_date, drafts=[draft], backfill_reason=reason)[0]
    except ToldOtherwise:
        raise _told_otherwise() from None


def _told_otherwise() -> NotCarriedOut:
    told = _("This key stands for an entry with other words or of another day; revise that one instead.")
    return NotCarriedOut(409, told, "key")


def _fresh(bureau: Bureau, entry: LogEntry) -> LogEntry:
    """The entry with the names it is told with."""
    found = queries.entry_named(bureau, entry.pk)
    if found is None:
        raise Refused(_("This entry is gone."))
    return found


def _as_it_stands(entry: LogEntry) -> EntryDraft:
    said = {name: getattr(entry, name) for name in DRAFTED}
    return EntryDraft(
        start=entry.start, end=entry.end, plan_item=entry.plan_item, matter=entry.matter, **said
    )


def _draft(before: EntryDraft, given: EntryGiven | EntryRevised, person: Person) -> EntryDraft:
    """The draft with the fields that were given put over what stood before."""
    told = given.model_fields_set
    fields: dict[str, Any] = {name: _plain(name, getattr(given, name)) for name in DRAFTED if name in told}
    fields |= {name: clock(getattr(given, name)) for name in ("start", "end") if name in told}
    if "plan_item" in told:
        fields["plan_item"] = named(queries.items_keyed, person.bureau, given.plan_item, "plan_item")
    if "matter" in told:
        fields["matter"] = named(queries.matters_keyed, person.bureau, given.matter, "matter")
    key = given.key if isinstance(given, EntryGiven) and given.key else before.key
    return replace(before, **fields, key=key)


def _plain(name: str, value: Any) -> Any:
    if name == "progress":
        return value
    if value is None:
        return "open" if name == "visibility" else ""
    return str(value)
