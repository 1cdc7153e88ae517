"""A mark that stands already: the same form sent twice, or two windows that wrote under one mark."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from datetime import date

from daybook.daily.actions.drafts import EntryDraft, put
from daybook.daily.entry_form import EntryForm
from daybook.daily.models import EntryContent, LogEntry, Writing
from daybook.daily.queries.understood import Lines
from daybook.org.models import Person
from daybook.web.refusals import Refused


class ToldOtherwise(Refused):
    """The entry under this key says something else; what was sent is a change of it, to be looked at."""


def is_told_otherwise(entry: LogEntry, draft: EntryDraft, day: date) -> bool:
    """Whether a draft says what its entry neither says nor ever said; else it was merely sent twice."""
    if _says(entry, draft, day):
        return False
    return not any(_says(version, draft, day) for version in entry.versions.all())


def leave_as_change(author: Person, entry: LogEntry) -> None:
    """What another window has kept under the mark of a new entry is a change of it from now on.

    No version of the entry is its base, so that it is set beside the entry before it is saved. The entry's
    own words, kept once more by an answer that was lost, go.
    """
    left = Writing.objects.select_for_update().filter(person=author, key=entry.key, entry=None).first()
    if left is None:
        return
    if says_no_more(left, entry):
        left.delete()
        return
    left.fields = fields_of_writing(author, left)
    left.entry, left.base, left.version = entry, 0, left.version + 1
    left.save(update_fields=["fields", "entry", "base", "version"])


def says_no_more(left: Writing, entry: LogEntry) -> bool:
    """Whether a draft under an entry's mark holds nothing that the entry does not say or said once."""
    author = left.person
    if entry.person_id != author.pk:
        return False
    form = EntryForm({**fields_of_writing(author, left), "key": left.key}, author=author, day=left.day)
    return form.is_valid() and not is_told_otherwise(entry, form.draft(), left.day)


def fields_of_writing(author: Person, writing: Writing) -> dict[str, str]:
    """The fields of a draft; those of a line are what it is understood as."""
    return fields_of_writings(author, writing.day, [writing])[writing.key]


def fields_of_writings(author: Person, day: date, writings: Iterable[Writing]) -> dict[str, dict[str, str]]:
    """The fields of a day's drafts by their keys; its lines are looked up together, and understood."""
    fields = {each.key: dict(each.fields) for each in writings}
    told = {key: line for key, each in fields.items() if (line := each.get("line", "").strip())}
    if told:
        lines = Lines(author, day, told.values())
        fields |= {key: dict(lines.understood(line).fields) for key, line in told.items()}
    return fields


def _says(row: EntryContent, draft: EntryDraft, day: date) -> bool:
    then = copy(row)
    put(draft, then)
    then.work_date = day
    return all(
        getattr(then, field.attname) == getattr(row, field.attname) for field in EntryContent._meta.fields
    )
