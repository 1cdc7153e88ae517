"""季评鉴: score sheets, their elements and evidence, what became of them, decided grades, sample months."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.daily.models import LogEntry
from daybook.monthly.enums import Rating
from daybook.org.fields import FixedPointField
from daybook.org.models import Bureau, Person, one_of, span_in_order
from daybook.quarterly.enums import FormCategory, SheetKind


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


class Citation(models.Model):
    """引证: a log entry that a rater cites for an element of a sheet."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="citations", db_index=False)
    element = models.CharField(max_length=30)
    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "element", "entry"], name="citation_once"),
        ]


class SheetWriting(models.Model):
    """草稿: a sheet or an opinion that a rater is writing, kept as it is typed; nobody else's to read.

    `fields` are what stands in the cells, as typed; `version` counts the savings, so that two tabs never
    overwrite each other.
    """

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sheet_writings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    quarter = models.CharField(max_length=7)
    first_day = models.DateField()
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["writer", "person", "quarter", "first_day"], name="sheet_writing_once"
            ),
        ]


class Acknowledgement(models.Model):
    """确认: a person has seen a published sheet of his own, and says so."""

    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT, related_name="acknowledgement")
    acknowledged_at = models.DateTimeField()


class SheetReopening(models.Model):
    """重评: a published sheet that an upheld objection opened for correction; the next version closes it."""

    sheet = models.OneToOneField(ScoreSheet, on_delete=models.PROTECT, related_name="reopening")
    reopened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    grounds = models.CharField(max_length=5000)
    reopened_at = models.DateTimeField()


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


class Vignette(models.Model):
    """样例: a sample month without names, which all superiors score before a quarter to compare their scales.

    At most three a quarter, from 1 on. `category` is the form it is scored on; once opened it stays as it is.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    quarter = models.CharField(max_length=7)
    number = models.IntegerField()
    category = models.CharField(max_length=10, choices=FormCategory)
    plan = models.CharField(max_length=5000)
    record = models.CharField(max_length=5000)
    indicators = models.CharField(max_length=500, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "quarter", "number"], name="vignette_once"),
            models.CheckConstraint(name="vignette_number", condition=Q(number__range=(1, 3))),
            one_of("vignette_category", "category", FormCategory),
        ]


class VignetteScore(models.Model):
    """样例得分: one element that one superior gave a sample; single scores are told to nobody but him."""

    vignette = models.ForeignKey(Vignette, on_delete=models.CASCADE, related_name="scores", db_index=False)
    scorer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="vignette_scores")
    element = models.CharField(max_length=30)
    score = FixedPointField(places=2)
    scored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vignette", "scorer", "element"], name="vignette_score_once"),
            models.CheckConstraint(name="vignette_score_range", condition=Q(score__range=(0, 100))),
        ]
