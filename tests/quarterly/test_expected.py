"""应评一览: every sheet a quarter is expected to have, by whom and why, and what the office must see to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.utils import translation
from openpyxl import load_workbook

from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import end_employment
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import declare_conflict, note_absence
from daybook.org.enums import AbsenceKind, Role
from daybook.org.models import Portfolio
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.queries.expected import expected_sheets, raters_of
from daybook.quarterly.shown.expected import PersonLines, lines_of_departments, problems
from daybook.quarterly.spans import period_of
from tests.factories import drafted, noon, published
from tests.pages import page, reading, statements, words
from tests.people import FOUNDED, Cast, join

Q1, Q2 = "2026-Q1", "2026-Q2"
APRIL_8, JULY_8 = noon(2026, 4, 8), noon(2026, 7, 8)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def day_weighted(cast: Cast, settings: Any, tmp_path: Any) -> None:
    """The bureau's own policy, in which several sheets of a quarter are weighted by workdays."""
    text = """
        id = "own"
        extends = "log-style-2026"
        effective_from = 2025-01-01
        name = { zh = "本局办法", en = "Own" }
        source = "confirmed_default"
        [quarterly]
        transfer = "day_weighted"
    """
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    settings.POLICY_DIR = str(tmp_path)
    cast.bureau.policy = "own"
    cast.bureau.save()


def lines(cast: Cast, quarter: str = Q1, today: date = date(2026, 4, 8)) -> dict[str, PersonLines]:
    found = expected_sheets(cast.bureau, period_of(quarter), today)
    return {person.number: person for part in lines_of_departments(found) for person in part.people}


def told(cast: Cast, number: str, **asked: Any) -> list[tuple[str, str, str, str]]:
    """The sheets of somebody: days, rater, why, kind."""
    return [(line.days, line.rater, line.why, line.kind) for line in lines(cast, **asked)[number].lines]


def see_to(cast: Cast, today: date = date(2026, 4, 8)) -> list[str]:
    return problems(expected_sheets(cast.bureau, period_of(Q1), today))


WHOLE = "1 January–31 March"


def test_everybody_appraised_stands_in_his_department_the_head_first(cast: Cast) -> None:
    found = expected_sheets(cast.bureau, period_of(Q1), date(2026, 4, 8))
    assert {each.name: [person.number for person in each.people] for each in lines_of_departments(found)} == {
        "办公室": ["H01", "S01", "S02"],
        "规划计划处": ["H02", "S03", "S04"],
        "水旱灾害防御处": ["H03", "S05", "S06"],
    }
    assert told(cast, "S02") == [(WHOLE, "周文", "heads the department", "score")]
    assert told(cast, "H03") == [(WHOLE, "赵敏", "the leader in charge", "score")]
    assert (len(found.wanted), len(found.signed), see_to(cast)) == (9, 0, [])
    assert raters_of(cast.bureau, period_of(Q1), date(2026, 4, 8)) == {
        cast[number].pk for number in ("L02", "L03", "H01", "H02", "H03")
    }


def moved(cast: Cast) -> None:
    """S03 goes from planning to the office on 16 May: 30 and 31 workdays."""
    transfer(
        person=cast["S03"],
        department=cast.departments["D01"],
        valid_from=date(2026, 5, 16),
        at=noon(2026, 5, 16),
    )


def test_after_a_transfer_the_majority_scores_and_the_other_writes_an_opinion(cast: Cast) -> None:
    moved(cast)
    found = lines(cast, quarter=Q2, today=date(2026, 7, 8))["S03"].lines
    assert [(each.days, each.workdays, each.rater, each.kind, each.decides) for each in found] == [
        ("1 April–15 May", 30, "吴建国", "opinion", "30 workdays, fewer than 31"),
        ("16 May–30 June", 31, "周文", "score", "31 of 61 workdays, most"),
    ]


def test_weighted_by_days_every_superior_scores(cast: Cast, day_weighted: None) -> None:
    moved(cast)
    found = lines(cast, quarter=Q2, today=date(2026, 7, 8))["S03"].lines
    assert [(each.rater, each.kind, each.decides) for each in found] == [
        ("吴建国", "score", "weighted 30 of 61 workdays"),
        ("周文", "score", "weighted 31 of 61 workdays"),
    ]


def test_too_few_due_workdays_are_told_with_their_number(cast: Cast) -> None:
    note_absence(
        person=cast["S03"],
        kind=AbsenceKind.SICK_LEAVE,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 3, 11),
        at=noon(2026, 3, 12),
    )
    row = lines(cast)["S03"]
    assert (row.not_scored, row.lines) == ("only 14 due workdays, fewer than 20: not scored", [])
    assert len(expected_sheets(cast.bureau, period_of(Q1), date(2026, 4, 8)).wanted) == 8


def test_a_vacancy_is_seen_to_first_and_the_leader_scores(cast: Cast) -> None:
    transfer(
        person=cast["H02"],
        department=cast.departments["D01"],
        role=Role.STAFF,
        valid_from=date(2026, 3, 2),
        at=noon(2026, 3, 2),
    )
    assert told(cast, "S04")[1][1:3] == ("李为民", "no head: the leader in charge")
    assert see_to(cast) == [
        (
            "规划计划处 has no head and no acting head from 2 March to 31 March: appoint one, or the leader "
            "scores everybody"
        )
    ]
    row = lines(cast)["H02"]
    assert [(each.form, each.rater) for each in row.lines] == [("heads", "李为民"), ("staff", "周文")]
    assert row.notes == ["scored on both forms, part by part"]


def test_recusal_passes_one_level_up_until_the_committee(cast: Cast) -> None:
    def recuse(superior: str) -> None:
        declare_conflict(
            person=cast["S04"], superior=cast[superior], first_day=date(2026, 1, 1), reason="亲属", at=FOUNDED
        )

    recuse("H02")
    assert told(cast, "S04") == [
        (WHOLE, "李为民", "heads the department；吴建国 is recused: one level up", "score")
    ]
    recuse("L02")
    recuse("L01")
    assert told(cast, "S04")[0][1] == "the committee"
    assert see_to(cast) == [
        "陈明: no superior is left; the committee scores, and the personnel office records it"
    ]


def test_who_has_left_is_passed_over_but_not_where_he_has_signed(cast: Cast) -> None:
    published(cast["S03"], Q1, cast["H02"])
    end_employment(person=cast["H02"], last_day=date(2026, 4, 10), at=noon(2026, 4, 10))
    after = date(2026, 4, 13)
    left = "heads the department；吴建国 has left: one level up"
    assert told(cast, "S04", today=after) == [(WHOLE, "李为民", left, "score")]
    assert told(cast, "S03", today=after) == [(WHOLE, "吴建国", "heads the department", "score")]


def test_a_department_in_nobodys_charge_is_the_principals(cast: Cast) -> None:
    Portfolio.objects.filter(department=cast.departments["D03"]).delete()
    assert told(cast, "H03")[0][1:3] == ("王海燕", "in nobody's charge: the principal leader")


def state(cast: Cast, number: str, today: date) -> list[tuple[str, bool]]:
    return [(line.state, line.is_late) for line in lines(cast, today=today)[number].lines]


def test_a_draft_is_told_as_not_published_and_what_is_late_as_late(cast: Cast) -> None:
    drafted(cast["S02"], Q1, cast["H01"], APRIL_8)
    sheet = published(cast["S03"], Q1, cast["H02"])
    due, after = date(2026, 4, 22), date(2026, 4, 23)
    assert expected_sheets(cast.bureau, period_of(Q1), due).due_by == due
    assert state(cast, "S02", due) == [("not published", False)]
    assert state(cast, "S02", after) == [("not published", True)]
    assert state(cast, "S03", after) == [("published", False)]
    acknowledge_sheet(sheet=sheet, person=cast["S03"], at=noon(2026, 4, 13))
    assert state(cast, "S03", after) == [("acknowledged", False)]
    assert "周文 is late with 2 sheets, due on 22 April" in see_to(cast, after)


def test_a_sheet_of_a_span_that_is_none_any_more_is_seen_to(cast: Cast) -> None:
    published(cast["S03"], Q1, cast["H02"])
    transfer(
        person=cast["S03"],
        department=cast.departments["D01"],
        valid_from=date(2026, 3, 2),
        at=noon(2026, 4, 20),
    )
    row = lines(cast)["S03"]
    assert [line.state for line in row.lines] == ["not published", "not written"]
    assert row.notes == ["published for 1 January–31 March, which is no span of his any more"]
    assert see_to(cast)[0].startswith("冯雪: a post was changed after the sheet was published")


def test_the_list_is_a_workbook_and_taking_it_is_noted(cast: Cast) -> None:
    with time_machine.travel(APRIL_8, tick=False):
        answer = reading(cast["S01"]).get(f"/quarters/{Q1}/expected.xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(min_row=5, values_only=True)]
    assert rows[1][:10] == [
        "办公室", "S01", "孙丽", "staff", "59", WHOLE, 59, "staff", "周文", "heads the department",
    ]  # fmt: skip
    assert len(rows) == 9
    assert LedgerLine.objects.latest("sequence").action == "export_expected_sheets"


def test_a_quarter_ahead_is_told_by_the_posts_of_today(cast: Cast) -> None:
    with time_machine.travel(APRIL_8, tick=False):
        html = words(page(reading(cast["S01"]), "/quarters/2026-Q4/expected"))
    assert "This quarter has not begun" in html
    assert "周文" in html


@pytest.mark.parametrize("number", ["S02", "H01", "L01"])
def test_only_the_personnel_office_sees_it(cast: Cast, number: str) -> None:
    with time_machine.travel(APRIL_8, tick=False):
        page(reading(cast[number]), f"/quarters/{Q1}/expected", 404)


def test_the_page_costs_the_same_for_1_and_30_more_people(cast: Cast) -> None:
    with time_machine.travel(APRIL_8, tick=False):
        client, address = reading(cast["S01"]), f"/quarters/{Q1}/expected"
        few = statements(client, address)
        for number in range(30):
            join(cast, f"Z{number:02}", f"员{number:02}", Role.STAFF, "D02")
            published(cast[f"Z{number:02}"], Q1, cast["H02"])
        assert statements(client, address) == few <= 15
