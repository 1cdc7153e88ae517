"""日记实: log entries with what belongs to them: versions, corrections, comments, attachments, drafts."""

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
    to find them. `quarantined` says in the row what `Quarantine` tells in full: hidden, or purged of text.
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
    quarantined = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["bureau", "-id"], name="entry_feed"),
            models.Index(fields=["department", "-id"], name="entry_feed_of_department"),
            models.Index(fields=["person", "work_date"], name="entry_of_day"),
            models.Index(fields=["bureau", "work_date"], name="entry_feed_of_day"),
            models.Index(fields=["person", "-id"], name="entry_feed_of_person"),
            models.Index(
                fields=["matter", "-id"], name="entry_feed_of_matter", condition=Q(matter__isnull=False)
            ),
            models.Index(
                fields=["matter", "work_date"], name="entry_of_matter", condition=Q(matter__isnull=False)
            ),
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


class LogConfirmation(models.Model):
    """本人确认: a leader's word that an entry written for him (代记) tells what he did."""

    entry = models.OneToOneField(LogEntry, on_delete=models.PROTECT, related_name="confirmation")
    confirmed_at = models.DateTimeField()


class LogComment(models.Model):
    """留言: a short word of a colleague or superior under an entry; `seen_at` is when its author saw it."""

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="comments", db_index=False)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    content = models.CharField(max_length=500)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Every home page asks whether a comment waits for its person; those not seen yet are few.
        indexes: ClassVar = [
            models.Index(fields=["entry"], name="log_comment_unseen", condition=Q(seen_at__isnull=True)),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "author", "recorded_at"], name="log_comment_once"),
        ]


class LogUnlock(models.Model):
    """开锁: a day too far back that its person asks to record, and the superior's answer.

    `decided_at` is empty while the superior has not answered; `granted` tells how he did.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="log_unlocks", db_index=False)
    day = models.DateField()
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=500)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(default=False)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "day", "asked_at"], name="log_unlock_once"),
            models.CheckConstraint(
                name="log_unlock_decided",
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, granted=False)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]


class Attachment(models.Model):
    """附件: a document or picture of an entry; its bytes lie in the uploads folder under their SHA-256."""

    bureau = models.ForeignKey(Bureau, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=100)
    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bureau", "key"], name="attachment_key_once"),
            models.CheckConstraint(name="attachment_size", condition=Q(size__gte=0)),
        ]


class Quarantine(models.Model):
    """隔离: an entry hidden at once because it holds a secret or private data; lifted, or purged by two.

    The purge is asked for by one and carried out by another; the row stays as the record of it.
    """

    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="quarantines", db_index=False)
    placed_at = models.DateTimeField()
    placed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    purge_asked_at = models.DateTimeField(null=True, blank=True)
    purge_asked_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    purged_at = models.DateTimeField(null=True, blank=True)
    purged_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "placed_at"], name="quarantine_once"),
            models.CheckConstraint(
                name="quarantine_purged_by_two",
                condition=Q(purged_by__isnull=True)
                | Q(purge_asked_by__isnull=False) & ~Q(purge_asked_by=F("purged_by")),
            ),
            models.CheckConstraint(
                name="quarantine_one_end", condition=Q(lifted_at__isnull=True) | Q(purged_at__isnull=True)
            ),
        ]


class Writing(models.Model):
    """草稿: what somebody is writing, kept on the server as it is typed; nobody else's to read.

    `key` is the form's own mark and becomes the key of the entry. `fields` holds the inputs as typed, by
    name; `line` among them is the one-line entry. `entry` is set while an existing entry is being revised,
    `base` is then the version that was open. `version` counts the savings, so that two tabs never overwrite
    each other.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="writings", db_index=False)
    key = models.CharField(max_length=100)
    day = models.DateField()
    entry = models.ForeignKey(LogEntry, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    base = models.IntegerField(default=0)
    fields = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    saved_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "day"], name="writing_of_day")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "key"], name="writing_key_once"),
        ]


class MappedBlock(models.Model):
    """A block of the search index whose words have maps, see `word_maps`.

    While they are made, `build` marks who makes them: whatever changes an entry of the block removes the row,
    and they are made anew.
    """

    block = models.IntegerField(primary_key=True)
    build = models.CharField(max_length=32, blank=True)


class WordMap(models.Model):
    """Which entries of a block of the search index hold a word: a bit each, the first entry's the lowest."""

    word = models.CharField(max_length=500)
    block = models.IntegerField()
    bits = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "block"], name="word_map_once"),
        ]
