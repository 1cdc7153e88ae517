"""结果运用: dimensions entered, benefits decided, alerts answered, reference sheets issued."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.merit.enums import BenefitKind
from daybook.org.fields import FixedPointField
from daybook.org.models import Bureau, Person, one_of, span_in_order


class CareerInput(models.Model):
    """A dimension of somebody's career evaluation as the personnel office entered it.

    The highest version counts; one without a score takes the value back.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="career_inputs")
    year = models.IntegerField()
    dimension = models.CharField(max_length=100)
    version = models.IntegerField(default=1)
    score = FixedPointField(places=2, null=True, blank=True)
    reason = models.CharField(max_length=2000)
    document = models.CharField(max_length=200)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "year"], name="career_input_of_year")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "year", "dimension", "version"], name="career_input_version_once"
            ),
            models.CheckConstraint(
                name="career_input_on_the_scale",
                condition=Q(score__isnull=True) | Q(score__gte=0, score__lte=100),
            ),
        ]


class Benefit(models.Model):
    """A decision in somebody's favour: an award, practical training or recuperation leave.

    One that was cancelled stays in the register with the reason.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="benefits")
    kind = models.CharField(max_length=20, choices=BenefitKind)
    year = models.IntegerField()
    title = models.CharField(max_length=200)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    decided_by = models.CharField(max_length=100)
    reason = models.CharField(max_length=2000, blank=True)
    document = models.CharField(max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entered_at = models.DateTimeField()
    cancelled_reason = models.CharField(max_length=2000, blank=True)
    cancelled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "kind", "year"], name="benefit_register")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="benefit_key_once"),
            span_in_order("benefit_span_in_order", "first_day", "last_day"),
            one_of("benefit_kind", "kind", BenefitKind),
            models.CheckConstraint(
                name="benefit_cancelled_with_reason",
                condition=Q(cancelled_at__isnull=True, cancelled_reason="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_reason="")),
            ),
        ]


class AlertNote(models.Model):
    """What was done about an alert; an alert without a note is open. The highest version counts."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="alert_notes")
    year = models.IntegerField()
    alert = models.CharField(max_length=100)
    version = models.IntegerField(default=1)
    text = models.CharField(max_length=2000)
    document = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "year"], name="alert_note_of_year")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "year", "alert", "version"], name="alert_note_version_once"
            ),
        ]


class PromotionIssue(models.Model):
    """选拔任用参考表: one issue of somebody's reference sheet, with what it said.

    `key` is the year of issue and a serial number; `content` is the sheet as it was issued, as JSON.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="promotion_issues")
    year = models.IntegerField()
    purpose = models.CharField(max_length=500)
    content = models.TextField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="promotion_issue_key_once"),
        ]
