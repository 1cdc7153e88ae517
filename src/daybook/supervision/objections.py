"""Objections, as home and the clock tell of them: who decides by when, who has a sheet to correct."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.inbox.actions import Telling
from daybook.inbox.enums import MessageKind
from daybook.objections.access import above_sheets, is_office, objections_of, sheet_of
from daybook.objections.actions.telling import to_decider, who_decides
from daybook.objections.clock import calendar_around, decide_by
from daybook.objections.deciding import decider_of
from daybook.objections.queries.docket import Row, waiting_rows
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES
from daybook.org.frame import Frame
from daybook.org.models import Bureau
from daybook.rules.deadlines import add_workdays
from daybook.supervision.todo import SHEET_MINUTES, ToDo
from daybook.web.dates import quarter_words

DECISION_MINUTES = 20
ACTING = HEAD_ROLES | LEADER_ROLES


def objection_todos(frame: Frame) -> Iterator[ToDo]:
    """What waits of objections for who decides or corrects; one statement where there is none."""
    if frame.standing.role in ACTING or is_office(frame.standing.rights):
        for row in waiting_rows(frame):
            yield _to_decide(row, frame.today) if row.is_open else _to_correct(row, frame.today)


def _to_decide(row: Row, today: date) -> ToDo:
    what = _("Decide the objection of %(name)s") % {"name": row.objection.person.name}
    href = reverse("objection", args=[row.objection.key])
    return ToDo(what, quarter_words(row.sheet.quarter), row.due, DECISION_MINUTES, today, href, _("Decide"))


def _to_correct(row: Row, today: date) -> ToDo:
    what = _("Correct the score sheet of %(name)s") % {"name": row.objection.person.name}
    more = _("%(quarter)s; an objection was upheld") % {"quarter": quarter_words(row.sheet.quarter)}
    href = reverse("correction", args=[row.objection.key])
    return ToDo(what, more, None, round(SHEET_MINUTES), today, href, _("Correct"))


def objection_tellings(bureau: Bureau, today: date, reminded: int) -> Iterator[Telling]:
    """Who decides is reminded once before the last day, so many workdays, and told once that it is late."""
    waiting = list(objections_of(bureau.pk).filter(outcome="").order_by("id"))
    if not waiting:
        return
    sheets = [sheet_of(each) for each in waiting]
    above = above_sheets(sheets, today)
    calendar = calendar_around(bureau, min(each.first_day for each in sheets), today)
    if not calendar.is_workday(today):
        return
    for objection, sheet in zip(waiting, sheets, strict=True):
        due = decide_by(sheet, objection.filed_at, calendar)
        if add_workdays(calendar, today, reminded) < due:
            continue
        kind = MessageKind.OBJECTION_LATE if today > due else MessageKind.OBJECTION_SOON
        for row in who_decides(objection, decider_of(above, sheet, today), today):
            yield to_decider(kind, objection, row, due)
