"""Pairing voters with ballots, with the eyes of whoever administers the database.

Everybody votes with a fingerprint of his own, so that the test knows whose each ballot is; what attacks the
ballots does not look at it. It has every order a database keeps: of the file, of rows and transactions, of
keys and serials; and, from the ledger and from participation, the order of voting. Each attack is also made
on a table that keeps what it should not, where it must find everybody.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from daybook.annual.actions import mixing
from daybook.annual.actions.voting import close_poll
from daybook.annual.models import Ballot, BallotParticipation, Poll, StagedBallot
from daybook.ledger.models import LedgerLine
from tests.annual.voting import LATER, crowded, fingerprint, opened, vote
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)

VOTERS = 24
SEEN = 5  # standard deviations that chance does not go beyond, but once in a million runs


@dataclass(frozen=True)
class Found:
    """A ballot as an attack finds it, in some order: on whom it is, and (for the test alone) by whom."""

    ratee: int
    voter: str


@pytest.fixture
def voted(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any) -> tuple[Cast, Poll, list[str]]:
    """A poll in which a department has voted, everybody at once after the other, moved as often as may be."""
    monkeypatch.setattr(mixing, "REST", 0)
    settings.BALLOT_PAUSE = 0
    many = crowded(cast, VOTERS)
    poll = opened(cast)
    for place, voter in enumerate(many):
        vote(poll, voter, fingerprint(place))
    return cast, poll, [voter.number for voter in many]


def fingers() -> dict[str, str]:
    """Whose each fingerprint is."""
    return {fingerprint(place): f"S{100 + place}" for place in range(VOTERS)}


def rows_by(table: str, order: str, where: str = "1 = 1") -> list[Found]:
    """The ballots of staff in an order of the database, or in the one it gives by itself."""
    ordered = f" ORDER BY {order}" if order else ""
    sql = f"SELECT ratee_id, options FROM {table} WHERE ballot_class = 'D' AND {where}{ordered}"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [Found(ratee, fingers()[options]) for ratee, options in cursor.fetchall()]


ORDERS = {
    "sqlite": ("", "key", "poll_id, ratee_id"),
    "postgresql": ("", "ctid", "xmin::text::bigint, ctid", "cmin::text::bigint, ctid", "key"),
}


def paired(ballots: Sequence[Found], voting: Sequence[str]) -> tuple[int, int]:
    """How often the order of ballots pairs somebody with his own, and how many ratees were tried.

    Of each ratee the ballots in their order are laid beside his voters in theirs: by chance one fits.
    """
    hits, ratees = 0, sorted({each.ratee for each in ballots})
    for ratee in ratees:
        own = [each.voter for each in ballots if each.ratee == ratee]
        order = [voter for voter in voting if voter in own]
        hits += sum(guess == true for guess, true in zip(order, own, strict=True))
    return hits, len(ratees)


def neighbours(ballots: Sequence[Found]) -> tuple[int, float]:
    """How many ballots stand beside another of the same voter, and how many do by chance."""
    total = len(ballots)
    each = [sum(ballot.voter == voter for ballot in ballots) for voter in {one.voter for one in ballots}]
    expected = sum(count * (count - 1) for count in each) / total
    return sum(one.voter == other.voter for one, other in pairwise(ballots)), expected


def correlation(ballots: Sequence[Found], voting: Sequence[str]) -> float:
    """How far the order of ballots goes with the order of voting, from -1 to 1, in standard deviations."""
    places = {voter: place for place, voter in enumerate(voting)}
    xs, ys = list(range(len(ballots))), [places[each.voter] for each in ballots]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    above = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True))
    below = (sum((x - mean_x) ** 2 for x in xs) * sum((y - mean_y) ** 2 for y in ys)) ** 0.5
    deviations: float = above / below * (len(xs) - 1) ** 0.5
    return deviations


def no_better_than_chance(ballots: Sequence[Found], voting: Sequence[str]) -> bool:
    """Whether none of the attacks on an order of ballots finds more than it would by luck."""
    for order in (voting, list(reversed(voting))):
        hits, ratees = paired(ballots, order)
        if hits > ratees + SEEN * ratees**0.5:
            return False
    beside, expected = neighbours(ballots)
    return beside <= expected + SEEN * expected**0.5 and abs(correlation(ballots, voting)) <= SEEN


def everything_told(voters: Sequence[str]) -> None:
    """The order of voting, which is known: from the ledger, and from participation."""
    assert list(
        LedgerLine.objects.filter(action="voted").order_by("sequence").values_list("actor", flat=True)
    ) == list(voters)
    taken = BallotParticipation.objects.order_by("pk").values_list("voter__number", flat=True)
    assert list(taken) == list(voters)


def test_neither_an_open_nor_a_closed_poll_pairs_voters_with_ballots(
    voted: tuple[Cast, Poll, list[str]],
) -> None:
    cast, poll, voters = voted
    everything_told(voters)
    attacks_succeed_on_a_table_that_keeps_the_order(voters)
    for order in ORDERS[connection.vendor]:
        moved = rows_by("annual_stagedballot", order, "mixed")
        assert len(moved) > VOTERS * VOTERS / 2, order
        assert no_better_than_chance(moved, voters), order
    kinds = list(StagedBallot.objects.filter(mixed=True).values_list("ballot_class", "ratee_id"))
    assert min(kinds.count(kind) for kind in set(kinds)) >= mixing.LEAST_TOGETHER
    if connection.vendor == "postgresql":
        assert distinct("annual_stagedballot WHERE mixed", "xmin::text") == 1
    close_poll(poll=poll, actor=cast["S01"], at=LATER)
    for order in (*ORDERS[connection.vendor], "serial"):
        ballots = rows_by("annual_ballot", order)
        assert len(ballots) == VOTERS * (VOTERS + 2), order
        assert no_better_than_chance(ballots, voters), order
    if connection.vendor == "postgresql":
        assert distinct("annual_ballot", "xmin::text") == 1
    no_option_is_told_outside_the_ballots()


def attacks_succeed_on_a_table_that_keeps_the_order(voters: list[str]) -> None:
    """Rows as they are cast, one voter after the other, are all found: the attacks can succeed."""
    rows = rows_by("annual_stagedballot", "")
    naive = sorted(rows, key=lambda each: (voters.index(each.voter), each.ratee))
    hits, _ratees = paired(naive, voters)
    assert hits == len(naive)
    assert neighbours(naive)[0] > len(naive) * 0.9
    assert correlation(naive, voters) > SEEN
    assert not no_better_than_chance(naive, voters)
    # Whole batches of five in order, each mixed within itself, are found too.
    batches = sorted(rows_by("annual_stagedballot", "key"), key=lambda each: voters.index(each.voter) // 5)
    assert not no_better_than_chance(batches, voters)


def distinct(table: str, column: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(DISTINCT {column}) FROM {table}")
        return int(cursor.fetchone()[0])


def no_option_is_told_outside_the_ballots() -> None:
    """No other table holds what was voted: not the ledger, no session, no message."""
    for model in apps.get_models():
        if model is Ballot:
            continue
        text = json.dumps(list(model._default_manager.values_list()), default=str, ensure_ascii=False)
        # Keys and hashes are lower case, and never five of these letters in quotes.
        assert not [each for each in fingers() if f'"{each}"' in text], model


@pytest.mark.only_on("sqlite")
def test_no_freed_row_is_left_in_the_file_or_its_log(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """SQLite: neither the file nor its log of writes holds a ballot as it was cast; no row is numbered."""
    cast_keys, poll = _cast_and_moved(cast, monkeypatch, settings)
    file = Path(str(connection.settings_dict["NAME"]))
    assert all(key.encode() not in raw(file) for key in cast_keys)
    left = StagedBallot.objects.filter(mixed=False).count()
    close_poll(poll=poll, actor=cast["S01"], at=LATER)
    assert left
    assert all(key.encode() not in raw(file) for key in cast_keys)
    for table in ("annual_ballot", "annual_stagedballot"):
        with connection.cursor() as cursor, pytest.raises(Exception, match="rowid"):
            cursor.execute(f"SELECT rowid FROM {table}")
        with connection.cursor() as cursor:
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [table])
            assert cursor.fetchone()[0].endswith("WITHOUT ROWID")


def raw(file: Path) -> bytes:
    """All bytes of a database and of its log of writes."""
    log = file.with_name(f"{file.name}-wal")
    return file.read_bytes() + (log.read_bytes() if log.exists() else b"")


@pytest.mark.only_on("postgresql")
def test_no_dead_row_is_left_in_the_files(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    """PostgreSQL: neither the file of staging nor that of ballots holds a ballot as it was cast."""
    cast_keys, poll = _cast_and_moved(cast, monkeypatch, settings)
    assert all(bytes.fromhex(key) not in pages("annual_stagedballot") for key in cast_keys)
    close_poll(poll=poll, actor=cast["S01"], at=LATER)
    for table in ("annual_stagedballot", "annual_ballot"):
        assert all(bytes.fromhex(key) not in pages(table) for key in cast_keys)
    # The file read here is the one that rows stand in.
    some = Ballot.objects.first()
    assert some is not None
    assert some.key.bytes in pages("annual_ballot")


def pages(table: str) -> bytes:
    """The file of a table as it lies on the disk."""
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        cursor.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s))", [table])
        return bytes(cursor.fetchone()[0])


def _cast_and_moved(cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any) -> tuple[list[str], Poll]:
    """The keys of ballots as they were cast, of which most are moved since; none is under its key any more.

    What waits for more of its kind keeps its key: it is left out.
    """
    settings.BALLOT_PAUSE = 10**6
    monkeypatch.setattr(mixing, "mix_if_due", lambda poll: None)
    many, poll = crowded(cast, 12), None
    poll = opened(cast)
    for place, voter in enumerate(many):
        vote(poll, voter, fingerprint(place))
    keys = [key.hex for key in StagedBallot.objects.values_list("key", flat=True)]
    file = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        # As cast they do lie there: the search can find them.
        assert all(key.encode() in raw(Path(str(file))) for key in keys)
    assert mixing.move_ballots(poll) > 100
    # One more votes and waits.
    vote(poll, cast["S03"], "AAAAB")
    waiting = {key.hex for key in StagedBallot.objects.filter(mixed=False).values_list("key", flat=True)}
    return [key for key in keys if key not in waiting], poll
