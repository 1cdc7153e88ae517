"""Asking for a day on a page, answering there; and the docket of quarantine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.daily.actions.quarantine import ask_purge, place_quarantine
from daybook.daily.actions.unlock import ask_unlock
from daybook.daily.models import LogEntry, LogUnlock, Quarantine
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from tests.factories import WHOLE, entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 30)
LOCKED = date(2026, 3, 23)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def answered(response: Any, status: int = 422) -> str:
    assert response.status_code == status, response.content.decode()[:1000]
    return words(response.content.decode())


# Unlocks -----------------------------------------------------------------------------------------


def asked(cast: Cast, number: str = "S03", day: date = LOCKED) -> LogUnlock:
    return ask_unlock(person=cast[number], day=day, reason="当时在防汛一线")


def test_a_request_meets_its_superior_and_the_answer_its_person(cast: Cast) -> None:
    client, superior = reading(cast["S03"]), reading(cast["H02"])
    response = client.post("/days/2026-03-23/unlock", {"reason": "当时在防汛一线"})
    assert (response.status_code, response["Location"]) == (302, "/unlocks")
    assert "not answered yet" in words(page(client, "/unlocks"))
    told = words(page(superior, "/unlocks"))
    assert "冯雪 Monday, 23 March 2026" in told
    assert "当时在防汛一线" in told
    assert superior.post("/unlocks/S03/2026-03-23", {"act": "grant", "reason": ""}).status_code == 302
    assert "Nobody is waiting." in words(page(superior, "/unlocks"))
    html = page(client, "/unlocks")
    assert "吴建国 unlocked the day; it may be recorded until 3 April, 24:00." in words(html)
    assert 'href="/days/2026-03-23"' in html


def test_a_declined_request_tells_why(cast: Cast) -> None:
    asked(cast)
    superior = reading(cast["H02"])
    told = answered(superior.post("/unlocks/S03/2026-03-23", {"act": "decline", "reason": ""}))
    assert "Say why you decline" in told
    assert (
        superior.post("/unlocks/S03/2026-03-23", {"act": "decline", "reason": "当日请假"}).status_code == 302
    )
    told = words(page(reading(cast["S03"]), "/unlocks"))
    assert "吴建国 declined. 当日请假" in told


def test_a_refused_request_keeps_its_reason(cast: Cast) -> None:
    client = reading(cast["S03"])
    assert 'action="/days/2026-03-23/unlock"' in page(client, "/days/2026-03-23/unlock")
    for day, told in (
        ("2026-03-30", "This day is not locked; it can be recorded as it is."),
        ("2026-04-02", "A future day cannot be recorded; plan it instead."),
    ):
        response = client.post(f"/days/{day}/unlock", {"reason": "想补上这一天"})
        assert told in answered(response)
        assert "想补上这一天" in response.content.decode()
    assert not LogUnlock.objects.exists()


def test_a_day_is_unlocked_unasked(cast: Cast) -> None:
    client = reading(cast["H02"])
    given = {"person": "陈明", "day": "2026-03-20", "reason": "补齐台账"}
    assert client.post("/unlocks", given).status_code == 302
    row = LogUnlock.objects.get()
    assert (row.person, row.day, row.granted, row.reason) == (
        cast["S04"],
        date(2026, 3, 20),
        True,
        "补齐台账",
    )
    for changed, told in (
        ({"person": "无此人"}, "Nobody is called so."),
        ({"person": "S05"}, "Only the superior of today unlocks a day."),
        ({"day": "昨天"}, "A day is written 2026-03-31."),
        ({"reason": " "}, "This may not be empty."),
    ):
        response = client.post("/unlocks", {**given, "day": "2026-03-19", **changed})
        assert told in answered(response), changed
    assert LogUnlock.objects.count() == 1


@pytest.mark.parametrize(("number", "status"), [("S04", 422), ("H01", 422), ("L01", 422), ("stranger", 422)])
def test_nobody_else_answers(cast: Cast, number: str, status: int) -> None:
    asked(cast)
    client = reading(water_bureau("LAKE")["H02"] if number == "stranger" else cast[number])
    response = client.post("/unlocks/S03/2026-03-23", {"act": "grant"})
    assert response.status_code == status
    assert LogUnlock.objects.get().decided_at is None


def test_days_and_people_that_do_not_exist_lead_nowhere(cast: Cast) -> None:
    client = reading(cast["H02"])
    for address in ("/days/2026-02-30/unlock", "/unlocks/S99/2026-03-23", "/unlocks/S03/x"):
        assert client.post(address, {"reason": "x"}).status_code == 404
    assert client.get("/unlocks/S03/2026-03-23")["Location"] == "/unlocks"


def test_the_page_of_unlocks_costs_the_same_for_one_and_for_thirty(cast: Cast) -> None:
    asked(cast, "S03", date(2026, 2, 2))
    asked(cast, "H02", date(2026, 2, 2))
    few = statements(reading(cast["H02"]), "/unlocks")
    for day in range(1, 20):
        asked(cast, "S04", date(2026, 2, day))
        asked(cast, "H02", date(2026, 1, day))
    assert statements(reading(cast["H02"]), "/unlocks") == few <= 15


# Quarantine --------------------------------------------------------------------------------------


@pytest.fixture
def office(cast: Cast) -> Cast:
    grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    return cast


def hidden(office: Cast) -> LogEntry:
    entry = entry_of(office["S02"], DAY)
    place_quarantine(entry=entry, reason="涉及个人隐私", actor=office["S01"])
    return entry


@pytest.mark.parametrize("number", ["S01", "S06"])
def test_an_entry_is_hidden_by_its_link(office: Cast, number: str) -> None:
    entry, client = entry_of(office["S02"], DAY), reading(office[number])
    link = f"https://daybook.example/entries/{entry.key}#comments"
    for given, told in (
        ({"entry": "nothing", "reason": "隐私"}, "No entry stands under this; copy the link of its page."),
        ({"entry": "见 /feed", "reason": "隐私"}, "No entry stands under this"),
        ({"entry": link, "reason": ""}, "This may not be empty."),
    ):
        assert told in answered(client.post("/office/quarantine", given))
    assert client.post("/office/quarantine", {"entry": link, "reason": "涉及隐私"}).status_code == 302
    told = words(page(client, "/office/quarantine"))
    assert WHOLE.content in told
    assert "涉及隐私" in told
    again = client.post("/office/quarantine", {"entry": entry.key, "reason": "又"})
    assert "This entry is in quarantine already." in answered(again)


def test_the_personnel_office_hides_from_the_entry_s_own_page(office: Cast) -> None:
    entry, client = entry_of(office["S02"], DAY), reading(office["S01"])
    assert f"/entries/{entry.key}/quarantine" in page(client, f"/entries/{entry.key}")
    assert f"/entries/{entry.key}/quarantine" not in page(reading(office["H01"]), f"/entries/{entry.key}")
    assert client.get(f"/entries/{entry.key}/quarantine")["Location"] == "/office/quarantine"
    assert client.post(f"/entries/{entry.key}/quarantine", {"reason": "涉密"}).status_code == 302
    for number in ("S02", "H01", "S01"):
        told = words(page(reading(office[number]), f"/entries/{entry.key}"))
        assert "Set aside for review" in told
        assert WHOLE.content not in told
        assert WHOLE.outcome not in words(page(reading(office[number]), "/feed"))


def test_two_people_purge_and_all_read_that_it_was_purged(office: Cast) -> None:
    entry = hidden(office)
    address = f"/office/quarantine/{entry.key}"
    first, second = reading(office["S01"]), reading(office["S06"])
    assert first.post(address, {"act": "ask"}).status_code == 302
    assert "You asked for it; another person carries it out." in words(page(first, "/office/quarantine"))
    assert "another person must" in answered(first.post(address, {"act": "purge"}))
    assert second.post(address, {"act": "purge"}).status_code == 302
    told = words(page(first, "/office/quarantine"))
    assert "purged: asked for by 孙丽, carried out by 卫东" in told
    assert WHOLE.content not in told
    seen = words(page(reading(office["S02"]), f"/entries/{entry.key}"))
    assert "was purged by two offices" in seen
    assert "Purged" in words(page(reading(office["S05"]), "/feed"))


def test_one_releases(office: Cast) -> None:
    entry = hidden(office)
    assert reading(office["S06"]).post(f"/office/quarantine/{entry.key}", {"act": "lift"}).status_code == 302
    assert WHOLE.content in words(page(reading(office["S05"]), f"/entries/{entry.key}"))
    assert "released by 卫东" in words(page(reading(office["S01"]), "/office/quarantine"))


@pytest.mark.parametrize("number", ["S02", "H01", "L02", "L01", "S05", "audit", "stranger"])
def test_the_docket_and_its_acts_are_shut_to_all_others(office: Cast, number: str) -> None:
    entry = hidden(office)
    grant_right(person=office["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1))
    others = {"audit": office["S04"], "stranger": water_bureau("LAKE")["S01"]}
    client: Client = reading(others.get(number) or office[number])
    if number != "stranger":  # another bureau's office has a docket of its own
        assert client.get("/office/quarantine").status_code == 404
        given = {"entry": entry.key, "reason": "x"}
        assert client.post("/office/quarantine", given).status_code == 404
    assert client.post(f"/entries/{entry.key}/quarantine", {"reason": "x"}).status_code == 404
    for act in ("lift", "ask", "purge", "other"):
        assert client.post(f"/office/quarantine/{entry.key}", {"act": act}).status_code == 404
    row = Quarantine.objects.get()
    assert (row.lifted_at, row.purge_asked_at, row.purged_at) == (None, None, None)


def test_another_bureaus_office_finds_nothing_of_ours(office: Cast) -> None:
    entry = hidden(office)
    client = reading(water_bureau("LAKE")["S01"])
    told = words(page(client, "/office/quarantine"))
    assert WHOLE.content not in told
    assert "No entry stands" in answered(
        client.post("/office/quarantine", {"entry": entry.key, "reason": "x"})
    )


def test_the_docket_costs_the_same_for_one_and_for_thirty(office: Cast) -> None:
    hidden(office)
    few = statements(reading(office["S01"]), "/office/quarantine")
    for _ in range(29):
        hidden(office)
    ask_purge(entry=LogEntry.objects.latest("id"), actor=office["S06"])
    assert statements(reading(office["S01"]), "/office/quarantine") == few <= 15
