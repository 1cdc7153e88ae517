"""Tokens: shown once, kept as a digest, refused once they do not hold; what each may be used for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from daybook.api.access import token_text
from daybook.api.actions.tokens import MOST_TOKENS, make_token, mark_of, revoke_token
from daybook.api.doorkeeper import DOORKEEPER, MOST_FAILURES, WINDOW, Doorkeeper
from daybook.api.enums import Scope
from daybook.api.models import ApiToken
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.org.models import Account
from tests.api.calls import NOW, TODAY, Program, program_of
from tests.factories import last_line, refused
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

READ = [Scope.ENTRIES_READ]
NOT_HELD = "请在请求头“Authorization: Bearer …”中出示有效的令牌；令牌在实绩簿中生成。"


@pytest.fixture(autouse=True)
def ten_in_the_morning() -> Iterator[time_machine.Traveller]:
    DOORKEEPER.__init__()  # type: ignore[misc]
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


class TestMaking:
    def test_only_its_digest_is_kept(self, cast: Cast) -> None:
        token, text = make_token(person=cast["S02"], name=" 办公系统 ", scopes=["plans:read", "entries:read"])
        assert re.fullmatch(r"daybook_[A-Za-z0-9_-]{43}", text)
        assert token.digest == sha256(text.encode()).hexdigest()
        assert (token.name, token.scopes, token.made_at) == ("办公系统", "entries:read plans:read", NOW)
        line = last_line()
        assert (line.actor, line.action, line.object_key) == ("S02", "make_token", token.digest[:16])
        kept = str(ApiToken.objects.values().get()) + str(line.after) + line.object_key
        assert text not in kept
        assert "办公系统" not in str(line.after)

    def test_what_is_no_token_is_refused(self, cast: Cast) -> None:
        made = {"person": cast["S02"], "name": "x", "scopes": READ}
        assert refused(make_token, **{**made, "name": "  "}) == ("name", "This may not be empty.")
        nothing = ("scopes", "Choose at least one thing that the token may do.")
        assert refused(make_token, **{**made, "scopes": []}) == nothing
        assert refused(make_token, **{**made, "scopes": ["entries:read", "all"]}) == nothing
        yesterday = TODAY - timedelta(1)
        over = ("expires_on", "This day is over already.")
        assert refused(make_token, **{**made, "expires_on": yesterday}) == over

    def test_they_are_not_made_without_end(self, cast: Cast) -> None:
        made = [make_token(person=cast["S02"], name=str(n), scopes=READ)[0] for n in range(MOST_TOKENS)]
        sentence = "You have 20 tokens already; revoke those that nobody uses."
        assert refused(make_token, person=cast["S02"], name="x", scopes=READ) == ("", sentence)
        revoke_token(token=made[0], actor=cast["S02"])
        make_token(person=cast["S02"], name="x", scopes=READ)

    def test_it_is_revoked_once_and_by_its_person(self, cast: Cast) -> None:
        token = make_token(person=cast["S02"], name="x", scopes=READ)[0]
        mine = ("", "A token is revoked by the person it belongs to.")
        assert refused(revoke_token, token=token, actor=cast["S03"]) == mine
        revoke_token(token=token, actor=cast["S02"])
        assert last_line().action == "revoke_token"
        assert refused(revoke_token, token=token, actor=cast["S02"]) == ("", "This token is revoked already.")


class TestHolding:
    def test_who_calls_is_the_tokens_person(self, cast: Cast) -> None:
        told = program_of(cast["H02"], READ, expires_on=date(2026, 12, 31)).told("GET", "/people/me")
        assert told == {
            "number": "H02",
            "name": "吴建国",
            "bureau": "WATER",
            "bureau_name": "江州市水务局",
            "time_zone": "Asia/Shanghai",
            "today": "2026-03-31",
            "department": "规划计划处",
            "role": "department_head",
            "post": "",
            "token": "办公系统",
            "scopes": ["entries:read"],
            "expires_on": "2026-12-31",
        }

    @pytest.mark.parametrize("token", ["", "daybook_x", "\udcff", "x" * 400])
    def test_what_is_no_token_is_told_how_to_get_one(self, cast: Cast, token: str) -> None:
        program = Program("")
        answer = program("GET", "/people/me", HTTP_AUTHORIZATION=f"Bearer {token}")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json() == {"errors": [{"field": "", "message": NOT_HELD}]}  # type: ignore[attr-defined]

    def test_the_last_day_is_included(self, cast: Cast, ten_in_the_morning: time_machine.Traveller) -> None:
        program = program_of(cast["S02"], expires_on=TODAY)
        program.told("GET", "/people/me")
        ten_in_the_morning.shift(timedelta(hours=14))
        assert program.refused("GET", "/people/me") == (401, [("", NOT_HELD)])

    def test_a_revoked_one_is_refused_at_once(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        program.told("GET", "/people/me")
        revoke_token(token=ApiToken.objects.get(), actor=cast["S02"])
        assert program.refused("GET", "/people/me") == (401, [("", NOT_HELD)])

    def test_it_ends_with_the_account_and_the_employment(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        Account.objects.filter(person=cast["S02"]).update(is_active=False)
        assert program.refused("GET", "/people/me")[0] == 401
        Account.objects.filter(person=cast["S02"]).update(is_active=True)
        program.told("GET", "/people/me")
        cast["S02"].employed_to = TODAY - timedelta(1)
        cast["S02"].save()
        assert program.refused("GET", "/people/me")[0] == 401

    def test_its_use_is_noted_once_a_minute(
        self, cast: Cast, ten_in_the_morning: time_machine.Traveller
    ) -> None:
        program = program_of(cast["S02"])
        for seconds, noted in ((0, 0), (59, 0), (1, 60)):
            ten_in_the_morning.shift(seconds)
            program.told("GET", "/people/me")
            assert ApiToken.objects.get().used_at == NOW + timedelta(seconds=noted)

    @pytest.mark.parametrize(
        ("header", "token"),
        [("Bearer abc", "abc"), ("bearer  abc ", "abc"), ("Basic abc", ""), ("abc", ""), ("Bearer", "")],
    )
    def test_the_header(self, header: str, token: str) -> None:
        assert token_text(header) == token


NEEDED = [
    ("GET", "/entries", "entries:read"),
    ("GET", "/entries/x", "entries:read"),
    ("POST", "/entries", "entries:write"),
    ("PATCH", "/entries/x", "entries:write"),
    ("POST", "/entries/x/withdraw", "entries:write"),
    ("GET", "/plans/2026-03", "plans:read"),
    ("POST", "/plans/2026-03", "plans:write"),
    ("GET", "/goals/2026", "plans:read"),
    ("POST", "/goals/2026", "plans:write"),
    ("GET", "/matters", "plans:read"),
    ("GET", "/matters/x", "plans:read"),
    ("POST", "/matters", "plans:write"),
]


@pytest.mark.parametrize(("method", "path", "scope"), NEEDED)
def test_every_operation_needs_its_scope_and_no_other(cast: Cast, method: str, path: str, scope: str) -> None:
    others = program_of(cast["S02"], [each for each in Scope.values if each != scope])
    lines = LedgerLine.objects.count()
    assert others.refused(method, path, {}) == (403, [("", f"这个令牌不能用于此项操作，需要 {scope}。")])
    assert LedgerLine.objects.count() == lines
    assert program_of(cast["S02"], [scope])(method, path, {}).status_code in {200, 404, 422}


class TestSessions:
    def test_a_session_is_no_token(self, cast: Cast) -> None:
        assert reading(cast["S02"]).get("/api/v1/people/me").status_code == 401

    def test_a_token_is_no_session(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        assert program.client.get("/feed").status_code == 302
        assert program.client.get("/api/tokens").status_code == 302

    def test_whose_session_comes_along_does_not_matter(self, cast: Cast) -> None:
        program = program_of(cast["S02"])
        program.client.force_login(cast["L01"].account, backend="daybook.org.backends.AccountBackend")
        assert program.told("GET", "/people/me")["number"] == "S02"


class TestDoorkeeper:
    def test_an_address_that_fails_too_often_waits(self, cast: Cast) -> None:
        known, wrong = program_of(cast["S02"]), Program("wrong")
        known.told("GET", "/people/me")
        statuses = [wrong("GET", "/people/me").status_code for _ in range(MOST_FAILURES + 1)]
        assert statuses == [401] * MOST_FAILURES + [429]
        answer = wrong("GET", "/people/me")
        assert (answer.status_code, answer["Retry-After"]) == (429, str(WINDOW))
        # A program whose token held goes on, behind the same address.
        known.told("GET", "/people/me")

    def test_a_token_that_is_revoked_waits_like_any_other(
        self, cast: Cast, django_assert_num_queries: Any
    ) -> None:
        token, text = make_token(person=cast["S02"], name="x", scopes=READ)
        program = Program(text)
        program.told("GET", "/people/me")
        revoke_token(token=token, actor=cast["S02"])
        statuses = [program("GET", "/people/me").status_code for _ in range(MOST_FAILURES + 1)]
        assert statuses == [401] * MOST_FAILURES + [429]
        with django_assert_num_queries(0):
            program("GET", "/people/me")

    def test_after_a_minute_it_may_try_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now = [0.0]
        monkeypatch.setattr("daybook.api.doorkeeper.time.monotonic", lambda: now[0])
        keeper = Doorkeeper()
        for _ in range(MOST_FAILURES):
            keeper.failed("10.0.0.1", "x")
        assert keeper.turns_away("10.0.0.1", "x") is True
        assert keeper.turns_away("10.0.0.2", "x") is False
        now[0] = float(WINDOW)
        assert keeper.turns_away("10.0.0.1", "x") is False

    def test_it_remembers_only_so_much(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("daybook.api.doorkeeper.REMEMBERED", 2)
        keeper = Doorkeeper()
        for digest in ("a", "b", "c"):
            keeper.held(digest)
            keeper.failed(digest, "x")
        for _ in range(MOST_FAILURES):
            keeper.failed("c", "x")
        assert [keeper.turns_away("c", digest) for digest in ("a", "b", "c")] == [True, False, False]


class TestPage:
    def test_a_token_is_made_shown_once_and_revoked(self, cast: Cast) -> None:
        client = reading(cast["S02"])
        given = {"name": "Office", "scopes": ["entries:read", "entries:write"], "expires_on": "2027-03-31"}
        html = client.post("/api/tokens", given).content.decode()
        text = re.search(r"<code class=\"api-token\"[^>]*>([^<]+)<", html)
        assert text is not None
        Program(text[1]).told("GET", "/people/me")
        later = page(client, "/api/tokens")
        assert text[1] not in later
        assert "Office read the records; write one's own records 2026-03-31 2027-03-31" in words(later)
        mark = mark_of(ApiToken.objects.get())
        assert client.post(f"/api/tokens/{mark}/revoke").status_code == 302
        assert "revoked 2026-03-31" in words(page(client, "/api/tokens"))
        assert Program(text[1])("GET", "/people/me").status_code == 401

    def test_what_is_wrong_stands_by_the_field_and_what_was_typed_is_kept(self, cast: Cast) -> None:
        client = reading(cast["S02"])
        answer = client.post("/api/tokens", {"name": "Office", "expires_on": "2026-03-30"})
        html = answer.content.decode()
        assert (answer.status_code, 'value="Office"' in html) == (422, True)
        assert "Choose at least one thing that the token may do." in html
        answer = client.post("/api/tokens", {"name": "", "scopes": ["x"], "expires_on": "2026-02-30"})
        assert "Say which program the token is for." in answer.content.decode()
        assert "A day is written 2026-03-31." in answer.content.decode()
        answer = client.post("/api/tokens", {"name": "a", "scopes": READ, "expires_on": "2026-03-30"})
        assert "This day is over already." in answer.content.decode()
        assert ApiToken.objects.count() == 0

    def test_anothers_token_is_not_there(self, cast: Cast) -> None:
        mark = mark_of(make_token(person=cast["S02"], name="x", scopes=READ)[0])
        assert reading(cast["S03"]).post(f"/api/tokens/{mark}/revoke").status_code == 404
        client = reading(cast["S02"])
        assert client.post(f"/api/tokens/{mark[:8]}/revoke").status_code == 404
        assert client.get(f"/api/tokens/{mark}/revoke").status_code == 405
        assert ApiToken.objects.get().revoked_at is None

    def test_as_many_statements_for_one_as_for_twenty(self, cast: Cast) -> None:
        client = reading(cast["S02"])
        make_token(person=cast["S02"], name="x", scopes=READ)
        one = statements(client, "/api/tokens")
        for number in range(MOST_TOKENS - 1):
            make_token(person=cast["S02"], name=str(number), scopes=READ)
        assert statements(client, "/api/tokens") == one <= 15

    def test_the_menu_leads_there(self, cast: Cast) -> None:
        assert '<a href="/api/tokens">Tokens for programs</a>' in page(reading(cast["S02"]), "/policy")


def test_the_ledger_still_verifies(cast: Cast) -> None:
    token = make_token(person=cast["S02"], name="x", scopes=READ, at=timezone.now())[0]
    revoke_token(token=token, actor=cast["S02"])
    assert list(chain_faults("WATER")) == []


def test_a_token_sees_its_own_bureau_alone(cast: Cast) -> None:
    other = water_bureau("OTHER")
    assert program_of(other["S02"]).told("GET", "/people/me")["bureau"] == "OTHER"
