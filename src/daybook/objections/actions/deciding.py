"""Hearing the parties, and deciding: an objection is upheld or dismissed, with grounds."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.objections.access import Sight, sheet_of, sight_of
from daybook.objections.actions.filing import held_open
from daybook.objections.actions.telling import tell_the_outcome
from daybook.objections.actions.writings import about_decision, about_note, done_writing
from daybook.objections.enums import Outcome
from daybook.objections.models import HearingNote, Objection
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.quarterly.actions.reopening import reopen_sheet
from daybook.rules.superiors import COMMITTEE
from daybook.web.refusals import Refused

DECISIONS = (Outcome.UPHELD, Outcome.DISMISSED)


def add_hearing_note(
    *, objection: Objection, author: Person, text: str, key: str = "", at: datetime | None = None
) -> HearingNote:
    """Write down what was heard; by who decides or the personnel office, while it is open. Raises Refused.

    A key is drawn where none is given.
    """
    instant = moment(at)
    with recorded():
        row = held_open(objection)
        if not _stands(row, author, instant).hears:
            raise Refused(_("Only who decides, or the personnel office, writes down what was heard."))
        made = HearingNote(bureau=row.bureau, objection=row, author=author, at=instant)
        made.key, made.text = key or new_key(instant), text_given(text, "text")
        checked(made).save()
        done_writing(writer=author, about=about_note(row))
        after = {"note": made.key, "text": sealed(made.text)}
        note(author, row.bureau, "add_hearing_note", "objection", row.key, after=after)
    return made


def decide_objection(
    *, objection: Objection, actor: Person, outcome: str, grounds: str, at: datetime | None = None
) -> Objection:
    """Uphold an objection, which opens the sheet for correction, or dismiss it, with grounds. Raises Refused.

    By the superior of who scored, as of this day; where the chain ends the personnel office records what the
    committee decided. A decision after its day is late, and is taken all the same.
    """
    instant = moment(at)
    with recorded():
        row = held_open(objection)
        sight = _stands(row, actor, instant)
        if not sight.decides:
            raise Refused(_("This objection is not yours to decide."))
        if outcome not in DECISIONS:
            raise Refused(_("Say whether it is upheld or dismissed."), field="outcome")
        row.outcome, row.grounds = outcome, text_given(grounds, "grounds")
        row.by_committee = sight.decider == COMMITTEE
        row.decided_by, row.decided_at = actor, instant
        checked(row).save()
        done_writing(writer=actor, about=about_decision(row))
        _note(row, actor)
        if outcome == Outcome.UPHELD:
            reopen_sheet(sheet=sheet_of(row), actor=actor, grounds=row.grounds, at=instant)
        tell_the_outcome(row, instant)
    return row


def _stands(objection: Objection, actor: Person, at: datetime) -> Sight:
    found = sight_of(actor, objection, local_day(objection.bureau, at))
    if found is None:
        raise Refused(_("This objection is not yours to decide."))
    return found


def _note(row: Objection, actor: Person) -> None:
    after = {
        "outcome": str(row.outcome),
        "grounds": sealed(row.grounds),
        "by_committee": row.by_committee,
    }
    note(actor, row.bureau, "decide_objection", "objection", row.key, before={"outcome": ""}, after=after)
