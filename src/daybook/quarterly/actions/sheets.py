"""Score sheets: drafted, published all at once, or an opinion in place of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.actions.desk import Desk, desk_of
from daybook.quarterly.actions.evidence import Evidence, cited_rows, evidence_for
from daybook.quarterly.actions.papers import OpenSheets, Paper, Ready, ready, save_ready
from daybook.quarterly.actions.publishing import keep_published, score_each, sheet_key, sign
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.final_years import require_open_year
from daybook.quarterly.models import Citation, ElementScore, ScoreSheet
from daybook.quarterly.spans import ScoreSpan
from daybook.web.refusals import Refused


def draft_sheet(
    *,
    person: Person,
    quarter: str,
    rater: Person,
    scores: Mapping[str, Decimal],
    reasons: Mapping[str, str] | None = None,
    comment: str = "",
    citations: Mapping[str, Sequence[LogEntry]] | None = None,
    first_day: date | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """Save a draft of the rater's sheet, whole or in part, in place of his draft before. Raises Refused.

    `citations` are the entries cited for each element, the person's own or such as name him. Drafts are seen
    by their rater only and never count.
    """
    paper = Paper(person, first_day, scores, reasons or {}, comment, citations or {})
    with recorded():
        desk = desk_of(rater, quarter, [person], moment(at))
        made, evidence = _drafted(desk, paper)
        after = {"draft": made.digest(evidence)}
        note(rater, person.bureau, "draft_sheet", "sheet", sheet_key(made.sheet), after=after)
    return made.sheet


def publish_sheets(
    *, sheets: Sequence[ScoreSheet], rater: Person, at: datetime | None = None
) -> list[ScoreSheet]:
    """Sign and publish sheets, all or none. Raises Refused, with a sentence for every sheet that is not fit.

    Each needs every element of its form within the scale, a reason or evidence where the policy asks for one,
    and a span that is over and still the rater's. The score keeps the policy it was published under.
    """
    instant = moment(at)
    with recorded():
        rows = _held(sheets)
        faults: dict[int, str] = {}
        for quarter in dict.fromkeys(row.quarter for row in rows):
            of_quarter = {place: row for place, row in enumerate(rows) if row.quarter == quarter}
            desk = desk_of(rater, quarter, [row.person for row in of_quarter.values()], instant)
            faults |= _publish(desk, of_quarter)
        if faults:
            raise Refused(faults[min(faults)], field="sheets", rows=faults)
    return rows


def write_opinion(
    *,
    person: Person,
    quarter: str,
    rater: Person,
    comment: str,
    first_day: date | None = None,
    at: datetime | None = None,
) -> ScoreSheet:
    """Write an opinion on a span whose sheet is not the quarter's; it has no elements and does not count."""
    paper = Paper(person, first_day, comment=comment, kind=SheetKind.OPINION)
    with recorded():
        desk = desk_of(rater, quarter, [person], moment(at))
        made, _evidence = _drafted(desk, paper)
        publish_opinions(desk, [made])
    return made.sheet


def publish_opinions(desk: Desk, made: Sequence[Ready]) -> None:
    """Publish opinions that are saved; inside the act, each with its line."""
    for each in made:
        sign(desk, each)
    ScoreSheet.objects.bulk_update([each.sheet for each in made], ["rater", "published_at"])
    for each in made:
        after = {"comment": sealed(each.sheet.comment)}
        note(desk.rater, each.sheet.bureau, "write_opinion", "sheet", sheet_key(each.sheet), after=after)


def own_span(desk: Desk, paper: Paper) -> ScoreSpan:
    """The rater's span that a paper is about. Raises Refused where no such paper is due of him."""
    span = desk.own_span(paper.person, paper.first_day)
    if paper.kind == SheetKind.OPINION:
        desk.require_opinion(paper.person, span)
        desk.require_over(span)
    else:
        desk.require_long_enough(paper.person)
    return span


def _drafted(desk: Desk, paper: Paper) -> tuple[Ready, Evidence]:
    span = own_span(desk, paper)
    sheet = OpenSheets(desk, [paper.person]).open(paper, span)
    evidence = evidence_for(desk, (row for rows in cited_rows(paper.citations).values() for row in rows))
    made = ready(desk, sheet, paper, span, evidence)
    save_ready([made])
    return made, evidence


def _held(sheets: Sequence[ScoreSheet]) -> list[ScoreSheet]:
    """The rows as they stand now, in the order given, held for this transaction."""
    rows = ScoreSheet.objects.select_for_update(of=("self",)).select_related("bureau", "person__bureau")
    known = rows.in_bulk([sheet.pk for sheet in sheets])
    return [known[sheet.pk] for sheet in sheets]


def _publish(desk: Desk, sheets: Mapping[int, ScoreSheet]) -> dict[int, str]:
    """Publish the sheets of one quarter, by their places; the sentences of those that are not fit."""
    require_open_year(desk.rater.bureau, desk.period)
    made, faults = _as_saved(desk, sheets)
    cited = (row for each in made.values() for rows in each.cited.values() for row in rows)
    evidence = evidence_for(desk, cited)
    faults |= score_each(desk, made, evidence)
    if not faults:
        keep_published(desk, list(made.values()), evidence)
    return faults


def _as_saved(desk: Desk, sheets: Mapping[int, ScoreSheet]) -> tuple[dict[int, Ready], dict[int, str]]:
    """Sheets with the rows that stand on them, in three statements; a sentence for those not the rater's."""
    elements: dict[int, list[ElementScore]] = {}
    citations: dict[int, list[Citation]] = {}
    for row in ElementScore.objects.filter(sheet__in=sheets.values()).order_by("id"):
        elements.setdefault(row.sheet_id, []).append(row)
    for cited in Citation.objects.filter(sheet__in=sheets.values()).order_by("id"):
        citations.setdefault(cited.sheet_id, []).append(cited)
    made, faults = {}, {}
    for place, sheet in sheets.items():
        try:
            span = _raters_own(desk, sheet)
        except Refused as fault:
            faults[place] = f"{sheet.person.name}：{fault.message}"
        else:
            made[place] = Ready(sheet, span, elements.get(sheet.pk, ()), citations.get(sheet.pk, ()))
    return made, faults


def _raters_own(desk: Desk, sheet: ScoreSheet) -> ScoreSpan:
    if sheet.rater_id != desk.rater.pk or sheet.kind != SheetKind.SCORE:
        raise Refused(_("Only its rater publishes a score sheet."), field="rater")
    return desk.own_span(sheet.person, sheet.first_day)
