"""The page on which a person objects to a sheet of his own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from daybook.daily.access import own_reader_of
from daybook.objections.access import own_sheet_for
from daybook.objections.actions.writings import about_sheet
from daybook.objections.clock import Clock, calendar_around, clock_of, file_until
from daybook.objections.models import Objection, ObjectionWriting
from daybook.objections.queries.case import SheetRead, read_sheet
from daybook.org.frame import Frame
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.notes import NOTHING, cited_on
from daybook.quarterly.queries.own_facts import facts_about


@dataclass(frozen=True, slots=True)
class FilingPage:
    """The sheet, by when one may object to it, what was kept of the text; the objection, if there is one."""

    sheet: ScoreSheet
    read: SheetRead
    clock: Clock
    draft: ObjectionWriting | None
    filed: Objection | None


def filing_page(frame: Frame, quarter: str, first_day: date) -> FilingPage:
    """The page of an objection to one's own sheet of a span. Raises Http404 where there is none."""
    sheet = own_sheet_for(frame.person, quarter, first_day)
    calendar = calendar_around(frame.bureau, sheet.first_day, frame.today)
    kept = ObjectionWriting.objects.filter(writer=frame.person, about=about_sheet(sheet)).first()
    cited = cited_on(own_reader_of(frame), [sheet.pk]).get(sheet.pk, NOTHING)
    return FilingPage(
        sheet=sheet,
        read=read_sheet(sheet, facts_about([sheet.person]), cited),
        clock=clock_of(calendar, file_until(sheet, calendar), frame.today),
        draft=kept,
        filed=Objection.objects.filter(sheet=sheet).first(),
    )
