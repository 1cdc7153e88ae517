"""测评票: polls, ballots, and who took part."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from daybook.annual.enums import BallotClass
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
