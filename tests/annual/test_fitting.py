"""What a grade must fit until the year is final: the person's conditions, the base, the seats, the reason."""

from __future__ import annotations

from copy import copy
from datetime import date
from typing import Any

import pytest

from daybook.annual.actions.close import finalise_year, notice_grades
from daybook.annual.actions.grades import propose_grade, propose_grades
from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.fitness import departs
from daybook.annual.models import Decision, UnitMember
from daybook.annual.queries.settled import settled_year
from daybook.ledger.models import LedgerLine
from daybook.org.actions.states import note_circumstance
from daybook.org.enums import CircumstanceKind
from daybook.rules.result import PersonResult
from tests.annual.graded import JANUARY_12, NOTICE_OVER, closing, decided, graded_year, noticed, suggested
from tests.factories import refused
from tests.pages import page, reading, words
from tests.people import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded(cast: Cast) -> Cast:
    """Every grade of 2025 decided."""
    return decided(graded_year(cast))


def result_of(cast: Cast, number: str) -> PersonResult:
    return settled_year(cast.bureau, 2025).result.of(number)


def no_seats(cast: Cast) -> None:
    """The committee takes the seat of 优秀 from L02."""
    given: dict[str, Any] = {"bureau": cast.bureau, "year": 2025, "pool": "civil", "grade": "excellent"}
    seats = {"L02": 0, "L03": 0}
    decide_seats(**given, seats=seats, reason="名额收回", actor=cast["S01"], at=JANUARY_12)


def test_who_is_barred_later_is_neither_put_up_nor_made_final(graded: Cast) -> None:
    note_circumstance(person=graded["H01"], kind=CircumstanceKind.DEMERIT, first_day=date(2025, 6, 3))
    sentence = ("year", f"No longer eligible for the grade given: {graded['H01'].name}.")
    assert refused(notice_grades, **closing(graded)) == sentence
    told = words(page(reading(graded["S01"], "zh-hans"), "/years/2025/final"))
    assert f"已不符合等次条件 {graded['H01'].name}" in told
    assert "还不能终定" in told


def test_a_year_whose_notice_is_up_ends_only_with_grades_that_fit(graded: Cast) -> None:
    noticed(graded)
    note_circumstance(person=graded["H01"], kind=CircumstanceKind.DEMERIT, first_day=date(2025, 6, 3))
    field, sentence = refused(finalise_year, **closing(graded, at=NOTICE_OVER))
    assert (field, graded["H01"].name in sentence) == ("year", True)


def test_seats_that_were_taken_away_keep_the_year_open(graded: Cast) -> None:
    no_seats(graded)
    assert refused(notice_grades, **closing(graded)) == (
        "grade",
        "The unit of 李为民 has 0 seats of excellent.",
    )
    told = words(page(reading(graded["S01"], "zh-hans"), "/years/2025/final"))
    assert "等次超出名额 李为民 优秀 1/0" in told


def test_who_is_in_no_base_has_no_part_in_its_seats(cast: Cast) -> None:
    graded_year(cast)
    freeze_units(bureau=cast.bureau, year=2025, actor=cast["S01"])
    UnitMember.objects.filter(unit="L03").delete()
    found = result_of(cast, "S05")
    assert (found.in_base, found.eligible, found.suggested) == (False, (), "competent")
    given: dict[str, Any] = {"person": cast["S05"], "year": 2025, "grade": "excellent", "reason": "表现突出"}
    assert refused(propose_grade, actor=cast["L03"], **given)[0] == "grade"


def test_another_unit_over_its_seats_keeps_nobody_from_proposing(cast: Cast) -> None:
    graded_year(cast)
    own: dict[str, Any] = {"bureau": cast.bureau, "year": 2025, "at": JANUARY_12}
    propose_grades(**own, drafts=suggested(cast, "L02"), actor=cast["L02"])
    no_seats(cast)
    assert propose_grades(**own, drafts=suggested(cast, "L03"), actor=cast["L03"])


@pytest.mark.parametrize(
    ("why", "grade", "found"),
    [
        ("tie:excellent", "excellent", False),
        ("tie:excellent", "good", False),
        ("tie:excellent", "competent", False),
        ("tie:excellent", "incompetent", True),
        ("tie:good", "good", False),
        ("tie:good", "competent", False),
        ("tie:good", "excellent", True),
        ("no_ballots", "competent", True),
    ],
)
def test_a_tie_is_settled_by_its_grade_or_by_one_behind_it(
    cast: Cast, why: str, grade: str, found: bool
) -> None:
    each = copy(result_of(graded_year(cast), "H01"))
    each.suggested, each.why = None, [why]
    assert departs(each, grade) is found


def test_a_second_click_writes_nothing(cast: Cast) -> None:
    graded_year(cast)
    given: dict[str, Any] = {"bureau": cast.bureau, "year": 2025, "actor": cast["L02"], "at": JANUARY_12}
    drafts = suggested(cast, "L02")
    first = propose_grades(**given, drafts=drafts)
    lines = LedgerLine.objects.filter(action="propose_grade").count()
    assert [row.pk for row in propose_grades(**given, drafts=drafts)] == [row.pk for row in first]
    assert Decision.objects.count() == len(first) == lines
    assert LedgerLine.objects.filter(action="propose_grade").count() == lines
