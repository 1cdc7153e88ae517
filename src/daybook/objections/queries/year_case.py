"""One objection to a year's results with what its page shows; and the docket of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from daybook.annual.queries.results import Kept, YearResults, results_of
from daybook.objections.actions.year_filing import appeal_until
from daybook.objections.clock import Clock
from daybook.objections.enums import Outcome, YearSubject
from daybook.objections.models import YearObjection
from daybook.objections.year_access import YearStand, year_objection_for, year_objections_of, year_stand
from daybook.objections.year_clock import year_clock
from daybook.org.calendar import work_calendar
from daybook.org.frame import Frame
from daybook.org.models import Bureau
from daybook.org.moments import local_day

CLOSED_SHOWN = 50


@dataclass
class YearCase:
    """One objection as the person of a frame may know it."""

    frame: Frame
    objection: YearObjection
    stand: YearStand

    @property
    def is_open(self) -> bool:
        """Whether it waits for a decision."""
        return not self.objection.outcome

    @property
    def is_remedy(self) -> bool:
        """Whether it is reconsideration or appeal, of one's own result."""
        return self.objection.subject != YearSubject.NOTICE

    @property
    def is_appeal(self) -> bool:
        """Whether the authority above decides it."""
        return self.objection.subject == YearSubject.APPEAL

    @cached_property
    def clock(self) -> Clock:
        """By when it is to be decided."""
        return year_clock(self.objection, self.frame.today)

    @property
    def was_late(self) -> bool:
        """Whether it was decided after its day."""
        decided = self.objection.decided_at
        return decided is not None and local_day(self.frame.bureau, decided) > self.clock.due

    @cached_property
    def results(self) -> YearResults | None:
        """The year as it is settled, for who decides."""
        found = results_of(self.frame.bureau, self.objection.year)
        return None if isinstance(found, Kept) else found

    @property
    def place(self) -> tuple[str, str]:
        """The pool and unit of whom it is about; of somebody without a result, the first."""
        if self.results is None:
            return "", ""
        found = self.results.find(self.objection.whose.number)
        people = [found] if found else self.results.settled.result.people
        return min((each.pool, each.unit) for each in people)

    @property
    def may_appeal(self) -> bool:
        """Whether its person may appeal after it."""
        dismissed = self.objection.outcome == Outcome.DISMISSED
        reconsidered = self.objection.subject == YearSubject.RECONSIDERATION
        until = appeal_until(self.objection) if dismissed and reconsidered and self.stand.own else None
        return until is not None and self.frame.today <= until


@dataclass(frozen=True, slots=True)
class YearRow:
    """An objection in the docket, how the reader stands to it, its clock."""

    objection: YearObjection
    stand: YearStand
    clock: Clock

    @property
    def is_mine(self) -> bool:
        """Whether the reader must decide it."""
        return not self.objection.outcome and self.stand.decides


@dataclass(frozen=True, slots=True)
class YearDocket:
    """What is open, by the day it is due; what is closed, the latest first."""

    opened: Sequence[YearRow]
    closed: Sequence[YearRow]

    @property
    def mine(self) -> list[YearRow]:
        """Those that wait for the reader."""
        return [row for row in self.opened if row.is_mine]


def year_case_of(frame: Frame, key: str) -> YearCase:
    """One objection. Raises Http404."""
    return YearCase(frame, *year_objection_for(frame, key))


def year_docket_of(frame: Frame) -> YearDocket:
    """The docket of the person of a frame, in at most two statements."""
    found = list(year_objections_of(frame).order_by("-filed_at", "-id"))
    if not found:
        return YearDocket((), ())
    first = min(local_day(frame.bureau, each.filed_at) for each in found)
    calendar = work_calendar(frame.bureau, first.year, frame.today.year + 1)
    rows = [YearRow(each, year_stand(frame, each), year_clock(each, frame.today, calendar)) for each in found]
    opened = [row for row in rows if not row.objection.outcome]
    closed = [row for row in rows if row.objection.outcome]
    return YearDocket(
        sorted(opened, key=lambda row: (row.clock.due, row.objection.key)), closed[:CLOSED_SHOWN]
    )


def open_against(bureau: Bureau, year: int) -> int:
    """How many objections to the public notice of a year are open; in one statement."""
    rows = YearObjection.objects.filter(bureau=bureau, year=year, subject=YearSubject.NOTICE, outcome="")
    return rows.count()


def waiting_year_rows(frame: Frame) -> list[YearRow]:
    """The objections that wait for the person of a frame to decide; in at most two statements."""
    found = list(year_objections_of(frame).filter(outcome="").order_by("filed_at", "id"))
    if not found:
        return []
    first = min(local_day(frame.bureau, each.filed_at) for each in found)
    calendar = work_calendar(frame.bureau, first.year, frame.today.year + 1)
    rows = [YearRow(each, year_stand(frame, each), year_clock(each, frame.today, calendar)) for each in found]
    return [row for row in rows if row.is_mine]
