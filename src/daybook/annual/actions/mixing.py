"""Moving cast ballots out of staging, so that nothing of the order of casting is left in the database.

What a database keeps beside the columns tells when a row was written: on PostgreSQL the place in the file
(`ctid`), the writing transaction (`xmin`) and dead rows, on SQLite row numbers, freed pages and the log of
writes (WAL). Ballots are therefore written anew, those that are mixed together with those that come in, under
fresh random keys and in the order of those keys, in one transaction that writes nothing about a voter.

A ballot leaves staging only with enough of its own kind, of the same class on the same ratee: five voters
waiting would say little if one of them alone was a head who rates that person. What never comes to be enough
is moved at the close.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from logging import getLogger
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from daybook.annual.models import Poll, StagedBallot
from daybook.org.rows import bare_rows
from daybook.web.busy import is_busy
from daybook.web.refusals import Refused

LEAST_TOGETHER = 5
"""So many ballots of one kind come out of staging together at least."""

REST = 50
"""After a mixing no other begins for at least so many times as long as it took: voters come first."""

WAIT = "2s"  # for the table, before a mixing gives up and leaves it to a later voter
PATIENCE = 500  # milliseconds for those who read the write-ahead log
TABLE = StagedBallot._meta.db_table
COLUMNS = ("key", "poll_id", "ballot_class", "ratee_id", "options", "mixed")
KEY_BYTES = 16

log = getLogger(__name__)


class Cast(NamedTuple):
    """A row of staging."""

    key: str
    poll: int
    ballot_class: str
    ratee: int
    options: str
    mixed: bool

    @property
    def kind(self) -> tuple[str, int]:
        """Ballots of one kind cannot be told apart by who may have cast them."""
        return self.ballot_class, self.ratee


def mix_if_due(poll: Poll) -> None:
    """Move what waits, unless it was done a moment ago; a failure is noted and hurts nobody.

    Called after a voter's own transaction: his ballots are safe whatever becomes of this.
    """
    now = timezone.now()
    try:
        if not _claim(poll, now):
            return
        move_ballots(poll)
        took = timezone.now() - now
        rest = max(timedelta(seconds=settings.BALLOT_PAUSE), took * REST)
        Poll.objects.filter(pk=poll.pk).update(mix_after=now + took + rest)
    except DatabaseError as fault:
        # The kind of fault alone: its words may hold a row.
        log.warning("Ballots of poll %s wait for a later moving: %s", poll.pk, type(fault).__name__)


def _claim(poll: Poll, now: datetime) -> bool:
    """Whether a moving is due, and nobody else has begun it."""
    due = Poll.objects.filter(pk=poll.pk, closed=False).exclude(mix_after__gt=now)
    if not due.exists() or not _enough(_waiting(poll)):
        return False
    pause = timedelta(seconds=settings.BALLOT_PAUSE)
    return bool(due.update(mix_after=now + pause))


def _waiting(poll: Poll) -> Counter[tuple[str, int]]:
    rows = StagedBallot.objects.filter(poll=poll, mixed=False).values_list("ballot_class", "ratee_id")
    return Counter(bare_rows(rows))


def _enough(waiting: Counter[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    return frozenset(kind for kind, count in waiting.items() if count >= LEAST_TOGETHER)


def move_ballots(poll: Poll) -> int:
    """Move what has enough of its kind out of staging, in a transaction of its own; how many were moved."""
    with transaction.atomic():
        hold_poll(poll, alone=True)
        rows = held_rows(poll)
        enough = _enough(Counter(row.kind for row in rows if row.poll == poll.pk and not row.mixed))
        moving = [row for row in rows if row.poll == poll.pk and not row.mixed and row.kind in enough]
        if moving:
            mixed = [row._replace(mixed=True) for row in moving]
            kept = [row for row in rows if row.poll == poll.pk and row.mixed]
            gone = {row.key for row in (*moving, *kept)}
            rewrite(poll, [row for row in rows if row.key not in gone], renewed([*mixed, *kept]))
    forget_traces()
    return len(moving)


def hold_poll(poll: Poll, *, alone: bool) -> bool:
    """Keep a poll from being closed meanwhile, or with `alone` from taking votes; whether it is open.

    Voters hold it together and do not wait for each other. On SQLite there is one writer at a time anyway.
    """
    how = "" if connection.vendor != "postgresql" else " FOR UPDATE" if alone else " FOR SHARE"
    table = Poll._meta.db_table
    with connection.cursor() as cursor:
        if how and alone:
            # Voters queue behind whoever waits for the table: that must not be long.
            cursor.execute(f"SET LOCAL lock_timeout = '{WAIT}'")
        cursor.execute(f"SELECT closed FROM {table} WHERE id = %s{how}", [poll.pk])  # noqa: S608  # our names
        found = cursor.fetchone()
    return found is not None and not found[0]


@contextmanager
def refused_if_busy() -> Iterator[None]:
    """An act that others keep waiting too long is refused in words; every other fault stays what it is."""
    try:
        yield
    except OperationalError as fault:
        if not is_busy(fault):
            raise
        raise Refused(
            _("The database is busy, perhaps with a backup. Please try again a little later.")
        ) from fault


def held_rows(poll: Poll) -> list[Cast]:
    """Everything that is staged, and nobody adds to it until the transaction ends.

    On PostgreSQL the rows of every poll, because the file is written anew as a whole; else those of this one.
    """
    rows = StagedBallot.objects.values_list(*COLUMNS)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {TABLE} IN ACCESS EXCLUSIVE MODE")
    else:
        rows = rows.filter(poll=poll)
    return [Cast(*row) for row in bare_rows(rows)]


def rewrite(poll: Poll, staying: Iterable[Cast], written: Iterable[Cast]) -> None:
    """Write the table of staging anew, in the order of keys: what stays, and what is mixed."""
    rows = sorted([*staying, *written], key=_spelled)
    if connection.vendor == "postgresql":
        _write_file_anew(rows)
        return
    StagedBallot.objects.filter(poll=poll).delete()
    insert(rows)


def insert(rows: Sequence[Cast]) -> None:
    """Put rows into the table of staging, in the order in which they are given."""
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(COLUMNS))
        names = ", ".join(COLUMNS)
        cursor.executemany(f"INSERT INTO {TABLE} ({names}) VALUES ({marks})", rows)  # noqa: S608  # our names


def _spelled(row: Cast) -> str:
    return str(row.key)


def _write_file_anew(rows: Sequence[Cast]) -> None:
    """A truncated table gets a new file at once: no dead row is left, whoever still reads an older state."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {TABLE}")
        with cursor.copy(f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def renewed(rows: Sequence[Cast]) -> list[Cast]:
    """The rows under fresh random keys, which no longer stand in any order of theirs."""
    keys = random_keys(len(rows))
    return [row._replace(key=key) for row, key in zip(rows, keys, strict=True)]


def random_keys(count: int) -> list[str]:
    """So many random keys, as the database at hand spells them."""
    drawn = os.urandom(KEY_BYTES * count)
    cut = (drawn[start : start + KEY_BYTES] for start in range(0, len(drawn), KEY_BYTES))
    spelled: Callable[[bytes], str] = _dashed if connection.vendor == "postgresql" else bytes.hex
    return [spelled(each) for each in cut]


def _dashed(drawn: bytes) -> str:
    return str(UUID(bytes=drawn))


def forget_traces(tries: int = 1) -> bool:
    """On SQLite empty the log of writes, which holds every written page in order; whether it is empty.

    Inside a greater transaction there is nothing to be done yet. PostgreSQL's log is its server's.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    return any(_emptied() for _try in range(tries))


def _emptied() -> bool:
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5)) * 1000
    connection.ensure_connection()
    connection.take_turn()  # type: ignore[attr-defined]  # of our engine: no writer comes between
    try:
        with connection.cursor() as cursor:
            # Who reads for long, such as an export, must not keep the writers waiting: then it is done later.
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _pages, _moved = cursor.fetchone()
            cursor.execute(f"PRAGMA busy_timeout = {usual}")
    finally:
        connection.end_turn()  # type: ignore[attr-defined]
    return not busy
