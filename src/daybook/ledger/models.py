"""The append-only, hash-chained audit trail: one chain a bureau."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LedgerHead(models.Model):
    """The end of a bureau's chain; updated last in a transaction, so that writers wait only for a commit."""

    bureau_code = models.CharField(max_length=100, primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)


class LedgerLine(models.Model):
    """One act: who did what to which object, before and after; texts and scores only as salted digests."""

    bureau_code = models.CharField(max_length=100)
    sequence = models.BigIntegerField()
    instant = models.CharField(max_length=40)
    actor = models.CharField(max_length=100)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_key = models.CharField(max_length=200)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    request_id = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=45, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau_code", "sequence"], name="ledger_sequence_once"),
        ]
