"""Telling people of an objection: that there is something to do and a link, never a score or a text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from daybook.inbox.actions import Telling, settle, tell
from daybook.inbox.enums import MessageKind
from daybook.objections.access import above_sheets, sheet_of
from daybook.objections.clock import calendar_around, decide_by
from daybook.objections.deciding import corrector_of, decider_of
from daybook.objections.enums import Outcome
from daybook.objections.models import Objection
from daybook.org.enums import RightKind
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.org.rights import holders_of
from daybook.rules.superiors import COMMITTEE


def tell_the_decider(objection: Objection, at: datetime) -> None:
    """Tell who decides of a new objection and of its day; of the committee's, the personnel office."""
    sheet, today = sheet_of(objection), local_day(objection.bureau, at)
    decider = decider_of(above_sheets([sheet], today), sheet, today)
    until = decide_by(sheet, objection.filed_at, calendar_around(objection.bureau, sheet.last_day, today))
    people = who_decides(objection, decider, today)
    tell([to_decider(MessageKind.OBJECTION_FILED, objection, row, until) for row in people], at)


def tell_the_outcome(objection: Objection, at: datetime) -> None:
    """Tell the person that it is decided; and who scored, where he has a sheet to correct."""
    told_no_more(objection, at)
    sheet, today = sheet_of(objection), local_day(objection.bureau, at)
    tellings = [_told(MessageKind.OBJECTION_DECIDED, objection, objection.person_id, "objection")]
    if objection.outcome == Outcome.UPHELD:
        corrector = corrector_of(above_sheets([sheet], today), sheet, today)
        rows = _rows(objection, [corrector])
        tellings += [_told(MessageKind.SHEET_TO_CORRECT, objection, row, "correction") for row in rows]
    tell(tellings, at)


def tell_of_the_correction(objection: Objection, at: datetime) -> None:
    """Tell the person that the corrected sheet is out; nobody needs be told to correct it any more."""
    told_no_more(objection, at)
    tell([_told(MessageKind.SHEET_CORRECTED, objection, objection.person_id, "correction")], at)


def told_no_more(objection: Objection, at: datetime) -> None:
    """Note that nobody needs to be told any more what stood before."""
    settle(about=about(objection), at=at)


def to_decider(kind: MessageKind, objection: Objection, person: int, until: date) -> Telling:
    """A message to who decides: whose objection, to which quarter, until when."""
    return _told(kind, objection, person, "objection", name=objection.person.name, until=until.isoformat())


def who_decides(objection: Objection, decider: str, today: date) -> list[int]:
    """The rows of who decides; of the committee's cases all of the personnel office who may record it."""
    if decider != COMMITTEE:
        return _rows(objection, [decider])
    sheet = sheet_of(objection)
    office = holders_of(objection.bureau, RightKind.PERSONNEL_OFFICE, today)
    return sorted({*office} - {sheet.person_id, sheet.rater_id})


def about(objection: Objection) -> str:
    """The occasion that an objection is."""
    return f"objection:{objection.pk}"


def _told(kind: MessageKind, objection: Objection, person: int, page: str, **said: str) -> Telling:
    told = {"quarter": sheet_of(objection).quarter, **said}
    return Telling(person, kind, about(objection), reverse(page, args=[objection.key]), told)


def _rows(objection: Objection, numbers: Iterable[str]) -> list[int]:
    rows = Person.objects.filter(bureau=objection.bureau, number__in=[each for each in numbers if each])
    return sorted(rows.values_list("pk", flat=True))
