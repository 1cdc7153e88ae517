"""Changing what was recorded: a new version, a withdrawal, or after the seal an appended correction."""

from __future__ import annotations

from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from daybook.daily.actions.desk import Desk
from daybook.daily.actions.drafts import EntryDraft, put
from daybook.daily.actions.holding import held_by_author, held_standing, is_sealed
from daybook.daily.actions.pressed import is_pressed_again
from daybook.daily.actions.record import DayDraft, named_rows, words_of_entry
from daybook.daily.indexing import reindex
from daybook.daily.live.wake import wake
from daybook.daily.models import (
    EntryContent,
    EntryPerson,
    LogConfirmation,
    LogCorrection,
    LogEntry,
    LogVersion,
    Writing,
)
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.web.refusals import Refused

CONTENT_FIELDS = tuple(field.name for field in EntryContent._meta.fields)


class Overtaken(Refused):
    """Somebody, perhaps the same author in another tab, has saved a newer version meanwhile."""


def revise_entry(
    *,
    entry: LogEntry,
    draft: EntryDraft,
    version: int,
    work_date: date | None = None,
    backfill_reason: str = "",
    actor: Person,
    at: datetime | None = None,
) -> LogEntry:
    """Write a new version of an entry; what it said is kept. Raises Refused; Overtaken for an old `version`.

    By the author, until the month is submitted. Another `work_date` obeys the same deadlines as a new entry.
    A draft that changes nothing makes no version.
    """
    instant = moment(at)
    with recorded():
        row = held_by_author(entry, actor)
        if row.version != version:
            raise Overtaken(_("This entry was changed meanwhile; compare the two and save again."))
        day = DayDraft(row.person, work_date or row.work_date, [draft], instant, backfill_reason)
        desk = Desk(row.bureau, [day])
        _require_revisable(desk, day, row)
        if _says_the_same(day, row):
            return row
        _keep_version(row, actor, instant)
        before = _digest(row)
        _write(desk, day, row)
        _confirm(row, instant)
        transaction.on_commit(wake)
        note(actor, row.bureau, "revise_entry", "entry", row.key, before=before, after=_digest(row))
    return row


def withdraw_entry(*, entry: LogEntry, reason: str, actor: Person, at: datetime | None = None) -> LogEntry:
    """Withdraw an entry with a reason: it stays in sight as withdrawn and counts no more. Raises Refused.

    What was being typed to revise it goes with it.
    """
    moment(at)
    with recorded():
        row = held_by_author(entry, actor)
        row.withdrawn_reason = text_given(reason, "withdrawn_reason")
        checked(row).save(update_fields=["withdrawn_reason"])
        Writing.objects.filter(entry=row).delete()
        reindex(row)
        after = {"withdrawn_reason": sealed(row.withdrawn_reason)}
        transaction.on_commit(wake)
        note(actor, row.bureau, "withdraw_entry", "entry", row.key, after=after)
    return row


def correct_entry(
    *, entry: LogEntry, content: str, actor: Person, at: datetime | None = None
) -> LogCorrection:
    """Append a correction (更正) to an entry of a submitted month; the original stays. Raises Refused.

    The same words again at once are one correction: a button was pressed twice.
    """
    instant = moment(at)
    with recorded():
        row = held_standing(entry, actor)
        if not is_sealed(row):
            raise Refused(_("This month is not submitted yet; change the entry itself."))
        said = text_given(content, "content")
        last = row.corrections.order_by("-recorded_at").first()
        if last is not None and is_pressed_again(last, said, instant):
            return last
        if row.corrections.filter(recorded_at=instant).exists():
            raise Refused(_("A correction was appended this very second."))
        made = LogCorrection(entry=row, recorded_at=instant, content=said)
        checked(made).save()
        note(actor, row.bureau, "correct_entry", "entry", row.key, after={"content": sealed(made.content)})
    return made


def _require_revisable(desk: Desk, day: DayDraft, row: LogEntry) -> None:
    if day.day != row.work_date:
        desk.require_writable(day)
    if (fault := desk.fault(day.drafts[0], day)) is not None:
        raise Refused(fault.message, field=fault.field)


def _says_the_same(day: DayDraft, row: LogEntry) -> bool:
    then = copy(row)
    put(day.drafts[0], then)
    return day.day == row.work_date and all(
        getattr(then, field.attname) == getattr(row, field.attname) for field in EntryContent._meta.fields
    )


def _keep_version(row: LogEntry, editor: Person, at: datetime) -> None:
    """What the entry said until now, with who changed it and when."""
    said = {name: getattr(row, name) for name in CONTENT_FIELDS}
    LogVersion.objects.create(entry=row, version=row.version, editor=editor, recorded_at=at, **said)


def _write(desk: Desk, day: DayDraft, row: LogEntry) -> None:
    put(day.drafts[0], row)
    if day.day != row.work_date:
        row.work_date = day.day
        row.department_id = desk.department_of(day.author, day.day)
        row.backfill_reason = desk.late_reason(day) if desk.is_late(day) else ""
    row.version += 1
    row.save()
    row.named.all().delete()
    EntryPerson.objects.bulk_create(named_rows(desk, [row]))
    reindex(row)


def _confirm(row: LogEntry, at: datetime) -> None:
    """Whoever rewrites what was entered for him (代记) has confirmed it by that."""
    if row.entered_by_id is not None:
        LogConfirmation.objects.get_or_create(entry=row, defaults={"confirmed_at": at})


def _digest(row: LogEntry) -> dict[str, Any]:
    return {"version": row.version, "work_date": row.work_date, "words": sealed(words_of_entry(row))}
