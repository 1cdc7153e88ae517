"""Two acts at once, each on a connection of its own: what becomes of the one that comes second."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from django.db import connection

from daybook.ledger.actions import recorded
from daybook.web.refusals import Refused

Act = Callable[[], object]


def told(act: Act) -> str:
    """What became of an act on a connection of its own: `done`, or the sentence of its refusal."""
    try:
        act()
    except Refused as refused:
        return refused.message
    finally:
        connection.close()
    return "done"


def one_after_the_other(first: Act, then: Act) -> str:
    """What became of the act that came while the first was done but not committed: it had to wait."""
    done, over = Event(), Event()

    def slowly() -> None:
        with recorded():
            first()
            done.set()
            assert not over.wait(1), "the second did not wait"

    def meanwhile() -> str:
        assert done.wait(30)
        try:
            return told(then)
        finally:
            over.set()

    with ThreadPoolExecutor(2) as pool:
        begun = pool.submit(told, slowly)
        answer = pool.submit(meanwhile).result(60)
        assert begun.result(60) == "done"
    return answer
