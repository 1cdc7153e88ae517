"""One appointment a person a day, one head and one leader a department a day; who is away or in office."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.org.enums import HEAD_ROLES
from daybook.org.rights import ADMINISTRATORS

OPEN_END = "9999-12-31"


class Dated(NamedTuple):
    """A row with a span: what may be there once at a time, and who holds it."""

    row: int
    place: str
    holder: str
    first: str
    last: str


def overlaps(rows: Iterator[Dated], *, same_holder: bool) -> Iterator[tuple[Dated, Dated]]:
    """Pairs (later, earlier) of rows that share a place and a day, at least one of them of the book.

    Rows come by place and first day. A row is held against the longest-lasting one before it, of other
    holders only unless `same_holder`; pairs of standing rows are the database's own matter.
    """
    place, lasting = "", dict[str, Dated]()
    for row in rows:
        if row.place != place:
            place, lasting = row.place, {}
        for holder, other in lasting.items():
            if (same_holder or holder != row.holder) and other.last >= row.first and (row.row or other.row):
                yield row, other
                break
        before = lasting.get(row.holder)
        if before is None or before.last < row.last:
            lasting[row.holder] = row


class Facts(NamedTuple):
    """Where dated rows stand: the table, what may be there once at a time, who holds it, the two days."""

    table: str
    place: str
    holder: str
    first: str = "valid_from"
    last: str = "valid_to"


APPOINTED = Facts("appointments", "person", "role")
HEADED = Facts("appointments", "department", "person")
LED = Facts("portfolios", "department", "leader")
ADMINISTERED = Facts("rights", "person", "kind", "first_day", "last_day")


def _dated(context: Context, facts: Facts, only: str = "1") -> Iterator[Dated]:
    table, place, holder, first, last = facts
    sql = (
        f"SELECT row, {place}, {holder}, {first}, coalesce(nullif({last}, ''), '{OPEN_END}') FROM {table} "
        f"WHERE {place} <> '' AND {holder} IS NOT NULL AND {first} <> '' AND {last} IS NOT NULL AND {only} "
        f"ORDER BY {place}, {first}, row"
    )
    return (Dated(*row) for row in context.spool.select(sql))


def where_of(row: Dated) -> str:
    """In words, where a row stands."""
    return _("row %d") % row.row if row.row else _("a row that stands in the database")


def _tell(
    context: Context, table: str, column: str, message: str, pairs: Iterator[tuple[Dated, Dated]]
) -> None:
    for later, earlier in pairs:
        row, other = (later, earlier) if later.row else (earlier, later)
        where = where_of(other)
        until = "…" if other.last == OPEN_END else other.last
        words = {
            "place": other.place,
            "holder": other.holder,
            "where": where,
            "first": other.first,
            "last": until,
        }
        context.report.refuse(table, row.row, column, message % words)


def overlapping_appointments(context: Context) -> None:
    """Two appointments of one person on a day."""
    rows = _dated(context, APPOINTED)
    message = _(
        "overlaps the appointment of %(place)s in %(where)s (%(first)s to %(last)s); "
        "expected one appointment a day"
    )
    _tell(context, "appointments", "valid_from", message, overlaps(rows, same_holder=True))


def departments_with_two_heads(context: Context) -> None:
    """Two heads, or a head and an acting head, of one department on a day."""
    roles = ", ".join(f"'{role}'" for role in sorted(HEAD_ROLES))
    rows = _dated(context, HEADED, f"role IN ({roles})")
    message = _(
        "the department %(place)s has a head already, %(holder)s in %(where)s (%(first)s to %(last)s); "
        "expected one head a day"
    )
    _tell(context, "appointments", "department", message, overlaps(rows, same_holder=False))


def departments_with_two_leaders(context: Context) -> None:
    """Two leaders in charge of one department on a day."""
    rows = _dated(context, LED)
    message = _(
        "the department %(place)s has a leader in charge already, %(holder)s in %(where)s "
        "(%(first)s to %(last)s); expected one leader a day"
    )
    _tell(context, "portfolios", "department", message, overlaps(rows, same_holder=False))


def administrators_of_two_kinds(context: Context) -> None:
    """One person as two of the three administrators on a day, who exclude each other."""
    kinds = ", ".join(f"'{kind}'" for kind in ADMINISTRATORS)
    rows = _dated(context, ADMINISTERED, f"kind IN ({kinds})")
    message = _(
        "%(place)s is %(holder)s in %(where)s (%(first)s to %(last)s); "
        "expected one of the three administrators' rights a day"
    )
    _tell(context, "rights", "kind", message, overlaps(rows, same_holder=False))


def absences_outside_employment(context: Context) -> None:
    """Absences on days on which the person was not employed."""
    sql = (
        "SELECT absences.row, first_day < employed_from, employed_from, employed_to FROM absences "
        "JOIN people ON people.number = absences.person WHERE absences.row > 0 AND ("
        "(employed_from <> '' AND first_day < employed_from) OR "
        "(employed_to <> '' AND coalesce(nullif(last_day, ''), ?) > employed_to))"
    )
    for row, early, since, until in context.spool.select(sql, OPEN_END):
        words = {"since": since or "…", "until": until or "…"}
        message = _("lies outside the employment (%(since)s to %(until)s)") % words
        context.report.warn("absences", row, "first_day" if early else "last_day", message)
