"""Which entries were hidden of late; the ledger tells, where every act that may hide one leaves a line.

A bureau's lines are numbered in the order of their commits. A mark is such a number: up to it all is known,
whichever process acted.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, QuerySet

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import with_names
from daybook.ledger.models import LedgerHead, LedgerLine
from daybook.org.models import Bureau

HIDING = ("place_quarantine", "purge_entry", "withdraw_entry", "revise_entry")
MOST_HIDDEN = 200  # a page that missed more is shown anew
HIDDEN = Q(quarantined=True) | ~Q(withdrawn_reason="") | ~Q(visibility=Visibility.OPEN)


def marks_of(codes: Collection[str]) -> dict[str, int]:
    """How far the ledgers of these bureaus go, in one statement; nothing for one without a line."""
    return dict(LedgerHead.objects.filter(bureau_code__in=codes).values_list("bureau_code", "sequence"))


def mark_of(bureau: Bureau) -> int:
    """How far the ledger of a bureau goes."""
    return marks_of([bureau.code]).get(bureau.code, 0)


def hidden_between(bureau: Bureau, known: int, mark: int) -> QuerySet[LogEntry]:
    """The entries closed to some, or withdrawn, by an act after the mark `known` and up to `mark`.

    Newest first, with the names they are shown with.
    """
    lines = LedgerLine.objects.filter(
        bureau_code=bureau.code, sequence__gt=known, sequence__lte=mark, action__in=HIDING
    )
    found = LogEntry.objects.filter(HIDDEN, bureau=bureau, key__in=lines.values("object_key"))
    return with_names(found).order_by("-id")


def hidden_lately(bureau: Bureau, known: int | None, mark: int) -> list[LogEntry]:
    """What was hidden since a page knew all, one more than such a page is told of."""
    if known is None or known >= mark:
        return []
    return list(hidden_between(bureau, known, mark)[: MOST_HIDDEN + 1])
