"""An entry held for a change: by its author, while it may still be changed."""

from __future__ import annotations

from collections.abc import Sequence

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
        raise Refused(month_is_submitted())
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


def held_of_author(entries: Sequence[LogEntry], author: Person) -> dict[int, LogEntry]:
    """Those of the entries that are the author's, by row, as they stand now, held for this transaction.

    Their months are not sealed while they are held.
    """
    keep_unsealed([author.pk])
    own = LogEntry.objects.select_for_update().filter(pk__in=[each.pk for each in entries], person=author)
    held = {row.pk: row for row in own.order_by("id")}
    for row in held.values():
        row.bureau, row.person = author.bureau, author
    return held


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


def month_is_submitted() -> str:
    """The sentence on an entry that is revised no more."""
    return _("This month is submitted; append a correction instead.")


def is_sealed(entry: LogEntry) -> bool:
    """Whether the month that the entry belongs to is submitted."""
    return SealedMonth.objects.filter(person=entry.person_id, month=month_of(entry.work_date)).exists()
