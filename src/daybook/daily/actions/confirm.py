"""代记: a leader's word that what was entered for him tells what he did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.daily.models import LogConfirmation, LogEntry
from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.web.refusals import Refused


def confirm_entries(
    *, entries: Sequence[LogEntry], actor: Person, at: datetime | None = None
) -> list[LogConfirmation]:
    """Confirm entries that were entered for their author; those confirmed before are left alone.

    So are those that were withdrawn or set aside meanwhile: they wait for nothing. By the author alone,
    whenever it may be: a submitted month does not keep a leader from confirming. Raises Refused.
    """
    instant = moment(at)
    with recorded():
        for entry in entries:
            _require_to_confirm(entry, actor)
        waiting = _waiting(entries)
        made = LogConfirmation.objects.bulk_create(
            LogConfirmation(entry=entry, confirmed_at=instant) for entry in waiting
        )
        for entry in waiting:
            note(actor, actor.bureau, "confirm_entry", "entry", entry.key, after={"version": entry.version})
    return made


def _require_to_confirm(entry: LogEntry, actor: Person) -> None:
    if entry.person_id != actor.pk:
        raise Refused(_("Only the one it was entered for confirms an entry."))
    if entry.entered_by_id is None:
        raise Refused(_("The author wrote this entry himself; there is nothing to confirm."))


def _waiting(entries: Sequence[LogEntry]) -> list[LogEntry]:
    """Those that still stand and are not confirmed yet, held for this transaction: two taps are one.

    What was confirmed meanwhile is asked for only once they are held: a row that was waited for is read anew,
    what hangs on it is not.
    """
    keys = [entry.pk for entry in entries]
    held = LogEntry.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("id")
    standing = [row for row in held if not row.withdrawn_reason and not row.quarantined]
    known = LogConfirmation.objects.filter(entry__in=standing)
    confirmed = set(known.values_list("entry_id", flat=True))
    return [row for row in standing if row.pk not in confirmed]
