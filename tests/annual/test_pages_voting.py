"""The pages of a poll: whom they let in, what they cost, what they never tell."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from daybook.annual.actions.voting import close_poll, open_poll
from daybook.annual.models import BallotParticipation, PaperBatch, Poll, StagedBallot
from daybook.annual.views import ballot as ballot_view
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind, Role
from tests.annual.voting import crowded
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, SINCE, Cast, join, water_bureau

pytestmark = pytest.mark.django_db
MOST_STATEMENTS = 15
MOST_BYTES = 250_000


@pytest.fixture
def year() -> int:
    """The year that is voted on."""
    return timezone.localdate().year


def opened(cast: Cast, year: int) -> Poll:
    closes_on = timezone.localdate() + timedelta(days=6)
    return open_poll(bureau=cast.bureau, year=year, closes_on=closes_on, actor=cast["S01"])


def filled(client: Client, year: int, letter: str = "A") -> dict[str, str]:
    """The fields of somebody's ballot, all with one letter."""
    html = page(client, f"/years/{year}/ballot")
    names = {part.split('"')[0] for part in html.split('name="o.')[1:]}
    return {f"o.{name}": letter for name in names}


def test_a_ballot_costs_no_more_for_many_and_stays_small(cast: Cast, year: int) -> None:
    few = opened(cast, year)
    address = f"/years/{year}/ballot"
    cheap = statements(reading(cast["S03"]), address)
    office = statements(reading(cast["S01"]), f"/years/{year}/poll")
    few.members.all().delete()
    few.delete()
    preview = statements(reading(cast["S01"]), f"/years/{year}/poll")
    crowded(cast, 58)
    assert statements(reading(cast["S01"]), f"/years/{year}/poll") == preview <= MOST_STATEMENTS
    opened(cast, year)
    client = reading(cast["S03"])
    assert statements(client, address) == cheap <= MOST_STATEMENTS
    html = page(client, address)
    assert html.count("<tr data-ratee") == 60
    assert len(html.encode()) < MOST_BYTES
    assert statements(reading(cast["S01"]), f"/years/{year}/poll") == office <= MOST_STATEMENTS


def test_every_state_of_the_ballot_says_so(cast: Cast, year: int) -> None:
    address = f"/years/{year}/ballot"
    assert "has not begun" in words(page(reading(cast["S03"]), address))
    poll = opened(cast, year)
    join(cast, "S90", "后来", Role.STAFF, "D02")
    assert "You do not take part" in words(page(reading(cast["S90"]), address))
    client = reading(cast["S03"])
    assert client.post(address, filled(client, year)).status_code == 302
    assert "You have voted in the assessment" in words(page(client, address))
    signed = words(page(reading(cast["L01"]), address))
    assert "a signed one" in signed
    assert "not what you voted" not in signed
    # Of the staff of his departments he is the only one of his class.
    told = words(page(reading(cast["L03"]), address))
    assert "Fewer than 3 voters of your class rate" in told
    Poll.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    assert "is over" in words(page(reading(cast["S04"]), address))
    assert "Voting is over: close the assessment" in words(page(reading(cast["S01"]), f"/years/{year}/poll"))
    assert "Close the assessment" in words(page(reading(cast["S01"]), "/"))
    close_poll(poll=poll, actor=cast["S01"])
    assert "its results stand with those of the year" in words(page(reading(cast["S04"]), address))


def test_what_comes_back_stays_on_the_page_and_nowhere_else(cast: Cast, year: int) -> None:
    """Without a script the server asks about a flat list, with what was filled in."""
    crowded(cast, 5)
    opened(cast, year)
    client = reading(cast["S03"])
    sent = filled(client, year)
    answer = client.post(f"/years/{year}/ballot", sent)
    assert answer.status_code == 422
    assert "the very same" in words(answer.content.decode())
    assert answer.content.decode().count(" checked") == 35
    assert "no-store" in answer["Cache-Control"]
    assert StagedBallot.objects.count() == BallotParticipation.objects.count() == 0
    assert dict(client.session).keys() >= {"_auth_user_id"}
    assert not [value for value in client.session.values() if "AAAAA" in str(value)]
    assert client.post(f"/years/{year}/ballot", {**sent, "confirmed": "yes"}).status_code == 302
    assert StagedBallot.objects.count() == 7
    again = client.post(f"/years/{year}/ballot", sent, follow=True)
    assert "You have voted already" in words(again.content.decode())
    assert StagedBallot.objects.count() == 7


@pytest.mark.parametrize("given", [{"o.S99.0": "A"}, {"o.H02.0": "E"}, {"o.H02.0": "AA"}, {"o..0": "A"}])
def test_a_ballot_that_is_none_is_refused_in_words(cast: Cast, year: int, given: dict[str, str]) -> None:
    opened(cast, year)
    answer = reading(cast["S03"]).post(f"/years/{year}/ballot", given)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert StagedBallot.objects.count() == 0


def test_no_option_reaches_a_log_or_an_error_page(
    cast: Cast, year: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened(cast, year)
    client = reading(cast["S03"])
    client.raise_request_exception = False
    sent = filled(client, year, "D")

    def broken(**_given: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(ballot_view, "cast_ballots", broken)
    with caplog.at_level(logging.DEBUG):
        answer = client.post(f"/years/{year}/ballot", sent)
    assert answer.status_code == 500
    told = answer.content.decode() + caplog.text + "".join(str(vars(record)) for record in caplog.records)
    assert "o.H02.0" not in told
    assert "DDDDD" not in told
    request = getattr(caplog.records[-1], "request", None)
    assert request is None or request.sensitive_post_parameters == "__ALL__"


def test_participation_is_told_to_the_office_alone(cast: Cast, year: int) -> None:
    opened(cast, year)
    client = reading(cast["S03"])
    client.post(f"/years/{year}/ballot", filled(client, year))
    told = words(page(reading(cast["S01"]), f"/years/{year}/poll"))
    assert "of 12" in told
    for number in ("L01", "L02", "H02", "S03"):
        page(reading(cast[number]), f"/years/{year}/poll", 404)
        page(reading(cast[number]), f"/years/{year}/poll/papers/1", 404)


def test_administrators_and_other_bureaus_find_nothing(cast: Cast, year: int) -> None:
    grant_right(person=cast["S06"], kind=RightKind.SYSTEM_ADMIN, first_day=SINCE, at=FOUNDED)
    opened(cast, year)
    for address in ("ballot", "ballot/anonymity", "poll", "poll/papers/1"):
        page(reading(cast["S06"]), f"/years/{year}/{address}", 404)
    stranger = reading(water_bureau(code="LAKE")["S03"])
    assert "has not begun" in words(page(stranger, f"/years/{year}/ballot"))
    stranger.post(f"/years/{year}/ballot", {"o.H02.0": "A"})
    assert BallotParticipation.objects.count() == 0


def test_the_voters_page_says_what_paper_does_not_cover(cast: Cast, year: int) -> None:
    opened(cast, year)
    told = words(page(reading(cast["S03"]), f"/years/{year}/ballot/anonymity"))
    assert "at least 5 of a class are entered together, unless fewer are left" in told
    assert "a single sheet is its voter's" in told
    assert "beside the list of who handed in" in told
    assert "until it has cleaned up (vacuum)" in told


def test_the_ballot_promises_what_the_rules_and_the_database_keep(cast: Cast, year: int) -> None:
    opened(cast, year)
    client = reading(cast["S03"])
    ballot, more = (words(page(client, f"/years/{year}/ballot{rest}")) for rest in ("", "/anonymity"))
    for told in (ballot, more):
        assert "A class with fewer than 3 ballots does not stand alone: it is merged" in told
        assert "two by two" not in told
    # An administrator who watches sees: so it says what is kept, not that nobody ever could know.
    assert "no page, no export and no audit trail tells it" in ballot
    assert "nobody can look it up" not in ballot
    assert "ballots on paper, an administrator who watches the database" in ballot
    assert "that log itself until it is written over" in more


def test_too_few_on_paper_are_told_at_the_field(cast: Cast, year: int) -> None:
    opened(cast, year)
    client, address = reading(cast["S01"]), f"/years/{year}/poll"
    html = client.post(address, {"act": "papers", "voters": "S03 S04"})
    assert html.status_code == 422
    assert 'id="voters-fault">Fewer than 5 ballots' in html.content.decode()
    assert "at least 5 while voting goes on" in words(html.content.decode())


def test_the_office_does_nothing_by_mistake(cast: Cast, year: int) -> None:
    client, address = reading(cast["S01"]), f"/years/{year}/poll"
    assert client.post(address, {"act": "open", "closes_on": "x"}).status_code == 422
    assert client.post(address, {"act": "close"}).status_code == 422
    opened(cast, year)
    for given in ({"act": "close"}, {"act": "?"}, {"act": "papers", "voters": "S03、H02"}):
        assert client.post(address, given).status_code == 422
    assert not Poll.objects.get().closed
    assert client.post(address, {"act": "close", "sure": "yes"}).status_code == 302
    assert Poll.objects.get().closed
    assert PaperBatch.objects.count() == 0
