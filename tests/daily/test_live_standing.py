"""Whoever would be let in no more is let go: a session that ended, another password, a right that forbids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from daybook.daily.live import hub
from daybook.daily.live.admission import Visitor
from daybook.daily.live.standing import standing_of
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from tests.daily.streams import SOON, LiveServer, Stream, serving, session_of
from tests.pages import reading
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db(transaction=True)
End = Callable[[Cast, Client], object]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return water_bureau()


@pytest.fixture
def server(cast: Cast) -> Iterator[LiveServer]:
    with serving() as found:
        yield found


def opened(server: LiveServer, client: Client) -> Stream:
    """A page, greeted."""
    stream = server.open(client)
    assert stream.next().name == "greeting"
    return stream


def kill(_cast: Cast, client: Client) -> None:
    Session.objects.filter(session_key=session_of(client)).delete()


def expire(_cast: Cast, client: Client) -> None:
    gone = datetime.now(UTC) - timedelta(seconds=1)
    Session.objects.filter(session_key=session_of(client)).update(expire_date=gone)


def give_another_password(cast: Cast, _client: Client) -> None:
    account = cast["S02"].account
    account.set_password("another-word-2026")
    account.save()


def close_the_account(cast: Cast, _client: Client) -> None:
    type(cast["S02"].account).objects.filter(person=cast["S02"]).update(is_active=False)


def make_an_administrator(cast: Cast, _client: Client) -> None:
    grant_right(person=cast["S02"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1))


@pytest.mark.parametrize(
    "end", [kill, expire, give_another_password, close_the_account, make_an_administrator]
)
def test_whoever_would_be_let_in_no_more_is_let_go_and_nobody_else(
    server: LiveServer, cast: Cast, monkeypatch: pytest.MonkeyPatch, end: End
) -> None:
    monkeypatch.setattr(hub, "CHECK", 0.5)
    client = reading(cast["S02"])
    stream, other = opened(server, client), opened(server, reading(cast["S05"]))
    assert stream.rest(1.5) == []
    end(cast, client)
    assert stream.next().name == "again"
    stream.done.result(timeout=SOON)
    assert server.open(client).status in (401, 404)
    assert other.rest(0.1) == []


def test_who_signs_out_is_let_go_at_once(server: LiveServer, cast: Cast) -> None:
    client = reading(cast["S02"])
    here, elsewhere = opened(server, client), opened(server, reading(cast["S02"]))
    client.post("/accounts/logout/")
    assert here.next().name == "again"
    assert elsewhere.rest(0.5) == []


def test_asking_who_stands_is_one_statement_however_many_there_are(cast: Cast) -> None:
    visitors = {
        Visitor(cast["S02"].pk, cast.bureau.pk, "en", 0, "", session=f"s{number}") for number in range(30)
    }
    for some in (set(list(visitors)[:1]), visitors):
        with CaptureQueriesContext(connection) as asked:
            assert standing_of(some) == set()
        assert len(asked) == 1
