"""The month of a department: who is done, what was promised and what came of it, and the hours.

Plans and submitted months are open to the bureau. Indicators are told to whom `MonthReader` tells them; hours
are those of open entries.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import Http404

from daybook.daily.access import Reader
from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.monthly.access import INSIGHT
from daybook.monthly.queries.standing import LEADERS, Stand, Standings
from daybook.monthly.statement import Indicators, planned_of
from daybook.org.enums import RightKind, Role
from daybook.org.models import Department, Person
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.plans.queries import by_key
from daybook.rules.exact import fixed
from daybook.rules.facts import ONE_DAY
from daybook.rules.month import Recorded, completion, coverage, recorded_hours, saturation

PEOPLE_OF_A_PAGE = 20
Told = tuple[Recorded, bool, bool]
"""What the figures need of an entry, whether it is open, whether it is in quarantine."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the department, the plan with what came of it, how the month stands, and its hours."""

    person: Person
    role: str
    items: Sequence[PlanItem]
    stand: Stand
    hours: str
    indicators: Indicators | None

    @property
    def rows(self) -> int:
        """The rows of the table that are the person's."""
        return max(1, len(self.items))


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who was here in the month and is elsewhere at its end."""

    person: Person
    until: date
    department: Department | None


@dataclass(frozen=True, slots=True)
class DepartmentMonth:
    """Everything the page of a department's month shows."""

    month: str
    name: str
    code: str
    members: Sequence[Member]
    stands: Sequence[Stand]
    planned: int
    moved: Sequence[Moved]
    page: int
    pages: int

    @property
    def months(self) -> list[str]:
        """The months around, for the way from one to the other."""
        return months_around(self.month)

    @property
    def submitted(self) -> int:
        """How many people have submitted."""
        return sum(each.submitted is not None for each in self.stands)

    @property
    def reviewed(self) -> int:
        """How many months are reviewed whole."""
        return sum(each.is_reviewed for each in self.stands)

    @property
    def late(self) -> int:
        """How many are late, of those the reader is told of."""
        return sum(each.late_to_submit or each.late_to_review for each in self.stands)

    @property
    def knows_indicators(self) -> bool:
        """Whether the table has columns of indicators for this reader."""
        return any(each.indicators for each in self.members)

    @property
    def turns(self) -> list[int]:
        """The pages, where there are several."""
        return list(range(1, self.pages + 1)) if self.pages > 1 else []


def months_around(month: str) -> list[str]:
    """A month between the one before and the one after."""
    first, last = month_bounds(month)
    return [month_of(first - ONE_DAY), month, month_of(last + ONE_DAY)]


def department_month(reader: Reader, code: str, month: str, page: int | None = 1) -> DepartmentMonth:
    """A department's month as a reader sees it, a page of its people or (`None`) all of them.

    Raises Http404 where there is no such department in that month; Refused; PolicyFault.
    """
    standings = Standings(reader, month)
    return _Department(standings, code).page(page)


@dataclass
class _Department:
    """What the page is made from, each part read once."""

    standings: Standings
    code: str

    @cached_property
    def department(self) -> Department:
        """The department."""
        found = {each.code: each for each in self.standings.departments}
        if self.code not in found:
            raise Http404
        return found[self.code]

    def page(self, page: int | None) -> DepartmentMonth:
        department, numbers = self.department, self.standings.members(self.code)
        pages = max(1, -(-len(numbers) // PEOPLE_OF_A_PAGE))
        at = min(max(1, page or 1), pages)
        shown = numbers if page is None else numbers[(at - 1) * PEOPLE_OF_A_PAGE :][:PEOPLE_OF_A_PAGE]
        stands = {number: self.standings.stand(number) for number in numbers}
        items = self._items(numbers)
        entries = self._entries(shown)
        return DepartmentMonth(
            month=self.standings.month,
            name=department.name,
            code=self.code,
            members=[self._member(number, stands[number], items, entries) for number in shown],
            stands=list(stands.values()),
            planned=sum(bool(items.get(self._person(number).pk)) for number in numbers),
            moved=self._moved(),
            page=at,
            pages=pages,
        )

    def _person(self, number: str) -> Person:
        return self.standings.people[number]

    def _items(self, numbers: Iterable[str]) -> Mapping[int, list[PlanItem]]:
        people = [self._person(number).pk for number in numbers]
        rows = PlanItem.objects.filter(person__in=people, month=self.standings.month)
        found: dict[int, list[PlanItem]] = {}
        for item in by_key(rows):
            found.setdefault(item.person_id, []).append(item)
        return found

    def _entries(self, numbers: Iterable[str]) -> Mapping[int, list[Told]]:
        """The entries of some people that count: what the figures need, whether open, whether hidden."""
        people = [self._person(number).pk for number in numbers]
        span = (self.standings.first, self.standings.last)
        rows = LogEntry.objects.filter(person__in=people, work_date__range=span, withdrawn_reason="")
        columns = ("work_date", "start", "end", "half_day", "state", "visibility", "quarantined")
        found: dict[int, list[Told]] = {}
        for row in rows.order_by("id").values_list("person_id", *columns):
            found.setdefault(row[0], []).append(_told(row[1:]))
        return found

    def _member(
        self,
        number: str,
        stand: Stand,
        items: Mapping[int, list[PlanItem]],
        entries: Mapping[int, list[Told]],
    ) -> Member:
        person = self._person(number)
        told, plan = entries.get(person.pk, []), items.get(person.pk, [])
        opened = [each for each, is_open, _hidden in told if is_open]
        return Member(
            person=person,
            role=self._role(number),
            items=plan,
            stand=stand,
            hours=fixed(recorded_hours(self.standings.policy, opened), 1),
            indicators=self._indicators(person, plan, told),
        )

    def _role(self, number: str) -> str:
        return str(Role(self.standings.posts[number].role).label)

    def _indicators(
        self, person: Person, items: Sequence[PlanItem], told: Sequence[Told]
    ) -> Indicators | None:
        """What is hidden from the reader cannot be reckoned for him."""
        reads_all = self._is_near(person)
        closed = any(not is_open and not quarantined for _each, is_open, quarantined in told)
        if not (reads_all or (not closed and not self.standings.reader.rights.isdisjoint(INSIGHT))):
            return None
        due = self.standings.due(person)
        recorded = [each for each, _open, _hidden in told]
        return Indicators(
            coverage(due, recorded),
            saturation(self.standings.policy, due, recorded),
            completion(planned_of(item) for item in items),
        )

    def _is_near(self, person: Person) -> bool:
        """Whether the reader reads the person's internal entries of the month too."""
        reader, lines = self.standings.reader, self.standings.lines
        days = (self.standings.first, self.standings.last)
        above = set().union(*(lines.line_on(person.pk, day) for day in days))
        own = reader.person.pk == person.pk or RightKind.PERSONNEL_OFFICE in reader.rights
        return own or reader.person.pk in above

    def _moved(self) -> list[Moved]:
        """Who was here in the month and is not at its end, with where to."""
        departments = {each.code: each for each in self.standings.departments}
        last = self.standings.posts
        left = [
            post
            for post in self.standings.lines.roster.appointments
            if (post.department or LEADERS) == self.code
            and (last[post.person].department or LEADERS) != self.code
            and post.valid_to is not None
        ]
        return [
            Moved(
                self._person(post.person),
                post.valid_to,
                departments.get(last[post.person].department or LEADERS),
            )
            for post in sorted(left, key=lambda post: post.person)
            if post.valid_to
        ]


def _told(row: tuple[Any, ...]) -> Told:
    """What the figures need of an entry; one in quarantine tells no time."""
    day, start, end, half, state, visibility, quarantined = row
    if quarantined:
        return Recorded(day, state=state), False, True
    return Recorded(day, start, end, half, state), visibility == Visibility.OPEN, False
