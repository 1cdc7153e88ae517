"""名额: seats of a unit as the committee decided them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from daybook.annual.enums import Pool, QuotaGrade
from daybook.org.models import Bureau, Person, one_of


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


class SeatDecision(models.Model):
    """Who entered the decided seats of a pool and grade, and when; earlier ones are in the ledger."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    year = models.IntegerField()
    grade = models.CharField(max_length=20, choices=QuotaGrade)
    pool = models.CharField(max_length=20, choices=Pool)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "year", "grade", "pool"], name="seat_decision_once"),
            one_of("seat_decision_grade", "grade", QuotaGrade),
            one_of("seat_decision_pool", "pool", Pool),
        ]
