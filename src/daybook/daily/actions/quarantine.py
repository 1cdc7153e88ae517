"""隔离: an entry that holds a secret or private data is hidden at once, then released, or purged by two."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from daybook.daily.access import QUARANTINE_OFFICES
from daybook.daily.actions.purge import purge_text
from daybook.daily.indexing import reindex
from daybook.daily.live.wake import wake
from daybook.daily.models import LogEntry, Quarantine
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.rights import rights_of
from daybook.web.refusals import Refused


def place_quarantine(
    *, entry: LogEntry, reason: str, actor: Person, at: datetime | None = None
) -> Quarantine:
    """Hide an entry at once, from everybody, its author too. Raises Refused.

    By the personnel office or the security administrator, an own entry as well: hiding it harms nobody.
    """
    instant = moment(at)
    with recorded():
        row = _held(entry, actor, instant)
        if row.quarantined:
            raise Refused(_("This entry is in quarantine already."), field="entry")
        made = Quarantine(entry=row, placed_at=instant, placed_by=actor, reason=text_given(reason, "reason"))
        if row.quarantines.filter(placed_at=instant).exists():
            raise Refused(_("This entry was hidden and released this very second; try again."), field="entry")
        checked(made).save()
        _mark(row, quarantined=True)
        transaction.on_commit(wake)
        note(actor, row.bureau, "place_quarantine", "entry", row.key, after={"reason": sealed(made.reason)})
    return made


def lift_quarantine(*, entry: LogEntry, actor: Person, at: datetime | None = None) -> Quarantine:
    """Release an entry: it stands again as it stood. Raises Refused, also in one's own case."""
    instant = moment(at)
    with recorded():
        row = _held(entry, actor, instant)
        found = _open_quarantine(row)
        _require_another(row, actor)
        found.lifted_at, found.lifted_by = instant, actor
        found.save(update_fields=["lifted_at", "lifted_by"])
        _mark(row, quarantined=False)
        transaction.on_commit(wake)
        note(actor, row.bureau, "lift_quarantine", "entry", row.key)
    return found


def ask_purge(*, entry: LogEntry, actor: Person, at: datetime | None = None) -> Quarantine:
    """Ask that the text of an entry in quarantine be purged; another carries it out. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = _held(entry, actor, instant)
        found = _open_quarantine(row)
        _require_another(row, actor)
        if found.purge_asked_by_id is not None:
            raise Refused(_("The purge has been asked for already; another person carries it out."))
        found.purge_asked_at, found.purge_asked_by = instant, actor
        found.save(update_fields=["purge_asked_at", "purge_asked_by"])
        note(actor, row.bureau, "ask_purge", "entry", row.key)
    return found


def purge_entry(*, entry: LogEntry, actor: Person, at: datetime | None = None) -> Quarantine:
    """Purge the text of an entry for good; the record of it stays, and the ledger still verifies.

    By another than who asked for it, and not by its author. Raises Refused.
    """
    instant = moment(at)
    with recorded():
        row = _held(entry, actor, instant)
        found = _open_quarantine(row)
        _require_another(row, actor)
        if found.purge_asked_by_id is None:
            raise Refused(_("One person asks for the purge, another carries it out; ask for it first."))
        if found.purge_asked_by_id == actor.pk:
            raise Refused(_("Who asked for the purge does not carry it out; another person must."))
        gone = purge_text(row)
        found.purged_at, found.purged_by = instant, actor
        found.save(update_fields=["purged_at", "purged_by"])
        transaction.on_commit(wake)
        note(actor, row.bureau, "purge_entry", "entry", row.key, after=gone)
    return found


def _held(entry: LogEntry, actor: Person, at: datetime) -> LogEntry:
    """The row as it stands now, held for this transaction, for somebody of the two offices."""
    row = LogEntry.objects.select_for_update().get(pk=entry.pk)
    row.bureau = entry.bureau
    rights = rights_of(actor, local_day(row.bureau, at))
    if actor.bureau_id != row.bureau_id or rights.isdisjoint(QUARANTINE_OFFICES):
        offices = "、".join(str(office.label) for office in sorted(QUARANTINE_OFFICES))
        raise Refused(_("Only this may be done by: %(office)s.") % {"office": offices})
    return row


def _open_quarantine(row: LogEntry) -> Quarantine:
    found = row.quarantines.filter(lifted_at__isnull=True, purged_at__isnull=True).first()
    if found is None:
        raise Refused(_("This entry is not in quarantine, or it was purged."))
    return found


def _require_another(row: LogEntry, actor: Person) -> None:
    if row.person_id == actor.pk:
        raise Refused(_("Nobody decides on an entry of his own; another must."))


def _mark(row: LogEntry, *, quarantined: bool) -> None:
    row.quarantined = quarantined
    row.save(update_fields=["quarantined"])
    reindex(row)
