"""Saving a day: every draft of it becomes an entry, every change of an entry a version; what cannot stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Q

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.standing import fields_of_writing
from daybook.daily.actions.writings import discard_writing, record_writings
from daybook.daily.entry_form import EntryForm
from daybook.daily.models import Writing
from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.web.refusals import Refused


def save_day(
    *, author: Person, day: date, backfill_reason: str = "", at: datetime | None = None
) -> Mapping[str, str]:
    """Save what is being written for a day. The answer has a sentence for each draft that stayed."""
    faults: dict[str, str] = {}
    with recorded():
        writings = _written(author, day)
        drafts = list(_sound(author, (each for each in writings if each.entry is None), faults))
        kept = {each.key: each.version for each in writings}
        saved = record_writings(
            author=author, day=day, drafts=drafts, kept=kept, backfill_reason=backfill_reason, at=at
        )
        faults |= saved.faults
        for writing in (each for each in writings if each.entry is not None):
            faults |= _revised(author, writing, at)
    return faults


def _written(author: Person, day: date) -> list[Writing]:
    """The drafts of a day, held for the transaction, and the changes of its entries that stay on it.

    A change that is moving an entry to another day is saved on the entry's own page, where its reason stands.
    """
    of_day = Writing.objects.select_for_update(of=("self",)).filter(person=author, day=day)
    stays = Q(entry=None) | Q(entry__work_date=day)
    return list(of_day.filter(stays).select_related("entry").order_by("key"))


def _sound(author: Person, writings: Iterable[Writing], faults: dict[str, str]) -> Iterable[EntryDraft]:
    """The drafts that can be read; the others are noted among the faults."""
    for writing in writings:
        form = EntryForm(
            {**fields_of_writing(author, writing), "key": writing.key}, author=author, day=writing.day
        )
        if form.is_valid():
            yield form.draft()
        else:
            faults[writing.key] = form.first_fault


def _revised(author: Person, writing: Writing, at: datetime | None) -> dict[str, str]:
    """Save the change of one entry; its sentence where it could not be saved."""
    form = EntryForm(writing.fields, author=author, day=writing.day)
    if writing.entry is None or not form.is_valid():
        return {writing.key: form.first_fault}
    try:
        revise_entry(entry=writing.entry, draft=form.draft(), version=writing.base, actor=author, at=at)
    except Refused as refused:
        return {writing.key: refused.message}
    discard_writing(author=author, key=writing.key, version=writing.version)
    return {}
