"""What a sheet must be before it is published, and the score it then carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from daybook.ledger.actions import sealed
from daybook.org.actions.guards import note
from daybook.quarterly.actions.desk import Desk
from daybook.quarterly.actions.evidence import Evidence
from daybook.quarterly.actions.papers import Ready, fault_words
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.rules import facts
from daybook.rules.exact import hundredths
from daybook.rules.sheet import publishing_faults, sheet_score
from daybook.web.refusals import Refused

PUBLISHED = ("rater", "score", "policy", "policy_hash", "published_at")


def score_each(
    desk: Desk, sheets: Mapping[int, Ready], evidence: Evidence, *, counted: bool = True
) -> dict[int, str]:
    """Put scores on sheets, unsaved; a sentence for each that is not fit, by the place it is given under.

    A sheet that is to be the quarter's must be counted; a correction stands where the old one stood.
    """
    faults: dict[int, str] = {}
    for place, each in sheets.items():
        try:
            _require_due(desk, each, counted=counted)
            _score(desk, each, evidence)
        except Refused as fault:
            faults[place] = f"{each.sheet.person.name}：{fault.message}"
    return faults


def keep_published(
    desk: Desk, made: Sequence[Ready], evidence: Evidence, action: str = "publish_sheet"
) -> None:
    """Save sheets that have their scores as published, each with its line."""
    ScoreSheet.objects.bulk_update([each.sheet for each in made], PUBLISHED)
    for each in made:
        sheet = each.sheet
        after = {
            "score": sealed(sheet.score),
            "policy": sheet.policy,
            "policy_hash": sheet.policy_hash,
            "sheet": each.digest(evidence),
        }
        note(desk.rater, sheet.bureau, action, "sheet", sheet_key(sheet), after=after)


def sign(desk: Desk, ready: Ready) -> None:
    """Put the instant of publishing on a sheet, unsaved; what the committee decided is nobody's own score."""
    ready.sheet.published_at = desk.at
    if ready.span.superior is None:
        ready.sheet.rater = None


def sheet_key(sheet: ScoreSheet) -> str:
    """A sheet's key in the ledger."""
    return f"{sheet.person.number}:{sheet.quarter}:{sheet.first_day}:{sheet.version}"


def _require_due(desk: Desk, ready: Ready, *, counted: bool) -> None:
    """The span is over and as it was when the sheet was saved, and its sheet is the quarter's."""
    if ready.span.last != ready.sheet.last_day:
        raise Refused(_("The span of this sheet has changed; save it again."), field="last_day")
    desk.require_over(ready.span)
    if not counted:
        return
    desk.require_long_enough(ready.sheet.person)
    if ready.span.kind != SheetKind.SCORE:
        raise Refused(_("Another superior had most of this quarter; write an opinion."), field="quarter")


def _score(desk: Desk, ready: Ready, evidence: Evidence) -> None:
    sheet, form = ready.sheet, desk.form(ready.sheet.person, ready.span)
    evidence.require_fit(sheet.person, ready.span, ready.cited)
    scores = {row.element: hundredths(row.score) for row in ready.elements}
    reasons = [row.element for row in ready.elements if row.reason]
    already = sheet.published_at is not None
    if faults := publishing_faults(
        desk.policy, form, scores, reasons=reasons, cited=ready.cited, already_published=already
    ):
        raise Refused("；".join(fault_words(fault, desk.policy) for fault in faults), field="scores")
    sheet.score = sheet_score(form, facts.Sheet(desk.period.number, scores, desk.today)).value
    sheet.policy, sheet.policy_hash = desk.policy.id, desk.policy.hash
    sign(desk, ready)
