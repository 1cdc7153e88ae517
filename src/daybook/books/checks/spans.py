"""Sheets beside the spans and superiors that the rules compute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.books.checks.context import Context
from daybook.books.spool import Spool
from daybook.books.tables.kinds import shown
from daybook.org.calendar import calendar_with
from daybook.quarterly.enums import SheetKind
from daybook.rules import facts
from daybook.rules.periods import Period, quarters_of
from daybook.rules.spans import Span, quarter_spans
from daybook.rules.superiors import COMMITTEE, Structure

BEGINNING = date.min


class Given(NamedTuple):
    """A sheet's span and rater as the book gives them."""

    row: int
    person: str
    quarter: str
    first: date
    last: date
    rater: str


def sheets_beside_computed_spans(context: Context) -> None:
    """Warn of a span that is not the computed one, and of a rater who is not the computed superior."""
    years = _years(context.spool)
    if not years or context.report.fault_count:
        return  # superiors can only be told from a roster without faults
    spans = _Spans(context.spool, *years)
    for (person, quarter), given in groupby(_sheets(context.spool), key=lambda each: each[1:3]):
        computed = spans.of(person, quarter)
        for sheet in given:
            _compare(context, sheet, computed, spans.period(quarter))


def _compare(context: Context, sheet: Given, computed: list[Span], period: Period) -> None:
    whole = (sheet.first, sheet.last) == (period.first, period.last)
    exact = [span for span in computed if (span.first, span.last) == (sheet.first, sheet.last)]
    if not exact and not (whole and len(computed) == 1):
        words = {"spans": "、".join(f"{span.first} – {span.last}" for span in computed) or _("no span")}
        message = _("is not a computed span; the spans of this quarter: %(spans)s") % words
        context.report.warn("score_sheets", sheet.row, "first_day", message)
    within = exact or [span for span in computed if span.first <= sheet.last and span.last >= sheet.first]
    superiors = list(dict.fromkeys(span.superior for span in within))
    if superiors and sheet.rater not in superiors:
        names = "、".join(_("the committee") if each == COMMITTEE else each for each in superiors)
        words = {"rater": shown(sheet.rater), "superiors": names}
        message = _("%(rater)s is not the computed superior: %(superiors)s") % words
        context.report.warn("score_sheets", sheet.row, "rater", message)


def _years(spool: Spool) -> tuple[int, int] | None:
    sql = "SELECT min(substr(quarter, 1, 4)), max(substr(quarter, 1, 4)) FROM score_sheets WHERE row > 0"
    first, last = next(iter(spool.select(sql)))
    return (int(first), int(last)) if first else None


def _sheets(spool: Spool) -> Iterator[Given]:
    rows = spool.select(
        "SELECT row, person, quarter, first_day, last_day, rater FROM score_sheets "
        "WHERE row > 0 AND kind <> ? ORDER BY person, quarter, row",
        SheetKind.WITHDRAWN.value,
    )
    day = date.fromisoformat
    return (
        Given(row, who, quarter, day(first), day(last), rater)
        for row, who, quarter, first, last, rater in rows
    )


class _Spans:
    """The computed spans of each person and quarter."""

    def __init__(self, spool: Spool, first_year: int, last_year: int) -> None:
        self._spool = spool
        own = spool.select("SELECT day, kind FROM calendar_days")
        days = [(date.fromisoformat(day), kind) for day, kind in own]
        self._calendar = calendar_with(first_year, last_year, days)
        self._structure = _structure(spool)

    @staticmethod
    def period(quarter: str) -> Period:
        """A quarter by its key."""
        return quarters_of(int(quarter[:4]))[int(quarter[-1]) - 1]

    def of(self, person: str, quarter: str) -> list[Span]:
        """The spans of a person in a quarter."""
        sql = "SELECT staff_category, employed_from, employed_to FROM people WHERE number = ?"
        category, since, until = next(iter(self._spool.select(sql, person)))
        employed = facts.Person(person, category, _day(since) or BEGINNING, _day(until))
        return quarter_spans(self._structure, self._calendar, employed, self.period(quarter))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _structure(spool: Spool) -> Structure:
    posts = spool.select(
        "SELECT person, department, role, valid_from, valid_to, post_class FROM appointments"
    )
    led = spool.select("SELECT leader, department, valid_from, valid_to FROM portfolios")
    conflicts = spool.select("SELECT person, superior, first_day, last_day FROM conflicts")
    day = date.fromisoformat
    return Structure(
        [
            facts.Appointment(who, where or None, role, day(a), _day(b), kind)
            for who, where, role, a, b, kind in posts
        ],
        [facts.Portfolio(leader, department, day(a), _day(b)) for leader, department, a, b in led],
        [facts.Conflict(person, superior, day(a), _day(b)) for person, superior, a, b in conflicts],
    )
