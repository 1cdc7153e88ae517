"""The tables of goals, matters and plan items."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.books.tables.kinds import Code, Day, Fixed, Instant, Month, Reference, Whole, Year
from daybook.books.tables.marks import Yes
from daybook.books.tables.roster import DEPARTMENT, PERSON
from daybook.books.tables.table import Column, Table
from daybook.plans import models
from daybook.plans.enums import ChangeKind, MonthAct, PlanState

PER_CENT = Whole(0, 100)

KEY = Column("key", "编号", key=True)
TITLE = Column("title", "事项", required=True)
MEASURE = Column("measure", "标准", note=_("how success is told"))
DEPARTMENT_GOAL = Column("department_goal", "处室目标编号", Reference("department_goals", "处室目标"))
OUTCOME = (
    Column("state", "状态", Code(PlanState)),
    Column("progress", "进度", PER_CENT, note=_("in per cent")),
    Column("execution", "执行情况"),
    Column("visible_progress", "形象进度"),
    Column("work_status", "工作状态"),
)

TERMS = (
    Column("weight", "权重", Fixed(4, positive=True), default="1", note=_("empty is 1")),
    Column("due_date", "期限", Day()),
    Column("annual_goal", "年度目标编号", Reference("annual_goals", "年度目标")),
    Column("matter", "事项编号", Reference("matters", "事项")),
)

DEPARTMENT_GOALS = Table(
    name="department_goals",
    chinese="处室目标",
    model=models.DepartmentGoal,
    columns=(
        KEY,
        Column("department", "处室编码", DEPARTMENT, required=True),
        Column("year", "年度", Year(), required=True),
        TITLE,
        MEASURE,
    ),
)

ANNUAL_GOALS = Table(
    name="annual_goals",
    chinese="年度目标",
    model=models.AnnualGoal,
    columns=(
        KEY,
        Column("person", "工号", PERSON, required=True),
        Column("year", "年度", Year(), required=True),
        TITLE,
        MEASURE,
        DEPARTMENT_GOAL,
        *OUTCOME,
    ),
)

MATTERS = Table(
    name="matters",
    chinese="事项",
    model=models.Matter,
    note=_("Threads of work over days, months and people."),
    columns=(
        KEY,
        Column("department", "处室编码", DEPARTMENT),
        Column("title", "名称", required=True),
        DEPARTMENT_GOAL,
        Column("first_day", "起", Day()),
        Column("last_day", "止", Day()),
    ),
)

PLAN_ITEMS = Table(
    name="plan_items",
    chinese="计划事项",
    model=models.PlanItem,
    columns=(
        KEY,
        Column("person", "工号", PERSON, required=True),
        Column("month", "月份", Month(), required=True),
        TITLE,
        MEASURE,
        *TERMS,
        *OUTCOME,
    ),
)

PLAN_CHANGES = Table(
    name="plan_changes",
    chinese="计划变更",
    model=models.PlanChange,
    note=_("Changes of a month's plan after its deadline, and the superior's answer."),
    columns=(
        KEY,
        Column("person", "工号", PERSON, required=True),
        Column("month", "月份", Month(), required=True),
        Column("kind", "种类", Code(ChangeKind), required=True),
        Column(
            "item", "计划事项编号", Reference("plan_items", "计划事项"), note=_("empty for one to be added")
        ),
        Column("title", "事项", note=_("what shall stand")),
        MEASURE,
        *TERMS,
        Column("old_title", "原事项", note=_("what stood before")),
        Column("old_measure", "原标准"),
        Column("old_weight", "原权重", Fixed(4, positive=True)),
        Column("old_due_date", "原期限", Day()),
        Column("reason", "理由", required=True),
        Column("asked_at", "申请时间", Instant(), required=True),
        Column("decided_by", "答复人工号", PERSON, note=_("empty while it is not answered")),
        Column("decided_at", "答复时间", Instant()),
        Column("consented", "同意", Yes()),
        Column("answer", "答复"),
    ),
)

EXTENSIONS = Table(
    name="extensions",
    chinese="延期",
    model=models.MonthExtension,
    note=_("Deadlines of a month put off by the personnel office."),
    columns=(
        KEY,
        Column("person", "工号", PERSON, note=_("empty for everybody; of a review, the reviewer")),
        Column("month", "月份", Month(), required=True),
        Column("act", "事项", Code(MonthAct), required=True),
        Column("until", "延到", Day(), required=True),
        Column("reason", "理由", required=True),
        Column("granted_by", "办理人工号", PERSON, required=True),
        Column("granted_at", "办理时间", Instant(), required=True),
    ),
)

TABLES = (DEPARTMENT_GOALS, ANNUAL_GOALS, MATTERS, PLAN_ITEMS, PLAN_CHANGES, EXTENSIONS)
