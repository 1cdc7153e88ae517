"""The tables of the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.books.tables.kinds import Clock, Code, Day, Instant, Reference, Whole
from daybook.books.tables.plans import KEY, PER_CENT
from daybook.books.tables.roster import PERSON
from daybook.books.tables.table import Column, Table
from daybook.daily import models
from daybook.daily.enums import EntryState, InternalReason, Visibility
from daybook.org.enums import HalfDay

RECORDED_AT = Column("recorded_at", "记录时间", Instant(), required=True)

CONTENT = (
    Column("work_date", "日期", Day(), required=True),
    Column("start", "开始", Clock()),
    Column("end", "结束", Clock()),
    Column("half_day", "时段", Code(HalfDay), note=_("instead of start and end")),
    Column("place", "地点"),
    Column("people", "人物", note=_("names or numbers, joined by ；")),
    Column("content", "内容", required=True),
    Column("measures", "措施"),
    Column("progress", "进度", PER_CENT, note=_("in per cent")),
    Column("state", "状态", Code(EntryState)),
    Column("outcome", "成效"),
    Column("plan_item", "计划事项编号", Reference("plan_items", "计划事项")),
    Column("matter", "事项编号", Reference("matters", "事项")),
    Column("visibility", "公开范围", Code(Visibility), default="open", note=_("empty is open")),
    Column("internal_reason", "内部原因", Code(InternalReason), note=_("why an entry is internal")),
)

LOG_ENTRIES = Table(
    name="log_entries",
    chinese="日志",
    model=models.LogEntry,
    voluminous=True,
    columns=(
        KEY,
        Column("person", "工号", PERSON, required=True),
        *CONTENT,
        RECORDED_AT,
        Column("backfill_reason", "补记原因"),
        Column("entered_by", "代记人", PERSON),
        Column("withdrawn_reason", "撤回原因", note=_("filled where the entry was withdrawn")),
    ),
)

LOG_VERSIONS = Table(
    name="log_versions",
    chinese="日志版本",
    model=models.LogVersion,
    bureau="entry__bureau",
    voluminous=True,
    note=_("What an entry said before it was changed."),
    columns=(
        Column("entry", "日志编号", Reference("log_entries", "日志"), key=True),
        Column("version", "版本", Whole(1), key=True),
        Column("editor", "修改人", PERSON, required=True),
        RECORDED_AT,
        *CONTENT,
    ),
)

LOG_CORRECTIONS = Table(
    name="log_corrections",
    chinese="更正",
    model=models.LogCorrection,
    bureau="entry__bureau",
    voluminous=True,
    columns=(
        Column("entry", "日志编号", Reference("log_entries", "日志"), key=True),
        Column("recorded_at", "记录时间", Instant(), key=True),
        Column("content", "内容", required=True),
    ),
)

TABLES = (LOG_ENTRIES, LOG_VERSIONS, LOG_CORRECTIONS)
