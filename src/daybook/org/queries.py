"""Questions about bureaus, and about who stands above whom on a day."""

from __future__ import annotations

from django.utils.translation import gettext as _

from daybook.org.models import Bureau, Person
from daybook.web.refusals import Refused


def all_bureaus() -> list[Bureau]:
    """Every bureau of the installation, in order of code (by code point)."""
    return sorted(Bureau.objects.all(), key=lambda bureau: bureau.code)


def bureau_named(code: str) -> Bureau:
    """The bureau of a code; without one, the only bureau there is. Raises Refused with what to do."""
    bureaus = all_bureaus()
    if not bureaus:
        raise Refused(_("There is no bureau yet; import a book, or make the demo."))
    if not code and len(bureaus) > 1:
        codes = "、".join(bureau.code for bureau in bureaus[:20])
        raise Refused(
            _("There are several bureaus; name one of them: %(codes)s.") % {"codes": codes}, field="--bureau"
        )
    for bureau in bureaus:
        if code in {"", bureau.code}:
            return bureau
    raise Refused(_("There is no bureau “%(code)s”.") % {"code": code}, field="--bureau")


def person_numbered(bureau: Bureau, number: str) -> Person:
    """The person of a staff number in a bureau. Raises Refused where nobody has it."""
    person = Person.objects.filter(bureau=bureau, number=number).select_related("bureau").first()
    if person is None:
        words = {"bureau": bureau.name, "number": number}
        raise Refused(_("%(bureau)s has nobody with the number “%(number)s”.") % words, field="person")
    return person
