"""年运用: closed polls, seats, decisions, and the results sealed with them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.annual.enums import BallotClass, Grade, Pool, QuotaGrade, Stage
from daybook.org.fields import FixedPointField
from daybook.org.models import Bureau, Person, one_of


class Poll(models.Model):
    """The annual assessment of one bureau and year; its ballots count once it is closed."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="polls")
    year = models.IntegerField()
    closed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["bureau", "year"], name="poll_once")]


class Ballot(models.Model):
    """测评票: one voter's view of one ratee, without voter or time.

    `options` holds one letter a virtue, in the order of `Virtue` (`-` where none was given). The key is
    random, and rows are written in the order of random serials: nothing here can be paired with a voter.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="ballots", db_index=False)
    ballot_class = models.CharField(max_length=1, choices=BallotClass)
    serial = models.CharField(max_length=100)
    ratee = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    options = models.CharField(max_length=5)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["poll", "ratee"], name="ballot_of_ratee")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "ballot_class", "serial"], name="ballot_serial_once"),
            one_of("ballot_class_code", "ballot_class", BallotClass),
        ]


class BallotParticipation(models.Model):
    """投票情况: that somebody voted, never what."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="participations", db_index=False)
    ballot_class = models.CharField(max_length=1, choices=BallotClass)
    voter = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "ballot_class", "voter"], name="participation_once"),
            one_of("participation_class_code", "ballot_class", BallotClass),
        ]


class Seat(models.Model):
    """名额: seats of a unit as the committee decided them; they replace apportionment and refilling.

    `unit` is the leader's number, `HEADS`, or empty (no principal leader).
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="seats")
    year = models.IntegerField()
    grade = models.CharField(max_length=20, choices=QuotaGrade)
    pool = models.CharField(max_length=20, choices=Pool)
    unit = models.CharField(max_length=100, blank=True)
    seats = models.IntegerField()
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "year", "grade", "pool", "unit"], name="seat_once"),
            models.CheckConstraint(name="seat_not_negative", condition=Q(seats__gte=0)),
            one_of("seat_grade", "grade", QuotaGrade),
            one_of("seat_pool", "pool", Pool),
        ]


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
