"""What the calendar brings of the quarter that ended last: sheets due and late, scores to read, the cap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse

from daybook.daily.queries.person import record_begins
from daybook.inbox.actions import Telling
from daybook.inbox.enums import MessageKind
from daybook.org.calendar import work_calendar
from daybook.org.enums import RightKind
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Absence, Bureau, Person
from daybook.org.rights import holders_of
from daybook.org.roster import touching
from daybook.quarterly.queries.cap import cap_of_quarter
from daybook.quarterly.queries.expected import OPEN, REOPENED, ExpectedSheets, expected_sheets
from daybook.quarterly.queries.unread import unread_in
from daybook.rules.deadlines import add_workdays
from daybook.rules.facts import WorkCalendar
from daybook.supervision.todo import last_quarter

SHEETS, READ, CAP, RATER, MISSING = "sheets", "scores", "cap", "rater", "missing"


@dataclass
class QuarterTick:
    """The last quarter of a bureau on a day: what of it is to be told, and what is done.

    `reminded` workdays before the last day a reminder comes; who is away then has it on the last day.
    """

    bureau: Bureau
    today: date
    reminded: int

    @cached_property
    def expected(self) -> ExpectedSheets:
        """Every sheet of the quarter."""
        return expected_sheets(self.bureau, last_quarter(self.today), self.today)

    @property
    def quarter(self) -> str:
        """The quarter's key."""
        return self.expected.period.key

    @cached_property
    def calendar(self) -> WorkCalendar:
        """The workdays around the quarter and its deadline."""
        return work_calendar(self.bureau, self.expected.period.first.year, self.today.year + 1)

    @cached_property
    def missing(self) -> list[tuple[int, int | None]]:
        """Of each sheet not published, whose it is and whose to write, by row (none: the committee)."""
        return [
            (person.person.pk, sheet.rater.pk if sheet.rater else None)
            for person in self.expected.people
            for sheet in person.wanted
            if sheet.state in {OPEN, REOPENED}
        ]

    @cached_property
    def waiting(self) -> Counter[int]:
        """How many sheets each rater (by row) has not published."""
        return Counter(rater for _person, rater in self.missing if rater is not None)

    @cached_property
    def owed(self) -> Counter[int]:
        """The same with those of the committee, which every officer may record but for his own."""
        decided = [person for person, rater in self.missing if rater is None]
        return self.waiting + Counter(
            officer for officer in self.officers for person in decided if officer != person
        )

    @cached_property
    def officers(self) -> list[int]:
        """The personnel office, by row."""
        return sorted(holders_of(self.bureau, RightKind.PERSONNEL_OFFICE, self.today))

    @property
    def is_late(self) -> bool:
        """Whether the sheets were due before today."""
        return self.expected.due_by < self.today

    @cached_property
    def unread(self) -> list[int]:
        """Who (by row) has scores of the quarter to read."""
        rows = unread_in(self.quarter).filter(bureau=self.bureau).order_by("person_id")
        return list(rows.values_list("person_id", flat=True).distinct())

    @cached_property
    def exceeds_cap(self) -> bool:
        """Whether more are graded well than the cap allows, once nobody else's sheet is to come."""
        if self.missing and not self.is_late:
            return False
        year = self.expected.period.first.year
        calendar = work_calendar(self.bureau, year, year)
        lines = lines_at_once(self.bureau, date(year, 1, 1), date(year, 12, 31), calendar)
        cap = cap_of_quarter(self.bureau, self.expected.period, lines)
        return cap is not None and cap.exceeded

    def tellings(self) -> Iterator[Telling]:
        """Everything that is to be told today, told before or not."""
        if not self.calendar.is_workday(self.today) or not self._is_scored:
            return
        yield from self._of_sheets()
        for row in self.unread:
            yield self._telling(row, MessageKind.SCORES_TO_READ, READ, "quarter")
        if self.exceeds_cap:
            for row in self.officers:
                yield self._telling(row, MessageKind.CAP_EXCEEDED, CAP, "routine_grades")

    def done(self) -> Iterator[tuple[str, list[int]]]:
        """The occasions with those for whom they are done."""
        people = sorted({person.person.pk for person in self.expected.people} | self._raters)
        yield self._about(SHEETS), sorted({*self._raters, *self.officers} - self.owed.keys())
        yield self._about(READ), [row for row in people if row not in self.unread]
        if not self.exceeds_cap:
            yield self._about(CAP), self.officers
        if not self.missing:
            yield self._about(MISSING), self.officers
        everybody = sorted({*people, *self.officers})
        for rater in sorted(self._raters - self.waiting.keys()):
            yield f"{RATER}:{self.quarter}:{rater}", everybody

    @cached_property
    def _raters(self) -> frozenset[int]:
        return frozenset(sheet.rater.pk for sheet in self.expected.wanted if sheet.rater)

    @cached_property
    def _is_scored(self) -> bool:
        """Whether the bureau kept a record in the quarter already; before it nobody owes anything."""
        begins = record_begins(self.bureau)
        return begins is not None and begins <= self.expected.period.last

    def _of_sheets(self) -> Iterator[Telling]:
        due = self.expected.due_by
        soon = add_workdays(self.calendar, self.today, self.reminded) >= due
        for row, count in sorted(self.owed.items()):
            if self.is_late:
                yield self._sheets(row, MessageKind.SHEETS_LATE, SHEETS, "scoring", count=count)
            elif soon and row not in self._away:
                yield self._sheets(row, MessageKind.SHEETS_SOON, SHEETS, "scoring", count=count)
        if self.is_late:
            yield from self._of_late_raters()

    def _of_late_raters(self) -> Iterator[Telling]:
        """Their superiors are told of them, and the personnel office of every sheet that is missing."""
        for rater, count in sorted(self.waiting.items()):
            if above := self._above(rater):
                said = {"name": self._names.get(rater, ""), "count": count}
                about = f"{RATER}:{self.quarter}:{rater}"
                yield self._sheets(above, MessageKind.RATER_LATE, about, "quarter_people", **said)
        if count := len(self.missing):
            for row in self.officers:
                yield self._sheets(row, MessageKind.SHEETS_MISSING, MISSING, "expected_sheets", count=count)

    @cached_property
    def _lines(self) -> Lines:
        period = self.expected.period
        return lines_at_once(self.bureau, period.first, period.last, self.calendar)

    def _above(self, rater: int) -> int | None:
        """The superior of a rater at the quarter's end; nobody for who held no post then."""
        known = rater in self._lines.roster.numbers
        return self._lines.superior_on(rater, self.expected.period.last) if known else None

    @cached_property
    def _names(self) -> dict[int, str]:
        rows = Person.objects.filter(bureau=self.bureau, pk__in=self.waiting.keys())
        return dict(rows.values_list("pk", "name"))

    @cached_property
    def _away(self) -> frozenset[int]:
        """Who (by row) is on leave for the whole of today: left in peace."""
        span = touching(self.today, self.today, start="first_day", end="last_day") & Q(half_day="")
        rows = Absence.objects.filter(span, person__bureau=self.bureau)
        return frozenset(rows.values_list("person_id", flat=True))

    def _about(self, what: str) -> str:
        return f"{what}:{self.quarter}"

    def _sheets(self, row: int, kind: MessageKind, about: str, page: str, **said: object) -> Telling:
        return self._telling(row, kind, about, page, until=self.expected.due_by.isoformat(), **said)

    def _telling(self, row: int, kind: MessageKind, about: str, page: str, **said: object) -> Telling:
        told = about if ":" in about else self._about(about)
        href = reverse(page, args=[self.quarter])
        return Telling(row, kind, told, href, {"quarter": self.quarter, **said})
