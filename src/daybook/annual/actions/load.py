"""Loading closed polls in bulk: ballots come without order or voter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from daybook.annual.models import Ballot, Poll
from daybook.org.bulk import Row, insert_rows
from daybook.org.models import Bureau


def load_polls(bureau: Bureau, years: Sequence[int]) -> dict[int, int]:
    """The closed polls of these years, made where they are missing: their ids by year."""
    polls = [
        Poll.objects.get_or_create(bureau=bureau, year=year, defaults={"closed": True})[0] for year in years
    ]
    return {poll.year: poll.pk for poll in polls}


def load_ballots(fields: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert ballots; they must come in an order that nobody chose."""
    insert_rows(Ballot, fields, rows)
