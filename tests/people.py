"""One cast of people for the tests: a small bureau with every role in it.

The water affairs bureau: principal leader Wang Haiyan (L01); leaders in charge Li Weimin (L02) and Zhao Min
(L03). D01 office and D02 planning under L02, D03 flood defence under L03. Sun Li of D01 is the personnel
office.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from daybook.org.actions.bureau import found_bureau, open_department
from daybook.org.actions.people import enrol_person, grant_right, make_account
from daybook.org.actions.posts import appoint, assign_portfolio
from daybook.org.enums import RightKind, Role, StaffCategory
from daybook.org.models import Account, Bureau, Department, Person
from tests.told import twice_told

FOUNDED = datetime(2024, 12, 30, 1, 0, tzinfo=UTC)
SINCE = date(2025, 1, 1)


@dataclass(frozen=True)
class Cast:
    """The bureau, its departments and its people by number."""

    bureau: Bureau
    departments: dict[str, Department]
    people: dict[str, Person]

    def __getitem__(self, code: str) -> Person:
        return self.people[code]


ROLES = (
    ("L01", "王海燕", Role.PRINCIPAL_LEADER, ""),
    ("L02", "李为民", Role.BUREAU_LEADER, ""),
    ("L03", "赵敏", Role.BUREAU_LEADER, ""),
    ("H01", "周文", Role.DEPARTMENT_HEAD, "D01"),
    ("H02", "吴建国", Role.DEPARTMENT_HEAD, "D02"),
    ("H03", "郑江", Role.DEPARTMENT_HEAD, "D03"),
    ("S01", "孙丽", Role.STAFF, "D01"),
    ("S02", "钱进", Role.STAFF, "D01"),
    ("S03", "冯雪", Role.STAFF, "D02"),
    ("S04", "陈明", Role.STAFF, "D02"),
    ("S05", "褚卫", Role.STAFF, "D03"),
    ("S06", "卫东", Role.STAFF, "D03"),
)


def water_bureau(code: str = "WATER", policy: str = "log-style-2026") -> Cast:
    """Found the bureau of the cast, through the acts that found any bureau.

    The usual one, where nothing else is, is founded once and then told again.
    """
    usual = (code, policy) == ("WATER", "log-style-2026")
    if usual and not (Bureau.objects.exists() or Account.objects.exists()):
        return twice_told(found_water_bureau, FOUNDED)
    return found_water_bureau(code, policy)


def found_water_bureau(code: str = "WATER", policy: str = "log-style-2026") -> Cast:
    """The bureau of the cast, act by act."""
    bureau = found_bureau(code=code, name="江州市水务局", policy=policy, at=FOUNDED)
    departments = {
        key: open_department(bureau=bureau, code=key, name=name, order=order, valid_from=SINCE, at=FOUNDED)
        for order, (key, name) in enumerate(
            (("D01", "办公室"), ("D02", "规划计划处"), ("D03", "水旱灾害防御处"))
        )
    }
    cast = Cast(bureau, departments, {})
    for number, name, role, department in ROLES:
        join(cast, number, name, role, department)
    for leader, department in (("L02", "D01"), ("L02", "D02"), ("L03", "D03")):
        assign_portfolio(
            leader=cast[leader], department=departments[department], valid_from=SINCE, at=FOUNDED
        )
    grant_right(person=cast["S01"], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE, at=FOUNDED)
    return cast


def join(cast: Cast, number: str, name: str, role: Role, department: str) -> None:
    person = enrol_person(
        bureau=cast.bureau,
        number=number,
        name=name,
        staff_category=StaffCategory.CIVIL_SERVANT,
        employed_from=SINCE,
        at=FOUNDED,
    )
    home = cast.departments.get(department)
    appoint(person=person, role=role, department=home, valid_from=SINCE, at=FOUNDED)
    make_account(person=person, at=FOUNDED)
    cast.people[number] = person
