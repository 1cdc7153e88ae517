"""月对账: the submitted month with what happened to it, its reviews, and drafts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from daybook.monthly.enums import MonthEventKind, Rating, WritingKind
from daybook.org.models import Bureau, Person, one_of, span_in_order


class MonthlyReport(models.Model):
    """月小结: a person's summary of a month (`2026-03`); submitted where it has an instant."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="monthly_reports")
    month = models.CharField(max_length=7)
    summary = models.CharField(max_length=5000, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "month"], name="monthly_report_of_bureau")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month"], name="monthly_report_once"),
        ]


class MonthlyReview(models.Model):
    """月评价: a superior's three ratings and comment on the span of a month that was his."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="monthly_reviews")
    month = models.CharField(max_length=7)
    first_day = models.DateField()
    last_day = models.DateField()
    reviewer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reviews_given")
    on_behalf_of = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    execution_rating = models.CharField(max_length=12, choices=Rating, blank=True)
    saturation_rating = models.CharField(max_length=12, choices=Rating, blank=True)
    completion_rating = models.CharField(max_length=12, choices=Rating, blank=True)
    comment = models.CharField(max_length=5000, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "month"], name="monthly_review_of_bureau")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month", "first_day"], name="monthly_review_once"),
            span_in_order("monthly_review_span_in_order", "first_day", "last_day"),
            one_of("monthly_review_execution", "execution_rating", Rating, blank=True),
            one_of("monthly_review_saturation", "saturation_rating", Rating, blank=True),
            one_of("monthly_review_completion", "completion_rating", Rating, blank=True),
        ]


class MonthEvent(models.Model):
    """月度经过: a month handed in, given back or asked back, by whom and why; a return has a reason."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="month_events")
    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=12, choices=MonthEventKind)
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month", "at", "kind"], name="month_event_once"),
            one_of("month_event_kind", "kind", MonthEventKind),
        ]


class MonthWriting(models.Model):
    """草稿: a summary or a review that somebody is writing, kept as it is typed; nobody else's to read.

    `person` is whose month it is, `first_day` where the reviewer's span begins. `version` counts the savings,
    so that two tabs never overwrite each other.
    """

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="month_writings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    month = models.CharField(max_length=7)
    kind = models.CharField(max_length=10, choices=WritingKind)
    first_day = models.DateField()
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["writer", "person", "month", "kind", "first_day"], name="month_writing_once"
            ),
            one_of("month_writing_kind", "kind", WritingKind),
        ]
