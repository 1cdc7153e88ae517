"""群众公认 from the ballots of a closed poll, as far as they may be shown by themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from daybook.annual.models import Ballot
from daybook.org.models import Bureau
from daybook.org.rows import bare_rows
from daybook.rules.assessment import assessment
from daybook.rules.career import recognition_dimension
from daybook.rules.figure import Figure
from daybook.rules.policy import Policy


def recognitions(policy: Policy, bureau: Bureau, year: int, people: Collection[int]) -> Mapping[int, Figure]:
    """The recognition of some people (by row) where their ballots tell it, in one statement."""
    rows = Ballot.objects.filter(
        poll__bureau=bureau, poll__year=year, poll__closed=True, ratee_id__in=people
    ).order_by()
    cast: dict[int, dict[str, list[str]]] = {}
    for ratee, ballot_class, options in bare_rows(rows.values_list("ratee_id", "ballot_class", "options")):
        cast.setdefault(ratee, {}).setdefault(ballot_class, []).append(options)
    assessed = {ratee: assessment(policy, ballots) for ratee, ballots in cast.items()}
    found = {ratee: figure and recognition_dimension(policy, figure) for ratee, figure in assessed.items()}
    return {ratee: figure for ratee, figure in found.items() if figure}
