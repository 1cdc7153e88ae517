"""After every act of a quarter `settle`, a second opinion and the sheets agree, and `verify` is clean."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.utils import translation

from daybook.annual.commands import explain, settle, verify
from daybook.books.exporting import export_book
from daybook.daily.enums import InternalReason, Visibility
from daybook.org.actions.people import end_employment
from daybook.org.actions.posts import transfer
from daybook.org.frame import Frame
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.sheets import draft_sheet, write_opinion
from daybook.quarterly.actions.signing import sign_sheets
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own_forms import QuarterForms
from daybook.quarterly.reports.content import appraisal_form
from daybook.quarterly.spans import period_of
from tests.factories import STAFF_ELEMENTS, entry_of, noon
from tests.objections.scene import corrected, decided, filed
from tests.oracle.policy import SHIPPED
from tests.oracle.settle import settle as second_opinion
from tests.oracle.tables import Book
from tests.oracle.test_oracle import differences
from tests.pages import page, reading, words
from tests.people import Cast, water_bureau
from tests.quarterly.scoring import paper_of, scores_of

pytestmark = pytest.mark.django_db
APRIL_10, JULY_8, JULY_10 = noon(2026, 4, 10), noon(2026, 7, 8), noon(2026, 7, 10)
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
    dismissed, upheld = (filed(sheet) for sheet in sheets)
    yield "two objections"
    decided(dismissed, cast["L02"], "dismissed")
    yield "one dismissed"
    upheld = decided(upheld, cast["L02"])
    yield "one upheld"
    raised = {**mixed, "quantity": Decimal("79.5"), "timeliness": Decimal("86.5")}
    corrected(upheld, cast["H02"], scores=raised, reasons={}, citations=cited)
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
        assert told_otherwise(cast, settled) == [], act
    people = {each["person"]: each["quarters"] for each in settled["people"]}
    assert people["S03"] == {Q1: "84.50", Q2: "77.50", "2026-Q3": None, "2026-Q4": None}
    stands = ScoreSheet.objects.get(person=cast["S04"], quarter=Q1, version=2)
    assert (people["S04"][Q1], people["S04"][Q2]) == (str(stands.score), "88.50")


def told_otherwise(cast: Cast, settled: dict[str, Any]) -> list[tuple[str, ...]]:
    """Every page and form that tells another score of S03's and S04's quarters than was settled."""
    quarters = {each["person"]: each["quarters"] for each in settled["people"]}
    with time_machine.travel(JULY_10, tick=False), translation.override("en"):
        told = (
            (where, number, quarter, score, quarters[number][quarter] or "")
            for number, quarter in product(("S03", "S04"), (Q1, Q2))
            for where, score in pages_of(cast, number, quarter)
        )
        return [each for each in told if each[3] != each[4]]


def pages_of(cast: Cast, number: str, quarter: str) -> Iterator[tuple[str, str]]:
    """What is told of somebody's quarter: to himself, to the office, on the form."""
    office, score = Frame(cast["S01"], JULY_10.date(), "/"), "Score of the quarter "
    for who, more in ((number, ""), ("S01", f"/people/{number}")):
        seen = words(page(reading(cast[who]), f"/quarters/{quarter}{more}"))
        yield who, seen.partition(score)[2].partition(" ")[0]
    forms = QuarterForms(office, period_of(quarter))
    person = forms.person(number)
    yield "form", appraisal_form(next(forms.read([person]))).score if person else ""


def test_the_mean_by_workdays_is_the_same_everywhere(cast: Cast, settings: Any, tmp_path: Path) -> None:
    """Worked example 6: 90 over 30 workdays and 80 over 31 are 84.92."""
    lines = (
        'id = "own"', 'extends = "log-style-2026"', "effective_from = 2025-01-01",
        'name = { zh = "本局办法", en = "Own" }', 'source = "confirmed_default"',
        "[quarterly]", 'transfer = "day_weighted"',
    )  # fmt: skip
    (tmp_path / "own.toml").write_text("\n".join(lines), encoding="utf-8")
    settings.POLICY_DIR = str(tmp_path)
    cast.bureau.policy = "own"
    cast.bureau.save()
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 5, 16))
    for rater, score, first in (("H02", "90", APRIL_1), ("H03", "80", date(2026, 5, 16))):
        reasons = dict.fromkeys(STAFF_ELEMENTS, "依据台账")
        paper = paper_of(cast["S03"], score, first_day=first, reasons=reasons)
        sign_sheets(quarter=Q2, rater=cast[rater], at=JULY_8, papers=[paper])
    settled = json.loads(run(settle, "2026", "--json"))
    assert {each["person"]: each["quarters"] for each in settled["people"]}["S03"][Q2] == "84.92"
    assert told_otherwise(cast, settled) == []
    assert run(verify).splitlines()[-1].startswith("Everything agrees")


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
