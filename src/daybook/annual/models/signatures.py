"""本人意见: that a person signed the final result, objects to it, or refused to sign before a witness."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.annual.enums import SignatureKind
from daybook.org.models import Bureau, Person, one_of


class Signature(models.Model):
    """签署: what a person did with one version of his final result.

    `version` is that of the decision. A refusal is recorded by the personnel office (`recorded_by`) with the
    name of the witness; the day of a signature is the day from which the person knows the result.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    version = models.IntegerField()
    kind = models.CharField(max_length=10, choices=SignatureKind)
    text = models.CharField(max_length=2000, blank=True)
    witness = models.CharField(max_length=100, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "year"], name="signature_of_year")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year", "version"], name="signature_once"),
            one_of("signature_kind", "kind", SignatureKind),
            models.CheckConstraint(
                name="signature_witness",
                condition=Q(kind=SignatureKind.REFUSED, recorded_by__isnull=False) & ~Q(witness="")
                | ~Q(kind=SignatureKind.REFUSED) & Q(witness="", recorded_by__isnull=True),
            ),
            models.CheckConstraint(
                name="signature_text", condition=~Q(kind=SignatureKind.OBJECTED) | ~Q(text="")
            ),
        ]
