"""What the record holds on which a score can stand."""

from __future__ import annotations

from datetime import date

from daybook.daily.models import LogEntry
from daybook.org.models import Bureau


def entries_in_span(bureau: Bureau, number: str, first: date, last: date) -> int:
    """How many entries a person wrote on the days of a span; withdrawn ones do not count."""
    rows = LogEntry.objects.filter(bureau=bureau, person__number=number, work_date__range=(first, last))
    return rows.filter(withdrawn_reason="").count()
