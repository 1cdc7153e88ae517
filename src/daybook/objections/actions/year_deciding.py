"""Deciding an objection to a year's results: dismissed, or upheld with the change of grades that was seen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.access import decides_grades
from daybook.annual.actions.amending import amend_grades
from daybook.annual.fitness import GradeDraft
from daybook.ledger.actions import recorded, sealed
from daybook.objections.actions.year_filing import held_open
from daybook.objections.actions.year_telling import tell_the_answer
from daybook.objections.enums import Outcome
from daybook.objections.models import YearObjection
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused


def dismiss_year_objection(
    *, objection: YearObjection, actor: Person, grounds: str, body: str, at: datetime | None = None
) -> YearObjection:
    """Dismiss it with grounds; by the principal leader or the personnel office. Raises Refused.

    `body` names who decided: the committee, or of an appeal the authority above. A decision after its day is
    late, and is taken all the same.
    """
    instant = moment(at)
    with recorded():
        row = held_open(objection)
        _require_may(row, actor, instant)
        row.outcome, row.grounds, row.body = Outcome.DISMISSED, grounds, body
        return _decided(row, actor, instant)


def uphold_year_objection(
    *,
    objection: YearObjection,
    actor: Person,
    grounds: str,
    body: str,
    drafts: Sequence[GradeDraft],
    seen: str | None = None,
    at: datetime | None = None,
) -> YearObjection:
    """Uphold it: the grades are changed in the same act, exactly as it was seen. Raises Refused.

    The grounds are the reason of every changed grade that has none of its own.
    """
    instant = moment(at)
    with recorded():
        row = held_open(objection)
        _require_may(row, actor, instant)
        row.outcome, row.grounds, row.body = Outcome.UPHELD, grounds, body
        made = _decided(row, actor, instant)
        amend_grades(
            bureau=row.bureau,
            year=row.year,
            drafts=drafts,
            reason=made.grounds,
            actor=actor,
            decided_by=made.body,
            seen=seen,
            at=instant,
        )
    return made


def _decided(row: YearObjection, actor: Person, at: datetime) -> YearObjection:
    row.grounds, row.body = text_given(row.grounds, "grounds"), text_given(row.body, "body")
    row.decided_by, row.decided_at = actor, at
    checked(row).save()
    tell_the_answer(row, at)
    after = {"outcome": str(row.outcome), "grounds": sealed(row.grounds), "body": sealed(row.body)}
    note(actor, row.bureau, "decide_year_objection", "year_objection", row.key, after=after)
    return row


def _require_may(row: YearObjection, actor: Person, at: datetime) -> None:
    """Nobody decides what he filed himself or what is about him. Raises Refused."""
    party = actor.pk in {row.person_id, row.whose_id}
    if party or not decides_grades(actor, row.bureau, local_day(row.bureau, at)):
        raise Refused(_("This objection is not yours to decide."))
