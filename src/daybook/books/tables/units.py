"""The tables of the appraisal units: each snapshot of a year, who counts where in it, who moved seats."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.annual import models
from daybook.annual.enums import Pool, QuotaGrade
from daybook.books.tables.annual import YEAR
from daybook.books.tables.kinds import Code, Instant, Whole, Year
from daybook.books.tables.marks import Yes
from daybook.books.tables.roster import PERSON
from daybook.books.tables.table import Column, Table

UNIT_FREEZES = Table(
    name="unit_freezes",
    chinese="单元冻结",
    model=models.UnitFreeze,
    note=_("Snapshots of the appraisal units as they stand on 31 December; the highest version counts."),
    columns=(
        YEAR,
        Column("version", "版本", Whole(1), key=True, default="1", note=_("empty is 1")),
        Column("frozen_by", "冻结人工号", PERSON),
        Column("frozen_at", "冻结时间", Instant()),
        Column("reason", "理由", note=_("why it replaces the version before")),
    ),
)

UNIT_MEMBERS = Table(
    name="unit_members",
    chinese="单元人员",
    model=models.UnitMember,
    bureau="freeze__bureau",
    note=_("Who counts where in a snapshot; without one the units are those of 31 December as known today."),
    columns=(
        Column("year", "年度", Year(), key=True, field="freeze__year"),
        Column(
            "version",
            "版本",
            Whole(1),
            key=True,
            default="1",
            field="freeze__version",
            note=_("empty is 1"),
        ),
        Column("person", "工号", PERSON, key=True),
        Column("pool", "类别", Code(Pool), required=True),
        Column("unit", "单元", optional=True, note=_("the leader's number, HEADS, or empty")),
        Column("appraised", "计入基数", Yes(), note=_("yes 是: counts in the base of the unit")),
    ),
)

SEAT_DECISIONS = Table(
    name="seat_decisions",
    chinese="名额决定",
    model=models.SeatDecision,
    note=_("Who entered the decided seats of a pool and grade, and when."),
    columns=(
        YEAR,
        Column("grade", "等次", Code(QuotaGrade), key=True),
        Column("pool", "类别", Code(Pool), key=True),
        Column("decided_by", "录入人工号", PERSON),
        Column("decided_at", "决定时间", Instant()),
    ),
)

TABLES = (UNIT_FREEZES, UNIT_MEMBERS, SEAT_DECISIONS)
