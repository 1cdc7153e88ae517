"""日记实: log entries, their versions and corrections."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from daybook.daily.enums import EntryState, InternalReason, Visibility
from daybook.org.enums import HalfDay
from daybook.org.models import Bureau, Department, Person, one_of
from daybook.plans.models import Matter, PlanItem


class EntryContent(models.Model):
    """What an entry says; the columns that every version keeps."""

    work_date = models.DateField()
    start = models.TimeField(null=True, blank=True)
    end = models.TimeField(null=True, blank=True)
    half_day = models.CharField(max_length=10, choices=HalfDay, blank=True)
    place = models.CharField(max_length=200, blank=True)
    people = models.CharField(max_length=2000, blank=True)
    content = models.CharField(max_length=500)
    measures = models.CharField(max_length=2000, blank=True)
    progress = models.SmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=EntryState, blank=True)
    outcome = models.CharField(max_length=2000, blank=True)
    plan_item = models.ForeignKey(
        PlanItem, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s"
    )
    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)s"
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.OPEN)
    internal_reason = models.CharField(max_length=20, choices=InternalReason, blank=True)

    class Meta:
        abstract = True


class LogEntry(EntryContent):
    """日志条目: one matter worked on (一事一记). Ordered by `id`, the sequence of writing.

    `bureau` and `department` (the author's on the work date) stand in the row, so that the feed never joins
    to find them.
    """

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    key = models.CharField(max_length=100)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="log_entries", db_index=False)
    recorded_at = models.DateTimeField()
    backfill_reason = models.CharField(max_length=500, blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.CharField(max_length=500, blank=True)
    version = models.IntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["bureau", "-id"], name="entry_feed"),
            models.Index(fields=["department", "-id"], name="entry_feed_of_department"),
            models.Index(fields=["person", "work_date"], name="entry_of_day"),
            models.Index(fields=["bureau", "work_date"], name="entry_feed_of_day"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="entry_key_once"),
            models.CheckConstraint(name="entry_content", condition=~Q(content="")),
            models.CheckConstraint(
                name="entry_progress", condition=Q(progress__isnull=True) | Q(progress__range=(0, 100))
            ),
            models.CheckConstraint(
                name="entry_times_in_order",
                condition=Q(start__isnull=True) | Q(end__isnull=True) | Q(end__gt=F("start")),
            ),
            one_of("entry_half_day", "half_day", HalfDay, blank=True),
            one_of("entry_state", "state", EntryState, blank=True),
            one_of("entry_visibility", "visibility", Visibility),
        ]


class EntryPerson(models.Model):
    """A colleague named in an entry, where the name or number points at one person of the bureau."""

    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, related_name="named", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="named_in")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "person"], name="entry_person_once"),
        ]


class LogVersion(EntryContent):
    """日志版本: what an entry said before its next version (1 is the first writing)."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="versions", db_index=False)
    version = models.IntegerField()
    editor = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "version"], name="entry_version_once"),
        ]


class LogCorrection(models.Model):
    """更正: a note appended to an entry whose month is sealed; the original stays."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    recorded_at = models.DateTimeField()
    content = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "recorded_at"], name="entry_correction_once"),
        ]
