"""Who reads which entry: a table of reader, entry, allowed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from daybook.daily.access import (
    Reader,
    entries_visible_to,
    entry_for,
    is_closed,
    open_entry_for,
    reader_of,
    readers_of,
    redacted,
)
from daybook.daily.models import LogEntry
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.org.rights import rights_of
from tests.factories import entry_of, noon
from tests.people import Cast, water_bureau

THURSDAY, TODAY = date(2026, 3, 5), date(2026, 3, 12)
INTERNAL = {"visibility": "internal", "internal_reason": "petition", "content": "信访件办理"}


def reader(person: Person, today: date = TODAY) -> Reader:
    return Reader(person, rights_of(person, today), today)


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        ("S03", True),  # the author
        ("S04", True),  # a colleague named in it
        ("H02", True),  # the superior
        ("L02", True),  # the leader in charge
        ("L01", True),  # the principal leader
        ("S01", True),  # the personnel office
        ("S02", False),
        ("H01", False),
        ("L03", False),  # another leader
        ("S06", False),
    ],
)
def test_who_reads_an_internal_entry(cast: Cast, number: str, allowed: bool) -> None:
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    assert (entry.pk in reader(cast[number]).readable([entry])) is allowed
    assert (entry_for(reader(cast[number]), entry.key).content == "信访件办理") is allowed


@pytest.mark.parametrize("number", ["S03", "S02", "H03", "L03", "S01"])
def test_everybody_reads_open_entries(cast: Cast, number: str) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    assert reader(cast[number]).readable([entry]) == {entry.pk}
    assert list(entries_visible_to(reader(cast[number]))) == [entry]


def test_others_learn_date_author_and_department_only(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    seen = entry_for(reader(cast["S02"]), entry.key)
    kept = {"id", "bureau", "department", "key", "person", "work_date", "visibility", "recorded_at"}
    empty = LogEntry()
    for field in LogEntry._meta.concrete_fields:
        wanted = entry if field.name in kept else empty
        if field.name != "recorded_at":
            assert getattr(seen, field.attname) == getattr(wanted, field.attname), field.name
    assert seen.recorded_at == noon(2026, 3, 4).replace(
        hour=16
    )  # midnight of the day, not the moment of writing


def test_an_officer_whose_right_has_ended_reads_no_more(cast: Cast) -> None:
    grant_right(
        person=cast["S06"], kind=RightKind.PERSONNEL_OFFICE, first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 8),
    )  # fmt: skip
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    days = (date(2026, 3, 8), date(2026, 3, 9))
    assert [bool(reader(cast["S06"], day).readable([entry])) for day in days] == [True, False]


def test_the_superior_of_that_day_not_of_today(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 9))
    allowed = [bool(reader(cast[number]).readable([entry])) for number in ("H02", "H03", "L03")]
    assert allowed == [True, False, False]


def test_a_recused_superior_does_not_read(cast: Cast) -> None:
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=THURSDAY, actor=cast["H02"])
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    assert [bool(reader(cast[number]).readable([entry])) for number in ("H02", "L02")] == [False, True]


def test_nobody_sees_across_bureaus(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    stranger = reader(water_bureau(code="LAKE")["L01"])
    assert not entries_visible_to(stranger).exists()
    with pytest.raises(Http404):
        entry_for(stranger, entry.key)


def test_a_key_that_is_not_there_is_not_found(cast: Cast) -> None:
    with pytest.raises(Http404):
        entry_for(reader(cast["S03"]), "nothing")


@pytest.mark.parametrize("kind", [RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN])
def test_an_administrator_reads_nobodys_record(cast: Cast, kind: RightKind) -> None:
    grant_right(person=cast["S02"], kind=kind, first_day=date(2026, 1, 1))
    own, others = entry_of(cast["S02"], THURSDAY), entry_of(cast["S03"], THURSDAY, people="钱进", **INTERNAL)
    open_one = entry_of(cast["S04"], THURSDAY)
    administrator = reader(cast["S02"])
    assert administrator.readable([own, others, open_one]) == {own.pk}
    assert list(entries_visible_to(administrator)) == [own]
    with pytest.raises(Http404):
        entry_for(administrator, open_one.key)
    with pytest.raises(Http404):
        reader_of(Frame(cast["S02"], TODAY, "/feed"))


def test_the_reader_of_a_page(cast: Cast) -> None:
    found = reader_of(Frame(cast["S01"], TODAY, "/feed"))
    assert (found.person, found.rights, found.today) == (
        cast["S01"],
        frozenset({"personnel_office"}),
        TODAY,
    )


def test_reading_costs_the_same_for_one_entry_and_for_thirty(cast: Cast) -> None:
    def statements(entries: Sequence[LogEntry]) -> int:
        with CaptureQueriesContext(connection) as counted:
            reader(cast["H01"]).readable(entries)
        return len(counted)

    entries = [entry_of(cast["S03"], THURSDAY, **INTERNAL) for _ in range(30)]
    rows: list[LogEntry] = list(LogEntry.objects.select_related("person").order_by("id"))
    assert len(rows) == len(entries)
    assert statements(rows[:1]) == statements(rows)


def test_an_open_entry_costs_no_statement(cast: Cast, django_assert_num_queries: Any) -> None:
    entry, judge = entry_of(cast["S03"], THURSDAY), reader(cast["S02"])
    with django_assert_num_queries(0):
        assert judge.readable([entry]) == {entry.pk}


def test_a_redacted_entry_keeps_its_place(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    assert redacted(entry) == entry


# Told to many at once --------------------------------------------------------------------------------------


def test_who_may_read_is_told_alike_for_all_at_once_and_for_each(cast: Cast) -> None:
    grant_right(
        person=cast["S06"], kind=RightKind.PERSONNEL_OFFICE, first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 8),
    )  # fmt: skip
    declare_conflict(person=cast["S03"], superior=cast["H02"], first_day=THURSDAY, actor=cast["H02"])
    entries = [
        entry_of(cast["S03"], THURSDAY, **INTERNAL),
        entry_of(cast["S05"], TODAY, people="钱进、冯雪", **INTERNAL),
        entry_of(cast["H01"], TODAY, people="", **INTERNAL),
        entry_of(cast["L01"], TODAY, people="S04", **INTERNAL),
    ]
    hidden = entry_of(cast["S02"], TODAY, **INTERNAL)
    LogEntry.objects.filter(pk=hidden.pk).update(quarantined=True)
    asked = list(LogEntry.objects.order_by("id").select_related("person", "bureau"))
    for today in (date(2026, 3, 8), TODAY):
        told = readers_of(asked, today)
        for person in cast.people.values():
            whole = {row for row, people in told.items() if person.pk in people}
            assert whole == reader(person, today).readable(asked), (person.number, today)
        assert told[hidden.pk] == frozenset()
        assert cast["S04"].pk in told[entries[3].pk]
    assert readers_of([], TODAY) == {}


def test_asking_for_all_at_once_takes_five_statements(cast: Cast) -> None:
    def cost() -> int:
        asked = list(LogEntry.objects.select_related("person", "bureau"))
        with CaptureQueriesContext(connection) as captured:
            readers_of(asked, TODAY)
        return len(captured)

    entry_of(cast["S03"], THURSDAY, **INTERNAL)
    few = cost()
    for number in range(30):
        entry_of(cast[f"S0{2 + number % 4}"], TODAY, **INTERNAL)
    assert (few, cost()) == (5, 5)


@pytest.mark.parametrize(
    ("said", "quarantined", "closed"), [({}, False, False), (INTERNAL, False, True), ({}, True, True)]
)
def test_what_is_closed_to_some(cast: Cast, said: dict[str, Any], quarantined: bool, closed: bool) -> None:
    entry = entry_of(cast["S03"], THURSDAY, **said)
    entry.quarantined = quarantined
    assert is_closed(entry) is closed


def test_an_entry_to_be_read_whole_is_not_found_by_others(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY, **INTERNAL)
    assert open_entry_for(reader(cast["H02"]), entry.key).content == "信访件办理"
    with pytest.raises(Http404):
        open_entry_for(reader(cast["S06"]), entry.key)
