"""The lines of a bureau know the people in them without asking for each."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from daybook.org.lines import lines_at_once, lines_of
from daybook.org.models import Person
from tests.people import Cast

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
TOLD = ("pk", "bureau_id", "number", "name", "staff_category", "employed_from", "employed_to")


def _told(person: Model) -> list[object]:
    return [getattr(person, name) for name in TOLD]


@pytest.mark.parametrize("reading", [lines_at_once, lines_of])
def test_people_of_the_lines_are_those_of_the_table(cast: Cast, reading: object) -> None:
    Person.objects.filter(number="S02").update(employed_from=date(2025, 2, 1), employed_to=date(2026, 9, 30))
    Person.objects.filter(number="S03").update(email="fengxue@example.org")
    lines = reading(cast.bureau, FIRST, LAST)  # type: ignore[operator]
    with CaptureQueriesContext(connection) as asked:
        found = {number: _told(person) for number, person in lines.people.items()}
    assert found == {each.number: _told(each) for each in Person.objects.filter(bureau=cast.bureau)}
    assert len(asked) == 0
    assert lines.people["S03"] == cast["S03"]
    assert lines.people["S03"].email == "fengxue@example.org"  # read when it is asked for
