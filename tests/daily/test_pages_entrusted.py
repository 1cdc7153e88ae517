"""代记: the page on which a secretary enters a day of a leader's log."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client

from daybook.daily.models import LogEntry
from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import grant_right
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind
from tests.factories import entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

TODAY = noon(2026, 3, 12)
THURSDAY = "/people/L02/days/2026-03-12"
SAID = {"content": "主持防汛调度例会", "half_day": "morning", "visibility": "open", "state": "ongoing"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def secretary(cast: Cast) -> Client:
    delegate(
        person=cast["L02"], deputy=cast["S02"], kind=DelegationKind.ENTER_LOG,
        first_day=date(2026, 3, 1), last_day=date(2026, 3, 31), at=noon(2026, 3, 1),
    )  # fmt: skip
    return reading(cast["S02"], "zh-hans")


def test_a_secretary_enters_an_entry_that_the_leader_is_asked_to_confirm(
    cast: Cast, secretary: Client
) -> None:
    response = secretary.post(THURSDAY, SAID, follow=True)
    entry = LogEntry.objects.get(person=cast["L02"])
    assert (entry.content, entry.entered_by) == ("主持防汛调度例会", cast["S02"])
    told = words(response.content.decode())
    assert "已代记，请李为民本人确认。" in told
    assert "主持防汛调度例会" in told
    assert "代记，待本人确认" in told


def test_the_menu_leads_there(secretary: Client, cast: Cast) -> None:
    assert 'href="/people/L02/days"' in page(secretary, "/")
    assert "/days" not in page(reading(cast["S01"]), "/policy").split('href="/people/')[1][:20]
    response = secretary.get("/people/L02/days")
    assert response["Location"] == THURSDAY
    assert secretary.get("/people/L02/days?day=2026-03-10")["Location"] == "/people/L02/days/2026-03-10"


def test_what_was_typed_stays_where_it_is_refused(secretary: Client) -> None:
    lines = LedgerLine.objects.count()
    response = secretary.post("/people/L02/days/2026-03-13", SAID)
    assert response.status_code == 422
    told = response.content.decode()
    assert "主持防汛调度例会" in told
    assert "不能记未来的日子" in words(told)
    assert (LogEntry.objects.count(), LedgerLine.objects.count()) == (0, lines)


def test_the_same_form_sent_twice_is_one_entry(secretary: Client) -> None:
    for _time in range(2):
        secretary.post(THURSDAY, {**SAID, "key": "once"})
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize("number", ["S01", "S03", "H01", "L01", "L02"])
def test_nobody_else_enters_a_log(cast: Cast, secretary: Client, number: str) -> None:
    client = reading(cast[number])
    for address in ("/people/L02/days", THURSDAY):
        assert client.get(address).status_code == 404
    assert client.post(THURSDAY, SAID).status_code == 404
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, True),
        ({"visibility": "internal", "internal_reason": "petition"}, False),
        ({"quarantined": True}, False),
    ],
)
def test_a_place_of_a_closed_entry_is_not_told(
    cast: Cast, secretary: Client, said: dict[str, object], told: bool
) -> None:
    entry = entry_of(cast["L02"], date(2026, 3, 11), place="某某宾馆")
    LogEntry.objects.filter(pk=entry.pk).update(**said)
    assert ("某某宾馆" in page(secretary, THURSDAY)) is told
    own = "某某宾馆" in page(reading(cast["L02"]), "/today?form=seven")
    assert own is ("quarantined" not in said)


def test_an_administrator_enters_nobody_s_log(cast: Cast, secretary: Client) -> None:
    grant_right(person=cast["S02"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1))
    for address in ("/people/L02/days", THURSDAY):
        assert secretary.get(address).status_code == 404
    assert secretary.post(THURSDAY, SAID).status_code == 404
    assert not LogEntry.objects.exists()


def test_a_delegation_that_has_ended_opens_nothing(cast: Cast, secretary: Client) -> None:
    with time_machine.travel(noon(2026, 4, 1), tick=False):
        assert reading(cast["S02"]).get("/people/L02/days/2026-03-31").status_code == 404


def test_another_bureau_has_no_such_log(secretary: Client) -> None:
    other = water_bureau("OTHER")
    assert reading(other["S02"]).get(THURSDAY).status_code == 404


@pytest.mark.parametrize("day", ["2026-02-30", "20260312", "x"])
def test_a_day_that_is_none_leads_nowhere(secretary: Client, day: str) -> None:
    assert secretary.get(f"/people/L02/days/{day}").status_code == 404
    assert secretary.get("/people/L02/days", {"day": day}).status_code == 404


def test_the_page_costs_the_same_for_many_entries(cast: Cast, secretary: Client) -> None:
    entry_of(cast["L02"], date(2026, 3, 12))
    one = statements(secretary, THURSDAY)
    for _each in range(29):
        entry_of(cast["L02"], date(2026, 3, 12))
    assert statements(secretary, THURSDAY) == one
    assert one <= 15
