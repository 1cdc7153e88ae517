"""The end of a year: notices, signatures and objections to results say what each of them needs."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.books.checks.context import Context
from daybook.books.spool import quoted

DECIDED = "outcome IN ('upheld', 'dismissed')"
NOT_OF_A_NOTICE = "subject <> 'notice'"


class Need(NamedTuple):
    """A column of a table that a row must fill, or leave empty, where a condition holds."""

    table: str
    column: str
    where: str
    filled: bool
    why: str | Promise


NEEDS = (
    Need("notices", "reason", "CAST(serial AS INTEGER) > 1", True, gettext_lazy("a corrected list says why")),
    Need("signatures", "witness", "kind = 'refused'", True, gettext_lazy("a refusal has its witness")),
    Need("signatures", "recorded_by", "kind = 'refused'", True, gettext_lazy("an officer records a refusal")),
    Need("signatures", "witness", "kind <> 'refused'", False, gettext_lazy("only a refusal has a witness")),
    Need("signatures", "recorded_by", "kind <> 'refused'", False, gettext_lazy("who signs does it himself")),
    Need("signatures", "text", "kind = 'objected'", True, gettext_lazy("who objects says what")),
    Need("year_objections", "grounds", DECIDED, True, gettext_lazy("what is decided has its grounds")),
    Need("year_objections", "body", DECIDED, True, gettext_lazy("what is decided was decided by somebody")),
    Need("year_objections", "notice", "subject = 'notice'", True, gettext_lazy("it is about a notice")),
    Need("year_objections", "version", "subject = 'notice'", False, gettext_lazy("it is about a notice")),
    Need("year_objections", "notice", NOT_OF_A_NOTICE, False, gettext_lazy("it is about a final result")),
    Need("year_objections", "version", NOT_OF_A_NOTICE, True, gettext_lazy("it is about a final result")),
    Need(
        "year_objections", "earlier", "subject = 'appeal'", True, gettext_lazy("it follows a reconsideration")
    ),
    Need(
        "year_objections", "earlier", "subject <> 'appeal'", False, gettext_lazy("only an appeal follows one")
    ),
)
ONCE = (
    ("notices", ("year", "serial"), "serial"),
    ("year_objections", ("person", "notice", "whose"), "whose"),
    ("year_objections", ("subject", "person", "year", "version"), "version"),
    ("year_objections", ("earlier",), "earlier"),
)
"""Columns that no two rows share where all of them are filled, and the one a fault is told by."""


def ends_of_years(context: Context) -> None:
    """What notices, signatures and objections to results need, or must leave empty."""
    for need in NEEDS:
        wanted = f"{need.column} = ''" if need.filled else f"{need.column} <> ''"
        sql = f"SELECT row FROM {quoted(need.table)} WHERE row > 0 AND {need.where} AND {wanted}"
        message = _("must be filled: %(why)s") if need.filled else _("must be empty: %(why)s")
        for (row,) in context.spool.select(sql):
            context.report.refuse(need.table, row, need.column, message % {"why": need.why})


def ends_told_twice(context: Context) -> None:
    """A serial of a notice, an objection to it, or a remedy that stands twice."""
    for table, columns, told in ONCE:
        names = ", ".join(columns)
        filled = " AND ".join(f"{column} <> ''" for column in columns)
        sql = (
            f"SELECT row, first FROM (SELECT row, first_value(row) OVER same AS first FROM {quoted(table)} "
            f"WHERE {filled} WINDOW same AS (PARTITION BY {names} ORDER BY row)) "
            "WHERE row <> first AND row > 0"
        )
        for row, first in context.spool.select(sql):
            message = _("the same stands in row %(row)d already; expected it once") % {"row": first}
            context.report.refuse(table, row, told, message)


def remedies_of_others(context: Context) -> None:
    """A remedy that somebody asked for against another's result; a decision by a party."""
    sql = (
        "SELECT row, subject, person, whose, outcome, decided_by FROM year_objections "
        "WHERE row > 0 AND person <> '' AND whose <> ''"
    )
    for row, subject, person, whose, outcome, decided_by in context.spool.select(sql):
        if subject != "notice" and person != whose:
            message = _("one asks for a remedy against a result of one's own")
            context.report.refuse("year_objections", row, "whose", message)
        if outcome in {"upheld", "dismissed"} and decided_by in {person, whose}:
            message = _("nobody decides on his own objection, and nobody withdraws another's")
            context.report.refuse("year_objections", row, "decided_by", message)


def notices_put_up_too_late(context: Context) -> None:
    """A notice that was put up after its first day."""
    sql = (
        "SELECT row, first_day, put_up_at FROM notices WHERE row > 0 AND first_day <> '' AND put_up_at <> ''"
    )
    for row, first, put_up in context.spool.select(sql):
        if datetime.fromisoformat(put_up).date().isoformat() > first:
            message = _("it was put up after its first day; expected an earlier instant")
            context.report.refuse("notices", row, "put_up_at", message)
