"""Who is allowed what, over every route: one that is not in the table fails, and so does one that is gone.

The author has written everything on the stage: an open, an internal and a hidden entry, a draft, a plan, a
request. Whoever may not is told that there is nothing (404); somebody not signed in is sent to the door; a
wrong method is told as such (405).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from daybook.daily.models import Attachment
from daybook.ledger.models import LedgerLine
from tests.access_rows import EVERYBODY, NEVER, NOBODY, TABLE, Row, Who
from tests.stage import PEOPLE, Stage, everything, staged

DOORS = frozenset(
    {
        "accounts/login/",
        "accounts/logout/",
        "language/",
        "demo/",
        "demo/sign-in/",
        "healthz",
        "readyz",
        "api/v1/",
        "api/v1/<rest:rest>",
    }
)
"""Routes that are open to all, or ask for a token: they have tests of their own."""

# What comes back where somebody may: the page, a way on, or a sentence on what was posted.
ANSWERED = frozenset({200, 302, 400, 409, 422})
GARBAGE = {
    "csrf": "x",
    "content": "\x00",
    "day": "2026-02-30",
    "month": "2026-13",
    "version": "x",
    "key": "../x",
    "act": "?",
}
ODD = {
    "day": ("2026-02-30", "2026-13-01", "0000-00-00", "2026-3-1", "x"),
    "month": ("2026-13", "0000-01", "2026-3", "x"),
    "year": ("0", "99999", "1"),
    "else": ("../x", "a b", "é'\"<", "x" * 300, "\x00", "X-none"),
}
SOUND = {
    "day": "2026-03-30",
    "month": "2026-03",
    "quarter": "2025-Q4",
    "year": "2026",
    "key": "E-OPEN",
    "number": "S02",
    "code": "D01",
    "name": "x",
    "mark": "0" * 16,
    "form": "xlsx",
    "kind": "note",
    "benefit": "award",
    "pool": "civil",
    "grade": "good",
}
ASKED = (
    "q=%00&date=2026-02-30&day=2026-02-30&on=x&month=2026-13&before=%00"
    "&after=../x&year=x&page=-1&person=%ff&matter="
)


EMPTY = frozenset({"author", "superior"})


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, str]]:
    """Every route below some patterns, with its name."""
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, before + str(each.pattern))
        else:
            yield before + str(each.pattern), str(each.name)


ROUTES = {name: route for route, name in routes(get_resolver().url_patterns) if route not in DOORS}


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """The stage with everybody signed in."""
    with staged() as found:
        for who in ("anonymous", *PEOPLE, "another bureau"):
            found.client(who)
        yield found


def address(row: Row) -> str:
    """The address of a row, with the key that the attachment got."""
    return row.address.replace("{attachment}", Attachment.objects.get().key)


def call(client: Client, method: str, path: str, given: dict[str, str] | None = None) -> int:
    """The status of a call, of which nothing is left behind."""
    with transaction.atomic():
        status: int = getattr(client, method)(path, given or {}).status_code
        transaction.set_rollback(True)
    return status


def test_every_route_is_in_the_table() -> None:
    found = {route for route, _name in routes(get_resolver().url_patterns)}
    assert found >= DOORS
    assert ROUTES.keys() == TABLE.keys()


MOST_ASKED = 4


def asking(row_of: Who, place: int) -> list[str]:
    """Who asks at a row of the table: all who may not, and of those who may, each in turn, a few.

    What many may is asked for by four of them; over the rows everybody's turn comes. A method that no route
    knows is unknown to whoever calls.
    """
    may = sorted(EVERYBODY if row_of is NEVER else row_of)
    start = place * MOST_ASKED
    few = {may[(start + step) % len(may)] for step in range(min(MOST_ASKED, len(may)))}
    return sorted(few if row_of is NEVER else few | (EVERYBODY - row_of))


def amiss(row_of: Who, found: dict[str, int], good: frozenset[int]) -> bool:
    """Whether others than those who may got through, or were told anything but that there is nothing."""
    if row_of is NEVER:
        return set(found.values()) != {405}
    through = {who for who, status in found.items() if status in good}
    told = {status for who, status in found.items() if who not in row_of}
    return through != row_of & found.keys() or not told <= {404}


def test_who_may_get_what(stage: Stage) -> None:
    wrong = {}
    for place, (name, row) in enumerate(TABLE.items()):
        found = {who: call(stage.client(who), "get", address(row)) for who in asking(row.get, place)}
        if amiss(row.get, found, frozenset({200, 302})):
            wrong[name] = found
    assert wrong == {}


def test_who_may_post_what_and_garbage_changes_nothing(stage: Stage) -> None:
    wrong, before = {}, (LedgerLine.objects.count(), everything())
    for place, (name, row) in enumerate(TABLE.items()):
        found: dict[str, int] = {}
        with transaction.atomic():
            for who in asking(row.post, place):
                if who in row.acts:
                    found[who] = call(stage.client(who), "post", address(row), GARBAGE)
                else:
                    found[who] = stage.client(who).post(address(row), GARBAGE).status_code
            if not row.acts:
                found |= {
                    f"{who}, nothing": stage.client(who).post(address(row)).status_code for who in EMPTY
                }
            changed = (LedgerLine.objects.count(), everything()) != before
            transaction.set_rollback(True)
        empty = {found.pop(f"{who}, nothing", 404) for who in EMPTY}
        if changed or max(empty) >= 500 or amiss(row.post, found, ANSWERED):
            wrong[name] = {"changed": changed, "empty": empty, **found}
    assert wrong == {}


def test_the_door_stands_before_everything(stage: Stage) -> None:
    for row in TABLE.values():
        for method in ("get", "post"):
            answer = getattr(stage.client("anonymous"), method)(address(row))
            assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), row


def test_other_methods_lead_nowhere(stage: Stage) -> None:
    for name, method in product(TABLE, ("put", "delete")):
        status = call(stage.client("author"), method, address(TABLE[name]))
        # The pages of signing in answer as to a reading; what matters is that nothing is done.
        assert status in ({200} if name == "account_change_password" else {404, 405}), (name, method)


def test_odd_questions_are_borne(stage: Stage) -> None:
    for name, row in TABLE.items():
        who = "author" if "author" in (row.get or NOBODY) else min(row.get or PEOPLE)
        status = call(stage.client(who), "get", f"{address(row)}?{ASKED}")
        assert status in {200, 302, 400, 404, 405, 422}, (name, status)


def odd_addresses(route: str) -> Iterator[str]:
    """The addresses of a route in which one part is not what it should be."""
    parts = [tuple(part.split(">")[0].split(":")) for part in route.split("<")[1:]]
    for kind, name in parts:
        for value in ODD.get(name, ODD["else"]):
            path = route.replace(f"<{kind}:{name}>", quote(value, safe=""))
            for other_kind, other in parts:
                path = path.replace(f"<{other_kind}:{other}>", SOUND[other])
            yield f"/{path}"


@pytest.mark.many
def test_what_is_no_address_leads_nowhere(stage: Stage) -> None:
    lines, wrong = LedgerLine.objects.count(), {}
    for route in ROUTES.values():
        for path in odd_addresses(route):
            asked = call(stage.client("author"), "get", path)
            given = call(stage.client("personnel office"), "post", path, GARBAGE)
            if not {asked, given} <= {404, 405}:
                wrong[path] = (asked, given)
    assert wrong == {}
    assert LedgerLine.objects.count() == lines
