"""Objecting to a public notice, and asking for the remedies against one's own final result."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.annual.actions.stages import hold_year
from daybook.annual.enums import Stage
from daybook.annual.models import Decision, Notice, Signature
from daybook.ledger.actions import recorded, sealed
from daybook.objections.actions.year_telling import tell_deciders, told_no_more
from daybook.objections.enums import Outcome, YearSubject
from daybook.objections.models import YearObjection
from daybook.org.actions.guards import note, require_bureau
from daybook.org.checked import checked, text_given
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy
from daybook.org.rights import ADMINISTRATORS, rights_of
from daybook.rules.deadlines import appeal_deadline, reconsideration_deadline
from daybook.rules.policy import Policy
from daybook.web.dates import day_words
from daybook.web.refusals import Refused


def object_to_notice(
    *,
    notice: Notice,
    person: Person,
    whose: Person,
    text: str,
    key: str = "",
    at: datetime | None = None,
) -> YearObjection:
    """Object, under one's own name, to what a public notice says of somebody, or leaves out. Raises Refused.

    By everybody of the bureau but the three administrators, while the notice stands, once about each person.
    """
    instant = moment(at)
    require_bureau(notice.bureau, person, whose)
    with recorded():
        hold_year(notice.bureau)
        _require_standing(notice, person, instant)
        if not Decision.objects.filter(person=whose, year=notice.year).exists():
            words = {"name": whose.name, "year": notice.year}
            raise Refused(_("%(name)s is not appraised in %(year)s.") % words, field="whose")
        if YearObjection.objects.filter(notice=notice, person=person, whose=whose).exists():
            raise Refused(_("You have objected about this person before; once is enough."), field="whose")
        row = YearObjection(subject=YearSubject.NOTICE, notice=notice, year=notice.year, whose=whose)
        return _filed(row, person, text, key, instant)


def ask_reconsideration(
    *, person: Person, year: int, text: str, key: str = "", at: datetime | None = None
) -> YearObjection:
    """Ask to have one's own final result reconsidered (复核), within the days of the policy. Raises Refused.

    The days run from when the person is known to know the result: from the signature, or the refusal of it.
    """
    instant = moment(at)
    with recorded():
        hold_year(person.bureau)
        final = _final(person, year)
        in_force = policy_of_year(person, year)
        if not in_force.remedies.reconsideration_days:
            raise Refused(_("The policy knows no reconsideration."), field="year")
        known = known_on(person, year, final.version)
        until = reconsideration_deadline(in_force, known) if known else None
        _require_in_time(until, local_day(person.bureau, instant))
        _require_first(YearSubject.RECONSIDERATION, person, year, final.version)
        row = YearObjection(
            subject=YearSubject.RECONSIDERATION, year=year, whose=person, version=final.version
        )
        return _filed(row, person, text, key, instant)


def appeal(
    *, earlier: YearObjection, person: Person, text: str, key: str = "", at: datetime | None = None
) -> YearObjection:
    """Appeal (申诉) after a reconsideration was dismissed, within the days of the policy. Raises Refused."""
    instant = moment(at)
    with recorded():
        hold_year(person.bureau)
        if earlier.person_id != person.pk or earlier.subject != YearSubject.RECONSIDERATION:
            raise Refused(_("One appeals after a reconsideration of one's own."), field="earlier")
        if earlier.outcome != Outcome.DISMISSED:
            raise Refused(_("One appeals once the reconsideration is dismissed."), field="earlier")
        _require_in_time(appeal_until(earlier), local_day(person.bureau, instant))
        _require_first(YearSubject.APPEAL, person, earlier.year, earlier.version)
        row = YearObjection(
            subject=YearSubject.APPEAL,
            year=earlier.year,
            whose=person,
            version=earlier.version,
            earlier=earlier,
        )
        return _filed(row, person, text, key, instant)


def withdraw_year_objection(
    *, objection: YearObjection, person: Person, at: datetime | None = None
) -> YearObjection:
    """Take one's own objection or remedy back while it is open. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = held_open(objection)
        if row.person_id != person.pk:
            raise Refused(_("Only whoever filed an objection withdraws it."))
        row.outcome, row.decided_by, row.decided_at = Outcome.WITHDRAWN, person, instant
        row.save(update_fields=["outcome", "decided_by", "decided_at"])
        told_no_more(row, instant)
        after = {"outcome": str(row.outcome)}
        note(person, row.bureau, "withdraw_year_objection", "year_objection", row.key, after=after)
    return row


def held_open(objection: YearObjection) -> YearObjection:
    """The row as it stands now, held for this transaction. Raises Refused where it is decided."""
    named = ("bureau", "person", "whose")
    rows = YearObjection.objects.select_for_update(of=("self",)).select_related(*named)
    row = rows.get(pk=objection.pk)
    if row.outcome:
        raise Refused(_("This objection is closed: %(outcome)s.") % {"outcome": Outcome(row.outcome).label})
    return row


def known_on(person: Person, year: int, version: int) -> date | None:
    """From which day the person is known to know a final result; nothing before the signature."""
    row = Signature.objects.filter(person=person, year=year, version=version).first()
    return local_day(person.bureau, row.signed_at) if row else None


def appeal_until(earlier: YearObjection) -> date | None:
    """The last day to appeal after a decided reconsideration; nothing before, or where there is no appeal."""
    if earlier.decided_at is None:
        return None
    decided = local_day(earlier.bureau, earlier.decided_at)
    return appeal_deadline(policy_of_year(earlier.person, earlier.year), decided)


def policy_of_year(person: Person, year: int) -> Policy:
    """The policy that settles a year."""
    return policy(person.bureau.policy, date(year, 12, 31))


def _filed(row: YearObjection, person: Person, text: str, key: str, at: datetime) -> YearObjection:
    row.bureau, row.person, row.key = person.bureau, person, key or new_key(at)
    row.text, row.filed_at = text_given(text, "text"), at
    checked(row).save()
    tell_deciders(row, at)
    after = {"subject": str(row.subject), "whose": row.whose.number, "text": sealed(row.text)}
    note(person, row.bureau, "file_year_objection", "year_objection", row.key, after=after)
    return row


def _require_standing(notice: Notice, person: Person, at: datetime) -> None:
    today = local_day(notice.bureau, at)
    if not rights_of(person, today).isdisjoint(ADMINISTRATORS):
        raise Refused(_("An administrator takes no part in the appraisal of others."))
    later = Notice.objects.filter(bureau=notice.bureau, year=notice.year, serial__gt=notice.serial)
    if later.exists():
        raise Refused(_("A corrected list was put up meanwhile; look at that one."), field="notice")
    if today > notice.last_day:
        words = {"day": day_words(notice.last_day, today)}
        raise Refused(_("The public notice ended on %(day)s at 24:00.") % words, field="notice")


def _final(person: Person, year: int) -> Decision:
    found = Decision.objects.filter(person=person, year=year).order_by("-version").first()
    if found is None or found.stage != Stage.FINAL:
        raise Refused(_("The result of this year is not final yet."), field="year")
    return found


def _require_in_time(until: date | None, today: date) -> None:
    if until is not None and today > until:
        words = {"day": day_words(until, today)}
        raise Refused(_("The time for it ended on %(day)s at 24:00.") % words, field="year")


def _require_first(subject: YearSubject, person: Person, year: int, version: int | None) -> None:
    same = YearObjection.objects.filter(subject=subject, person=person, year=year, version=version)
    if same.exists():
        raise Refused(_("You have asked for this before; once is enough."), field="text")
