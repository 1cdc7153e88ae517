"""One writer at a time on SQLite: threads queue, in order, and none gives up."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, OperationalError
from pytest_django import DjangoDbBlocker

from daybook.config.db.sqlite.base import DatabaseWrapper
from daybook.config.db.sqlite.lock import WriteLock, lock_for, turn_file


@pytest.fixture
def connect(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[Callable[[], DatabaseWrapper]]:
    """Connections to one file, configured as the product configures them."""
    from daybook.config import environment

    settings = environment._sqlite(str(tmp_path / "lock.sqlite3"))

    def opened() -> DatabaseWrapper:
        defaults = connections.configure_settings({"default": dict(settings)})["default"]
        return DatabaseWrapper(defaults, alias="default")

    with django_db_blocker.unblock():
        first = opened()
        with first.cursor() as cursor:
            cursor.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, value INTEGER UNIQUE)")
        first.close()
        yield opened


def write(database: DatabaseWrapper, value: int) -> None:
    """One row in a transaction of its own, without Django's alias look-up."""
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        with database.cursor() as cursor:
            cursor.execute("INSERT INTO counter (value) VALUES (%s)", [value])
        database.commit()
    except BaseException:
        database.rollback()
        raise
    finally:
        database.set_autocommit(True)


def test_the_lock_passes_in_order_of_arrival() -> None:
    lock = WriteLock()
    served: list[int] = []
    assert lock.acquire(1)

    def wait(number: int) -> None:
        assert lock.acquire(5)
        served.append(number)
        lock.release()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    lock.release()
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4, 5]


def test_a_lock_that_timed_out_still_works() -> None:
    lock = WriteLock()
    assert lock.acquire(1)
    assert not lock.acquire(0.01)
    lock.release()
    assert lock.acquire(0.01)


def test_processes_take_turns_by_a_file_beside_the_database(tmp_path: Path) -> None:
    ours, theirs = WriteLock(tmp_path / "a.turn"), WriteLock(tmp_path / "a.turn")
    assert ours.acquire(1)
    assert not theirs.acquire(0.02)
    ours.release()
    assert theirs.acquire(0.02)
    theirs.release()


def test_a_child_process_has_a_turn_of_its_own(tmp_path: Path) -> None:
    """A lock on a file that was open before a fork would be held by both."""
    lock = WriteLock(tmp_path / "a.turn")
    assert lock.acquire(1)
    child = os.fork()
    if child == 0:
        lock._held = False  # what this process holds is not the child's, who has no other thread
        os._exit(1 if lock.acquire(0.02) else 0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    lock.release()


def test_a_database_in_memory_is_no_other_process_s() -> None:
    assert turn_file(":memory:") is None
    assert turn_file("file:memorydb_default?mode=memory&cache=shared") is None
    assert turn_file("/data/daybook.sqlite3") == Path("/data/daybook.sqlite3.turn")


def test_one_file_has_one_lock() -> None:
    assert lock_for("a") is lock_for("a")
    assert lock_for("a") is not lock_for("b")


def test_a_transaction_holds_the_lock_until_it_ends(connect: Callable[[], DatabaseWrapper]) -> None:
    database = connect()
    database.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert database.has_turn
    database.rollback()
    assert not database.has_turn
    database.close()


def test_a_second_writer_waits_and_then_says_that_the_database_is_locked(
    connect: Callable[[], DatabaseWrapper],
) -> None:
    first, second = connect(), connect()
    second.settings_dict["OPTIONS"] = {**second.settings_dict["OPTIONS"], "timeout": 0.05}
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    with pytest.raises(OperationalError, match="locked"), second.cursor() as cursor:
        cursor.execute("INSERT INTO counter (value) VALUES (1)")
    first.rollback()
    write(second, 1)
    first.close()
    second.close()


def test_a_failed_write_lets_the_next_one_in(connect: Callable[[], DatabaseWrapper]) -> None:
    database = connect()
    write(database, 1)
    with pytest.raises(IntegrityError):
        write(database, 1)
    assert not database.has_turn
    write(database, 2)
    database.close()


def test_a_closed_connection_lets_the_next_writer_in(connect: Callable[[], DatabaseWrapper]) -> None:
    first, second = connect(), connect()
    first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    first.close()
    write(second, 1)
    second.close()


def test_many_threads_write_and_none_is_turned_away(connect: Callable[[], DatabaseWrapper]) -> None:
    faults: list[BaseException] = []

    def work(first: int) -> None:
        database = connect()
        try:
            for value in range(first, first + 25):
                write(database, value)
        except BaseException as fault:  # noqa: BLE001 (reported to the test's own thread)
            faults.append(fault)
        finally:
            database.close()

    threads = [threading.Thread(target=work, args=(number * 25,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check = connect()
    with check.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counter")
        assert (faults, cursor.fetchone()) == ([], (200,))
    check.close()


def test_a_commit_is_on_the_disk_and_references_are_kept(connect: Callable[[], DatabaseWrapper]) -> None:
    database = connect()
    with database.cursor() as cursor:
        values = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    assert values == ["wal", 2, 1, 30_000]
    database.close()


@pytest.mark.django_db(transaction=True)
def test_atomic_blocks_of_the_product_take_the_turn() -> None:
    # PostgreSQL knows no turns: its writers do not wait for each other.
    held, free = (True, False) if connection.vendor == "sqlite" else (None, None)
    with transaction.atomic():
        assert getattr(connection, "has_turn", None) is held
        with transaction.atomic():
            assert getattr(connection, "has_turn", None) is held
        assert getattr(connection, "has_turn", None) is held
    assert getattr(connection, "has_turn", None) is free
