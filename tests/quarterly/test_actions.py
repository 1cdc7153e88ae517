"""Score sheets, opinions, and decided routine grades."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from daybook.ledger.queries import chain_faults
from daybook.org.actions.people import end_employment, grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import note_circumstance
from daybook.org.enums import CircumstanceKind, RightKind
from daybook.org.policies import policy_of
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.sheets import draft_sheet, publish_sheets, write_opinion
from daybook.quarterly.models import ElementScore, RoutineGrade, ScoreSheet
from daybook.quarterly.spans import majority_span, period_of
from daybook.web.refusals import Refused
from tests.factories import HEAD_ELEMENTS, STAFF_ELEMENTS, drafted, last_line, noon, published, refused
from tests.people import Cast, water_bureau

Q1, APRIL_10 = "2026-Q1", noon(2026, 4, 10)


def draft_of(cast: Cast, score: str = "88", **more: Any) -> dict[str, Any]:
    scores = dict.fromkeys(STAFF_ELEMENTS, Decimal(score))
    return {
        "person": cast["S03"], "quarter": Q1, "rater": cast["H02"], "scores": scores, "at": APRIL_10, **more,
    }  # fmt: skip


def test_a_draft_takes_the_place_of_the_one_before(cast: Cast) -> None:
    first = draft_sheet(**draft_of(cast, "88"))
    second = draft_sheet(**draft_of(cast, "85.5", comment="稳。"))
    assert first == second
    assert set(ElementScore.objects.values_list("score", flat=True)) == {Decimal("85.5")}
    sheet = ScoreSheet.objects.get()
    assert (sheet.published_at, sheet.score, sheet.comment) == (None, None, "稳。")
    assert "85.5" not in str(last_line().after)


def test_a_draft_may_be_unfinished(cast: Cast) -> None:
    sheet = draft_sheet(**draft_of(cast, scores={"quality": Decimal(90)}))
    assert list(sheet.element_scores.values_list("element", flat=True)) == ["quality"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"quarter": "2026-Q5"}, "quarter"),
        ({"quarter": "2026-Q3"}, "quarter"),  # it has not begun
        ({"scores": {"charm": Decimal(90)}}, "scores"),
        ({"scores": {"planning": Decimal(90)}}, "scores"),  # a head's element
        ({"reasons": {"charm": "好"}}, "scores"),
        ({"scores": {"quality": Decimal("88.125")}}, "quality"),
        ({"scores": {"quality": Decimal(88)}, "reasons": {"quality": "依" * 2001}}, "reason"),
        ({"comment": "水" * 5001}, "comment"),
        ({"first_day": date(2026, 2, 1)}, "rater"),  # no span begins there
    ],
)
def test_a_draft_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    assert refused(draft_sheet, **draft_of(cast, **more))[0] == field
    assert not ScoreSheet.objects.exists()


@pytest.mark.parametrize("rater", ["S03", "S04", "H01", "L02", "L01", "S01"])
def test_only_the_superior_scores(cast: Cast, rater: str) -> None:
    assert refused(draft_sheet, **draft_of(cast, rater=cast[rater])) == (
        "rater",
        "Only the superior of that time scores this person.",
    )


def test_a_leader_is_not_scored(cast: Cast) -> None:
    assert refused(draft_sheet, **draft_of(cast, person=cast["L02"], rater=cast["L01"]))[0] == "rater"


def test_published_sheets_keep_score_and_policy(cast: Cast) -> None:
    scores = ("88", "92.5", "90", "85", "86", "91.5", "84", "79.5")
    given = draft_of(cast, scores=dict(zip(STAFF_ELEMENTS, map(Decimal, scores), strict=True)))
    sheet = draft_sheet(
        **given, reasons={"casework": "文稿零差错", "communication": "协调三地", "quality": "优"}
    )
    (row,) = publish_sheets(sheets=[sheet], rater=cast["H02"], at=APRIL_10)
    policy = policy_of(cast.bureau, date(2026, 4, 10))
    # 8.8 + 9.25 + 9 + 8.5 + 12.9 + 18.3 + 12.6 + 7.95
    assert (row.score, row.policy, row.policy_hash) == (Decimal("87.30"), "log-style-2026", policy.hash)
    assert ScoreSheet.objects.get().published_at == APRIL_10
    assert (last_line().action, last_line().after["policy_hash"]) == ("publish_sheet", policy.hash)
    assert list(chain_faults("WATER")) == []


def test_heads_are_scored_on_their_own_sheet(cast: Cast) -> None:
    sheet = published(cast["H02"], Q1, cast["L02"])
    assert sheet.element_scores.count() == len(HEAD_ELEMENTS)
    assert sheet.score == Decimal(88)


def faults_of(cast: Cast, *sheets: ScoreSheet, at: Any = APRIL_10) -> dict[int, str]:
    with translation.override("en"), pytest.raises(Refused) as refusal:
        publish_sheets(sheets=sheets, rater=cast["H02"], at=at)
    return refusal.value.rows


def test_all_or_none_with_a_sentence_each(cast: Cast) -> None:
    good = drafted(cast["S04"], Q1, cast["H02"], APRIL_10)
    scores = {
        **dict.fromkeys(STAFF_ELEMENTS, Decimal(80)),
        "expertise": Decimal("80.25"),
        "casework": Decimal(95),
    }
    del scores["learning"]
    bad = draft_sheet(**draft_of(cast, scores={**scores, "urgent_tasks": Decimal(65)}))
    assert faults_of(cast, good, bad) == {
        1: (
            "冯雪：“Expertise” is between two steps of the scale；“Documents and casework” needs a reason"
            "；“Learning and innovation” has no score；“Urgent and difficult tasks” needs a reason"
        )
    }
    assert not ScoreSheet.objects.filter(published_at__isnull=False).exists()


def test_a_score_outside_the_scale_never_reaches_a_sheet(cast: Cast) -> None:
    sheet = drafted(cast["S03"], Q1, cast["H02"], APRIL_10)
    for score in ("100.5", "-0.5"):
        assert refused(draft_sheet, **draft_of(cast, score=score)) == (
            "expertise",
            "“Expertise” is outside the scale",
        )
    assert set(sheet.element_scores.values_list("score", flat=True)) == {Decimal(88)}


def test_a_sheet_is_published_once(cast: Cast) -> None:
    sheet = published(cast["S03"], Q1, cast["H02"])
    assert faults_of(cast, sheet) == {0: "冯雪：The sheet is published already"}
    assert refused(draft_sheet, **draft_of(cast)) == ("quarter", "This sheet is published.")


def test_a_span_is_over_before_it_is_published(cast: Cast) -> None:
    early = noon(2026, 3, 30)
    sheet = draft_sheet(**draft_of(cast, at=early))
    assert faults_of(cast, sheet, at=early) == {0: "冯雪：This span is not over."}


def test_a_sheet_is_published_by_its_rater(cast: Cast) -> None:
    sheet = published(cast["S05"], Q1, cast["H03"])
    assert faults_of(cast, sheet) == {0: "褚卫：Only its rater publishes a score sheet."}


def test_a_span_that_has_changed_is_saved_again(cast: Cast) -> None:
    sheet = draft_sheet(**draft_of(cast))
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 16))
    assert faults_of(cast, sheet) == {0: "冯雪：The span of this sheet has changed; save it again."}
    again = draft_sheet(**draft_of(cast))
    assert (again, again.last_day) == (sheet, date(2026, 3, 15))


def test_by_majority_one_superior_scores_and_the_other_writes_an_opinion(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 5, 16))
    july = noon(2026, 7, 8)
    given = draft_of(cast, quarter="2026-Q2", at=july)
    minority, majority = draft_sheet(**given), draft_sheet(**{**given, "rater": cast["H03"]})
    assert (minority.last_day, majority.first_day) == (date(2026, 5, 15), date(2026, 5, 16))
    sentence = "冯雪：Another superior had most of this quarter; write an opinion."
    assert faults_of(cast, minority, at=july) == {0: sentence}
    publish_sheets(sheets=[majority], rater=cast["H03"], at=july)
    opinion = write_opinion(
        person=cast["S03"], quarter="2026-Q2", rater=cast["H02"], comment="交接清楚。", at=july
    )
    assert (opinion, opinion.kind, opinion.score) == (minority, "opinion", None)
    assert not opinion.element_scores.exists()
    again: dict[str, Any] = {"person": cast["S03"], "quarter": "2026-Q2", "rater": cast["H02"], "at": july}
    assert refused(write_opinion, comment="又", **again)[0] == "quarter"


def test_an_opinion_says_something(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 16))
    given: dict[str, Any] = {"person": cast["S03"], "quarter": Q1, "rater": cast["H03"], "at": APRIL_10}
    assert refused(write_opinion, comment=" ", **given)[0] == "comment"


def test_no_opinion_stands_in_place_of_a_score(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["S03"], "quarter": Q1, "rater": cast["H02"], "at": APRIL_10}
    sentence = "This span is to be scored, not only commented on."
    assert refused(write_opinion, comment="稳。", **given) == ("kind", sentence)
    note_circumstance(
        person=cast["S03"], kind=CircumstanceKind.PROBATION, first_day=date(2026, 1, 1), at=APRIL_10
    )
    assert write_opinion(comment="稳。", **given).kind == "opinion"


def test_an_opinion_taken_back_into_a_draft_is_a_score_again(cast: Cast) -> None:
    sheet = draft_sheet(**draft_of(cast))
    ScoreSheet.objects.filter(pk=sheet.pk).update(kind="opinion")
    assert draft_sheet(**draft_of(cast)).kind == "score"


def test_the_next_one_up_scores_for_a_superior_who_has_left(cast: Cast) -> None:
    end_employment(person=cast["H02"], last_day=date(2026, 3, 31))
    assert refused(draft_sheet, **draft_of(cast))[0] == "rater"
    assert published(cast["S03"], Q1, cast["L02"]).score == Decimal(88)


def test_another_bureau_scores_nobody(cast: Cast) -> None:
    stranger = water_bureau(code="LAKE")["H02"]
    assert refused(draft_sheet, **draft_of(cast, rater=stranger))[0] == "rater"


def test_somebody_never_employed_in_a_quarter_has_no_span(cast: Cast) -> None:
    from daybook.org.lines import lines_of

    lines = lines_of(cast.bureau, *period_of("2024-Q2")[2:])
    assert majority_span(lines, cast["S03"], "2024-Q2") is None


def decision(cast: Cast, **more: Any) -> dict[str, Any]:
    given = {"person": cast["S03"], "quarter": Q1, "grade": "well", "reason": "防汛一线表现突出"}
    return {**given, "actor": cast["S01"], "at": noon(2026, 4, 22), **more}


def test_a_routine_grade_is_decided_and_may_be_decided_anew(cast: Cast) -> None:
    published(cast["S03"], Q1, cast["H02"])
    decide_routine_grade(**decision(cast))
    decide_routine_grade(**decision(cast, grade="fairly_well", reason="超出比例，按得分排序调整"))
    row = RoutineGrade.objects.get()
    assert (row.grade, row.decided_at) == ("fairly_well", noon(2026, 4, 22))
    assert set(last_line().before) == {"grade", "reason"}
    assert "fairly_well" not in str(last_line().after)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"grade": "superb"}, "grade"),
        ({"reason": ""}, "reason"),
        ({"quarter": "2025-Q4"}, "quarter"),  # no score
        ({"quarter": "first"}, "quarter"),
        ({"actor": "H02"}, ""),
        ({"person": "S01"}, "person"),  # his own case
    ],
)
def test_a_routine_grade_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    published(cast["S03"], Q1, cast["H02"])
    people: dict[str, Any] = {name: cast[more[name]] for name in ("actor", "person") if name in more}
    assert refused(decide_routine_grade, **decision(cast, **{**more, **people}))[0] == field
    assert not RoutineGrade.objects.exists()


def test_another_officer_decides_on_an_officer(cast: Cast) -> None:
    grant_right(person=cast["S02"], kind=RightKind.PERSONNEL_OFFICE, first_day=date(2026, 1, 1))
    published(cast["S01"], Q1, cast["H01"])
    made = decide_routine_grade(**decision(cast, person=cast["S01"], actor=cast["S02"]))
    assert made.person == cast["S01"]


def test_a_policy_without_statutory_grades_decides_none(db: None) -> None:
    cast = water_bureau(policy="log-style-2018")
    published(cast["S03"], Q1, cast["H02"])
    assert refused(decide_routine_grade, **decision(cast)) == (
        "quarter",
        "The policy knows no routine grades.",
    )
