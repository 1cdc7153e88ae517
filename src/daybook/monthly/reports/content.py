"""What a printed report of a month says: the same to every reader, no indicator and nobody late in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from daybook.daily.access import Reader
from daybook.monthly.queries.bureau import Line, bureau_month
from daybook.monthly.queries.department import DepartmentMonth, Member, department_month
from daybook.monthly.queries.promises import Promise, promises_of
from daybook.monthly.telling import NONE
from daybook.plans.models import PlanItem
from daybook.web.dates import day_words, full_day_words, month_words

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Section:
    """What was promised in a department and what came of it: a row an item, under its person's name."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its title, where and when it was made, a table of who is done, and what came of the plans.

    `summary_words` are the columns of that table that hold words, by place; the others hold figures.
    """

    title: str
    made: str
    summary_heading: str
    summary_columns: Row
    summary: Sequence[Row]
    summary_words: Sequence[int]
    item_columns: Row
    sections: Sequence[Section]

    def told(self) -> dict[str, Any]:
        """The report as plain data."""
        return asdict(self)


def department_report(reader: Reader, code: str, month: str) -> Report:
    """The report of a department's month. Raises Http404; Refused; PolicyFault."""
    found = department_month(reader, code, month, None)
    words = {"department": found.name, "month": month_words(month)}
    return Report(
        title=_("%(department)s: plan and record of %(month)s") % words,
        made=_made(reader),
        summary_heading=_("Who is done"),
        summary_columns=(_("Name"), _("Planned items"), _("Submitted on"), _("Reviewed"), _("Open hours")),
        summary=[_person_row(member, reader) for member in found.members],
        summary_words=(0, 2, 3),
        item_columns=_item_columns(),
        sections=[Section(_promised(), _item_rows(found))],
    )


def bureau_report(reader: Reader, month: str) -> Report:
    """The report of the bureau's month, department by department. Raises Refused; PolicyFault."""
    found = bureau_month(reader, month)
    words = {"bureau": reader.person.bureau.name, "month": month_words(month)}
    people = (_("Department"), _("Number of people"), _("Planned"), _("Submitted"), _("Reviewed"))
    states = (_("Completed"), _("In part"), _("Not completed"), _("Called off"), _("Not answered"))
    return Report(
        title=_("%(bureau)s: plan and record of %(month)s") % words,
        made=_made(reader),
        summary_heading=_("How the month stands"),
        summary_columns=(*people, _("Items"), *states, _("Open hours")),
        summary=[_line_row(line) for line in found.lines] + [_line_row(found.total, _("Whole bureau"))],
        summary_words=(0,),
        item_columns=_item_columns(),
        sections=[
            Section(heading, [_promise_row(each) for each in promises])
            for heading, promises in promises_of(reader, month)
        ],
    )


def _made(reader: Reader) -> str:
    words = {"bureau": reader.person.bureau.name, "day": full_day_words(timezone.localdate())}
    return _("%(bureau)s, as of %(day)s") % words


def _promised() -> str:
    return _("What was promised and what came of it")


def _item_columns() -> Row:
    return _("Name"), _("Plan item"), _("State"), _("Visible progress")


def _person_row(member: Member, reader: Reader) -> Row:
    stand = member.stand
    submitted = timezone.localtime(stand.submitted).date() if stand.submitted else None
    reviewed = f"{stand.reviewed}/{stand.spans}" if stand.spans > 1 else _("yes")
    return (
        member.person.name,
        str(len(member.items)),
        day_words(submitted, reader.today) if submitted else "—",
        reviewed if stand.submitted and stand.reviewed else "—",
        member.hours,
    )


def _line_row(line: Line, name: str = "") -> Row:
    told = name or (line.department.name if line.department else _("Bureau leaders"))
    reviewed = "—" if line.reviewed is None else str(line.reviewed)
    people = (line.people, line.planned, line.submitted)
    items = (line.items, line.done, line.partial, line.not_done, line.cancelled, line.unanswered)
    return told, *map(str, people), reviewed, *map(str, items), line.hours


def _item_rows(found: DepartmentMonth) -> list[Row]:
    return [_item_row(member.person.name, item) for member in found.members for item in member.items]


def _item_row(name: str, item: PlanItem) -> Row:
    return name, item.title, state_words(item.state, item.progress), visible(item.visible_progress)


def _promise_row(promise: Promise) -> Row:
    return (
        promise.name,
        promise.title,
        state_words(promise.state, promise.progress),
        visible(promise.visible_progress),
    )


def state_words(state: str, progress: int | None) -> str:
    """A state in words, one completed in part with how far; a line where nothing was said yet."""
    if not state:
        return "—"
    label = str(dict(PlanItem._meta.get_field("state").flatchoices)[state])
    return f"{label} {progress}%" if state == "partial" and progress is not None else label


def visible(text: str) -> str:
    """The visible progress on one line; a line where there is none."""
    said = " ".join(text.split())
    return said if said and said != NONE else "—"
