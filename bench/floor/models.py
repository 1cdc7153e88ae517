"""One table: what the form asks for, and who filled it in."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Note(models.Model):
    """An entry without anything around it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT)
    day = models.DateField()
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    half_day = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=200, blank=True)
    people = models.CharField(max_length=2000, blank=True)
    content = models.CharField(max_length=500)
    measures = models.CharField(max_length=2000, blank=True)
    progress = models.SmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=2000, blank=True)
    visibility = models.CharField(max_length=10)
    internal_reason = models.CharField(max_length=20, blank=True)
    backfill_reason = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
