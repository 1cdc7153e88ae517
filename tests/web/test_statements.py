"""A question written once is answered as the ORM would answer it, whatever it is asked about."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateField
from django.test.utils import CaptureQueriesContext

from daybook.ledger.models import LedgerLine
from daybook.org.models import Appointment, Person
from daybook.web.statements import AT_ONCE, Question, Slot, insert
from tests.factories import entry_of
from tests.people import Cast, water_bureau

BY_NUMBER = Question(
    lambda: Person.objects.select_related("bureau").filter(
        bureau=Slot("bureau", BigIntegerField()), number=Slot("number", CharField())
    )
)
POSTS = Question(
    lambda: (
        Appointment.objects.filter(
            person=Slot("person", BigIntegerField()), valid_from__lte=Slot("day", DateField())
        )
        .order_by("valid_from")
        .values_list("role", "valid_from", "valid_to", "recorded_at")
    )
)


def test_a_row_comes_with_what_it_joins(cast: Cast) -> None:
    asked = Person.objects.select_related("bureau").get(pk=cast["S01"].pk)
    with CaptureQueriesContext(connection) as counted:
        (found,) = BY_NUMBER(bureau=cast.bureau.pk, number="S01")
        assert found == asked
        assert found.bureau.code == "WATER"
        assert vars(found).keys() == vars(asked).keys()
    assert len(counted) == 1
    assert {field.attname: getattr(found, field.attname) for field in Person._meta.concrete_fields} == {
        field.attname: getattr(asked, field.attname) for field in Person._meta.concrete_fields
    }


def test_the_slots_are_filled_anew_each_time(cast: Cast) -> None:
    other = water_bureau("OTHER")
    for bureau in (cast.bureau, other.bureau):
        for number in ("S01", "H02"):
            (found,) = BY_NUMBER(bureau=bureau.pk, number=number)
            assert (found.bureau_id, found.number) == (bureau.pk, number)
    assert BY_NUMBER(bureau=cast.bureau.pk, number="nobody") == []
    assert BY_NUMBER.first(bureau=cast.bureau.pk, number="nobody") is None


def test_a_text_in_a_slot_is_a_text(cast: Cast) -> None:
    assert BY_NUMBER(bureau=cast.bureau.pk, number="' OR '1'='1") == []
    assert BY_NUMBER(bureau=cast.bureau.pk, number="%s %") == []


def test_values_are_those_of_the_orm(cast: Cast) -> None:
    person = cast["S01"]
    asked = Appointment.objects.filter(person=person).order_by("valid_from")
    expected = list(asked.values_list("role", "valid_from", "valid_to", "recorded_at"))
    assert POSTS(person=person.pk, day=date(2026, 1, 1)) == expected
    assert POSTS(person=person.pk, day=date(2024, 1, 1)) == []


MOST = AT_ONCE // len(LedgerLine._meta.concrete_fields)


@pytest.mark.parametrize(("count", "taken"), [(1, 1), (MOST, 1), (MOST + 1, 2)])
def test_rows_are_inserted_as_they_are(cast: Cast, count: int, taken: int) -> None:
    del cast
    rows = [line(number) for number in range(count)]
    with CaptureQueriesContext(connection) as counted:
        insert(rows)
    assert len(counted) == taken
    for number, row in enumerate(rows):
        kept = LedgerLine.objects.get(pk=row.pk)
        assert kept == row
        assert (kept.sequence, kept.after) == (number, {"said": f"“{number}”", "none": None})


def test_nothing_to_insert_is_no_statement(cast: Cast) -> None:
    del cast
    with CaptureQueriesContext(connection) as counted:
        insert([])
    assert len(counted) == 0


def test_an_inserted_row_can_be_saved_again(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 3))
    entry.start = time(8, 15)
    entry.save(update_fields=["start"])
    entry.refresh_from_db()
    assert entry.start == time(8, 15)


def line(number: int) -> LedgerLine:
    return LedgerLine(
        bureau_code="ELSEWHERE",
        sequence=number,
        instant="",
        actor="",
        action="try",
        object_type="line",
        object_key=str(number),
        after={"said": f"“{number}”", "none": None},
        previous_hash="",
        hash="",
    )
