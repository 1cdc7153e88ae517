"""The people of a year with the figures that are used: sealed ones of a final year, else settled ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from daybook.annual.queries.facts import roster_of_year
from daybook.annual.queries.settled import settled_year
from daybook.merit.queries.kept import Kept, SealedYear, kept_years
from daybook.org.models import Bureau
from daybook.org.policies import policy, policy_of
from daybook.org.roster import Roster
from daybook.rules.circumstances import last_day_employed
from daybook.rules.facts import Person
from daybook.rules.figure import Figure
from daybook.rules.policy import Policy
from daybook.rules.result import YearResult


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the year, by row: where he stands, and his figures in hundredths.

    `assessed` is the assessment with its ballots, where the year is settled and not sealed.
    """

    row: int
    number: str
    name: str
    department: str
    is_head: bool
    pool: str
    unit: str
    routine: int | None
    assessment: int | None
    total: int | None
    rank: int | None
    assessed: Figure | None = None

    @property
    def group(self) -> str:
        """Within what the person is ranked: the unit, in one pool."""
        return f"{self.pool}:{self.unit}"


@dataclass(frozen=True, slots=True)
class UseYear:
    """A year whose results are used: its people, its policy, what stands of it and of the years before."""

    bureau: Bureau
    year: int
    policy: Policy
    kept: Kept
    members: Sequence[Member]
    roster: Roster
    is_final: bool

    def totals_of(self, member: Member) -> dict[int, int]:
        """The annual totals of a person by year, this year's as it stands now."""
        own = {} if member.total is None else {self.year: member.total}
        before = {year: total for year, total in self.kept.totals_of(member.row).items() if year < self.year}
        return before | own

    def find(self, number: str) -> Member | None:
        """The person of a number, if the year has him."""
        return next((each for each in self.members if each.number == number), None)


def use_year(bureau: Bureau, year: int) -> UseYear | Kept:
    """A year with the years before it, in four statements where it is final, else in eight.

    Only what is kept where the year has no figures. Raises PolicyFault.
    """
    own = policy_of(bureau, date(year, 12, 31))
    kept = kept_years(bureau, range(year - _reach(own) + 1, year + 1))
    if year not in kept.years:
        return kept
    sealed = kept.sealed.get(year)
    if sealed:
        roster = roster_of_year(bureau, year)
        in_force = policy(next(iter(sealed.values())).policy, date(year, 12, 31))
        members = list(_sealed_members(roster, year, sealed))
    else:
        settled = settled_year(bureau, year)
        roster, in_force = settled.roster, settled.policy
        members = list(_settled_members(roster, settled.result))
    return UseYear(bureau, year, in_force, kept, members, roster, bool(sealed))


def _reach(policy: Policy) -> int:
    """How many years the rules look back, the year itself counted."""
    preference = policy.preference
    alerts = (alert.years for alert in policy.alerts.values())
    lists = (preference.practical_training.years, preference.recuperation.grade_years)
    return max(len(policy.career.year_weights), *lists, *alerts)


def _sealed_members(roster: Roster, year: int, sealed: dict[int, SealedYear]) -> Iterator[Member]:
    rows = {number: row for row, number in roster.numbers.items()}
    departments = _departments(roster, year)
    for person in sorted(roster.people):
        each = sealed.get(rows[person.number])
        if each is not None and _stays(person, year):
            yield Member(
                row=rows[person.number],
                number=person.number,
                name=roster.names[person.number],
                department=departments.get(person.number, ""),
                is_head=each.category == "head",
                pool=each.pool,
                unit=each.unit,
                routine=each.routine,
                assessment=each.assessment,
                total=each.total,
                rank=each.rank,
            )


def _settled_members(roster: Roster, result: YearResult) -> Iterator[Member]:
    rows = {number: row for row, number in roster.numbers.items()}
    for each in result.people:
        if _stays(each.person, result.year):
            yield Member(
                row=rows[each.number],
                number=each.number,
                name=roster.names[each.number],
                department=roster.department_names.get(each.department or "", ""),
                is_head=each.category == "head",
                pool=each.pool,
                unit=each.unit,
                routine=hundredths_of(each.routine),
                assessment=hundredths_of(each.assessment),
                total=hundredths_of(each.total),
                rank=each.rank,
                assessed=each.assessment,
            )


def hundredths_of(figure: Figure | None) -> int | None:
    """A figure in hundredths, nothing for none."""
    return None if figure is None else figure.hundredths


def _stays(person: Person, year: int) -> bool:
    """Whether somebody is still of the bureau at the year's end: who has left is nobody's candidate."""
    return last_day_employed(person, year) == date(year, 12, 31)


def _departments(roster: Roster, year: int) -> dict[str, str]:
    """The name of everybody's last department of a year."""
    held = sorted(roster.appointments, key=lambda each: each.valid_from)
    last = (each for each in held if each.valid_from <= date(year, 12, 31))
    return {each.person: roster.department_names.get(each.department or "", "") for each in last}
