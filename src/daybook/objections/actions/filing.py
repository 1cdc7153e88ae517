"""Filing an objection to a published sheet of one's own, and taking it back."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.objections.actions.telling import tell_the_decider, told_no_more
from daybook.objections.actions.writings import about_sheet, done_writing
from daybook.objections.clock import calendar_around, file_until
from daybook.objections.enums import Outcome
from daybook.objections.models import Objection
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.quarterly.actions.reopening import require_standing
from daybook.quarterly.models import ScoreSheet
from daybook.web.dates import day_words
from daybook.web.refusals import Refused


def file_objection(
    *, sheet: ScoreSheet, person: Person, text: str, key: str = "", at: datetime | None = None
) -> Objection:
    """Object to a published sheet of one's own, in time, once a version. Raises Refused.

    That a sheet was acknowledged does not stand against it: acknowledging says that it was seen.
    A key is drawn where none is given.
    """
    instant = moment(at)
    with recorded():
        row = _held(sheet)
        _require_own_standing(row, person)
        _require_in_time(row, instant)
        made = Objection(bureau=row.bureau, key=key or new_key(instant), person=person, sheet=row)
        made.text, made.filed_at = text_given(text, "text"), instant
        checked(made).save()
        done_writing(writer=person, about=about_sheet(row))
        tell_the_decider(made, instant)
        after = {"sheet": _named(row), "text": sealed(made.text)}
        note(person, row.bureau, "file_objection", "objection", made.key, after=after)
    return made


def withdraw_objection(*, objection: Objection, person: Person, at: datetime | None = None) -> Objection:
    """Take one's own objection back while it is open; the sheet stands as it is. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = held_open(objection)
        if row.person_id != person.pk:
            raise Refused(_("Only whoever filed an objection withdraws it."))
        row.outcome, row.decided_by, row.decided_at = Outcome.WITHDRAWN, person, instant
        row.save(update_fields=["outcome", "decided_by", "decided_at"])
        told_no_more(row, instant)
        after = {"outcome": str(row.outcome)}
        note(person, row.bureau, "withdraw_objection", "objection", row.key, after=after)
    return row


def held_open(objection: Objection) -> Objection:
    """The row as it stands now, held for this transaction. Raises Refused where it is decided."""
    named = ("bureau", "person", "sheet__person", "sheet__rater", "sheet__bureau")
    rows = Objection.objects.select_for_update(of=("self",)).select_related(*named)
    row = rows.get(pk=objection.pk)
    if row.outcome:
        raise Refused(_("This objection is closed: %(outcome)s.") % {"outcome": Outcome(row.outcome).label})
    return row


def _held(sheet: ScoreSheet) -> ScoreSheet:
    rows = ScoreSheet.objects.select_for_update(of=("self",)).select_related("bureau", "person", "rater")
    return rows.get(pk=sheet.pk)


def _named(sheet: ScoreSheet) -> str:
    return f"{sheet.person.number}:{sheet.quarter}:{sheet.first_day}:{sheet.version}"


def _require_own_standing(sheet: ScoreSheet, person: Person) -> None:
    """Refuse another's sheet, an unpublished one, an opinion, and one that is no longer in force."""
    if sheet.person_id != person.pk:
        raise Refused(_("One objects to a sheet of one's own."), field="sheet")
    require_standing(sheet)
    if Objection.objects.filter(sheet=sheet).exists():
        raise Refused(_("You have objected to this sheet before; once is enough."), field="sheet")


def _require_in_time(sheet: ScoreSheet, at: datetime) -> None:
    today = local_day(sheet.bureau, at)
    until = file_until(sheet, calendar_around(sheet.bureau, sheet.last_day, today))
    if today > until:
        words = {"day": day_words(until, today)}
        raise Refused(_("The time to object ended on %(day)s at 24:00.") % words, field="sheet")
