"""A final year stays as it was sealed: none of its quarters is scored or graded any more."""

from __future__ import annotations

from typing import Any

import pytest

from daybook.annual.actions.seal import seal_year
from daybook.annual.models import Decision
from daybook.annual.queries.verified import disagreements
from daybook.quarterly.actions.grades import GradeDecision, decide_routine_grade, settle_cap
from daybook.quarterly.actions.sheets import publish_sheets
from daybook.quarterly.actions.signing import sign_sheets
from daybook.quarterly.models import RoutineGrade, ScoreSheet
from tests.factories import drafted, noon, published, refused
from tests.people import Cast
from tests.quarterly.scoring import paper_of

Q4, MARCH = "2025-Q4", noon(2026, 3, 10)
FINAL = ("year", "This year is final; it changes only by a reopened decision.")


@pytest.fixture
def final(cast: Cast) -> Cast:
    """2025 is final since February; H02 has signed one sheet of its last quarter and drafted another."""
    published(cast["S03"], Q4, cast["H02"], "92")
    drafted(cast["S04"], Q4, cast["H02"], noon(2026, 1, 10))
    given = {"bureau": cast.bureau, "year": 2025, "stage": "final", "decided_at": noon(2026, 2, 10)}
    Decision.objects.create(**given, person=cast["S03"], grade="competent")
    seal_year(bureau=cast.bureau, year=2025, actor=None, at=noon(2026, 2, 10))
    return cast


def test_a_quarter_of_a_final_year_is_not_scored_any_more(final: Cast) -> None:
    rater = final["H02"]
    draft = ScoreSheet.objects.get(person=final["S04"])
    paper = paper_of(final["S04"], first_day=draft.first_day)
    assert refused(sign_sheets, rater=rater, quarter=Q4, papers=[paper], at=MARCH) == FINAL
    assert refused(publish_sheets, sheets=[draft], rater=rater, at=MARCH) == FINAL
    assert refused(drafted, person=final["S04"], quarter=Q4, rater=rater, at=MARCH) == FINAL
    assert ScoreSheet.objects.filter(published_at__isnull=False).count() == 1
    assert list(disagreements(final.bureau)) == []


def test_a_quarter_of_a_final_year_is_not_graded_any_more(final: Cast) -> None:
    given = {"quarter": Q4, "actor": final["S01"], "at": MARCH}
    decision = GradeDecision(final["S03"], "fairly_well", "会商")
    assert refused(settle_cap, decisions=[decision], **given) == FINAL
    told = refused(decide_routine_grade, person=final["S03"], grade="fairly_well", reason="会商", **given)
    assert told == FINAL
    assert not RoutineGrade.objects.exists()


def test_the_year_after_it_is_scored_and_graded(final: Cast) -> None:
    at = noon(2026, 4, 10)
    sign_sheets(rater=final["H02"], quarter="2026-Q1", papers=[paper_of(final["S04"])], at=at)
    given: dict[str, Any] = {"person": final["S04"], "grade": "well", "reason": "会商", "actor": final["S01"]}
    assert decide_routine_grade(quarter="2026-Q1", at=at, **given).grade == "well"
