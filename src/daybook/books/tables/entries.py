"""The tables of what others add to the log: comments, unlocked days, files, confirmations, quarantine."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.books.tables.kinds import Day, Instant, Reference, Whole
from daybook.books.tables.marks import Sha256, Yes
from daybook.books.tables.plans import KEY
from daybook.books.tables.roster import PERSON, person_key
from daybook.books.tables.table import Column, Table
from daybook.daily import models

ENTRY = Reference("log_entries", "日志")
LARGEST_FILE = 999_999_999

LOG_COMMENTS = Table(
    name="log_comments",
    chinese="留言",
    model=models.LogComment,
    bureau="entry__bureau",
    voluminous=True,
    columns=(
        Column("entry", "日志编号", ENTRY, key=True),
        Column("author", "留言人工号", PERSON, key=True),
        Column("recorded_at", "记录时间", Instant(), key=True),
        Column("content", "内容", required=True),
        Column("seen_at", "看到时间", Instant(), note=_("when the entry's author saw it")),
    ),
)

LOG_UNLOCKS = Table(
    name="log_unlocks",
    chinese="开锁",
    model=models.LogUnlock,
    bureau="person__bureau",
    note=_("Days too far back that somebody asked to record, and the superior's answer."),
    columns=(
        person_key(),
        Column("day", "日期", Day(), key=True),
        Column("asked_at", "申请时间", Instant(), key=True),
        Column("reason", "理由", required=True),
        Column("decided_by", "答复人工号", PERSON, note=_("empty while it is not answered")),
        Column("decided_at", "答复时间", Instant()),
        Column("granted", "同意", Yes()),
        Column("answer", "答复"),
    ),
)

ATTACHMENTS = Table(
    name="attachments",
    chinese="附件",
    model=models.Attachment,
    voluminous=True,
    note=_("Files of entries; the bytes lie beside the tables under their SHA-256."),
    columns=(
        KEY,
        Column("entry", "日志编号", ENTRY, required=True),
        Column("name", "文件名", required=True),
        Column("media_type", "类型", required=True, note=_("such as application/pdf")),
        Column("size", "大小", Whole(0, LARGEST_FILE), required=True, note=_("in bytes")),
        Column("sha256", "校验值", Sha256(), required=True),
        Column("added_at", "添加时间", Instant(), required=True),
    ),
)

LOG_CONFIRMATIONS = Table(
    name="log_confirmations",
    chinese="代记确认",
    model=models.LogConfirmation,
    bureau="entry__bureau",
    voluminous=True,
    note=_("A leader's word that an entry written for him tells what he did."),
    columns=(
        Column("entry", "日志编号", ENTRY, key=True),
        Column("confirmed_at", "确认时间", Instant(), required=True),
    ),
)

QUARANTINES = Table(
    name="quarantines",
    chinese="隔离",
    model=models.Quarantine,
    bureau="entry__bureau",
    note=_("Entries that were hidden; an entry is hidden while one of its rows is not lifted."),
    columns=(
        Column("entry", "日志编号", ENTRY, key=True),
        Column("placed_at", "隔离时间", Instant(), key=True),
        Column("placed_by", "隔离人工号", PERSON, required=True),
        Column("reason", "理由", required=True),
        Column("lifted_at", "解除时间", Instant()),
        Column("lifted_by", "解除人工号", PERSON),
        Column("purge_asked_at", "申请清除时间", Instant()),
        Column("purge_asked_by", "申请清除人工号", PERSON),
        Column("purged_at", "清除时间", Instant()),
        Column("purged_by", "清除人工号", PERSON, note=_("somebody else than who asked")),
    ),
)

TABLES = (LOG_COMMENTS, LOG_UNLOCKS, ATTACHMENTS, LOG_CONFIRMATIONS, QUARANTINES)
