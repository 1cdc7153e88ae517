"""Polls: what was voted stands beside who voted, and only closed polls travel in a book."""

from __future__ import annotations

from django.utils.translation import gettext as _

from daybook.annual.models import Poll
from daybook.books.checks.context import Context

POLL_TABLES = ("polls", "electorate", "ballots", "ballot_participation")


def polls_without_participation(context: Context) -> None:
    """Ballots of a year for which nobody is known to have voted."""
    sql = (
        "SELECT min(row), year FROM ballots WHERE row > 0 AND year IS NOT NULL "
        "AND year NOT IN (SELECT year FROM ballot_participation WHERE year IS NOT NULL) "
        "GROUP BY year ORDER BY year"
    )
    voted = _years_voted(context)
    for row, year in context.spool.select(sql):
        if int(year) in voted:
            continue
        message = _("the poll of %(year)s has no participation (table ballot_participation)") % {"year": year}
        context.report.warn("ballots", row, "year", message)


def _years_voted(context: Context) -> set[int]:
    """The years for which the database knows who voted."""
    polls = Poll.objects.filter(bureau=context.home.bureau.pk, participations__isnull=False)
    return set(polls.values_list("year", flat=True)) if context.home.stands else set()


def polls_that_are_open(context: Context) -> None:
    """A poll that is still open in the database takes no ballots from a book."""
    if not context.home.stands:
        return
    polls = Poll.objects.filter(bureau=context.home.bureau.pk, closed=False)
    for year in polls.order_by("year").values_list("year", flat=True):
        for table in POLL_TABLES:
            sql = f"SELECT min(row) FROM {table} WHERE row > 0 AND year = ?"
            row = context.spool.value(sql, str(year))
            if row is not None:
                words = {"year": year}
                message = _("the poll of %(year)s is open; expected ballots of closed polls only") % words
                context.report.refuse(table, row, "year", message)
