"""An entry held for a change: by its author, while it may still be changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.org.models import Person
from daybook.plans.actions.seal import keep_unsealed
from daybook.plans.models import SealedMonth
from daybook.plans.months import month_of
from daybook.web.refusals import Refused


def held_by_author(entry: LogEntry, actor: Person) -> LogEntry:
    """The row as it stands now, held for this transaction, if its author may change it. Raises Refused."""
    row = held_standing(entry, actor)
    if is_sealed(row):
        raise Refused(_("This month is submitted; append a correction instead."))
    return row


def held_standing(entry: LogEntry, actor: Person) -> LogEntry:
    """The row as it stands now, held for this transaction, sealed or not: its author's, and untouched.

    Its month is not sealed while it is held. Raises Refused.
    """
    require_author(entry, actor)
    keep_unsealed([entry.person_id])
    row = LogEntry.objects.select_for_update().get(pk=entry.pk)
    row.bureau, row.person = entry.bureau, entry.person
    require_untouched(row)
    return row


def require_author(entry: LogEntry, actor: Person) -> None:
    """Refuse everybody but the author."""
    if entry.person_id != actor.pk:
        raise Refused(_("Only the author changes an entry."))


def require_untouched(entry: LogEntry) -> None:
    """Refuse an entry that was withdrawn, or is in quarantine."""
    if entry.withdrawn_reason:
        raise Refused(_("This entry was withdrawn."))
    if entry.quarantined:
        raise Refused(_("This entry is set aside for review; nothing in it is changed meanwhile."))


def is_sealed(entry: LogEntry) -> bool:
    """Whether the month that the entry belongs to is submitted."""
    return SealedMonth.objects.filter(person=entry.person_id, month=month_of(entry.work_date)).exists()
