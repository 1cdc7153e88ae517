"""考核单元: who counts where, frozen at the year's end, version after version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.annual.enums import Pool
from daybook.org.models import Bureau, Person, one_of


class UnitFreeze(models.Model):
    """A snapshot of the units of a year as they stand on 31 December; the latest version counts.

    A version is never changed. Each after the first has the reason why it replaces the one before.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="unit_freezes")
    year = models.IntegerField()
    version = models.IntegerField(default=1)
    frozen_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "year", "version"], name="unit_freeze_version_once"),
            models.CheckConstraint(name="unit_freeze_version_counts", condition=Q(version__gte=1)),
        ]


class UnitMember(models.Model):
    """Where one person counts in a snapshot: pool, unit, and whether in its base (`appraised`).

    `unit` is the leader's number, `HEADS`, or empty (no principal leader).
    """

    freeze = models.ForeignKey(UnitFreeze, on_delete=models.PROTECT, related_name="members", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    pool = models.CharField(max_length=20, choices=Pool)
    unit = models.CharField(max_length=100, blank=True)
    appraised = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["freeze", "person"], name="unit_member_once"),
            one_of("unit_member_pool", "pool", Pool),
        ]
