"""公示: what was put up for everybody to see, from which day to which, and whom it named."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daybook.annual.enums import Grade
from daybook.org.models import Bureau, Person, one_of


class Notice(models.Model):
    """公示: the list of a year's grades as it was put up; a corrected list is a notice of its own.

    `key` is year and serial (`2025-1`). `first_day` and `last_day` are the workdays of the policy in force
    when it was put up; the last one ends at 24:00 in the bureau.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="notices", db_index=False)
    key = models.CharField(max_length=100)
    year = models.IntegerField()
    serial = models.IntegerField(default=1)
    put_up_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    put_up_at = models.DateTimeField()
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=2000, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="notice_key_once"),
            models.UniqueConstraint(fields=["bureau", "year", "serial"], name="notice_serial_once"),
            models.CheckConstraint(name="notice_days_in_order", condition=Q(last_day__gte=F("first_day"))),
            # A list put up once more says why.
            models.CheckConstraint(name="notice_reason", condition=Q(serial=1) | ~Q(reason="")),
        ]


class NoticedPerson(models.Model):
    """公示名单: one person on a notice, with the grade and the post as they were shown.

    `is_new` marks who was not on the list before a corrected one.
    """

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="people", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=20, choices=Grade)
    department = models.CharField(max_length=100, blank=True)
    post = models.CharField(max_length=100, blank=True)
    is_new = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "person"], name="noticed_person_once"),
            one_of("noticed_grade", "grade", Grade),
        ]
