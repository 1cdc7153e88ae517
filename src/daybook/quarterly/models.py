"""季评鉴: score sheets, their elements, and the routine grades that the personnel office decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.monthly.enums import Rating
from daybook.org.fields import FixedPointField
from daybook.org.models import Bureau, Person, one_of, span_in_order
from daybook.quarterly.enums import SheetKind


class ScoreSheet(models.Model):
    """评分表: one superior's scores of one person over a span of a quarter (`2026-Q1`).

    `score` is the published sheet score (0–100, two places) and stands only on a published sheet of kind
    `score`, beside the policy (and its hash) it was published under.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="score_sheets", db_index=False)
    quarter = models.CharField(max_length=7)
    first_day = models.DateField()
    last_day = models.DateField()
    version = models.IntegerField(default=1)
    rater = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sheets_given"
    )
    kind = models.CharField(max_length=10, choices=SheetKind, default=SheetKind.SCORE)
    comment = models.CharField(max_length=5000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    score = FixedPointField(places=2, null=True, blank=True)
    policy = models.CharField(max_length=100, blank=True)
    policy_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["bureau", "quarter", "person"], name="sheet_of_quarter")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "quarter", "first_day", "version"], name="sheet_version_once"
            ),
            span_in_order("sheet_span_in_order", "first_day", "last_day"),
            models.CheckConstraint(name="sheet_version_from_one", condition=Q(version__gte=1)),
            models.CheckConstraint(
                name="sheet_score_range", condition=Q(score__isnull=True) | Q(score__range=(0, 100))
            ),
            one_of("sheet_kind", "kind", SheetKind),
        ]


class ElementScore(models.Model):
    """要素得分: one element of a sheet, 0–100 in steps of the policy."""

    sheet = models.ForeignKey(
        ScoreSheet, on_delete=models.CASCADE, related_name="element_scores", db_index=False
    )
    element = models.CharField(max_length=30)
    score = FixedPointField(places=2)
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "element"], name="element_score_once"),
            models.CheckConstraint(name="element_score_range", condition=Q(score__range=(0, 100))),
        ]


class RoutineGrade(models.Model):
    """季度等次: a grade decided for a quarter; it replaces the band of the score."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="routine_grades")
    quarter = models.CharField(max_length=7)
    grade = models.CharField(max_length=12, choices=Rating)
    reason = models.CharField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "quarter"], name="routine_grade_once"),
            one_of("routine_grade_code", "grade", Rating),
        ]
