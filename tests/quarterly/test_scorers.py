"""Who scores which part of a quarter: acting heads, vacancies, those who left, recusal, the committee."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daybook.org.actions.people import end_employment, grant_right
from daybook.org.actions.posts import appoint, transfer
from daybook.org.actions.states import declare_conflict, delegate, note_absence
from daybook.org.enums import AbsenceKind, DelegationKind, RightKind, Role
from daybook.org.models import Bureau, Person
from daybook.org.policies import policy_of
from daybook.quarterly.access import scorer_on
from daybook.quarterly.actions.sheets import draft_sheet, publish_sheets, write_opinion
from daybook.quarterly.enums import SheetKind
from tests.factories import HEAD_ELEMENTS, STAFF_ELEMENTS, last_line, noon, published, refused
from tests.people import Cast, water_bureau
from tests.quarterly.scoring import APRIL_10, Q1, scores_of, spans_to_score_by

TODAY, JAN_1 = date(2026, 4, 10), date(2026, 1, 1)
NOT_HIS = ("rater", "Only the superior of that time scores this person.")
Spans = list[tuple[date, date, str, SheetKind]]


def spans_for(cast: Cast, rater: str, person: str, quarter: str = Q1, today: date = TODAY) -> Spans:
    spans = spans_to_score_by(cast[rater], cast[person], quarter, today)
    return [(span.first, span.last, span.category, span.kind) for span in spans]


def who_scores(cast: Cast, person: str, quarter: str = Q1, today: date = TODAY) -> list[str]:
    return [number for number in cast.people if spans_for(cast, number, person, quarter, today)]


def drafted(cast: Cast, rater: str, person: str, **more: Any) -> object:
    return draft_sheet(
        **{
            "rater": cast[rater], "person": cast[person], "quarter": Q1, "at": APRIL_10,
            "scores": scores_of(cast[person]), **more,
        }
    )  # fmt: skip


@pytest.mark.parametrize(("person", "rater"), [("S03", ["H02"]), ("H02", ["L02"]), ("L02", []), ("L01", [])])
def test_one_level_up_scores(cast: Cast, person: str, rater: list[str]) -> None:
    assert who_scores(cast, person) == rater


def test_each_superior_has_his_own_span_of_a_transfer(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 9))
    first, second = (
        (JAN_1, date(2026, 2, 8), "staff", SheetKind.OPINION),
        (date(2026, 2, 9), date(2026, 3, 31), "staff", SheetKind.SCORE),
    )
    assert spans_for(cast, "H02", "S03") == [first]
    assert spans_for(cast, "H03", "S03") == [second]


def test_weighted_by_days_both_superiors_score(cast: Cast, settings: Any, tmp_path: Any) -> None:
    text = "\n".join(
        (
            'id = "own"',
            'extends = "log-style-2026"',
            "effective_from = 2025-01-01",
            'name = { zh = "本局办法", en = "Own" }',
            'source = "confirmed_default"',
            "[quarterly]",
            'transfer = "day_weighted"',
        )
    )
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    settings.POLICY_DIR = str(tmp_path)
    Bureau.objects.update(policy="own")
    water = {number: Person.objects.get(pk=person.pk) for number, person in cast.people.items()}
    transfer(person=water["S03"], department=cast.departments["D03"], valid_from=date(2026, 2, 9))
    for rater in ("H02", "H03"):
        (span,) = spans_to_score_by(water[rater], water["S03"], Q1, TODAY)
        assert span.kind == SheetKind.SCORE
        assert published(water["S03"], Q1, water[rater]).score == Decimal(88)


def test_a_change_of_category_gives_two_sheets_each_with_its_form(cast: Cast) -> None:
    end_employment(person=cast["H02"], last_day=date(2026, 2, 8))
    appoint(
        person=cast["S04"], role=Role.ACTING_HEAD, department=cast.departments["D02"],
        valid_from=date(2026, 2, 9),
    )  # fmt: skip
    assert spans_for(cast, "L02", "S04") == [
        (JAN_1, date(2026, 2, 8), "staff", SheetKind.OPINION),  # for the head who has left
        (date(2026, 2, 9), date(2026, 3, 31), "head", SheetKind.SCORE),
    ]
    whole = {"first_day": date(2026, 2, 9), "scores": dict.fromkeys(HEAD_ELEMENTS, Decimal(85))}
    assert drafted(cast, "L02", "S04", **whole)
    part = {"first_day": JAN_1, "scores": dict.fromkeys(STAFF_ELEMENTS, Decimal(85))}
    assert drafted(cast, "L02", "S04", **part)
    mixed = {**part, "scores": whole["scores"]}
    assert refused(drafted, cast=cast, rater="L02", person="S04", **mixed)[0] == "scores"


def test_an_acting_head_scores_and_a_vacancy_is_filled_from_above(cast: Cast) -> None:
    end_employment(person=cast["H02"], last_day=date(2025, 12, 31))
    assert who_scores(cast, "S03") == ["L02"]
    appoint(person=cast["S04"], role=Role.ACTING_HEAD, department=cast.departments["D02"], valid_from=JAN_1)
    assert who_scores(cast, "S03") == ["S04"]


def test_for_one_who_left_the_next_above_who_is_not_recused_scores(cast: Cast) -> None:
    end_employment(person=cast["H02"], last_day=date(2026, 3, 31))
    assert who_scores(cast, "S03", today=date(2026, 3, 31)) == ["H02"]
    assert who_scores(cast, "S03") == ["L02"]
    declare_conflict(person=cast["S03"], superior=cast["L02"], first_day=JAN_1, actor=cast["L02"])
    assert who_scores(cast, "S03") == ["L01"]


def test_scoring_is_never_delegated(cast: Cast) -> None:
    delegate(
        person=cast["H02"], deputy=cast["S04"], kind=DelegationKind.REVIEW_MONTHS, first_day=JAN_1,
        last_day=date(2026, 12, 31), actor=cast["H02"],
    )  # fmt: skip
    assert who_scores(cast, "S03") == ["H02"]
    assert refused(drafted, cast=cast, rater="S04", person="S03") == NOT_HIS


def test_the_office_records_what_the_committee_decided_but_never_on_itself(cast: Cast) -> None:
    for head in ("H01", "H02"):
        for leader in ("L02", "L01"):
            declare_conflict(person=cast[head], superior=cast[leader], first_day=JAN_1, actor=cast[leader])
    assert who_scores(cast, "H02") == ["S01"]
    sheet = published(cast["H02"], Q1, cast["S01"])
    assert (sheet.rater, last_line().actor) == (
        None,
        "S01",
    )  # the committee scored; the ledger tells who recorded it
    grant_right(person=cast["H01"], kind=RightKind.PERSONNEL_OFFICE, first_day=JAN_1)
    assert who_scores(cast, "H01") == ["S01"]
    assert refused(drafted, cast=cast, rater="H01", person="H01") == NOT_HIS


def test_an_officer_who_is_recused_records_nothing(cast: Cast) -> None:
    for leader in ("L02", "L01", "S01"):
        declare_conflict(person=cast["H02"], superior=cast[leader], first_day=JAN_1, actor=cast["S01"])
    assert who_scores(cast, "H02") == []


def test_the_office_scores_nobody_who_has_a_superior(cast: Cast) -> None:
    assert refused(drafted, cast=cast, rater="S01", person="S03") == NOT_HIS


def test_an_administrator_scores_nobody(cast: Cast) -> None:
    cast["H02"].rights.create(
        kind=RightKind.SYSTEM_ADMIN, first_day=date(2026, 4, 1), recorded_at=noon(2026, 4, 1)
    )
    assert scorer_on(cast["H02"], TODAY) is None
    assert who_scores(cast, "S03") == []
    assert refused(drafted, cast=cast, rater="H02", person="S03") == NOT_HIS


def test_nobody_scores_across_bureaus(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    assert spans_to_score_by(lake["H02"], cast["S03"], Q1, TODAY) == []


def away(cast: Cast, last_day: date, half_day: str = "") -> None:
    note_absence(
        person=cast["S03"], kind=AbsenceKind.SICK_LEAVE, first_day=JAN_1, last_day=last_day,
        half_day=half_day,
    )  # fmt: skip


def test_too_few_due_workdays_are_not_scored(cast: Cast) -> None:
    least = policy_of(cast.bureau, TODAY).quarterly.min_workdays
    assert least == 20
    sheet = draft_sheet(
        person=cast["S03"], quarter=Q1, rater=cast["H02"], scores=scores_of(cast["S03"]), at=APRIL_10
    )
    away(cast, date(2026, 3, 4))  # 19 of the workdays of March are left
    told = "Not scored: 19 due workdays in this quarter, and 20 are needed."
    assert refused(drafted, cast=cast, rater="H02", person="S03") == ("quarter", told)
    assert refused(publish_sheets, sheets=[sheet], rater=cast["H02"], at=APRIL_10)[1] == f"冯雪：{told}"
    given: dict[str, Any] = {"person": cast["S03"], "quarter": Q1, "rater": cast["H02"], "at": APRIL_10}
    assert write_opinion(comment="病假后即投入工作。", **given).kind == "opinion"


def test_just_enough_due_workdays_are_scored(cast: Cast) -> None:
    away(cast, date(2026, 3, 3))
    assert published(cast["S03"], Q1, cast["H02"]).score == Decimal(88)
