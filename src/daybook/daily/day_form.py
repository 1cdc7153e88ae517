"""The full form as it stands open on the page of a day: for a new entry, a draft, or a change of an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from daybook.daily.entry_form import EntryChoices, EntryForm, entry_choices, typed
from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry, Writing
from daybook.daily.queries.understood import usual_place
from daybook.daily.threads import MYSELF
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class DayForm:
    """An open form: its draft (`key`, `version`), and the entry and its version that it changes, if any."""

    form: EntryForm
    choices: EntryChoices
    day: date
    key: str
    version: int = 0
    entry: LogEntry | None = None
    base: int = 0

    @property
    def uid(self) -> str:
        """What makes its ids its own on the page."""
        return f"f-{self.key}"


def fresh_key() -> str:
    """The mark of a new form, which becomes the key of its entry."""
    return new_key(timezone.now())


def new_form(
    person: Person,
    day: date,
    policy: Policy | None,
    fields: Mapping[str, str],
    key: str = "",
    *,
    own: bool = True,
) -> DayForm:
    """A form for a new entry; place, people and progress begin with what is usual.

    `own`: the person fills it in himself; another is shown only what everybody may know.
    """
    usual = {"place": usual_place(person, own=own), "people": MYSELF, "state": EntryState.ONGOING.value}
    key = key or fresh_key()
    form = EntryForm(author=person, day=day, initial={**usual, **fields, "key": key})
    return DayForm(form, entry_choices(person, day, policy, fields.get("matter", "")), day, key)


def draft_form(person: Person, writing: Writing, policy: Policy | None, fields: Mapping[str, str]) -> DayForm:
    """A draft as it was left."""
    form = EntryForm(author=person, day=writing.day, initial={**fields, "key": writing.key})
    choices = entry_choices(person, writing.day, policy, fields.get("matter", ""))
    return DayForm(form, choices, writing.day, writing.key, writing.version, writing.entry, writing.base)


def revision_form(person: Person, entry: LogEntry, policy: Policy | None) -> DayForm:
    """An entry to be changed."""
    fields, key = typed(entry), fresh_key()
    form = EntryForm(author=person, day=entry.work_date, initial={**fields, "key": key})
    choices = entry_choices(person, entry.work_date, policy, fields["matter"])
    return DayForm(form, choices, entry.work_date, key, 0, entry, entry.version)


def faulty_form(
    form: EntryForm, policy: Policy | None, *, entry: LogEntry | None = None, base: int = 0
) -> DayForm:
    """A form that was sent and refused, with what was typed and the sentence by the field."""
    key, matter = form.data.get("key") or fresh_key(), form.data.get("matter", "")
    version = form.data.get("version", "")
    choices = entry_choices(form.author, form.day, policy, matter)
    return DayForm(form, choices, form.day, key, int(version) if version.isdecimal() else 0, entry, base)
