"""Who may hold a page open: asked once, by the same doors as any page, before a stream begins."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from daybook.daily.access import Reader
from daybook.daily.models import LogEntry
from daybook.daily.queries.hidden import mark_of

ADMISSION = "daybook.live"  # where the server's entry waits, in the environment of a request, for a visitor
RETRY = 5_000  # milliseconds until a page asks again


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with an open page, and how far the bureau's record went as the page was let in.

    `newest_*` tell of its newest entry, `mark` of its ledger, in which every hiding stands.
    """

    person_id: int
    bureau_id: int
    language: str
    newest_id: int
    newest_key: str
    bureau_code: str = ""
    mark: int = 0
    time_zone: str = "UTC"
    session: str = field(default="", repr=False)
    password: str = field(default="", repr=False)  # as it is kept, hashed: a session ends with its password


class Admission:
    """Filled by the page that lets a visitor in; stays empty where it refuses."""

    visitor: Visitor | None = None


def visitor_of(reader: Reader, language: str, session: str, password: str) -> Visitor:
    """A reader as a visitor of the live feed, in two statements."""
    bureau = reader.person.bureau
    rows = LogEntry.objects.filter(bureau=bureau).order_by("-id").values_list("id", "key")
    newest_id, newest_key = rows.first() or (0, "")
    return Visitor(
        person_id=reader.person.pk,
        bureau_id=bureau.pk,
        language=language,
        newest_id=newest_id,
        newest_key=newest_key,
        bureau_code=bureau.code,
        mark=mark_of(bureau),
        time_zone=bureau.time_zone,
        session=session,
        password=password,
    )


def admit(environ: dict[str, Any], visitor: Visitor) -> None:
    """Let a visitor in, where a server that can stream has asked; elsewhere nothing happens."""
    admission = environ.get(ADMISSION)
    if isinstance(admission, Admission):
        admission.visitor = visitor


def greeting(newest_key: str, mark: int, retry: int = RETRY) -> bytes:
    """The beginning of a stream: when to come again after its end, the newest entry, the mark."""
    told = json.dumps({"newest": newest_key, "mark": mark})
    return f"retry: {retry}\nevent: greeting\ndata: {told}\n\n".encode()
