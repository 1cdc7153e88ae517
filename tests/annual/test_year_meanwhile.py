"""Two acts on a year at once: the second waits for the first, and finds what it did."""

from __future__ import annotations

from typing import Any

import pytest

from daybook.annual.actions.close import finalise_year
from daybook.annual.actions.grades import propose_grades
from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.models import Decision, Seat
from daybook.annual.queries.verified import disagreements
from tests.annual.graded import JANUARY_12, NOTICE_OVER, closing, graded_year, noticed, suggested
from tests.meanwhile import one_after_the_other
from tests.people import water_bureau

pytestmark = pytest.mark.django_db(transaction=True)


def test_no_seat_moves_in_a_year_that_becomes_final() -> None:
    cast = noticed(graded_year(water_bureau()), anew=True)
    given: dict[str, Any] = {"bureau": cast.bureau, "year": 2025, "pool": "civil", "grade": "excellent"}
    given |= {"seats": {"L03": 1}, "reason": "调剂", "actor": cast["S01"], "at": NOTICE_OVER}
    end = closing(cast, at=NOTICE_OVER)
    answer = one_after_the_other(lambda: finalise_year(**end), lambda: decide_seats(**given))
    assert answer != "done"
    assert not Seat.objects.exists()
    assert list(disagreements(cast.bureau)) == []


def test_two_who_freeze_at_once_make_one_version() -> None:
    cast = graded_year(water_bureau())

    def freeze() -> None:
        freeze_units(bureau=cast.bureau, year=2025, actor=cast["S01"], reason="核对")

    assert one_after_the_other(freeze, freeze) != "done"


def test_two_clicks_propose_once() -> None:
    cast = graded_year(water_bureau())
    drafts = suggested(cast, "L02")

    def propose() -> None:
        own: dict[str, Any] = {"bureau": cast.bureau, "year": 2025, "actor": cast["L02"]}
        propose_grades(**own, drafts=drafts, at=JANUARY_12)

    assert one_after_the_other(propose, propose) == "done"
    assert Decision.objects.count() == len(drafts)
