"""Messages to a person: something is to be done, or was decided; never a score, never a word of the log."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.inbox.enums import MessageKind


class Message(models.Model):
    """消息: what one person is told once of one occasion, until it is opened or settled.

    `about` names the occasion (`submit:2026-03`): of one kind there is one message about it for a person.
    `said` holds what the sentence of the kind needs, and `href` the way to where something can be done.
    """

    key = models.CharField(max_length=100, unique=True)
    # Named by its label: the people of a bureau stand above their messages.
    person = models.ForeignKey("org.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20, choices=MessageKind)
    about = models.CharField(max_length=100)
    said = models.JSONField(default=dict)
    href = models.CharField(max_length=300)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            # What is unseen is asked for by every home page, and is little among all that was ever told.
            models.Index(fields=["person"], condition=Q(seen_at__isnull=True), name="message_unseen"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "about", "kind"], name="message_once"),
            models.CheckConstraint(name="message_kind", condition=Q(kind__in=MessageKind.values)),
        ]
