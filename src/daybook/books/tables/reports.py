"""The table of annual summaries."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from daybook.annual.models import AnnualReport
from daybook.books.tables.kinds import Instant, Year
from daybook.books.tables.roster import person_key
from daybook.books.tables.table import Column, Table

ANNUAL_REPORTS = Table(
    name="annual_reports",
    chinese="年度总结",
    model=AnnualReport,
    note=_("The answers to the goals stand in annual_goals."),
    columns=(
        person_key(),
        Column("year", "年度", Year(), key=True),
        Column("summary", "小结"),
        Column("duty_report", "述职"),
        Column("submitted_at", "提交时间", Instant(), note=_("empty where it is not submitted")),
    ),
)

TABLES = (ANNUAL_REPORTS,)
