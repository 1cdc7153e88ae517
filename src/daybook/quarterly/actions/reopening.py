"""A published sheet opened for correction by an upheld objection, and the version that corrects it.

Only the objections call these acts: who decides, and when, is theirs to know. Old and new stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note, require_bureau
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.actions.desk import Desk, desk_of
from daybook.quarterly.actions.evidence import Evidence, cited_rows, evidence_for
from daybook.quarterly.actions.papers import Paper, Ready, ready, save_ready, written_on
from daybook.quarterly.actions.publishing import keep_published, score_each, sheet_key
from daybook.quarterly.actions.writings import settle_sheet_writings
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet, SheetReopening
from daybook.quarterly.spans import ScoreSpan
from daybook.quarterly.standing import in_force
from daybook.web.refusals import Refused


def reopen_sheet(
    *, sheet: ScoreSheet, actor: Person, grounds: str, at: datetime | None = None
) -> SheetReopening:
    """Open a published sheet for one correction, with the grounds of the decision. Raises Refused.

    Until the correction is published, the sheet stands as it is.
    """
    instant = moment(at)
    with recorded():
        row = _held(sheet)
        require_bureau(row.bureau, actor)
        require_standing(row)
        if SheetReopening.objects.filter(sheet=row).exists():
            raise Refused(_("This sheet is opened already."), field="sheet")
        made = SheetReopening(sheet=row, reopened_by=actor, reopened_at=instant)
        made.grounds = text_given(grounds, "grounds")
        checked(made).save()
        after = {"grounds": sealed(made.grounds)}
        note(actor, row.bureau, "reopen_sheet", "sheet", sheet_key(row), after=after)
    return made


def publish_correction(
    *,
    sheet: ScoreSheet,
    rater: Person,
    scores: Mapping[str, Decimal],
    reasons: Mapping[str, str] | None = None,
    comment: str = "",
    citations: Mapping[str, Sequence[LogEntry]] | None = None,
    version: int = 0,
    at: datetime | None = None,
) -> ScoreSheet:
    """Publish the next version of a sheet that was opened, once, under the policy of this day.

    By who scores its span as of today. It keeps the days of the old one; the draft of this `version` is done
    with. Raises Refused.
    """
    paper = Paper(sheet.person, sheet.first_day, scores, reasons or {}, comment, citations or {}, version)
    with recorded():
        old = _held(sheet)
        _require_open(old)
        desk = desk_of(rater, old.quarter, [old.person], moment(at))
        made = _corrected(desk, old, paper)
        settle_sheet_writings(rater, old.quarter, {(old.person_id, old.first_day): version})
    return made.sheet


def try_correction(
    *,
    sheet: ScoreSheet,
    rater: Person,
    scores: Mapping[str, Decimal],
    reasons: Mapping[str, str] | None = None,
    comment: str = "",
    citations: Mapping[str, Sequence[LogEntry]] | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """The sheet that `publish_correction` would publish, with its score, unsaved. Raises Refused."""
    paper = Paper(sheet.person, sheet.first_day, scores, reasons or {}, comment, citations or {})
    desk = desk_of(rater, sheet.quarter, [sheet.person], moment(at))
    same = {"person": sheet.person, "quarter": sheet.quarter, "first_day": sheet.first_day}
    blank = ScoreSheet(bureau=sheet.bureau, version=sheet.version + 1, **same)
    return _written(desk, sheet, paper, blank)[0].sheet


def require_standing(sheet: ScoreSheet) -> None:
    """Refuse a sheet that is not the published score of its span: a draft, an opinion, one replaced since."""
    scores = ScoreSheet.objects.filter(pk=sheet.pk, kind=SheetKind.SCORE)
    if not in_force(scores).exists():
        raise Refused(_("This is not a published sheet that stands."), field="sheet")


def _held(sheet: ScoreSheet) -> ScoreSheet:
    """The sheet as it stands now, held for this transaction."""
    rows = ScoreSheet.objects.select_for_update(of=("self",)).select_related("bureau", "person__bureau")
    return rows.get(pk=sheet.pk)


def _require_open(sheet: ScoreSheet) -> None:
    """Refuse a sheet that no objection opened, or whose correction is published."""
    require_standing(sheet)
    if not SheetReopening.objects.filter(sheet=sheet).exists():
        raise Refused(_("This sheet was not opened for correction."), field="sheet")


def _corrected(desk: Desk, old: ScoreSheet, paper: Paper) -> Ready:
    """The correction, saved and published."""
    made, evidence = _written(desk, old, paper, _next_version(old))
    save_ready([made])
    keep_published(desk, [made], evidence, "publish_correction")
    return made


def _written(desk: Desk, old: ScoreSheet, paper: Paper, sheet: ScoreSheet) -> tuple[Ready, Evidence]:
    """The correction with its score, unsaved: of the days of the old sheet, though the spans moved since."""
    span = desk.span_about(old)
    of_old = ScoreSpan(old.first_day, old.last_day, span.category, span.workdays, span.superior, span.kind)
    rows = (row for each in cited_rows(paper.citations).values() for row in each)
    evidence = evidence_for(desk, rows)
    made = ready(desk, written_on(sheet, paper, of_old, desk.rater), paper, of_old, evidence)
    if faults := score_each(desk, {0: made}, evidence, counted=False):
        raise Refused(faults[0], field="scores", rows=faults)
    return made, evidence


def _next_version(old: ScoreSheet) -> ScoreSheet:
    """A new sheet above the old one; a draft that stands there already is taken for it."""
    same = {"person": old.person, "quarter": old.quarter, "first_day": old.first_day}
    newest = ScoreSheet.objects.select_for_update().filter(**same).latest("version")
    if newest.pk != old.pk:
        return newest
    return ScoreSheet(bureau=old.bureau, version=old.version + 1, **same)
