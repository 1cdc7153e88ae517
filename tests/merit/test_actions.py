"""Entering dimensions, deciding benefits, noting alerts: by the personnel office, and nothing is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from daybook.annual.enums import Stage
from daybook.merit.actions.alerts import note_alert
from daybook.merit.actions.benefits import Grant, cancel_benefit, decide_benefit
from daybook.merit.actions.career import Valuation, enter_dimension
from daybook.merit.models import AlertNote, Benefit, CareerInput
from daybook.merit.queries.kept import Kept
from daybook.merit.queries.lists import preference_list
from daybook.merit.queries.use_year import use_year
from tests.factories import last_line, refused
from tests.merit.years import NOW, decided, two_years
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return two_years(water_bureau())


def valuation(score: str | None = "80", **told: Any) -> Valuation:
    exact = None if score is None else Decimal(score)
    return Valuation(exact, **{"reason": "两任基层岗位", "document": "江水人〔2027〕3号", **told})


def entering(cast: Cast, **told: Any) -> dict[str, Any]:
    given = {"person": cast["S02"], "year": 2026, "dimension": "experience", "valuation": valuation()}
    return {**given, "actor": cast["S01"], "at": NOW, **told}


def test_a_dimension_is_entered_again_and_every_version_is_kept(cast: Cast) -> None:
    enter_dimension(**entering(cast))
    line = last_line()
    assert (line.action, line.object_key) == ("enter_dimension", "S02:2026:experience:1")
    assert line.actor == "S01"
    assert line.after["document"] == "江水人〔2027〕3号"
    assert "两任基层岗位" not in str(line.after)
    assert line.after["score"] not in {"80", "80.00"}
    enter_dimension(**entering(cast, valuation=valuation("82.5", seen=1)))
    enter_dimension(**entering(cast, valuation=valuation(None, reason="录错人", seen=2)))
    rows = CareerInput.objects.order_by("version").values_list("version", "score", "reason")
    assert list(rows) == [
        (1, Decimal(80), "两任基层岗位"),
        (2, Decimal("82.5"), "两任基层岗位"),
        (3, None, "录错人"),
    ]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"dimension": "appraisal"}, "dimension"),
        ({"dimension": "喝酒"}, "dimension"),
        ({"dimension": "recognition"}, "dimension"),
        ({"valuation": valuation("100.01")}, "score"),
        ({"valuation": valuation("-1")}, "score"),
        ({"valuation": valuation("80.005")}, "score"),
        ({"valuation": valuation(None)}, "score"),
        ({"valuation": valuation(reason=" ")}, "reason"),
        ({"valuation": valuation(document="")}, "document"),
        ({"valuation": valuation(seen=1)}, "score"),
    ],
)
def test_what_cannot_be_entered_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    assert refused(enter_dimension, **entering(cast, **told))[0] == field
    assert not CareerInput.objects.exists()


def test_only_the_office_enters_and_nobody_in_his_own_case(cast: Cast) -> None:
    for number in ("L01", "L02", "H01", "S02"):
        assert refused(enter_dimension, **entering(cast, actor=cast[number]))[1].startswith("Only this")
    own = entering(cast, person=cast["S01"])
    assert refused(enter_dimension, **own)[0] == "person"


def test_recognition_is_entered_where_the_ballots_do_not_tell_it(cast: Cast) -> None:
    # Two ballots from above and three from beside: shown apart, the two could be reckoned.
    enter_dimension(**entering(cast, person=cast["S03"], dimension="recognition"))
    assert CareerInput.objects.get().dimension == "recognition"


def granting(cast: Cast, number: str = "S02", **told: Any) -> dict[str, Any]:
    what: dict[str, Any] = {"kind": "recuperation", "year": 2026, "title": "庐山疗养", "decided_by": "局党组"}
    days = {"first_day": date(2027, 5, 10), "last_day": date(2027, 5, 14)}
    return {
        "person": cast[number],
        "grant": Grant(**{**what, **days, **told}),
        "actor": cast["S01"],
        "at": NOW,
    }


def test_a_benefit_stands_in_the_register_and_is_cancelled_with_a_reason(cast: Cast) -> None:
    made = decide_benefit(**granting(cast))
    assert (last_line().action, last_line().object_key) == ("decide_benefit", made.key)
    assert "庐山" not in str(last_line().after)
    assert refused(decide_benefit, **granting(cast))[0] == "title"
    assert refused(cancel_benefit, benefit=made, reason=" ", actor=cast["S01"])[0] == "reason"
    cancel_benefit(benefit=made, reason="行程取消", actor=cast["S01"], at=NOW)
    assert last_line().action == "cancel_benefit"
    row = Benefit.objects.get()
    assert (row.cancelled_reason, row.cancelled_by) == ("行程取消", cast["S01"])
    assert "already" in refused(cancel_benefit, benefit=made, reason="再次", actor=cast["S01"])[1]
    decide_benefit(**granting(cast))
    assert Benefit.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"kind": "holiday"}, "kind"),
        ({"title": " "}, "title"),
        ({"title": "甲" * 201}, "title"),
        ({"title": "\x00"}, "title"),
        ({"decided_by": ""}, "decided_by"),
        ({"last_day": date(2027, 5, 9)}, "last_day"),
    ],
)
def test_what_cannot_be_decided_is_refused(cast: Cast, told: dict[str, Any], field: str) -> None:
    assert refused(decide_benefit, **granting(cast, **told))[0] == field
    assert not Benefit.objects.exists()


def test_only_the_office_decides_and_nobody_for_himself(cast: Cast) -> None:
    for number in ("L01", "L02", "S02"):
        assert "personnel office" in refused(decide_benefit, **{**granting(cast), "actor": cast[number]})[1]
    assert refused(decide_benefit, **granting(cast, "S01"))[0] == "person"


def test_to_depart_from_the_order_takes_a_reason(cast: Cast) -> None:
    field, words = refused(decide_benefit, **granting(cast, "S03"))
    assert field == "reason"
    assert words.startswith("1 stand above on the list of recuperation")
    assert "钱进" in words
    assert refused(decide_benefit, **granting(cast, "L02"))[0] == "reason"
    decide_benefit(**granting(cast, "S03", reason="钱进本人提出明年再去"))
    decide_benefit(**granting(cast, "S02"))
    decide_benefit(**granting(cast, "S04"))  # those above have been chosen
    assert Benefit.objects.count() == 3


def test_a_year_without_figures_has_no_order_to_depart_from(cast: Cast) -> None:
    decide_benefit(**granting(cast, "S06", year=2020))
    assert Benefit.objects.get().year == 2020


def places(cast: Cast, kind: str, year: int) -> dict[str, bool]:
    use = use_year(cast.bureau, year)
    assert not isinstance(use, Kept)
    return {each.person: each.by_rule for each in preference_list(use, kind).places}


def test_the_register_tells_when_recuperation_is_open_again(cast: Cast) -> None:
    assert places(cast, "recuperation", 2026)["S02"] is True
    made = decide_benefit(**granting(cast, year=2025))
    assert places(cast, "recuperation", 2025)["S02"] is True  # decided in this very list
    assert places(cast, "recuperation", 2026)["S02"] is False
    assert list(places(cast, "recuperation", 2026))[-1] != "S02"
    cancel_benefit(benefit=made, reason="没有成行", actor=cast["S01"], at=NOW)
    assert places(cast, "recuperation", 2026)["S02"] is True


def test_lists_have_everybody_who_is_still_there(cast: Cast) -> None:
    cast["S06"].employed_to = date(2026, 11, 30)
    cast["S06"].save()
    everybody = {"H01", "H02", "H03", "S01", "S02", "S03", "S04", "S05"}
    for kind in ("award", "training", "recuperation"):
        assert places(cast, kind, 2026).keys() == everybody


def noting(cast: Cast, **told: Any) -> dict[str, Any]:
    given = {"person": cast["S05"], "year": 2026, "alert": "dismissal", "text": "已报局党组研究"}
    return {**given, "actor": cast["S01"], "at": NOW, **told}


def test_what_was_done_about_an_alert_is_noted_and_noted_again(cast: Cast) -> None:
    note_alert(**noting(cast))
    assert (last_line().action, last_line().object_key) == ("note_alert", "S05:2026:dismissal:1")
    assert "党组" not in str(last_line().after)
    note_alert(**noting(cast, text="已依法调整职务", document="江水党〔2027〕2号"))
    assert list(AlertNote.objects.order_by("version").values_list("version", "document")) == [
        (1, ""),
        (2, "江水党〔2027〕2号"),
    ]


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"alert": "admonition"}, "alert"),
        ({"alert": "?"}, "alert"),
        ({"year": 2025}, "alert"),
        ({"text": " "}, "text"),
    ],
)
def test_an_alert_that_is_not_raised_is_not_noted(cast: Cast, told: dict[str, Any], field: str) -> None:
    assert refused(note_alert, **noting(cast, **told))[0] == field


def test_a_grade_that_is_only_proposed_raises_nothing(cast: Cast) -> None:
    decided(cast["S06"], 2027, "basically_competent", Stage.PROPOSED)
    told = {"person": cast["S06"], "year": 2027, "alert": "admonition"}
    assert refused(note_alert, **noting(cast, **told))[0] == "alert"
    decided(cast["S06"], 2027, "basically_competent", Stage.DECIDED, version=2)
    note_alert(**noting(cast, **told))
    assert AlertNote.objects.count() == 1


def test_a_later_proposal_leaves_the_decided_grade_standing(cast: Cast) -> None:
    decided(cast["S05"], 2026, "competent", Stage.PROPOSED, version=2)
    note_alert(**noting(cast))
    decided(cast["S05"], 2026, "competent", Stage.FINAL, version=3)
    assert refused(note_alert, **noting(cast))[0] == "alert"
