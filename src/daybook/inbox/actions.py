"""Telling people something, and noting that they know."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.db.models import Q, QuerySet

from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message

KEY_BYTES = 12


@dataclass(frozen=True, slots=True)
class Telling:
    """What somebody (by row) is to be told."""

    person: int
    kind: MessageKind
    about: str
    href: str
    said: dict[str, Any] = field(default_factory=dict)

    @property
    def occasion(self) -> tuple[int, str, str]:
        """What there is only one message of."""
        return self.person, self.about, str(self.kind)


def tell(tellings: Sequence[Telling], at: datetime) -> int:
    """Tell people what they were not told yet, in at most two statements; how many messages are new.

    A message that somebody opened is not told again.
    """
    rows = [_message(each, at) for each in untold(tellings)]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def settle(*, about: str, people: Collection[int] | None = None, at: datetime) -> int:
    """Note that an occasion needs no more telling, for some people or for everybody; how many messages.

    What is told of a part of the occasion (`about` and more behind a colon) is settled with it.
    """
    part = Q(about=about) | Q(about__startswith=f"{about}:")
    rows = Message.objects.filter(part, seen_at__isnull=True)
    if people is not None:
        rows = rows.filter(person__in=people)
    return rows.update(seen_at=at)


def open_message(*, message: Message, at: datetime) -> None:
    """Note that a person opened a message."""
    Message.objects.filter(pk=message.pk, seen_at__isnull=True).update(seen_at=at)


def untold(tellings: Sequence[Telling]) -> list[Telling]:
    """Those of some messages that are not told yet, each once; in one statement."""
    known = set(_about(tellings).values_list("person_id", "about", "kind")) if tellings else set()
    return list({each.occasion: each for each in tellings if each.occasion not in known}.values())


def _about(tellings: Sequence[Telling]) -> QuerySet[Message]:
    wanted = Q(about__in={each.about for each in tellings}, person__in={each.person for each in tellings})
    return Message.objects.filter(wanted)


def _message(telling: Telling, at: datetime) -> Message:
    return Message(
        key=token_hex(KEY_BYTES),
        person_id=telling.person,
        kind=telling.kind,
        about=telling.about,
        said=telling.said,
        href=telling.href,
        told_at=at,
    )
