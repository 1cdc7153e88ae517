"""Signing a quarter: all or none, a sentence for each paper that is not fit, and drafts done with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.org.actions.posts import transfer
from daybook.quarterly.actions.sheets import draft_sheet
from daybook.quarterly.actions.signing import Paper, sign_sheets
from daybook.quarterly.actions.writings import (
    Crossed,
    discard_sheet_writing,
    keep_sheet_writing,
)
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ElementScore, ScoreSheet, SheetWriting
from daybook.web.refusals import Refused
from tests.factories import entry_of, noon, refused
from tests.meanwhile import one_after_the_other
from tests.people import Cast
from tests.quarterly.scoring import APRIL_10, Q1, paper_of, scores_of

FIRST = date(2026, 1, 1)


def signed(cast: Cast, *papers: Paper, **more: Any) -> list[ScoreSheet]:
    return sign_sheets(papers=papers, **{"rater": cast["H02"], "quarter": Q1, "at": APRIL_10, **more})


def sentences(cast: Cast, *papers: Paper, **more: Any) -> dict[int, str]:
    with translation.override("en"), pytest.raises(Refused) as found:
        signed(cast, *papers, **more)
    return found.value.rows


def kept(cast: Cast, number: str, version: int = 0, **fields: str) -> SheetWriting:
    return keep_sheet_writing(
        rater=cast["H02"], person=cast[number], quarter=Q1, first_day=FIRST, fields=fields, version=version
    )


def test_all_are_published_at_once_with_what_they_say(cast: Cast) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 5))
    scores = {**scores_of(cast["S03"]), "quality": Decimal("92.5")}
    first = paper_of(cast["S03"], scores=scores, citations={"quality": [entry]})
    sheets = signed(cast, first, paper_of(cast["S04"], "88.5"))
    assert [(sheet.score, sheet.comment) for sheet in sheets] == [
        (Decimal("86.50"), "工作扎实。"),
        (Decimal("88.50"), "工作扎实。"),
    ]
    stand = ScoreSheet.objects.filter(published_at=APRIL_10, rater=cast["H02"], policy="log-style-2026")
    assert [sheet.pk for sheet in stand.order_by("id")] == [sheet.pk for sheet in sheets]
    assert ElementScore.objects.count() == 16
    assert sheets[0].citations.get().entry == entry
    assert list(LedgerLine.objects.filter(object_type="sheet").values_list("action", "object_key")) == [
        ("publish_sheet", "S03:2026-Q1:2026-01-01:1"),
        ("publish_sheet", "S04:2026-Q1:2026-01-01:1"),
    ]
    assert list(chain_faults("WATER")) == []


def test_none_is_published_where_one_is_not_fit(cast: Cast) -> None:
    short = {code: score for code, score in scores_of(cast["S04"]).items() if code != "quality"}
    rows = sentences(
        cast, paper_of(cast["S03"]), paper_of(cast["S04"], scores=short), paper_of(cast["S05"]),
        paper_of(cast["S04"], "95"),
    )  # fmt: skip
    assert rows == {
        1: "陈明：“Quality” has no score",
        2: "褚卫：Only the superior of that time scores this person.",
        3: "陈明：This sheet was handed in twice.",
    }
    assert not ScoreSheet.objects.exists()
    assert not LedgerLine.objects.filter(object_type="sheet").exists()


def test_a_quarter_is_signed_once(cast: Cast) -> None:
    signed(cast, paper_of(cast["S03"]))
    assert sentences(cast, paper_of(cast["S03"])) == {0: "冯雪：This sheet is published."}
    assert refused(signed, cast=cast, at=noon(2025, 12, 1))[0] == "quarter"


def test_a_saved_draft_becomes_the_sheet(cast: Cast) -> None:
    draft = draft_sheet(
        person=cast["S03"], quarter=Q1, rater=cast["H02"], scores=scores_of(cast["S03"], "70"), at=APRIL_10
    )
    assert signed(cast, paper_of(cast["S03"]))[0] == draft
    assert set(ElementScore.objects.values_list("score", flat=True)) == {Decimal(85)}


def test_an_opinion_is_signed_beside_the_scores(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 9))
    opinion = Paper(cast["S03"], FIRST, comment="交接清楚。", kind=SheetKind.OPINION)
    wordless = Paper(cast["S03"], FIRST, comment=" ", kind=SheetKind.OPINION)
    assert sentences(cast, wordless, paper_of(cast["S04"])) == {0: "冯雪：This may not be empty."}
    first, second = signed(cast, opinion, paper_of(cast["S04"]))
    assert (first.kind, first.score, first.published_at, first.comment) == (
        "opinion",
        None,
        APRIL_10,
        "交接清楚。",
    )
    assert second.score == Decimal(85)


def test_a_score_is_not_replaced_by_an_opinion_nor_an_opinion_by_a_score(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 9))
    opinion = Paper(cast["S04"], FIRST, comment="稳。", kind=SheetKind.OPINION)
    assert sentences(cast, paper_of(cast["S03"]), opinion) == {
        0: "冯雪：Another superior had most of this quarter; write an opinion.",
        1: "陈明：This span is to be scored, not only commented on.",
    }


def test_an_opinion_waits_for_the_end_of_its_span(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 9))
    opinion = Paper(cast["S03"], FIRST, comment="交接清楚。", kind=SheetKind.OPINION)
    assert sentences(cast, opinion, at=noon(2026, 2, 5)) == {0: "冯雪：This span is not over."}


def test_signing_costs_the_same_statements_for_few_and_for_many(cast: Cast) -> None:
    def statements(*papers: Paper, **more: Any) -> int:
        with CaptureQueriesContext(connection) as counted:
            signed(cast, *papers, **more)
        return len(counted)

    # Two, since PostgreSQL takes a single line of the ledger by a statement of its own.
    few = statements(paper_of(cast["S03"]), paper_of(cast["S04"]))
    for number in ("S03", "S04", "S05", "S06"):
        if number > "S04":
            transfer(person=cast[number], department=cast.departments["D02"], valid_from=date(2026, 4, 1))
    july, first = noon(2026, 7, 8), date(2026, 4, 1)
    papers = [paper_of(cast[f"S0{each}"], first_day=first) for each in (3, 4, 5, 6)]
    assert statements(*papers, quarter="2026-Q2", at=july) == few


# Drafts -----------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_as_typed_and_counted(cast: Cast) -> None:
    first = kept(cast, "S03", 0, **{"score:quality": "8", "comment": "稳"})
    second = kept(cast, "S03", first.version, **{"score:quality": "8。", "comment": ""})
    row = SheetWriting.objects.get()
    assert (first.version, second.version, row.version) == (1, 2, 2)
    assert row.fields == {"score:quality": "8。"}
    assert not LedgerLine.objects.filter(object_type="sheet").exists()


def test_two_windows_never_overwrite_each_other(cast: Cast) -> None:
    kept(cast, "S03", comment="甲")
    assert kept(cast, "S03", comment="甲").version == 1  # an answer lost on its way is no quarrel
    for version in (0, 7):
        with pytest.raises(Crossed) as crossed:
            kept(cast, "S03", version, comment="乙")
        assert crossed.value.standing.fields == {"comment": "甲"}
    with pytest.raises(Crossed) as crossed:
        kept(cast, "S04", 3, comment="乙")
    assert crossed.value.standing is None


def test_a_draft_is_thrown_away_as_it_was_seen(cast: Cast) -> None:
    kept(cast, "S03", comment="甲")
    place: dict[str, Any] = {
        "rater": cast["H02"], "person": cast["S03"], "quarter": Q1, "first_day": FIRST,
    }  # fmt: skip
    with pytest.raises(Crossed):
        discard_sheet_writing(version=0, **place)
    discard_sheet_writing(version=1, **place)
    discard_sheet_writing(version=0, **place)
    assert not SheetWriting.objects.exists()


@pytest.mark.parametrize("text", ["稳" * 40_001, "稳\x00"])
def test_what_no_draft_holds_is_refused(cast: Cast, text: str) -> None:
    with pytest.raises(Refused):
        kept(cast, "S03", comment=text)
    assert not SheetWriting.objects.exists()


def test_signing_is_done_with_the_drafts_it_saw(cast: Cast) -> None:
    for number in ("S03", "S04"):
        kept(cast, number, comment="甲")
    kept(cast, "S04", 1, comment="另一个窗口还在写")
    signed(cast, paper_of(cast["S03"], version=1), paper_of(cast["S04"], version=1))
    assert [row.person for row in SheetWriting.objects.all()] == [cast["S04"]]


def test_what_is_refused_leaves_the_drafts(cast: Cast) -> None:
    kept(cast, "S03", comment="甲")
    sentences(cast, paper_of(cast["S03"], "60", version=1))
    assert SheetWriting.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_sign_the_second_waits_and_is_told(cast: Cast) -> None:
    papers = [paper_of(cast["S03"]), paper_of(cast["S04"])]
    told = one_after_the_other(lambda: signed(cast, *papers), lambda: signed(cast, *reversed(papers)))
    assert told == "陈明：这张评分表已经公布。"
    assert ScoreSheet.objects.count() == 2
