"""The page of the sheets expected: the people of one page in their departments, and the figures above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.quarterly.queries.expected import ExpectedSheets
from daybook.quarterly.shown.expected import DepartmentLines, lines_of_departments, problems

PEOPLE_OF_A_PAGE = 80
LONGEST_PAGE = 4  # digits


@dataclass(frozen=True, slots=True)
class ExpectedPage:
    """Everything the page shows."""

    due_by: date
    is_due: bool
    is_ahead: bool
    by_majority: bool
    least: int
    people: int
    not_scored: int
    wanted: int
    signed: int
    is_calendar_missing: bool
    year: int
    problems: Sequence[str]
    departments: Sequence[DepartmentLines]
    page: int
    pages: int

    @property
    def turns(self) -> list[int]:
        """The pages, where there are several."""
        return list(range(1, self.pages + 1)) if self.pages > 1 else []


def expected_page(found: ExpectedSheets, asked: str) -> ExpectedPage:
    """The page that is asked for, or the nearest there is."""
    people = found.people
    pages = max(1, -(-len(people) // PEOPLE_OF_A_PAGE))
    at = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_PAGE else 1
    at = min(max(1, at), pages)
    return ExpectedPage(
        due_by=found.due_by,
        is_due=found.due_by < found.today,
        is_ahead=found.today < found.period.first,
        by_majority=found.policy.quarterly.transfer == "majority",
        least=found.policy.quarterly.min_workdays,
        people=len(people),
        not_scored=sum(each.is_below for each in people),
        wanted=len(found.wanted),
        signed=len(found.signed),
        is_calendar_missing=found.is_calendar_missing,
        year=found.period.first.year,
        problems=problems(found),
        departments=_cut(lines_of_departments(found), (at - 1) * PEOPLE_OF_A_PAGE),
        page=at,
        pages=pages,
    )


def _cut(departments: Sequence[DepartmentLines], start: int) -> list[DepartmentLines]:
    """The departments of one page with those of their people who stand on it."""
    shown, passed = [], 0
    for each in departments:
        first, last = max(0, start - passed), max(0, start + PEOPLE_OF_A_PAGE - passed)
        if people := each.people[first:last]:
            shown.append(DepartmentLines(each.name, people))
        passed += len(each.people)
    return shown
