"""Two acts on one goal at once: nothing is written over unseen, and a double click is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from daybook.ledger.models import LedgerLine
from daybook.plans.actions.goals import set_annual_goal, set_department_goal
from daybook.plans.edition import edition_of
from daybook.plans.models import AnnualGoal, DepartmentGoal
from tests.meanwhile import one_after_the_other
from tests.people import Cast, water_bureau
from tests.plans.planning import JANUARY

pytestmark = pytest.mark.django_db(transaction=True)
Setting = Callable[..., AnnualGoal | DepartmentGoal]


def of_person(cast: Cast) -> Setting:
    given: dict[str, Any] = {"person": cast["S03"], "year": 2026, "actor": cast["S03"], "at": JANUARY}
    return lambda title, **more: set_annual_goal(title=title, **{**given, **more})


def of_department(cast: Cast) -> Setting:
    department = cast.departments["D02"]
    given: dict[str, Any] = {"department": department, "year": 2026, "actor": cast["H02"], "at": JANUARY}
    return lambda title, **more: set_department_goal(title=title, **{**given, **more})


@pytest.fixture(params=[of_person, of_department])
def setting(request: pytest.FixtureRequest) -> Setting:
    """Setting a goal of a person, and of a department."""
    return request.param(water_bureau())  # type: ignore[no-any-return]


def test_of_two_who_revise_a_goal_at_once_the_second_is_told(setting: Setting) -> None:
    goal = setting("完成年度投资", key="G1")
    opened = edition_of(goal)

    def revised(title: str) -> Callable[[], object]:
        return lambda: setting(title, key="G1", edition=opened)

    answer = one_after_the_other(revised("完成投资九成"), revised("完成投资八成"))
    assert answer == "这里刚刚已被改过。请与您写的对照，再保存一次。"
    goal.refresh_from_db()
    assert goal.title == "完成投资九成"


@pytest.mark.parametrize("stands", [False, True])
def test_a_double_click_is_one(setting: Setting, stands: bool) -> None:
    edition = edition_of(setting("完成年度投资", key="G1")) if stands else ""
    lines = LedgerLine.objects.count()

    def click() -> None:
        setting("完成投资九成", measure="逐月\r\n核对", key="G1", edition=edition)

    assert one_after_the_other(click, click) == "done"
    assert LedgerLine.objects.count() == lines + 1


def test_of_two_goals_with_one_key_at_once_one_stands() -> None:
    cast = water_bureau()
    of_another: dict[str, Any] = {"person": cast["S04"], "actor": cast["S04"], "key": "G1"}

    def first() -> None:
        of_person(cast)("完成年度投资", key="G1")

    assert one_after_the_other(first, lambda: of_person(cast)("修编预案", **of_another)) == (
        "这个编号已属于他人。"
    )
    assert AnnualGoal.objects.get().person == cast["S03"]
