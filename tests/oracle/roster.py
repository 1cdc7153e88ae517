"""A random bureau: departments, people, appointments and portfolios, with the corners on purpose."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
DAY = timedelta(days=1)
FOREVER = date(9999, 12, 31)
CATEGORIES = ("civil_servant", "quasi_civil_servant", "public_institution", "support_worker")
HEAD_ROLES = ("department_head", "acting_head")


class Roster:
    """The people of one bureau and who stands where, valid by construction."""

    def __init__(self, rng: Random, year: int) -> None:
        self.rng = rng
        self.year = year
        self.first, self.last = date(year, 1, 1), date(year, 12, 31)
        self.departments: list[Row] = []
        self.people: list[Row] = []
        self.appointments: list[Row] = []
        self.portfolios: list[Row] = []
        self.heads_taken: dict[str, list[tuple[date, date]]] = {}
        self.make_departments()
        self.make_leaders()
        self.make_portfolios()
        self.make_appraised()

    def some_day(self) -> date:
        """A day of the year; often the first or last of a month or quarter, where boundaries hide."""
        if self.rng.random() < 0.4:
            first = date(self.year, self.rng.randint(1, 12), 1)
            return first if self.rng.random() < 0.6 else max(first - DAY, self.first)
        return self.first + DAY * self.rng.randrange(365)

    def make_departments(self) -> None:
        """One to nine departments; a few open or close within the year, the first never."""
        for n in range(self.rng.choice((1, 2, 3, 3, 4, 5, 6, 9))):
            code = self.rng.choice((f"D{n + 7}", f"D{n:02}", f"处{n}"))
            opens, closes = date(2010, 1, 1), None
            if n and self.rng.random() < 0.1:
                opens = self.some_day()
            elif n and self.rng.random() < 0.12:
                closes = self.some_day()
            self.departments.append(
                {"code": code, "name": f"{code}处", "order": n + 1, "valid_from": opens, "valid_to": closes}
            )

    def add_person(self, number: str, since: date, until: date | None) -> Row:
        """One row of people."""
        person = {
            "number": number,
            "name": f"人员{number}",
            "staff_category": self.rng.choices(CATEGORIES, self.category_odds())[0],
            "employed_from": since,
            "employed_to": until,
        }
        self.people.append(person)
        return person

    def category_odds(self) -> tuple[int, int, int, int]:
        """Mostly civil servants; the other pools are small, so that units of one and two people arise."""
        return (70, 8, 14, 8) if len(self.departments) > 1 else (40, 20, 20, 20)

    def appoint(self, number: str, role: str, department: str, since: date, until: date | None) -> None:
        """One row of appointments."""
        post = {"department_head": "处长", "acting_head": "副处长", "staff": "科员"}.get(role, "局长")
        self.appointments.append(
            {
                "person": number,
                "department": department,
                "role": role,
                "post": post,
                "valid_from": since,
                "valid_to": until,
            }
        )

    def make_leaders(self) -> None:
        """No, one or two principal leaders in turn, and up to five others."""
        self.leaders: list[tuple[str, date, date]] = []
        fate = self.rng.random()
        if fate < 0.75:
            self.add_leader("L1", "principal_leader", date(2012, 5, 1), None)
        elif fate < 0.9:
            change = self.some_day()
            self.add_leader("L1", "principal_leader", date(2012, 5, 1), change)
            if self.rng.random() < 0.7:
                self.add_leader("L9", "principal_leader", change + DAY, None)
        for n in range(self.rng.choice((0, 1, 2, 3, 4, 5))):
            number = self.rng.choice((f"L{n + 7}", f"L{n + 20}", f"K{n}"))
            if number in {person["number"] for person in self.people}:
                continue
            until = self.some_day() if self.rng.random() < 0.1 else None
            self.add_leader(number, "bureau_leader", date(2014, 2, 1), until)

    def add_leader(self, number: str, role: str, since: date, until: date | None) -> None:
        """A leader, employed as long as the post lasts."""
        self.add_person(number, since, until)
        self.appoint(number, role, "", since, until)
        self.leaders.append((number, since, until or FOREVER))

    def make_portfolios(self) -> None:
        """Departments in one leader's hands, in two after each other, or in nobody's."""
        for department in self.departments:
            begin = max(department["valid_from"], date(2015, 1, 1))
            end = department["valid_to"] or FOREVER
            cuts = sorted({self.some_day() for _ in range(self.rng.choice((0, 0, 0, 1, 2)))})
            starts = [begin, *(cut for cut in cuts if begin < cut <= end)]
            for start, stop in zip(starts, [*(s - DAY for s in starts[1:]), end], strict=True):
                able = [number for number, since, until in self.leaders if since <= start and stop <= until]
                if able and self.rng.random() < 0.85:
                    self.portfolios.append(
                        {
                            "leader": self.rng.choice(able),
                            "department": department["code"],
                            "valid_from": start,
                            "valid_to": None if stop == FOREVER else stop,
                        }
                    )

    def make_appraised(self) -> None:
        """Heads, acting heads and staff, with transfers, promotions, gaps, joining and leaving."""
        style = self.rng.choice(("S{:03}", "S{}", "s{}", "员{}"))
        size = self.rng.choice((1, 2, 4, 7, 10, 16))
        for department in self.departments:
            for n in range(self.rng.randint(1, size) + 1):
                number = style.format(len(self.people) * 7 % 1000)
                self.make_career(number, department["code"], wants_head=n < self.rng.choice((1, 1, 2)))

    def make_career(self, number: str, home: str, *, wants_head: bool) -> None:
        """One person's employment and appointments, one a day."""
        since = date(2016, 3, 1) if self.rng.random() < 0.88 else self.some_day()
        until = None
        if self.rng.random() < 0.1:
            until = max(self.some_day(), since)
        elif self.rng.random() < 0.05:
            until = self.rng.choice((self.last, self.last + DAY, date(self.year + 1, 3, 31)))
        elif self.rng.random() < 0.03:
            until = self.first - DAY if since < self.first else None
        self.add_person(number, since, until)
        end = until or FOREVER
        cuts = {self.some_day() for _ in range(self.rng.choice((0, 0, 0, 0, 0, 1, 1, 2)))}
        closing = {row["valid_to"] + DAY for row in self.departments if row["valid_to"]}
        opening = {row["valid_from"] for row in self.departments}
        starts = [since, *sorted(cut for cut in cuts | closing | opening if since < cut <= end)]
        department, role = home, "staff"
        for start, stop in zip(starts, [*(s - DAY for s in starts[1:]), end], strict=True):
            if start in cuts or not self.stands(department, start, stop):
                department = self.somewhere(start, stop, home)
            role = self.role_for(department, start, stop, wants_head=wants_head)
            if start in cuts and self.rng.random() < 0.04:
                continue  # a gap: employed, but in no post
            open_end = stop == FOREVER or (role == "staff" and stop == end and self.rng.random() < 0.5)
            self.appoint(number, role, department, start, None if open_end else stop)

    def stands(self, code: str, start: date, stop: date) -> bool:
        """Whether the department exists during the whole span."""
        row = next(d for d in self.departments if d["code"] == code)
        return bool(row["valid_from"] <= start and stop <= (row["valid_to"] or FOREVER))

    def somewhere(self, start: date, stop: date, home: str) -> str:
        """A department that exists during the span, home more often than not."""
        standing = [d["code"] for d in self.departments if self.stands(d["code"], start, stop)]
        return home if home in standing and self.rng.random() < 0.4 else str(self.rng.choice(standing))

    def role_for(self, code: str, start: date, stop: date, *, wants_head: bool) -> str:
        """A head's or acting head's role where the chair is free and wanted, else staff."""
        taken = self.heads_taken.setdefault(code, [])
        if not wants_head or self.rng.random() < 0.12:
            return "staff"
        if any(a <= stop and start <= b for a, b in taken):
            return "staff"
        taken.append((start, stop))
        return "department_head" if self.rng.random() < 0.8 else "acting_head"

    # --- who is above whom ---

    def post_on(self, number: str, when: date) -> Row | None:
        """The appointment of a person on a day, within employment."""
        person = next(p for p in self.people if p["number"] == number)
        if not (person["employed_from"] <= when <= (person["employed_to"] or FOREVER)):
            return None
        return next((a for a in self.appointments if a["person"] == number and held(a, when)), None)

    def superior_on(self, number: str, post: Row, when: date) -> str:
        """One level up, or an empty string where the committee decides."""
        if post["role"] == "staff":
            for role in HEAD_ROLES:
                for other in self.appointments:
                    if (
                        other["role"] == role
                        and other["department"] == post["department"]
                        and held(other, when)
                    ):
                        return str(other["person"])
        for row in self.portfolios:
            if row["department"] == post["department"] and held(row, when):
                return str(row["leader"])
        principals = [a for a in self.appointments if a["role"] == "principal_leader" and held(a, when)]
        return str(principals[0]["person"]) if principals else ""

    def spans(self, number: str, quarter: int) -> list[tuple[date, date, str, str]]:
        """Maximal runs (first, last, superior, category) of a quarter."""
        start = date(self.year, 3 * quarter - 2, 1)
        runs: list[tuple[date, date, str, str]] = []
        for n in range(92):
            when = start + DAY * n
            post = self.post_on(number, when) if (when.month + 2) // 3 == quarter else None
            if post is None:
                continue
            category = "staff" if post["role"] == "staff" else "head"
            key = (self.superior_on(number, post, when), category)
            if runs and runs[-1][1] == when - DAY and runs[-1][2:] == key:
                runs[-1] = (runs[-1][0], when, *key)
            else:
                runs.append((when, when, *key))
        return runs


def leave_open(rng: Random, roster: Roster) -> None:
    """Beginnings long past are left out in some rows: empty means none."""
    for row in roster.people:
        if row["employed_from"] == date(2016, 3, 1) and rng.random() < 0.1:
            row["employed_from"] = None
    for row in roster.departments:
        if row["valid_from"] == date(2010, 1, 1) and rng.random() < 0.1:
            row["valid_from"] = None


def held(row: Row, when: date) -> bool:
    """Whether a dated row of the roster holds on a day."""
    return bool(row["valid_from"] <= when and (row["valid_to"] is None or when <= row["valid_to"]))
