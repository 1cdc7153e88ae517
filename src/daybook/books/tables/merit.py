"""The tables of the use of results."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.books.tables.annual import YEAR
from daybook.books.tables.kinds import Code, Day, Fixed, Instant, Whole, Year
from daybook.books.tables.named import Named
from daybook.books.tables.roster import PERSON, person_key
from daybook.books.tables.table import Column, Table
from daybook.merit.enums import BenefitKind
from daybook.merit.models import AlertNote, Benefit, CareerInput, PromotionIssue

DIMENSIONS = (
    ("任职经历", "experience"),
    ("急难险重任务", "urgent_tasks"),
    ("奖惩情况", "rewards_and_sanctions"),
    ("群众公认", "recognition"),
)
ALERTS = (("记三等功", "third_class_merit"), ("诫勉", "admonition"), ("依法处理", "dismissal"))


VERSION = Column("version", "版本", Whole(1), key=True, default="1", note=_("empty is 1; the highest counts"))

CAREER_INPUTS = Table(
    name="career_inputs",
    chinese="经历业绩评价录入",
    model=CareerInput,
    note=_("Dimensions of the career evaluation that the personnel office entered."),
    columns=(
        person_key(),
        YEAR,
        Column("dimension", "维度", Named(DIMENSIONS), key=True),
        VERSION,
        Column("score", "分数", Fixed(2), note=_("0 to 100; empty where the value was taken back")),
        Column("reason", "理由", required=True),
        Column("document", "文号", required=True),
        Column("entered_by", "录入人工号", PERSON),
        Column("entered_at", "录入时间", Instant(), required=True),
    ),
)

BENEFITS = Table(
    name="benefits",
    chinese="评优锻炼疗养",
    model=Benefit,
    note=_("The register of awards, practical training and recuperation leave."),
    columns=(
        Column("key", "编号", key=True),
        Column("person", "工号", PERSON, required=True),
        Column("kind", "类别", Code(BenefitKind), required=True),
        Column("year", "年度", Year(), required=True),
        Column("title", "事项", required=True),
        Column("first_day", "起", Day()),
        Column("last_day", "止", Day()),
        Column("decided_by", "决定单位", required=True),
        Column("reason", "理由", note=_("why the order of the list was departed from")),
        Column("document", "文号"),
        Column("entered_by", "登记人工号", PERSON),
        Column("entered_at", "登记时间", Instant(), required=True),
        Column("cancelled_reason", "作废理由"),
        Column("cancelled_by", "作废人工号", PERSON),
        Column("cancelled_at", "作废时间", Instant()),
    ),
)

ALERT_NOTES = Table(
    name="alert_notes",
    chinese="提醒办理",
    model=AlertNote,
    note=_("What was done about the alerts that grades raise."),
    columns=(
        person_key(),
        YEAR,
        Column("alert", "提醒", Named(ALERTS), key=True),
        VERSION,
        Column("text", "办理情况", required=True),
        Column("document", "文号"),
        Column("noted_by", "记录人工号", PERSON),
        Column("noted_at", "记录时间", Instant(), required=True),
    ),
)

PROMOTION_ISSUES = Table(
    name="promotion_issues",
    chinese="选拔任用参考表",
    model=PromotionIssue,
    note=_("Reference sheets that were issued, each as it was."),
    columns=(
        Column("key", "编号", key=True, note=_("year of issue and serial number, such as 2027-0001")),
        Column("person", "工号", PERSON, required=True),
        Column("year", "年度", Year(), required=True, note=_("the newest year the sheet tells of")),
        Column("purpose", "用途", required=True),
        Column("content", "内容", required=True, note=_("what the sheet says, as JSON")),
        Column("issued_by", "出具人工号", PERSON, required=True),
        Column("issued_at", "出具时间", Instant(), required=True),
    ),
)

TABLES = (CAREER_INPUTS, BENEFITS, ALERT_NOTES, PROMOTION_ISSUES)
