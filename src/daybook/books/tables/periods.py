"""The tables of months and quarters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.books.tables.entries import ENTRY
from daybook.books.tables.kinds import Code, Day, Element, Fixed, Instant, Month, Quarter, Reference, Whole
from daybook.books.tables.marks import Yes
from daybook.books.tables.roster import PERSON, person_key
from daybook.books.tables.table import Column, Table
from daybook.monthly.enums import MonthEventKind, Rating
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview
from daybook.objections.enums import Outcome, Subject
from daybook.objections.models import HearingNote, Objection
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import Acknowledgement, Citation, ElementScore, RoutineGrade, ScoreSheet

MONTH = Column("month", "月份", Month(), key=True)
QUARTER = Column("quarter", "季度", Quarter(), key=True)
FIRST_DAY = Column(
    "first_day", "起", Day(), key=True, optional=True, note=_("empty is the first of the period")
)
LAST_DAY = Column("last_day", "止", Day(), note=_("empty is the last of the period"))
ELEMENT = Column("element", "要素", Element(), key=True)
VERSION = Column("version", "版本", Whole(1), key=True, default="1", note=_("empty is 1; the highest counts"))

MONTHLY_REPORTS = Table(
    name="monthly_reports",
    chinese="月小结",
    model=MonthlyReport,
    columns=(
        person_key(),
        MONTH,
        Column("summary", "小结"),
        Column("submitted_at", "提交时间", Instant(), note=_("empty where it is not submitted")),
    ),
)

MONTHLY_REVIEWS = Table(
    name="monthly_reviews",
    chinese="月评价",
    model=MonthlyReview,
    columns=(
        person_key(),
        MONTH,
        FIRST_DAY,
        LAST_DAY,
        Column("reviewer", "评价人工号", PERSON, required=True),
        Column("on_behalf_of", "代谁评价", PERSON, note=_("the superior a deputy acted for")),
        Column("execution_rating", "计划执行", Code(Rating)),
        Column("saturation_rating", "饱和度", Code(Rating)),
        Column("completion_rating", "圆满度", Code(Rating)),
        Column("comment", "评语"),
        Column("reviewed_at", "评价时间", Instant()),
    ),
)

MONTH_EVENTS = Table(
    name="month_events",
    chinese="月度经过",
    model=MonthEvent,
    note=_("A month submitted, returned or asked back, as often as it happened."),
    columns=(
        person_key(),
        MONTH,
        Column("at", "时间", Instant(), key=True),
        Column("kind", "种类", Code(MonthEventKind), key=True),
        Column("actor", "办理人工号", PERSON, required=True),
        Column("reason", "理由", note=_("why it was returned or asked back")),
    ),
)

SCORE_SHEETS = Table(
    name="score_sheets",
    chinese="评分表",
    model=ScoreSheet,
    note=_("One superior's scores of one person over a span of a quarter."),
    columns=(
        person_key(),
        QUARTER,
        FIRST_DAY,
        LAST_DAY,
        Column("rater", "评分人工号", PERSON, note=_("empty where the committee scored")),
        Column("kind", "种类", Code(SheetKind), default="score", note=_("empty is score")),
        Column("comment", "评语"),
        Column("published_at", "公布时间", Instant(), note=_("empty where it is not published")),
        VERSION,
    ),
)

OF_SHEET = (
    Column("person", "工号", PERSON, key=True, field="sheet__person"),
    Column("quarter", "季度", Quarter(), key=True, field="sheet__quarter"),
    Column("first_day", "起", Day(), key=True, optional=True, field="sheet__first_day", note=FIRST_DAY.note),
    Column("version", "版本", Whole(1), key=True, default="1", field="sheet__version", note=_("empty is 1")),
)
"""What names a sheet in the tables of what belongs to it."""

ELEMENT_SCORES = Table(
    name="element_scores",
    chinese="要素得分",
    model=ElementScore,
    bureau="sheet__bureau",
    note=_("The elements of the score sheets."),
    columns=(
        *OF_SHEET,
        ELEMENT,
        Column("score", "得分", Fixed(2), required=True, note=_("on the scale of the policy")),
        Column("reason", "理由"),
    ),
)

CITATIONS = Table(
    name="citations",
    chinese="引证",
    model=Citation,
    bureau="sheet__bureau",
    note=_("The entries that a rater cites for an element of a sheet."),
    columns=(*OF_SHEET, ELEMENT, Column("entry", "日志编号", ENTRY, key=True)),
)

ACKNOWLEDGEMENTS = Table(
    name="acknowledgements",
    chinese="本人确认",
    model=Acknowledgement,
    bureau="sheet__bureau",
    note=_("That a person has seen a published sheet of his own."),
    columns=(*OF_SHEET, Column("acknowledged_at", "确认时间", Instant(), required=True)),
)

OBJECTIONS = Table(
    name="objections",
    chinese="异议",
    model=Objection,
    note=_("What somebody holds against a published sheet of his own; without an outcome it is open."),
    columns=(
        Column("key", "编号", key=True),
        Column("subject", "对象", Code(Subject), default="sheet", note=_("empty is sheet")),
        Column("person", "工号", PERSON, required=True),
        Column("quarter", "季度", Quarter(), required=True, field="sheet__quarter"),
        Column("first_day", "起", Day(), field="sheet__first_day", note=FIRST_DAY.note),
        Column("version", "版本", Whole(1), default="1", field="sheet__version", note=_("empty is 1")),
        Column("text", "内容", required=True),
        Column("filed_at", "提出时间", Instant(), required=True),
        Column("outcome", "结果", Code(Outcome), note=_("empty while it is open")),
        Column("grounds", "理由", note=_("required where it was upheld or dismissed")),
        Column("by_committee", "委员会决定", Yes(), note=_("then an officer has recorded it")),
        Column("decided_by", "办理人工号", PERSON, note=_("who decided, recorded or withdrew it")),
        Column("decided_at", "办理时间", Instant()),
    ),
)

HEARING_NOTES = Table(
    name="hearing_notes",
    chinese="听取意见",
    model=HearingNote,
    note=_("What was heard before an objection was decided."),
    columns=(
        Column("key", "编号", key=True),
        Column("objection", "异议编号", Reference("objections", "异议"), required=True),
        Column("author", "记录人工号", PERSON, required=True),
        Column("text", "内容", required=True),
        Column("at", "时间", Instant(), required=True),
    ),
)

ROUTINE_GRADES = Table(
    name="routine_grades",
    chinese="季度等次",
    model=RoutineGrade,
    note=_("Grades decided for a quarter; they replace the band of the score."),
    columns=(
        person_key(),
        QUARTER,
        Column("grade", "等次", Code(Rating), required=True),
        Column("reason", "理由"),
        Column("decided_at", "决定时间", Instant()),
    ),
)

TABLES = (
    MONTHLY_REPORTS,
    MONTHLY_REVIEWS,
    MONTH_EVENTS,
    SCORE_SHEETS,
    ELEMENT_SCORES,
    CITATIONS,
    ACKNOWLEDGEMENTS,
    OBJECTIONS,
    HEARING_NOTES,
    ROUTINE_GRADES,
)
PARTS_OF_A_SHEET = (ELEMENT_SCORES, CITATIONS, ACKNOWLEDGEMENTS, OBJECTIONS)
"""Tables whose rows each name a sheet by its key."""
