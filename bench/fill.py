"""Fill an installation with whole bureaus, quickly: `python -m bench.fill FIRST LAST PEOPLE YEAR`.

Rows go in through the models' own fields in bulk, not through the actions: what is measured is reading a
year, not making one. Each person has four published sheets and twenty ballots.
"""

from __future__ import annotations

import os
import random
import sys
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

BATCH = 4000
VOTERS = {"A": 1, "B": 3, "C": 6, "D": 10}
PER_DEPARTMENT = 25
PER_LEADER = 8
QUARTER_ENDS = ((1, 3, 31), (4, 6, 30), (7, 9, 30), (10, 12, 31))


def main(first: int, last: int, people: int, year: int) -> None:
    """Make the bureaus numbered `first` to `last`, of `people` appraised people each.

    The first one is made row by row; the others are its copies under other keys.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.db import connection, transaction

    from bench.copies import Copier

    if first == 1:
        with transaction.atomic():
            Filler("B00001", people, year, random.Random(1)).fill()
    copier = Copier(connection)
    for number in range(max(first, 2), last + 1):
        copier.copy(number)
    copier.settle_statistics()


class Filler:
    """One bureau of a year."""

    def __init__(self, code: str, people: int, year: int, chance: random.Random) -> None:
        self.code, self.size, self.year, self.chance = code, people, year, chance

    def fill(self) -> None:
        """The bureau with a year's sheets and ballots."""
        self.found()
        self._sheets()
        self._ballots()

    def found(self) -> None:
        """The bureau and who is what in it."""
        from daybook.org.models import Bureau

        self.bureau = Bureau.objects.create(code=self.code, name=self.code, policy="log-style-2026")
        self._roster()

    def _roster(self) -> None:
        from daybook.org.models import Appointment, Department, Person, Portfolio

        count = -(-self.size // PER_DEPARTMENT)
        start, now = date(2015, 1, 1), datetime(2015, 1, 1, tzinfo=UTC)
        departments = Department.objects.bulk_create(
            Department(bureau=self.bureau, code=f"D{n:03}", name=f"处室{n}", order=n, valid_from=start)
            for n in range(1, count + 1)
        )
        leaders = Person.objects.bulk_create(
            self._person(f"L{n:03}", start) for n in range(1, -(-count // PER_LEADER) + 1)
        )
        self.people = Person.objects.bulk_create(
            (self._person(f"S{n:05}", start) for n in range(self.size)), batch_size=BATCH
        )
        posts = [
            Appointment(
                person=leader,
                role="bureau_leader" if n else "principal_leader",
                valid_from=start,
                recorded_at=now,
            )
            for n, leader in enumerate(leaders)
        ]
        for n, person in enumerate(self.people):
            role = "staff" if n % PER_DEPARTMENT else "department_head"
            posts.append(
                Appointment(
                    person=person,
                    department=departments[n // PER_DEPARTMENT],
                    role=role,
                    valid_from=start,
                    recorded_at=now,
                )
            )
        Appointment.objects.bulk_create(posts, batch_size=BATCH)
        Portfolio.objects.bulk_create(
            Portfolio(
                leader=leaders[n // PER_LEADER], department=department, valid_from=start, recorded_at=now
            )
            for n, department in enumerate(departments)
        )

    def _person(self, number: str, start: date) -> Any:
        from daybook.org.models import Person

        return Person(
            bureau=self.bureau,
            number=number,
            name=number,
            staff_category="civil_servant",
            employed_from=start,
        )

    def _sheets(self) -> None:
        from daybook.org.policies import policy_of
        from daybook.quarterly.models import ElementScore, ScoreSheet

        policy = policy_of(self.bureau, date(self.year, 12, 31))
        elements = {category: list(policy.sheets[category].weights) for category in ("head", "staff")}
        published = datetime(self.year + 1, 1, 20, tzinfo=UTC)
        for quarter, (first, last, day) in enumerate(QUARTER_ENDS, start=1):
            sheets = ScoreSheet.objects.bulk_create(
                (
                    ScoreSheet(
                        bureau=self.bureau,
                        person=person,
                        quarter=f"{self.year}-Q{quarter}",
                        first_day=date(self.year, first, 1),
                        last_day=date(self.year, last, day),
                        published_at=published,
                        score=Decimal(80),
                        policy=policy.id,
                        policy_hash="",
                    )
                    for person in self.people
                ),
                batch_size=BATCH,
            )
            rows = (
                ElementScore(sheet=sheet, element=element, score=Decimal(self.chance.randint(150, 190)) / 2)
                for n, sheet in enumerate(sheets)
                for element in elements["staff" if n % PER_DEPARTMENT else "head"]
            )
            _in_batches(ElementScore.objects.bulk_create, rows)

    def _ballots(self) -> None:
        from daybook.annual.models import Ballot, Poll

        poll = Poll.objects.create(bureau=self.bureau, year=self.year, closed=True)
        rows = (
            Ballot(
                poll=poll,
                ballot_class=letter,
                serial=uuid.UUID(int=self.chance.getrandbits(128)).hex,
                ratee=person,
                options="".join(self.chance.choices("ABCDN", weights=(60, 30, 6, 1, 3), k=5)),
            )
            for person in self.people
            for letter, voters in VOTERS.items()
            for _ in range(voters)
        )
        _in_batches(Ballot.objects.bulk_create, rows)


def _in_batches(save: Callable[[list[Any]], object], rows: Iterator[Any]) -> None:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            save(batch)
            batch = []
    save(batch)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:5]))
