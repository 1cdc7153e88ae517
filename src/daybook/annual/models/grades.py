"""等次: decisions at every stage, and the results sealed with them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from daybook.annual.enums import Grade, Stage
from daybook.org.fields import FixedPointField
from daybook.org.models import Bureau, Person, one_of


class Decision(models.Model):
    """等次决定: a person's grade of a year at one stage; every stage and change is a version of its own."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="decisions")
    year = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    version = models.IntegerField(default=1)
    stage = models.CharField(max_length=10, choices=Stage)
    grade = models.CharField(max_length=20, choices=Grade)
    reason = models.CharField(max_length=2000, blank=True)
    decided_by = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year", "version"], name="decision_version_once"),
            one_of("decision_stage", "stage", Stage),
            one_of("decision_grade", "grade", Grade),
        ]


class SealedResult(models.Model):
    """A person's figures of a year, sealed when the year became final, with the policy they stand on.

    `figures` is the person's object of `daybook settle --json` at that moment.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="sealed_results")
    year = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="sealed_results")
    routine_score = FixedPointField(places=2, null=True, blank=True)
    assessment = FixedPointField(places=2, null=True, blank=True)
    annual_total = FixedPointField(places=2, null=True, blank=True)
    figures = models.JSONField(default=dict)
    policy = models.CharField(max_length=100)
    policy_hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "year"], name="sealed_result_once"),
        ]


class GradeWriting(models.Model):
    """草稿: grades and reasons being typed for the people of a unit; nobody else's to read.

    `about` names year, pool and unit; `version` counts the savings, so that two windows never overwrite each
    other.
    """

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["writer", "about"], name="grade_writing_once"),
        ]
