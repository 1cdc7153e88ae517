"""Correcting a sheet that an upheld objection opened, after its author has seen what that would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.ledger.actions import recorded
from daybook.objections.access import sheet_of
from daybook.objections.actions.telling import tell_of_the_correction
from daybook.objections.enums import Outcome
from daybook.objections.models import Objection
from daybook.org.actions.guards import note
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.actions.publishing import sheet_key
from daybook.quarterly.actions.reopening import publish_correction
from daybook.quarterly.models import ScoreSheet
from daybook.web.refusals import Refused


def correct_sheet(
    *,
    objection: Objection,
    rater: Person,
    scores: Mapping[str, Decimal],
    reasons: Mapping[str, str],
    comment: str,
    citations: Mapping[str, Sequence[LogEntry]],
    version: int = 0,
    at: datetime | None = None,
) -> ScoreSheet:
    """Publish the corrected sheet of an upheld objection; both versions stay. Raises Refused.

    A year that is final stays as it was sealed: it changes only by a reopened decision.
    """
    instant = moment(at)
    with recorded():
        if objection.outcome != Outcome.UPHELD:
            raise Refused(_("Only an upheld objection opens a sheet for correction."))
        made = publish_correction(
            sheet=sheet_of(objection),
            rater=rater,
            scores=scores,
            reasons=reasons,
            comment=comment,
            citations=citations,
            version=version,
            at=instant,
        )
        tell_of_the_correction(objection, instant)
        after = {"sheet": sheet_key(made)}
        note(rater, objection.bureau, "correct_sheet", "objection", objection.key, after=after)
    return made
