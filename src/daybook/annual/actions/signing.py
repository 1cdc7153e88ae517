"""Signing a final result: the person signs, objects, or refuses before a witness."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.actions.telling import signed_no_more
from daybook.annual.enums import SignatureKind, Stage
from daybook.annual.models import Decision, Signature
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_office
from daybook.org.checked import checked, text_given
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused

OWN = (SignatureKind.SIGNED, SignatureKind.OBJECTED)


def sign_result(
    *,
    person: Person,
    year: int,
    kind: str,
    text: str = "",
    version: int | None = None,
    at: datetime | None = None,
) -> Signature:
    """Sign one's own final result, agreeing or objecting with a text, once a version. Raises Refused.

    `version` is that of the decision as the person saw it; left out, it is not asked.
    """
    if kind not in OWN:
        raise Refused(_("Say whether you agree with the result or object to it."), field="kind")
    said = text_given(text, "text") if kind == SignatureKind.OBJECTED else text.strip()
    row = Signature(kind=kind, text=said)
    row.signed_at = moment(at)
    return _signed(row, person, year, version)


def record_refusal(
    *, person: Person, year: int, witness: str, text: str = "", actor: Person, at: datetime | None = None
) -> Signature:
    """Record that somebody refused to sign, with the name of who witnessed it; by the personnel office.

    Raises Refused, also for an officer's own result.
    """
    instant = moment(at)
    require_office(actor, person.bureau, local_day(person.bureau, instant), about=person)
    row = Signature(kind=SignatureKind.REFUSED, text=text.strip(), witness=text_given(witness, "witness"))
    row.recorded_by = actor
    row.signed_at = instant
    return _signed(row, person, year)


def _signed(row: Signature, person: Person, year: int, version: int | None = None) -> Signature:
    with recorded():
        final = _final(person, year)
        if version is not None and version != final.version:
            raise Refused(_("The result was changed meanwhile; read it once more."), field="version")
        if Signature.objects.filter(person=person, year=year, version=final.version).exists():
            raise Refused(_("This result is signed already."), field="kind")
        row.bureau, row.year, row.person = person.bureau, year, person
        row.version = final.version
        checked(row).save()
        _note(row, row.recorded_by or person)
        signed_no_more(person, year, row.signed_at)
    return row


def _final(person: Person, year: int) -> Decision:
    """The version in force of a final result, held for this transaction. Raises Refused."""
    rows = Decision.objects.select_for_update(of=("self",)).filter(person=person, year=year)
    found = rows.order_by("-version").first()
    if found is None or found.stage != Stage.FINAL:
        raise Refused(_("The result of this year is not final yet."), field="year")
    return found


def _note(row: Signature, actor: Person) -> None:
    bureau: Bureau = row.bureau
    after = {"kind": str(row.kind), "text": sealed(row.text), "witness": sealed(row.witness)}
    action = "record_refusal" if row.kind == SignatureKind.REFUSED else "sign_result"
    note(actor, bureau, action, "result", f"{row.person.number}:{row.year}:{row.version}", after=after)
