"""Writing the ledger: every act leaves one line, in the same transaction as the act itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import CharField

from daybook.ledger.appending import append_line
from daybook.ledger.chain import GENESIS, line_hash, salted_digest
from daybook.ledger.context import current_request
from daybook.ledger.models import LedgerHead, LedgerLine
from daybook.web.statements import Question, Slot, insert

# The head's row is locked for the rest of the transaction.
HEAD = Question(lambda: LedgerHead.objects.select_for_update().filter(bureau_code=Slot("code", CharField())))
NEW_HEAD = "UPDATE ledger_ledgerhead SET sequence = %s, hash = %s WHERE bureau_code = %s"


@dataclass(slots=True)
class PendingLine:
    """A line that waits for the end of its transaction."""

    bureau_code: str
    actor: str
    action: str
    object_type: str
    object_key: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


@dataclass(slots=True)
class _Book:
    lines: list[PendingLine] = field(default_factory=list)


_open_book: ContextVar[_Book | None] = ContextVar("open_book", default=None)


@contextmanager
def recorded() -> Iterator[None]:
    """One transaction whose lines are written to the ledger at its very end.

    Acts nest: the outermost writes the lines of all, so that a bureau's head row is locked for the shortest
    time and other writers wait only for the commit. An act that fails leaves neither its change nor its line.
    """
    outer = _open_book.get()
    book = outer or _Book()
    kept = len(book.lines)
    token = _open_book.set(book)
    try:
        with transaction.atomic():
            yield
            if outer is None:
                _write(book.lines)
    except BaseException:
        del book.lines[kept:]
        raise
    finally:
        _open_book.reset(token)


def record(
    *,
    bureau_code: str,
    actor: str,
    action: str,
    object_type: str,
    object_key: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Note one act; `recorded()` must be open. Values are text, whole numbers, booleans or `None`.

    Texts, scores and drafts are given as `sealed(value)`, never in the clear.
    """
    book = _open_book.get()
    if book is None:
        raise RuntimeError("an act is recorded inside recorded()")
    book.lines.append(
        PendingLine(bureau_code, actor, action, object_type, object_key, before or {}, after or {})
    )


def sealed(value: object) -> str:
    """The salted digest that stands in the ledger for a text, score or draft; empty stays empty."""
    text = "" if value is None else str(value)
    return salted_digest(text, settings.SECRET_KEY.encode()) if text else ""


def _write(lines: list[PendingLine]) -> None:
    # One bureau after another in the order of codes: two transactions can never wait for each other.
    for code in sorted({line.bureau_code for line in lines}):
        _extend_chain(code, [line for line in lines if line.bureau_code == code])


def _extend_chain(code: str, lines: list[PendingLine]) -> None:
    if len(lines) == 1 and connection.vendor == "postgresql" and append_line(_row(lines[0])):
        return
    head = _head(code)
    made = []
    for line in lines:
        head.sequence += 1
        row = {**_row(line), "sequence": head.sequence}
        made.append(LedgerLine(**row, previous_hash=head.hash, hash=line_hash(head.hash, row)))
        head.hash = made[-1].hash
    insert(made)
    with connection.cursor() as cursor:
        cursor.execute(NEW_HEAD, [head.sequence, head.hash, code])


def _head(code: str) -> LedgerHead:
    """The end of a bureau's chain, locked; a first act begins the chain."""
    if (head := HEAD.first(code=code)) is None:
        LedgerHead.objects.get_or_create(bureau_code=code, defaults={"hash": GENESIS})
        head = HEAD(code=code)[0]
    return head


def _row(line: PendingLine) -> dict[str, Any]:
    """All of a line but its place in the chain."""
    request = current_request()
    return {
        "bureau_code": line.bureau_code,
        "instant": datetime.now(UTC).isoformat(timespec="microseconds"),
        "actor": line.actor,
        "action": line.action,
        "object_type": line.object_type,
        "object_key": line.object_key,
        "before": dict(line.before),
        "after": dict(line.after),
        "request_id": request.request_id,
        "address": request.address,
    }
