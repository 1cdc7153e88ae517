"""测评票: polls, who may vote, ballots, and who took part."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from daybook.annual.enums import BallotClass
from daybook.org.enums import Role
from daybook.org.models import Bureau, Department, Person, one_of


class Poll(models.Model):
    """测评: the annual assessment of one bureau and year; its ballots count once it is closed.

    It is open from `opened_at` to the end of `closes_on`, or until it is closed before. A poll that was held
    elsewhere and entered, or came in a book, may have no days. `mix_after` says when cast ballots may be
    moved next.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="polls")
    year = models.IntegerField()
    closed = models.BooleanField(default=False)
    opened_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    mix_after = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["bureau", "year"], name="poll_once")]


class PollMember(models.Model):
    """投票范围: what somebody was on the day a poll opened; it says who votes on whom.

    `leader` is the bureau leader in charge of the department. An administrator is rated, but does not vote.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="members", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Role)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    leader = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    votes = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "person"], name="poll_member_once"),
            one_of("poll_member_role", "role", Role),
        ]


class Ballot(models.Model):
    """测评票: one voter's view of one ratee, without voter or time, of a poll that is closed.

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


class StagedBallot(models.Model):
    """待入库的票: one voter's view of one ratee while the poll is open; independent of his others.

    Just cast it waits (`mixed` is false) until enough of its kind, of one class on one ratee, wait with it.
    Then all that are mixed, old and new, are written anew under random keys in the order of those keys, so
    that nothing of the order of casting is left. Rows are many and short-lived: what they point at was asked
    before they are written, and is not asked again at every mixing.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4)
    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="staged", db_constraint=False)
    ballot_class = models.CharField(max_length=1, choices=BallotClass)
    ratee = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    options = models.CharField(max_length=5)
    mixed = models.BooleanField(default=False)


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


class PaperBatch(models.Model):
    """纸质票批次: ballots on paper of one class, to be entered twice by two people; gone once accepted.

    `voters` are the numbers of those who handed one in. Which sheet is whose is not kept; of a batch of
    one it is plain, and of others it can often be told, since nobody rates himself.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="paper_batches")
    number = models.IntegerField()
    ballot_class = models.CharField(max_length=1, choices=BallotClass)
    voters = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["poll", "number"], name="paper_batch_once"),
            one_of("paper_batch_class", "ballot_class", BallotClass),
        ]


class PaperTyping(models.Model):
    """录入: one officer's typing of a batch: for every sheet of paper, the options by the ratee's number."""

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="typings", db_index=False)
    typist = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sheets = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "typist"], name="paper_typing_once"),
        ]
