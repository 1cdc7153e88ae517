"""年度总结: a person's summary of the year, the duty report (述职), and its draft."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from daybook.org.models import Bureau, Person


class AnnualReport(models.Model):
    """年度总结: what a person says of a year beside the answers to its goals; submitted with an instant."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="annual_reports")
    year = models.IntegerField()
    summary = models.CharField(max_length=5000, blank=True)
    duty_report = models.CharField(max_length=5000, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year"], name="annual_report_once"),
        ]


class ReportWriting(models.Model):
    """草稿: an annual summary being written, kept as it is typed; nobody else's to read.

    `version` counts the savings, so that two windows never overwrite each other.
    """

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    year = models.IntegerField()
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["writer", "year"], name="report_writing_once"),
        ]
