"""Two acts on a year at once: the second waits for the first, and finds what it did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from daybook.annual.actions.close import finalise_year
from daybook.annual.actions.grades import propose_grades
from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.actions.voting import open_poll
from daybook.annual.models import Decision, Notice, Poll, Seat
from daybook.annual.queries.verified import disagreements
from daybook.objections.actions.year_filing import object_to_notice
from daybook.objections.models import YearObjection
from tests.annual.graded import JANUARY_12, NOTICE_OVER, closing, graded_year, noticed, suggested
from tests.factories import noon
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


def test_two_who_open_the_poll_at_once_open_one() -> None:
    cast = water_bureau()
    closes_on = timezone.localdate() + timedelta(days=3)

    def begin() -> None:
        open_poll(bureau=cast.bureau, year=2025, closes_on=closes_on, actor=cast["S01"])

    assert one_after_the_other(begin, begin) != "done"
    assert Poll.objects.count() == 1


def test_two_clicks_object_once() -> None:
    cast = noticed(graded_year(water_bureau()), anew=True)
    given: dict[str, Any] = {"notice": Notice.objects.get(), "person": cast["S02"], "whose": cast["H01"]}

    def file() -> None:
        object_to_notice(**given, text="值守天数请核对", at=noon(2026, 1, 15))

    assert one_after_the_other(file, file) != "done"
    assert YearObjection.objects.count() == 1
