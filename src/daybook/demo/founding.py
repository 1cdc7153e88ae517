"""The roster: the bureau is founded, its people enrolled and appointed, what bears on them is noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from daybook.demo.cast import Company, Member
from daybook.demo.dates import Dates, local
from daybook.demo.script import PersonScript
from daybook.org.actions.bureau import found_bureau, open_department
from daybook.org.actions.people import end_employment, enrol_person, grant_right, make_account
from daybook.org.actions.posts import appoint, assign_portfolio
from daybook.org.actions.states import delegate, note_absence, note_circumstance
from daybook.org.enums import AbsenceKind, CircumstanceKind, DelegationKind, RightKind, Role, StaffCategory
from daybook.org.models import Bureau, Department, Person

KEPT_BY_SECRETARY = "日程由秘书随手代记，本人次日确认"
REVIEWED_BY_DEPUTY = "主汛期昼夜带班，6月对账由副处长代评"
ADMINISTRATORS = (
    ("董思齐", RightKind.SYSTEM_ADMIN),
    ("马晓彤", RightKind.SECURITY_ADMIN),
    ("段丽君", RightKind.AUDIT_ADMIN),
)
CIRCUMSTANCES = (
    ("何晓峰", CircumstanceKind.WARNING, "p-06-20", "p-12-19", "江水党发〔{year}〕14号"),
    ("彭嘉树", CircumstanceKind.PROBATION, "p-08-01", "c-07-31", "江人社录〔{year}〕52号"),
    ("邓凯", CircumstanceKind.SECONDMENT_OUT, "p-04-01", "c-03-31", "江组函〔{year}〕19号"),
)


@dataclass(frozen=True)
class Stage:
    """The bureau as it stands in the database, with the company that plays in it."""

    bureau: Bureau
    departments: Mapping[str, Department]
    people: Mapping[str, Person]
    company: Company

    @property
    def dates(self) -> Dates:
        """The dates of the demonstration."""
        return self.company.dates

    def head(self, code: str, on: date) -> Person:
        """Who heads a department on a day; the leader in charge where nobody does."""
        roles = {Role.DEPARTMENT_HEAD, Role.ACTING_HEAD}
        for name, member in self.company.members.items():
            post = member.post_on(on)
            if member.employed(on) and post.department == code and post.role in roles:
                return self.people[name]
        return self.people[self.leader(code)]

    def leader(self, code: str) -> str:
        """The name of the leader in charge of a department."""
        return next(unit.leader for unit in self.company.script.departments if unit.code == code)


def found(company: Company) -> Stage:
    """Found the bureau and everything its people need before the first day is written."""
    dates = company.dates
    at = local(dates.first - timedelta(days=2), 9)
    bureau = found_bureau(code=company.script.code, name=company.script.name, at=at)
    departments = {
        unit.code: open_department(
            bureau=bureau, code=unit.code, name=unit.name, order=order, valid_from=dates.first, at=at
        )
        for order, unit in enumerate(company.script.departments, start=1)
    }
    people = {name: _enrol(bureau, member, dates, at) for name, member in company.members.items()}
    stage = Stage(bureau, departments, people, company)
    for member in company.members.values():
        _appoint(stage, member, at)
    for unit in company.script.departments:
        assign_portfolio(
            leader=people[unit.leader], department=departments[unit.code], valid_from=dates.first, at=at
        )
    _rights(stage, at)
    _states(stage)
    return stage


def _enrol(bureau: Bureau, member: Member, dates: Dates, at: datetime) -> Person:
    script = member.script
    born = date.fromisoformat(script.birth)
    return enrol_person(
        bureau=bureau,
        number=script.number,
        name=script.name,
        staff_category=StaffCategory(script.staff_category),
        gender=script.gender,
        birth_date=born,
        employed_from=member.starts or _employed_from(script, born, dates),
        at=at,
    )


def _employed_from(script: PersonScript, born: date, dates: Dates) -> date:
    """After study, in July, as most begin; never later than the first day told."""
    years = 23 + int(script.number) % 4
    return min(date(born.year + years, 7, 1 + int(script.number) % 9), date(dates.previous - 1, 8, 1))


def _appoint(stage: Stage, member: Member, at: datetime) -> None:
    for post in member.posts:
        appoint(
            person=stage.people[member.name],
            role=Role(post.role),
            valid_from=post.first,
            valid_to=member.ends,
            department=stage.departments.get(post.department),
            post=post.post,
            duties=post.duties,
            at=at,
        )


def _rights(stage: Stage, at: datetime) -> None:
    first = stage.dates.first
    for member in stage.company.members.values():
        if member.script.right:
            kind = RightKind(member.script.right)
            grant_right(person=stage.people[member.name], kind=kind, first_day=first, at=at)
    for name, kind in ADMINISTRATORS:
        grant_right(person=stage.people[name], kind=kind, first_day=first, at=at)
    for member in stage.company.members.values():
        make_account(person=stage.people[member.name], at=at)


def _states(stage: Stage) -> None:
    _circumstances(stage)
    for name, member in stage.company.members.items():
        for away in member.absences:
            note_absence(
                person=stage.people[name],
                kind=AbsenceKind(away.kind),
                first_day=away.first,
                last_day=away.last,
                half_day=away.half_day,
                at=local(away.first, 8, 30),
            )
        if member.ends is not None:
            end_employment(person=stage.people[name], last_day=member.ends, at=local(member.ends, 17))
    _delegations(stage)


def _circumstances(stage: Stage) -> None:
    dates = stage.dates
    for name, kind, first, last, document in CIRCUMSTANCES:
        day = dates.day(first)
        note_circumstance(
            person=stage.people[name],
            kind=kind,
            first_day=day,
            last_day=dates.day(last),
            document=document.format(year=day.year),
            at=local(dates.workday_from(day), 10),
        )


def _delegations(stage: Stage) -> None:
    """The principal leader's secretary, and the flood head's deputy in the height of the season."""
    dates, people = stage.dates, stage.people
    for member in stage.company.members.values():
        if member.script.secretary_of:
            leader, secretary = people[member.script.secretary_of], people[member.name]
            span = dates.first, None
            _entrust(leader, secretary, DelegationKind.ENTER_LOG, span=span, reason=KEPT_BY_SECRETARY)
    for year in dates.years:
        if date(year, 7, 1) <= dates.today:
            july = date(year, 7, 1), date(year, 7, 31)
            kind = DelegationKind.REVIEW_MONTHS
            _entrust(people["秦岚"], people["方敏"], kind, span=july, reason=REVIEWED_BY_DEPUTY)


def _entrust(
    person: Person, deputy: Person, kind: DelegationKind, *, span: tuple[date, date | None], reason: str
) -> None:
    first, last = span
    delegate(
        person=person,
        deputy=deputy,
        kind=kind,
        first_day=first,
        last_day=last,
        reason=reason,
        actor=person,
        at=local(first, 8, 30),
    )
