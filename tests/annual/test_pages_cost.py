"""What the year's page costs: the same statements for ten people and for a thousand, and a page of HTML."""

from __future__ import annotations

import random
import re
from datetime import UTC, date, datetime

import pytest

from bench.fill import Filler
from daybook.annual.models import Decision
from daybook.annual.shown.ranks import PAGE
from daybook.daily.models import LogEntry
from daybook.org.models import Account, Bureau, Department, Person
from tests.annual.results import rows
from tests.pages import page, reading, statements

pytestmark = pytest.mark.django_db
YEAR = 2025
RESULTS = f"/years/{YEAR}/results"
MOST_STATEMENTS = 12
MOST_STATEMENTS_OPENED = 15
MOST_BYTES = 100_000


def filled(people: int) -> Bureau:
    """A bureau of so many appraised people with four sheets, twenty ballots and two decisions each."""
    Filler(f"B{people}", people, YEAR, random.Random(people)).fill()
    bureau = Bureau.objects.get(code=f"B{people}")
    everybody = Person.objects.filter(bureau=bureau, number__startswith="S")
    Decision.objects.bulk_create(
        Decision(bureau=bureau, year=YEAR, person=person, version=version, stage=stage, grade="competent")
        for person in everybody
        for version, stage in enumerate(("proposed", "final"), start=1)
    )
    return bureau


def spell_out(bureau: Bureau) -> None:
    """Names as long as real ones, and a record beneath the scores of one person."""
    Department.objects.filter(bureau=bureau).update(name="水旱灾害防御指挥处")
    Person.objects.filter(bureau=bureau).update(name="欧阳建国")
    LogEntry.objects.bulk_create(
        LogEntry(
            bureau=bureau,
            person=Person.objects.get(bureau=bureau, number="S00203"),
            key=f"01973b6e-{number:04}-7a2b-8c3d-0123456789ab",
            work_date=date(YEAR, 5, 6),
            content="会商白马河水情" * 12,
            recorded_at=datetime(YEAR, 5, 6, 10, tzinfo=UTC),
        )
        for number in range(80)
    )


def reader(bureau: Bureau, number: str) -> Person:
    person = Person.objects.get(bureau=bureau, number=number)
    Account.objects.get_or_create(person=person, defaults={"username": f"{bureau.code}-{number}"})
    return person


@pytest.mark.many
def test_the_page_takes_as_many_statements_for_ten_people_as_for_a_thousand() -> None:
    few, many = filled(10), filled(1000)
    counts = {
        (number, query): [
            statements(reading(reader(bureau, number)), f"{RESULTS}{query}") for bureau in (few, many)
        ]
        for number in ("L001", "S00003")
        for query in ("", "?open=S00003:annual_total", "?open=S00003:Q2")
    }
    assert all(small == large for small, large in counts.values()), counts
    assert max(large for (_, query), (_, large) in counts.items() if not query) <= MOST_STATEMENTS
    assert max(large for _, large in counts.values()) <= MOST_STATEMENTS_OPENED
    spell_out(many)
    html = page(reading(reader(many, "L001"), "zh-hans"), f"{RESULTS}?open=S00203:Q2")
    assert len(rows(html)) == PAGE
    assert html.count("/entries/01973b6e") == 30
    assert len(html.encode()) <= MOST_BYTES


def test_a_long_table_is_paged_and_every_page_holds_its_own() -> None:
    bureau = filled(230)
    client = reading(reader(bureau, "L001"), "zh-hans")
    first, second = (page(client, f"{RESULTS}?unit=L001&page={number}") for number in (1, 2))
    numbers = [row.number for html in (first, second) for row in rows(html)]
    assert (len(rows(first)), len(rows(second))) == (PAGE, PAGE)
    numbers += [row.number for row in rows(page(client, f"{RESULTS}?unit=L001&page=3"))]
    numbers += [row.number for row in rows(page(client, f"{RESULTS}?unit=L001&page=99"))]
    assert len(set(numbers)) == len(numbers) == 200
    assert len(first.encode()) <= MOST_BYTES
    assert re.findall(r'aria-current="page">(\d)</a>', second) == ["2"]
    last = numbers[-1]
    assert last in {row.number for row in rows(page(client, f"{RESULTS}?open={last}:annual_total"))}
