"""确认 and 重评: a person acknowledges his sheet; an upheld objection opens it for one correction."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daybook.annual.queries.verified import disagreements
from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import end_employment
from daybook.org.actions.posts import transfer
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.reopening import publish_correction, reopen_sheet
from daybook.quarterly.actions.sheets import draft_sheet, write_opinion
from daybook.quarterly.actions.writings import keep_sheet_writing
from daybook.quarterly.models import Acknowledgement, ScoreSheet, SheetReopening, SheetWriting
from tests.factories import entry_of, last_line, noon, published, refused
from tests.meanwhile import one_after_the_other
from tests.people import Cast, water_bureau
from tests.quarterly.scoring import APRIL_10, Q1, scores_of

APRIL_20, APRIL_27 = noon(2026, 4, 20), noon(2026, 4, 27)
NOT_STANDING = ("sheet", "This is not a published sheet that stands.")


@pytest.fixture
def sheet(cast: Cast) -> ScoreSheet:
    return published(cast["S03"], Q1, cast["H02"])


def opened(cast: Cast, sheet: ScoreSheet, **more: Any) -> SheetReopening:
    given: dict[str, Any] = {"actor": cast["L02"], "grounds": "漏看三条防汛日志", "at": APRIL_20, **more}
    return reopen_sheet(sheet=sheet, **given)


def corrected(cast: Cast, sheet: ScoreSheet, score: str = "90", **more: Any) -> ScoreSheet:
    scores = scores_of(cast["S03"], score)
    given = {"rater": cast["H02"], "comment": "复核后更正。", "at": APRIL_27, **more}
    return publish_correction(sheet=sheet, scores=scores, reasons=dict.fromkeys(scores, "依据"), **given)


def test_a_person_acknowledges_once(cast: Cast, sheet: ScoreSheet) -> None:
    first = acknowledge_sheet(sheet=sheet, person=cast["S03"], at=APRIL_20)
    again = acknowledge_sheet(sheet=sheet, person=cast["S03"], at=APRIL_27)
    assert first == again
    assert Acknowledgement.objects.get().acknowledged_at == APRIL_20
    line = LedgerLine.objects.get(action="acknowledge_sheet")
    assert (line.actor, line.object_key) == ("S03", "S03:2026-Q1:2026-01-01:1")


@pytest.mark.parametrize("number", ["H02", "S04", "S01", "L01"])
def test_nobody_acknowledges_for_another(cast: Cast, sheet: ScoreSheet, number: str) -> None:
    told = refused(acknowledge_sheet, sheet=sheet, person=cast[number], at=APRIL_20)
    assert told == ("person", "A sheet is acknowledged by the person it is about.")


def test_only_a_published_score_is_acknowledged_or_opened(cast: Cast, sheet: ScoreSheet) -> None:
    draft = draft_sheet(
        person=cast["S04"], quarter=Q1, rater=cast["H02"], scores=scores_of(cast["S04"]), at=APRIL_10
    )
    transfer(person=cast["S05"], department=cast.departments["D02"], valid_from=date(2026, 3, 20))
    opinion = write_opinion(person=cast["S05"], quarter=Q1, rater=cast["H02"], comment="稳。", at=APRIL_10)
    for each in (draft, opinion):
        assert refused(acknowledge_sheet, sheet=each, person=each.person, at=APRIL_20) == NOT_STANDING
        assert refused(opened, cast=cast, sheet=each) == NOT_STANDING


def test_a_sheet_is_opened_with_grounds_once(cast: Cast, sheet: ScoreSheet) -> None:
    assert refused(opened, cast=cast, sheet=sheet, grounds=" ")[0] == "grounds"
    assert refused(opened, cast=cast, sheet=sheet, actor=water_bureau(code="LAKE")["L02"])[0] == "person"
    made = opened(cast, sheet)
    assert (made.reopened_by, made.reopened_at) == (cast["L02"], APRIL_20)
    assert "防汛" not in str(last_line().after)
    assert refused(opened, cast=cast, sheet=sheet) == ("sheet", "This sheet is opened already.")


def test_a_correction_stands_above_the_sheet_and_both_stay(cast: Cast, sheet: ScoreSheet) -> None:
    opened(cast, sheet)
    entry = entry_of(cast["S03"], date(2026, 3, 5))
    made = corrected(cast, sheet, "95", citations={"quality": [entry]})
    old, new = ScoreSheet.objects.filter(person=cast["S03"]).order_by("version")
    assert (old.version, old.score, old.published_at, old.comment) == (1, 88, APRIL_10, "工作扎实。")
    assert (new.version, new.score, new.published_at, new.comment) == (2, 95, APRIL_27, "复核后更正。")
    assert (made, new.first_day, new.last_day, new.policy) == (new, old.first_day, old.last_day, old.policy)
    assert old.element_scores.count() == new.element_scores.count() == 8
    assert new.citations.get().entry == entry
    assert (last_line().action, last_line().object_key) == (
        "publish_correction",
        "S03:2026-Q1:2026-01-01:2",
    )
    assert list(disagreements(cast.bureau)) == []


def test_what_was_replaced_is_neither_acknowledged_nor_opened_again(cast: Cast, sheet: ScoreSheet) -> None:
    opened(cast, sheet)
    new = corrected(cast, sheet)
    assert refused(acknowledge_sheet, sheet=sheet, person=cast["S03"], at=APRIL_27) == NOT_STANDING
    assert refused(corrected, cast=cast, sheet=sheet) == NOT_STANDING
    assert acknowledge_sheet(sheet=new, person=cast["S03"], at=APRIL_27).sheet == new


def test_nothing_is_corrected_that_was_not_opened(cast: Cast, sheet: ScoreSheet) -> None:
    assert refused(corrected, cast=cast, sheet=sheet) == (
        "sheet",
        "This sheet was not opened for correction.",
    )
    opened(cast, sheet)
    new = corrected(cast, sheet)
    assert refused(corrected, cast=cast, sheet=new)[1] == "This sheet was not opened for correction."


def test_a_correction_obeys_the_rules_of_a_sheet(cast: Cast, sheet: ScoreSheet) -> None:
    opened(cast, sheet)
    given: dict[str, Any] = {"sheet": sheet, "rater": cast["H02"], "at": APRIL_27}
    scores = scores_of(cast["S03"], "90")
    field, sentence = refused(publish_correction, **given, scores=scores)
    assert (field, "“Quality” needs a reason" in sentence) == ("scores", True)
    scores.pop("quality")
    assert "“Quality” has no score" in refused(publish_correction, **given, scores=scores)[1]
    assert ScoreSheet.objects.count() == 1


@pytest.mark.parametrize("rater", ["L02", "H03", "S01", "S03"])
def test_a_correction_is_the_raters(cast: Cast, sheet: ScoreSheet, rater: str) -> None:
    opened(cast, sheet)
    assert refused(corrected, cast=cast, sheet=sheet, rater=cast[rater])[0] == "rater"


def test_the_next_one_up_corrects_for_a_rater_who_has_left(cast: Cast, sheet: ScoreSheet) -> None:
    opened(cast, sheet)
    end_employment(person=cast["H02"], last_day=date(2026, 4, 21))
    assert refused(corrected, cast=cast, sheet=sheet)[0] == "rater"
    assert corrected(cast, sheet, rater=cast["L02"]).rater == cast["L02"]


def test_a_transfer_told_late_does_not_keep_a_sheet_from_being_corrected(
    cast: Cast, sheet: ScoreSheet
) -> None:
    opened(cast, sheet)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 9))
    assert refused(corrected, cast=cast, sheet=sheet, rater=cast["H01"])[0] == "rater"
    new = corrected(cast, sheet)
    assert (new.rater, new.first_day, new.last_day) == (cast["H02"], date(2026, 1, 1), date(2026, 3, 31))


def test_whoever_signed_corrects_though_the_roster_names_another_by_now(
    cast: Cast, sheet: ScoreSheet
) -> None:
    """A transfer told late from the first day on, or a sheet a book brought under another's name."""
    opened(cast, sheet)
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 1, 1))
    assert refused(corrected, cast=cast, sheet=sheet, rater=cast["L02"])[0] == "rater"
    new = corrected(cast, sheet)
    assert (new.rater, new.first_day, new.last_day) == (cast["H02"], date(2026, 1, 1), date(2026, 3, 31))


def test_the_draft_of_a_correction_is_done_with(cast: Cast, sheet: ScoreSheet) -> None:
    opened(cast, sheet)
    kept = keep_sheet_writing(
        rater=cast["H02"], person=cast["S03"], quarter=Q1, first_day=date(2026, 1, 1),
        fields={"comment": "复核"}, version=0,
    )  # fmt: skip
    corrected(cast, sheet, version=kept.version)
    assert not SheetWriting.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_corrections_at_once_the_second_waits_and_is_told(cast: Cast, sheet: ScoreSheet) -> None:
    opened(cast, sheet)
    told = one_after_the_other(lambda: corrected(cast, sheet), lambda: corrected(cast, sheet, "91"))
    assert told == "这不是现行有效的已公布评分表。"
