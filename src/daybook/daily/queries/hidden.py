"""Which entries were hidden, corrected or released of late; the ledger tells, where each such act has a line.

A bureau's lines are numbered in the order of their commits. A mark is such a number: up to it all is known,
whichever process acted.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.daily.queries.feed import with_names
from daybook.ledger.models import LedgerHead, LedgerLine
from daybook.org.models import Bureau

HIDING = ("place_quarantine", "purge_entry", "withdraw_entry", "revise_entry")
SHOWING = ("lift_quarantine", "correct_entry")
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

    Those that were corrected or released meanwhile are among them (`is_shown_again`). Newest first, with the
    names they are shown with.
    """
    lines = LedgerLine.objects.filter(bureau_code=bureau.code, sequence__gt=known, sequence__lte=mark)
    hiding, again = (
        Q(key__in=lines.filter(action__in=acts).values("object_key")) for acts in (HIDING, SHOWING)
    )
    found = LogEntry.objects.filter((HIDDEN & hiding) | again, bureau=bureau)
    shown = ExpressionWrapper(again, output_field=BooleanField())
    return with_names(found.annotate(shown_again=shown)).order_by("-id")


def is_shown_again(entry: LogEntry) -> bool:
    """Whether one of those entries has more to tell than before to whoever may read it."""
    return bool(getattr(entry, "shown_again", False))


def hidden_lately(bureau: Bureau, known: int | None, mark: int) -> list[LogEntry]:
    """What was hidden or shown again since a page knew all, one more than such a page is told of."""
    if known is None or known >= mark:
        return []
    return list(hidden_between(bureau, known, mark)[: MOST_HIDDEN + 1])
