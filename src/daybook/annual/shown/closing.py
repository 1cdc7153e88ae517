"""How a year ended, for who may know of it: the person, and who sees the ranked table."""

from __future__ import annotations

from daybook.annual.queries.closing import Closing
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.sight import PersonSight
from daybook.org.frame import Frame


def closing_for(frame: Frame, results: YearResults, sight: PersonSight) -> Closing | None:
    """The end of the year of the person of a sight; nothing for a reader who may not know the grade."""
    if not (sight.is_own or sight.ranking):
        return None
    return Closing(frame.bureau, results, results.rows[sight.each.number], sight.is_own, frame.today)
