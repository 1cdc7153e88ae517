"""Signing: all the sheets and opinions a rater has written of a quarter become published at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.quarterly.actions.desk import Desk, desk_of
from daybook.quarterly.actions.evidence import Evidence, cited_rows, evidence_for
from daybook.quarterly.actions.papers import OpenSheets, Paper, Ready, ready, save_ready
from daybook.quarterly.actions.publishing import keep_published, score_each
from daybook.quarterly.actions.sheets import own_span, publish_opinions
from daybook.quarterly.actions.writings import settle_sheet_writings
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.web.refusals import Refused

__all__ = ["Paper", "sign_sheets"]


def sign_sheets(
    *, rater: Person, quarter: str, papers: Sequence[Paper], at: datetime | None = None
) -> list[ScoreSheet]:
    """Sign and publish papers, all or none; the drafts they were written in are done with.

    What another window has written since in one of the drafts stays. Raises Refused, with a sentence in
    `rows` for every paper that is not fit, by its place.
    """
    with recorded():
        desk = desk_of(rater, quarter, [paper.person for paper in papers], moment(at))
        cited = (row for paper in papers for rows in cited_rows(paper.citations).values() for row in rows)
        evidence = evidence_for(desk, cited)
        made, faults = _ready(desk, papers, evidence)
        scored = {place: each for place, each in made.items() if each.sheet.kind == SheetKind.SCORE}
        faults |= score_each(desk, scored, evidence)
        if faults:
            raise Refused(faults[min(faults)], field="papers", rows=dict(sorted(faults.items())))
        save_ready(list(made.values()))
        keep_published(desk, list(scored.values()), evidence)
        publish_opinions(desk, [each for place, each in made.items() if place not in scored])
        settle_sheet_writings(rater, quarter, _versions(papers, made))
    return [each.sheet for each in made.values()]


def _ready(
    desk: Desk, papers: Sequence[Paper], evidence: Evidence
) -> tuple[dict[int, Ready], dict[int, str]]:
    """The papers that may be saved, by their places, and a sentence for each that may not."""
    sheets = OpenSheets(desk, [paper.person for paper in papers])
    made, faults = {}, {}
    for place, paper in enumerate(papers):
        try:
            span = own_span(desk, paper)
            made[place] = ready(desk, sheets.open(paper, span), paper, span, evidence)
        except Refused as fault:
            faults[place] = f"{paper.person.name}：{fault.message}"
    return made, faults


def _versions(papers: Sequence[Paper], made: Mapping[int, Ready]) -> dict[tuple[int, date], int]:
    """The version of each draft that was signed, by whose it is and where its span begins."""
    return {(papers[place].person.pk, each.span.first): papers[place].version for place, each in made.items()}
