"""The one door to messages: everybody's own, and nobody else's."""

from __future__ import annotations

from django.http import Http404

from daybook.inbox.models import Message


def message_for(person: int, key: str) -> Message:
    """A message to a person (by row). Raises Http404."""
    found = Message.objects.filter(person=person, key=key).first()
    if found is None:
        raise Http404
    return found
