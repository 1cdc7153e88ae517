"""After every act of a quarter `settle`, a second opinion and the sheets agree, and `verify` is clean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import translation

from daybook.annual.commands import explain, settle, verify
from daybook.books.exporting import export_book
from daybook.daily.enums import InternalReason, Visibility
from daybook.org.actions.people import end_employment
from daybook.org.actions.posts import transfer
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.reopening import publish_correction, reopen_sheet
from daybook.quarterly.actions.sheets import draft_sheet, write_opinion
from daybook.quarterly.actions.signing import sign_sheets
from daybook.quarterly.models import ScoreSheet
from tests.factories import entry_of, noon
from tests.oracle.policy import SHIPPED
from tests.oracle.settle import settle as second_opinion
from tests.oracle.tables import Book
from tests.oracle.test_oracle import differences
from tests.people import Cast, water_bureau
from tests.quarterly.scoring import paper_of, scores_of

pytestmark = pytest.mark.django_db
APRIL_10, JULY_8 = noon(2026, 4, 10), noon(2026, 7, 8)
Q1, Q2, APRIL_1 = "2026-Q1", "2026-Q2", date(2026, 4, 1)


def run(command: Any, *arguments: str) -> str:
    with translation.override("en"):
        outcome = CliRunner().invoke(command, arguments)
    assert outcome.exit_code == 0, outcome.output
    return outcome.stdout


def acts(cast: Cast) -> Iterator[str]:
    """Two quarters of a department, an act at a time."""
    heads: dict[str, Any] = {"rater": cast["H02"], "at": APRIL_10}
    mixed = {**scores_of(cast["S04"], "83.5"), "quality": Decimal("92.5"), "quantity": Decimal("70.5")}
    cited = {"quality": [entry_of(cast["S04"], date(2026, 3, 5))]}
    draft_sheet(person=cast["S03"], quarter=Q1, scores={"quality": Decimal(88)}, **heads)
    yield "a draft"
    papers = [paper_of(cast["S03"], "84.5"), paper_of(cast["S04"], scores=mixed, citations=cited)]
    sheets = sign_sheets(quarter=Q1, papers=papers, **heads)
    yield "a quarter signed"
    acknowledge_sheet(sheet=sheets[0], person=cast["S03"], at=APRIL_10)
    yield "acknowledged"
    reopen_sheet(sheet=sheets[1], actor=cast["L02"], grounds="漏看两条", at=noon(2026, 4, 20))
    yield "opened"
    raised = {**mixed, "quantity": Decimal("79.5"), "timeliness": Decimal("86.5")}
    publish_correction(
        sheet=sheets[1], rater=cast["H02"], scores=raised, citations=cited, at=noon(2026, 4, 27)
    )
    yield "corrected"
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 5, 16))
    write_opinion(person=cast["S03"], quarter=Q2, rater=cast["H02"], comment="交接清楚。", at=JULY_8)
    yield "an opinion"
    sign_sheets(
        quarter=Q2,
        rater=cast["H03"],
        at=JULY_8,
        papers=[paper_of(cast["S03"], "77.5", first_day=date(2026, 5, 16))],
    )
    yield "scored after a transfer"
    end_employment(person=cast["H02"], last_day=date(2026, 7, 1))
    sign_sheets(
        quarter=Q2, rater=cast["L02"], at=JULY_8, papers=[paper_of(cast["S04"], "88.5", first_day=APRIL_1)]
    )
    yield "scored for one who left"
    if "2026" in cast.bureau.policy:
        decide_routine_grade(
            person=cast["S04"], quarter=Q2, grade="well", reason="防汛一线", actor=cast["S01"], at=JULY_8
        )
        yield "a grade decided"


@pytest.mark.parametrize("policy", sorted(SHIPPED))
def test_every_act_leaves_figures_that_agree(policy: str, tmp_path: Path) -> None:
    cast = water_bureau(policy=policy)
    for number, act in enumerate(acts(cast)):
        folder = tmp_path / str(number)
        export_book(cast.bureau, folder)
        settled = json.loads(run(settle, "2026", "--json"))
        expected = second_opinion(Book(folder), 2026, SHIPPED[policy], own_policy=True)
        assert differences(act, expected, settled) == []
        assert run(verify).splitlines()[-1].startswith("Everything agrees"), act
    people = {each["person"]: each["quarters"] for each in settled["people"]}
    assert people["S03"] == {Q1: "84.50", Q2: "77.50", "2026-Q3": None, "2026-Q4": None}
    stands = ScoreSheet.objects.get(person=cast["S04"], quarter=Q1, version=2)
    assert (people["S04"][Q1], people["S04"][Q2]) == (str(stands.score), "88.50")


def test_explain_goes_down_to_the_entries_cited(db: None) -> None:
    cast = water_bureau()
    shown = entry_of(cast["S03"], date(2026, 3, 5), content="核对投资计划终稿")
    inner = entry_of(
        cast["S03"], date(2026, 3, 6), visibility=Visibility.INTERNAL, internal_reason=InternalReason.PETITION
    )
    paper = paper_of(cast["S03"], citations={"quality": [shown, inner]})
    sign_sheets(rater=cast["H02"], quarter=Q1, papers=[paper], at=APRIL_10)
    lines = [line.strip(" │├└─") for line in run(explain, "S03", "2026").splitlines()]
    place = lines.index("Quality  85.0  20 × 85.0")
    assert lines[place + 1 : place + 3] == [
        f"2026-03-05 核对投资计划终稿 ({shown.key})",
        f"2026-03-06 Internal matter ({inner.key})",
    ]
    assert sum(shown.key in line for line in lines) == 1
