"""The tables of the bureau, its people, and the dated facts about them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.books.tables.kinds import Code, Day, Reference, Whole
from daybook.books.tables.table import Column, Table
from daybook.org import models
from daybook.org.enums import (
    AbsenceKind,
    CircumstanceKind,
    DayKind,
    DelegationKind,
    Gender,
    HalfDay,
    RightKind,
    Role,
    StaffCategory,
)

OPEN_END = _("empty where it still holds")
PERSON = Reference("people", "人员")
DEPARTMENT = Reference("departments", "处室")


def person_key() -> Column:
    """The person a row is about, as part of its key."""
    return Column("person", "工号", PERSON, key=True)


def span(*, end_required: bool = False) -> tuple[Column, Column]:
    """The first and the last day of a dated fact, both included."""
    note = _("the last day it holds") if end_required else OPEN_END
    return (
        Column("first_day", "起", Day(), key=True, note=_("the first day it holds")),
        Column("last_day", "止", Day(), required=end_required, note=note),
    )


BUREAU = Table(
    name="bureau",
    chinese="单位",
    model=models.Bureau,
    bureau="self",
    note=_("One row: the bureau the book is of."),
    columns=(
        Column("code", "编码", key=True),
        Column("name", "名称", required=True),
        Column("policy", "考核办法", required=True, note=_("the id of a policy, such as log-style-2026")),
        Column("time_zone", "时区", default="Asia/Shanghai", note=_("a name of the IANA time zone table")),
    ),
)

CALENDAR_DAYS = Table(
    name="calendar_days",
    chinese="日历",
    model=models.CalendarDay,
    note=_("Days that are off or worked otherwise than the national calendar says."),
    columns=(
        Column("day", "日期", Day(), key=True),
        Column("kind", "类别", Code(DayKind), required=True),
        Column("name", "名称"),
    ),
)

DEPARTMENTS = Table(
    name="departments",
    chinese="处室",
    model=models.Department,
    columns=(
        Column("code", "编码", key=True),
        Column("name", "名称", required=True),
        Column("order", "序号", Whole(), default="0", note=_("its place in lists")),
        Column("valid_from", "起", Day()),
        Column("valid_to", "止", Day(), note=OPEN_END),
    ),
)

PEOPLE = Table(
    name="people",
    chinese="人员",
    model=models.Person,
    columns=(
        Column("number", "工号", key=True),
        Column("name", "姓名", required=True),
        Column("gender", "性别", Code(Gender)),
        Column("birth_date", "出生日期", Day()),
        Column(
            "staff_category", "人员类别", Code(StaffCategory), required=True, note=_("chooses the quota pool")
        ),
        Column("employed_from", "入职", Day()),
        Column("employed_to", "离职", Day(), note=_("the last day employed; empty while employed")),
        Column("email", "邮箱"),
    ),
)

APPOINTMENTS = Table(
    name="appointments",
    chinese="任职",
    model=models.Appointment,
    bureau="person__bureau",
    note=_("One appointment a person a day, one head or acting head a department a day."),
    columns=(
        person_key(),
        Column("department", "处室编码", DEPARTMENT, note=_("leaders may have none")),
        Column("role", "角色", Code(Role), required=True),
        Column("post", "岗位"),
        Column("post_class", "岗位类别", note=_("empty is general; for policies with sheets by post")),
        Column("duties", "职责"),
        Column("valid_from", "起", Day(), key=True),
        Column("valid_to", "止", Day(), note=OPEN_END),
    ),
)

PORTFOLIOS = Table(
    name="portfolios",
    chinese="分管",
    model=models.Portfolio,
    bureau="department__bureau",
    note=_("The leader in charge of a department; one a department a day."),
    columns=(
        Column("leader", "领导工号", PERSON, required=True),
        Column("department", "处室编码", DEPARTMENT, key=True),
        Column("valid_from", "起", Day(), key=True),
        Column("valid_to", "止", Day(), note=OPEN_END),
    ),
)

ABSENCES = Table(
    name="absences",
    chinese="缺勤",
    model=models.Absence,
    bureau="person__bureau",
    columns=(
        person_key(),
        Column("kind", "类别", Code(AbsenceKind), required=True),
        *span(),
        Column("half_day", "半天", Code(HalfDay), note=_("the half taken of each day; empty for whole days")),
    ),
)

CIRCUMSTANCES = Table(
    name="circumstances",
    chinese="特殊情形",
    model=models.Circumstance,
    bureau="person__bureau",
    columns=(
        person_key(),
        Column("kind", "情形", Code(CircumstanceKind), key=True),
        *span(),
        Column("document", "文号"),
    ),
)

CONFLICTS = Table(
    name="conflicts",
    chinese="回避",
    model=models.Conflict,
    bureau="person__bureau",
    columns=(
        person_key(),
        Column("superior", "上级工号", PERSON, key=True),
        *span(),
        Column("reason", "理由"),
    ),
)

DELEGATIONS = Table(
    name="delegations",
    chinese="委托",
    model=models.Delegation,
    bureau="person__bureau",
    columns=(
        person_key(),
        Column("deputy", "受托人工号", PERSON, required=True),
        Column("kind", "类别", Code(DelegationKind), key=True),
        *span(),
        Column("reason", "理由"),
    ),
)

RIGHTS = Table(
    name="rights",
    chinese="权限",
    model=models.Right,
    bureau="person__bureau",
    note=_("Rights of office; the three administrators exclude each other."),
    columns=(person_key(), Column("kind", "权限", Code(RightKind), key=True), *span()),
)

TABLES = (
    BUREAU,
    CALENDAR_DAYS,
    DEPARTMENTS,
    PEOPLE,
    APPOINTMENTS,
    PORTFOLIOS,
    ABSENCES,
    CIRCUMSTANCES,
    CONFLICTS,
    DELEGATIONS,
    RIGHTS,
)
