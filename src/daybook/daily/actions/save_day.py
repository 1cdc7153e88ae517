"""Saving a day: every draft of it becomes an entry, every change of an entry a version; what cannot stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from daybook.daily.actions.amend import Revision, revise_entries
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.forgetting import forget_seen
from daybook.daily.actions.standing import fields_of_writings
from daybook.daily.actions.writings import record_writings
from daybook.daily.entry_form import EntryForm
from daybook.daily.models import Writing
from daybook.daily.served import ServedByMany
from daybook.ledger.actions import recorded
from daybook.org.models import Person


def save_day(
    *, author: Person, day: date, backfill_reason: str = "", at: datetime | None = None
) -> Mapping[str, str]:
    """Save what is being written for a day. The answer has a sentence for each draft that stayed."""
    faults: dict[str, str] = {}
    with recorded():
        writings = _written(author, day)
        forms = _forms(author, day, writings)
        drafts = list(_sound(((each, form) for each, form in forms if each.entry is None), faults))
        kept = {each.key: each.version for each in writings}
        saved = record_writings(
            author=author, day=day, drafts=drafts, kept=kept, backfill_reason=backfill_reason, at=at
        )
        faults |= saved.faults
        faults |= _revised(author, [(each, form) for each, form in forms if each.entry is not None], at)
    return faults


def _written(author: Person, day: date) -> list[Writing]:
    """The drafts of a day, held for the transaction, and the changes of its entries that stay on it.

    A change that is moving an entry to another day is saved on the entry's own page, where its reason stands.
    """
    of_day = Writing.objects.select_for_update(of=("self",)).filter(person=author, day=day)
    stays = Q(entry=None) | Q(entry__work_date=day)
    return list(of_day.filter(stays).select_related("entry").order_by("key"))


def _forms(author: Person, day: date, writings: Sequence[Writing]) -> list[tuple[Writing, EntryForm]]:
    """Each draft and each change with its form; what they name is looked up for all of them together."""
    drafts = [each for each in writings if each.entry is None]
    fields = {each.key: {**each.fields, "key": ""} for each in writings}
    fields |= {key: {**told, "key": key} for key, told in fields_of_writings(author, day, drafts).items()}
    served = ServedByMany(author, fields.values())
    return [(each, EntryForm(fields[each.key], author=author, day=day, served=served)) for each in writings]


def _sound(forms: Iterable[tuple[Writing, EntryForm]], faults: dict[str, str]) -> Iterable[EntryDraft]:
    """The drafts that can be read; the others are noted among the faults."""
    for writing, form in forms:
        if form.is_valid():
            yield form.draft()
        else:
            faults[writing.key] = form.first_fault


def _revised(
    author: Person, forms: Sequence[tuple[Writing, EntryForm]], at: datetime | None
) -> dict[str, str]:
    """Save the changes of entries; the sentence of each that could not be saved."""
    sound = [
        (writing, Revision(writing.entry, form.draft(), writing.base))
        for writing, form in forms
        if writing.entry is not None and form.is_valid()
    ]
    refusals = revise_entries(revisions=[revision for _writing, revision in sound], actor=author, at=at)
    answered = [(writing, refused) for (writing, _), refused in zip(sound, refusals, strict=True)]
    forget_seen(author, {writing.key: writing.version for writing, refused in answered if refused is None})
    faults = {writing.key: form.first_fault for writing, form in forms if not form.is_valid()}
    return faults | {writing.key: refused.message for writing, refused in answered if refused is not None}
