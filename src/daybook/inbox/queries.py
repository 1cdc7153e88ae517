"""What somebody was told and has not opened yet."""

from __future__ import annotations

from collections.abc import Collection

from daybook.inbox.models import Message

SHOWN = 20  # older ones wait behind them


def unseen_by(person: int) -> list[Message]:
    """The messages to a person (by row) that are not opened yet, the latest first; in one statement."""
    rows = Message.objects.filter(person=person, seen_at__isnull=True)
    return list(rows.order_by("-told_at", "-id")[:SHOWN])


def unseen_about(about: Collection[str]) -> set[tuple[int, str]]:
    """Who (by row) has an unopened message about which of some occasions."""
    rows = Message.objects.filter(about__in=about, seen_at__isnull=True)
    return set(rows.values_list("person_id", "about"))
