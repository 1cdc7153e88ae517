"""What sheets and grades quoted of an entry goes with its purge; scores and citations stay."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daybook.annual.queries.verified import disagreements
from daybook.daily.actions.quarantine import ask_purge, place_quarantine, purge_entry
from daybook.daily.models import LogEntry
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.reopening import reopen_sheet
from daybook.quarterly.actions.signing import sign_sheets
from daybook.quarterly.actions.writings import Crossed, keep_sheet_writing
from daybook.quarterly.models import (
    Citation,
    ElementScore,
    RoutineGrade,
    ScoreSheet,
    SheetReopening,
    SheetWriting,
)
from tests.factories import entry_of, last_line, noon
from tests.people import Cast, water_bureau
from tests.quarterly.scoring import APRIL_10, Q1, paper_of

SECRET = "青石潭水闸甲号图纸存于三号柜"
APRIL_20, MARCH_5 = noon(2026, 4, 20), date(2026, 3, 5)
GONE = "内容已清除"


@pytest.fixture
def office(db: None) -> Cast:
    made = water_bureau()
    grant_right(person=made["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    return made


def purged(cast: Cast, entry: LogEntry) -> None:
    place_quarantine(entry=entry, reason="含有不应公开的内容", actor=cast["S01"], at=APRIL_20)
    ask_purge(entry=entry, actor=cast["S01"], at=APRIL_20)
    purge_entry(entry=entry, actor=cast["S06"], at=APRIL_20)


def signed(cast: Cast, number: str, entry: LogEntry) -> ScoreSheet:
    said = f"如{SECRET}一事，办得稳妥"
    paper = paper_of(
        cast[number],
        reasons={"quality": said, "timeliness": "按时"},
        comment=said,
        citations={"quality": [entry]},
    )
    return sign_sheets(rater=cast["H02"], quarter=Q1, papers=[paper], at=APRIL_10)[0]


def test_sheets_lose_the_words_and_keep_score_and_citation(office: Cast) -> None:
    entry = entry_of(office["S03"], MARCH_5, content=SECRET)
    sheet = signed(office, "S03", entry)
    reopen_sheet(sheet=sheet, actor=office["L02"], grounds=f"漏看{SECRET}", at=APRIL_20)
    decide_routine_grade(
        person=office["S03"], quarter=Q1, grade="well", reason=f"{SECRET}办得好", actor=office["S01"],
        at=APRIL_20,
    )  # fmt: skip
    purged(office, entry)
    sheet.refresh_from_db()
    assert (sheet.comment, sheet.score) == (f"如{GONE}一事，办得稳妥", Decimal(85))
    reasons = dict(ElementScore.objects.exclude(reason="").values_list("element", "reason"))
    assert reasons == {"quality": f"如{GONE}一事，办得稳妥", "timeliness": "按时"}
    assert SheetReopening.objects.get().grounds == f"漏看{GONE}"
    assert RoutineGrade.objects.get().reason == f"{GONE}办得好"
    assert Citation.objects.get().entry == entry
    told = last_line().after
    key = "S03:2026-Q1:2026-01-01:1"
    assert (told["sheets"], told["element_scores"], told["reopenings"]) == (key, f"{key}:quality", key)
    assert told["routine_grades"] == "S03:2026-Q1"
    assert list(disagreements(office.bureau)) == []


def test_the_sheet_of_a_colleague_named_in_it_loses_the_words_too(office: Cast) -> None:
    entry = entry_of(office["S04"], MARCH_5, content=SECRET, people="冯雪")
    sheet = signed(office, "S03", entry)
    purged(office, entry)
    sheet.refresh_from_db()
    assert SECRET not in sheet.comment
    assert Citation.objects.get().entry == entry


def test_a_draft_loses_the_words_and_a_window_that_shows_them_is_told(office: Cast) -> None:
    entry = entry_of(office["S03"], MARCH_5, content=SECRET)
    whose = {"rater": office["H02"], "person": office["S03"]}
    place: dict[str, Any] = {**whose, "quarter": Q1, "first_day": date(2026, 1, 1)}
    keep_sheet_writing(**place, fields={"comment": SECRET, "score:quality": "9"}, version=0)
    purged(office, entry)
    assert SheetWriting.objects.get().fields == {"comment": GONE, "score:quality": "9"}
    with pytest.raises(Crossed):
        keep_sheet_writing(**place, fields={"comment": f"{SECRET}。"}, version=1)


def test_short_words_go_with_the_day_they_were_told_with(office: Cast) -> None:
    entry = entry_of(office["S03"], MARCH_5, content="王某患病")
    sheet = sign_sheets(
        rater=office["H02"], quarter=Q1, at=APRIL_10,
        papers=[paper_of(office["S03"], comment="3月5日王某患病，处置及时")],
    )[0]  # fmt: skip
    purged(office, entry)
    sheet.refresh_from_db()
    assert sheet.comment == f"{GONE}，处置及时"


def test_the_sheets_of_others_stay_as_they_were(office: Cast) -> None:
    entry = entry_of(office["S04"], MARCH_5, content=SECRET)
    own = entry_of(office["S03"], MARCH_5)
    sheet = signed(office, "S03", own)
    purged(office, entry)
    sheet.refresh_from_db()
    assert SECRET in sheet.comment
    assert "sheets" not in last_line().after
