"""异议: what somebody holds against a published sheet, what was heard, and how it was decided."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daybook.annual.models import Notice
from daybook.objections.enums import Outcome, Subject, YearSubject
from daybook.org.models import Bureau, Person, one_of
from daybook.quarterly.models import ScoreSheet


class Objection(models.Model):
    """异议: a person's objection to one version of a sheet of his own; without an outcome it is open.

    `decided_by` is who decided it, who recorded what the committee decided (`by_committee`), or the person
    himself where it was withdrawn. Whatever else can be objected to one day stands in the same docket, by its
    `subject`; the row of what it is about stands beside `sheet`.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="objections")
    subject = models.CharField(max_length=10, choices=Subject, default=Subject.SHEET)
    sheet = models.OneToOneField(
        ScoreSheet, on_delete=models.PROTECT, null=True, blank=True, related_name="objection"
    )
    text = models.CharField(max_length=2000)
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    grounds = models.CharField(max_length=5000, blank=True)
    by_committee = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["bureau", "filed_at"], name="objection_docket"),
            # What is open, or upheld, is asked for by home pages, and is little among all that was decided.
            models.Index(
                fields=["bureau"], condition=Q(outcome__in=["", Outcome.UPHELD]), name="objection_waits"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="objection_key_once"),
            one_of("objection_subject", "subject", Subject),
            one_of("objection_outcome", "outcome", Outcome, blank=True),
            models.CheckConstraint(
                name="objection_about_something", condition=Q(subject=Subject.SHEET, sheet__isnull=False)
            ),
            models.CheckConstraint(
                name="objection_decided",
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="objection_grounds",
                condition=~Q(outcome__in=[Outcome.UPHELD, Outcome.DISMISSED]) | ~Q(grounds=""),
            ),
        ]


class HearingNote(models.Model):
    """听取意见: what was heard of the parties before an objection was decided."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    objection = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="hearing_notes")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=5000)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="hearing_note_key_once"),
        ]


class YearObjection(models.Model):
    """年度异议: an objection to a public notice, or a remedy (复核, 申诉) against one's own final result.

    `whose` is the person whose grade it is about; of a remedy the person himself, with the `version` of the
    decision. An appeal follows the reconsideration named by `earlier`. `body` is who decided: the committee,
    or of an appeal the authority above; `decided_by` who recorded it, or took it back.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=100)
    subject = models.CharField(max_length=10, choices=YearSubject)
    year = models.IntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="year_objections")
    whose = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    version = models.IntegerField(null=True, blank=True)
    earlier = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="appeal"
    )
    text = models.CharField(max_length=2000)
    filed_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    grounds = models.CharField(max_length=5000, blank=True)
    body = models.CharField(max_length=100, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["bureau", "year"], name="year_objection_docket"),
            models.Index(fields=["bureau"], condition=Q(outcome=""), name="year_objection_waits"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="year_objection_key_once"),
            models.UniqueConstraint(fields=["person", "notice", "whose"], name="notice_objection_once"),
            models.UniqueConstraint(fields=["subject", "person", "year", "version"], name="remedy_once"),
            one_of("year_objection_subject", "subject", YearSubject),
            one_of("year_objection_outcome", "outcome", Outcome, blank=True),
            models.CheckConstraint(
                name="year_objection_about",
                condition=Q(
                    subject=YearSubject.NOTICE,
                    notice__isnull=False,
                    version__isnull=True,
                    earlier__isnull=True,
                )
                | Q(
                    subject=YearSubject.RECONSIDERATION,
                    notice__isnull=True,
                    version__isnull=False,
                    earlier__isnull=True,
                )
                | Q(
                    subject=YearSubject.APPEAL,
                    notice__isnull=True,
                    version__isnull=False,
                    earlier__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="remedy_of_ones_own", condition=Q(subject=YearSubject.NOTICE) | Q(whose=F("person"))
            ),
            models.CheckConstraint(
                name="year_objection_decided",
                condition=Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(outcome="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="year_objection_grounds",
                condition=~Q(outcome__in=[Outcome.UPHELD, Outcome.DISMISSED])
                | (~Q(grounds="") & ~Q(body="")),
            ),
        ]


class ObjectionWriting(models.Model):
    """草稿: an objection, a note, grounds or a corrected sheet being written; nobody else's to read.

    `about` names what is written about what; `version` counts the savings, so that two windows never
    overwrite each other.
    """

    writer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["writer", "about"], name="objection_writing_once"),
        ]
