"""Issuing a reference sheet: each issue has its number, purpose and content; taking it away is noted."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.merit.models import PromotionIssue
from daybook.merit.queries.promotion import SheetRead
from daybook.merit.reports.content import promotion_sheet
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.enums import RightKind, Role
from daybook.org.frame import standing_of
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused


def issue_sheet(*, person: Person, purpose: str, actor: Person, at: datetime | None = None) -> PromotionIssue:
    """Issue a person's sheet for a purpose, under the next number of the year. Raises Refused, PolicyFault.

    By the personnel office, nobody in his own case, or the principal leader. Refused: before a year is final.
    """
    instant = moment(at)
    today = local_day(person.bureau, instant)
    with recorded():
        _require_issuer(person, actor, today)
        read = SheetRead(person, today)
        if not read.years:
            raise Refused(_("No year is final yet; a sheet tells of final years."))
        bureau = Bureau.objects.select_for_update().get(pk=person.bureau_id)
        issued = PromotionIssue.objects.filter(bureau=bureau, key__startswith=f"{today.year}-").count()
        row = PromotionIssue(bureau=bureau, person=person, issued_by=actor, issued_at=instant)
        row.key, row.year = f"{today.year}-{issued + 1:04d}", read.years[0]
        row.purpose = text_given(purpose, "purpose")
        row.content = promotion_sheet(read).line()
        checked(row).save()
        after = {"person": person.number, "purpose": sealed(row.purpose), "content": sealed(row.content)}
        note(actor, bureau, "issue_promotion_sheet", "promotion_issue", row.key, after=after)
    return row


def note_sheet_taken(*, issue: PromotionIssue, form: str, actor: Person) -> None:
    """Note that somebody took an issued sheet away as a file."""
    with recorded():
        after = {"form": form, "person": issue.person.number}
        note(actor, issue.bureau, "export_promotion_sheet", "promotion_issue", issue.key, after=after)


def _require_issuer(person: Person, actor: Person, today: date) -> None:
    """Refuse everybody but the personnel office and the principal leader, and either in the own case."""
    standing = standing_of(actor, today)
    issues = RightKind.PERSONNEL_OFFICE in standing.rights or standing.role == Role.PRINCIPAL_LEADER
    if actor.bureau_id != person.bureau_id or not issues:
        raise Refused(_("Only the personnel office and the principal leader issue reference sheets."))
    if actor == person:
        raise Refused(_("A personnel officer does not handle his own case; another must."), field="person")
