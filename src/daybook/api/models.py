"""Tokens: what another program shows to act for one person."""

from __future__ import annotations

from django.db import models

from daybook.org.models import Person


class ApiToken(models.Model):
    """令牌: lets a program act for its person within `scopes` (blank-separated); only its digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(max_length=100)
    scopes = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
