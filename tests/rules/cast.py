"""What the tests of the rules share: the shipped policies, the calendar of 2026, a bureau from few words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import daybook
from daybook.rules.facts import (
    Absence,
    Appointment,
    Circumstance,
    Department,
    Member,
    Person,
    Portfolio,
    Sheet,
    WorkCalendar,
    YearFacts,
)
from daybook.rules.policy import Policy
from daybook.rules.policy_load import load_policy

POLICIES = Path(daybook.__file__).parent / "policies"
SINCE = date(2020, 1, 1)
YEAR = 2026
NEW_YEAR, NEW_YEARS_EVE = date(YEAR, 1, 1), date(YEAR, 12, 31)
OFF = (
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
)
MAKEUP = ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10")


@cache
def policy_files() -> Mapping[str, Any]:
    """The shipped policy files, parsed."""
    return {
        path.stem: tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        for path in POLICIES.glob("*.toml")
    }


@cache
def shipped(policy_id: str = "log-style-2026", on: date = NEW_YEARS_EVE) -> Policy:
    """A shipped policy on a day."""
    return load_policy(policy_files(), policy_id, on)


def own_policy(extends: str = "log-style-2026", **tables: Any) -> Policy:
    """A bureau's own policy: a shipped one with some values overridden."""
    own = {
        "id": "own",
        "name": {"zh": "本局办法", "en": "Our own"},
        "effective_from": NEW_YEAR,
        "extends": extends,
        "source": "confirmed_default",
        **tables,
    }
    return load_policy({**policy_files(), "own": own}, "own", NEW_YEARS_EVE)


def days(first: str, last: str) -> list[date]:
    """Every day of a span."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [start + timedelta(days=offset) for offset in range((end - start).days + 1)]


@cache
def calendar_2026() -> WorkCalendar:
    """The workdays of 2026, with the weekends of the years around it."""
    off = frozenset(day for span in OFF for day in days(*span))
    makeup = frozenset(date.fromisoformat(day) for day in MAKEUP)
    return WorkCalendar(date(2025, 1, 1), date(2027, 12, 31), off, makeup)


def flat_scores(policy: Policy, form: str, score: str) -> dict[str, int]:
    """One score for every element of a form, in hundredths."""
    return dict.fromkeys(policy.sheets[form].weights, int(Decimal(score) * 100))


def sheet(quarter: int, score: str, category: str = "staff", **more: Any) -> Sheet:
    """A published sheet with one score for every element."""
    fields = {"published_on": date(YEAR, 3 * quarter, 28), **more}
    return Sheet(quarter=quarter, scores=flat_scores(shipped(), category, score), **fields)


class Bureau:
    """A bureau put together word by word; ``facts()`` gives the records."""

    def __init__(self, year: int = YEAR, calendar: WorkCalendar | None = None) -> None:
        self.year = year
        self.calendar = calendar or calendar_2026()
        self.departments: dict[str, Department] = {}
        self.appointments: list[Appointment] = []
        self.portfolios: list[Portfolio] = []
        self.people: list[Person] = []
        self.absences: dict[str, list[Absence]] = {}
        self.circumstances: dict[str, list[Circumstance]] = {}
        self.sheets: dict[str, list[Sheet]] = {}
        self.ballots: dict[str, dict[str, list[str]]] = {}
        self.routine_grades: dict[str, dict[int, str]] = {}
        self.seats: dict[tuple[str, str, str], int] = {}
        self.members: dict[str, Member] = {}

    def department(self, code: str, leader: str | None = None, until: date | None = None) -> Bureau:
        """Add a department, in a leader's portfolio if one is named."""
        self.departments[code] = Department(code, len(self.departments), SINCE, until)
        if leader is not None:
            self.portfolios.append(Portfolio(leader, code, SINCE))
        return self

    def principal(self, number: str) -> Bureau:
        """Add the principal leader."""
        self.people.append(Person(number, "civil_servant", SINCE))
        self.appointments.append(Appointment(number, None, "principal_leader", SINCE))
        return self

    def person(
        self,
        number: str,
        department: str | None = "D01",
        *,
        role: str = "staff",
        quarters: tuple[str | None, ...] = (),
        ballots: Mapping[str, list[str]] | None = None,
        joined: date = SINCE,
        left: date | None = None,
        staff_category: str = "civil_servant",
    ) -> Bureau:
        """Add a person with a score for each quarter (``None`` for no sheet) and ballots by class."""
        category = "staff" if role == "staff" else "head"
        self.people.append(Person(number, staff_category, joined, left))
        self.appointments.append(Appointment(number, department, role, joined, left))
        scored = [(n, score) for n, score in enumerate(quarters, start=1) if score is not None]
        self.sheets[number] = [sheet(n, score, category) for n, score in scored]
        self.ballots[number] = dict(ballots or {})
        return self

    def rated(self, number: str, total: str, department: str | None = "D01", **more: Any) -> Bureau:
        """Add a staff member with the same score in every quarter, and one ballot of A in class D.

        The assessment is then 100.00, so that the annual total is (score + 100) ÷ 2.
        """
        return self.person(number, department, quarters=(total,) * 4, ballots={"D": ["AAAAA"]}, **more)

    def facts(self) -> YearFacts:
        """The records."""
        return YearFacts(
            bureau="DEMO",
            year=self.year,
            calendar=self.calendar,
            departments=list(self.departments.values()),
            appointments=self.appointments,
            portfolios=self.portfolios,
            people=self.people,
            absences=self.absences,
            circumstances=self.circumstances,
            sheets=self.sheets,
            ballots=self.ballots,
            routine_grades=self.routine_grades,
            seats=self.seats,
            members=self.members,
        )
