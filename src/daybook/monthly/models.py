"""月对账: the submitted month and its reviews."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from daybook.monthly.enums import Rating
from daybook.org.models import Bureau, Person, one_of, span_in_order


class MonthlyReport(models.Model):
    """月小结: a person's summary of a month (`2026-03`); submitted where it has an instant."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="monthly_reports")
    month = models.CharField(max_length=7)
    summary = models.CharField(max_length=5000, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
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
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month", "first_day"], name="monthly_review_once"),
            span_in_order("monthly_review_span_in_order", "first_day", "last_day"),
            one_of("monthly_review_execution", "execution_rating", Rating, blank=True),
            one_of("monthly_review_saturation", "saturation_rating", Rating, blank=True),
            one_of("monthly_review_completion", "completion_rating", Rating, blank=True),
        ]
