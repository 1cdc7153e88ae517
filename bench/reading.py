"""Read pages of an installation in a process of its own: `python -m bench.reading SESSION`.

Each line of its input is a question, a JSON object, and is answered by one with the seconds it took and
the number of statements: `{"page": "/feed"}` is a whole page, from the request to the last byte, with
`"sent"` the fields of a form that is posted there, with `"anew"` after what was settled is forgotten;
`{"search": "…"}` what the search page shows, found and read, but not yet drawn. `megabytes` is the most
memory that the process has taken until then.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from typing import Any

from bench.engines import Installation
from bench.load import TOKEN
from bench.orders import Orders


class Reading(Orders):
    """The process that reads."""

    def __init__(self, place: Installation, session: str) -> None:
        super().__init__("bench.reading", [session], place.environment)

    def ask(self, **question: str) -> dict[str, float]:
        """Seconds, statements and what was found."""
        self.give(question)
        return self.told()


class Counter:
    """Counts the statements that go through it."""

    def __init__(self) -> None:
        self.statements = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        """Count one and let it pass."""
        self.statements += 1
        return execute(*given)


def main(session: str) -> None:
    """Answer questions until there are no more."""
    from daybook.config.wsgi import application

    reader = _reader(session)
    for line in sys.stdin:
        question = json.loads(line)
        if "anew" in question:
            _forget()
        if "page" in question:
            told = _counted(partial(_page, application, session, question["page"], question.get("sent")))
        else:
            told = _counted(partial(_search, question["search"], reader))
        print(json.dumps(told), flush=True)


def _forget() -> None:
    """Let a process settle a year as if it had never done so."""
    from daybook.annual.queries.remembered import LAST

    LAST.clear()


def _counted(read: Callable[[], int]) -> dict[str, float]:
    from django.db import connection

    counter = Counter()
    with connection.execute_wrapper(counter):
        started = time.perf_counter()
        found = read()
        seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "statements": counter.statements, "found": found, "megabytes": megabytes}


def _page(application: Callable[..., Any], session: str, address: str, sent: str | None) -> int:
    """Ask for a page through the whole stack; the length of its body."""
    path, _, query = address.partition("?")
    told: list[str] = []
    body = (sent or "").encode()
    response = application(
        {
            "REQUEST_METHOD": "GET" if sent is None else "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_X_CSRFTOKEN": TOKEN,
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": f"sessionid={session}; csrftoken={TOKEN}",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        },
        lambda status, headers, fault=None: told.append(status),
    )
    length = sum(map(len, response))
    response.close()
    if not told[0].startswith("200"):
        raise RuntimeError(f"{address}: {told[0]}")
    return length


def _search(text: str, reader: Any) -> int:
    """Search as the page does; the number of entries on the first page."""
    from daybook.daily.queries.search import search_page
    from daybook.daily.question import question_of

    return len(search_page(reader, question_of(text, reader.today)).hits)


def _reader(session: str) -> Any:
    """Whoever is signed in with a session, as the pages know him."""
    from datetime import UTC, datetime

    from django.contrib.auth import SESSION_KEY
    from django.contrib.sessions.models import Session

    from daybook.daily.access import Reader
    from daybook.org.models import Account

    number = Session.objects.get(pk=session).get_decoded()[SESSION_KEY]
    person = Account.objects.select_related("person__bureau").get(pk=number).person
    return Reader(person, frozenset(), datetime.now(UTC).date())


if __name__ == "__main__":
    main(sys.argv[1])
