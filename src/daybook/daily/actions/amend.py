"""Changing what was recorded: a new version, a withdrawal, or after the seal an appended correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from daybook.daily.actions.desk import Desk
from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.holding import (
    held_by_author,
    held_of_author,
    held_standing,
    is_sealed,
    month_is_submitted,
    require_author,
    require_untouched,
)
from daybook.daily.actions.pressed import is_pressed_again
from daybook.daily.actions.record import DayDraft
from daybook.daily.actions.versions import NewVersion, write_versions
from daybook.daily.indexing import reindex
from daybook.daily.live.wake import wake
from daybook.daily.models import LogCorrection, LogEntry, Writing
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.plans.months import month_of
from daybook.web.refusals import Refused


class Overtaken(Refused):
    """Somebody, perhaps the same author in another tab, has saved a newer version meanwhile."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an entry shall say from now on; `version` is the one that was open."""

    entry: LogEntry
    draft: EntryDraft
    version: int


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
        _require_version(row, version)
        day = DayDraft(row.person, work_date or row.work_date, [draft], instant, backfill_reason)
        desk = Desk(row.bureau, [day])
        _require_revisable(desk, day, row)
        _write(desk, [NewVersion(row, day)], actor, instant)
    return row


def revise_entries(
    *, revisions: Sequence[Revision], actor: Person, at: datetime | None = None
) -> list[Refused | None]:
    """Write new versions of one author's entries, each that may be, in a fixed number of statements.

    The answer has for each its refusal, or nothing: the same as if each were revised by itself.
    """
    instant = moment(at)
    if not revisions:
        return []
    with recorded():
        held = held_of_author([each.entry for each in revisions], actor)
        days = [DayDraft(actor, each.entry.work_date, [each.draft], instant) for each in revisions]
        desk = Desk(actor.bureau, days)
        found = [_revised(desk, held, *each) for each in zip(revisions, days, strict=True)]
        _write(desk, [each for each in found if isinstance(each, NewVersion)], actor, instant)
    return [each if isinstance(each, Refused) else None for each in found]


def revise_all(*, revisions: Sequence[Revision], actor: Person, at: datetime | None = None) -> None:
    """Write new versions of one author's entries, all of them or none. Raises Refused."""
    with recorded():
        for refused in revise_entries(revisions=revisions, actor=actor, at=at):
            if refused is not None:
                raise refused


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
        transaction.on_commit(wake)
        note(actor, row.bureau, "correct_entry", "entry", row.key, after={"content": sealed(made.content)})
    return made


def _revised(
    desk: Desk, held: dict[int, LogEntry], revision: Revision, day: DayDraft
) -> NewVersion | Refused:
    """The new version of one of the held entries, or why there is none; each is revised once at a time."""
    try:
        require_author(revision.entry, day.author)
        if (row := held.pop(revision.entry.pk, None)) is None:
            raise Overtaken(_overtaken())
        require_untouched(row)
        if (row.person_id, month_of(row.work_date)) in desk.sealed:
            raise Refused(month_is_submitted())
        _require_version(row, revision.version)
        _require_revisable(desk, day, row)
    except Refused as refused:
        return refused
    return NewVersion(row, day)


def _write(desk: Desk, versions: Sequence[NewVersion], actor: Person, at: datetime) -> None:
    changed = [each for each in versions if not each.changes_nothing]
    if changed:
        write_versions(desk, changed, actor, at)
        transaction.on_commit(wake)


def _require_version(row: LogEntry, version: int) -> None:
    if row.version != version:
        raise Overtaken(_overtaken())


def _overtaken() -> str:
    return _("This entry was changed meanwhile; compare the two and save again.")


def _require_revisable(desk: Desk, day: DayDraft, row: LogEntry) -> None:
    if day.day != row.work_date:
        desk.require_writable(day)
    if (fault := desk.fault(day.drafts[0], day)) is not None:
        raise Refused(fault.message, field=fault.field)
