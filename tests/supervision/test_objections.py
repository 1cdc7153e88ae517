"""Objections at home and by the clock: told to who must act, once, and to nobody else."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine

from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message
from daybook.objections.models import Objection
from daybook.quarterly.models import ScoreSheet
from daybook.supervision.tick import tick
from tests.factories import noon, published
from tests.objections.scene import HEARD, Q1, corrected, decided, filed
from tests.pages import page, reading, words
from tests.people import Cast

SOON, DUE, LATE = noon(2026, 4, 27), noon(2026, 4, 28), noon(2026, 4, 29)


@pytest.fixture
def objection(cast: Cast) -> Objection:
    """An open objection of S03's, to be decided by L02 until 28 April."""
    return filed(published(cast["S03"], Q1, cast["H02"]))


def home(cast: Cast, number: str) -> str:
    with time_machine.travel(HEARD, tick=False):
        return words(page(reading(cast[number]), "/"))


def told(at: datetime) -> list[tuple[str, str]]:
    """What the clock tells of objections, all of it done at once."""
    list(tick(at=at))
    kinds = (MessageKind.OBJECTION_SOON, MessageKind.OBJECTION_LATE)
    rows = Message.objects.filter(kind__in=kinds).select_related("person").order_by("id")
    return [(row.person.number, str(row.kind)) for row in rows]


def test_home_tells_who_decides(cast: Cast, objection: Objection) -> None:
    assert "Decide the objection of" in home(cast, "L02")
    for number in ("H02", "S03", "S01", "L01", "L03"):
        assert "Decide the objection of" not in home(cast, number)


def test_home_tells_who_corrects_until_it_is_done(cast: Cast, objection: Objection) -> None:
    row = decided(objection, cast["L02"], at=HEARD)
    assert "Correct the score sheet of" in home(cast, "H02")
    assert "Decide the objection of" not in home(cast, "L02")
    corrected(row, cast["H02"], at=HEARD)
    assert "Correct the score sheet of" not in home(cast, "H02")


def test_the_clock_reminds_once_and_then_tells_that_it_is_late(cast: Cast, objection: Objection) -> None:
    assert told(noon(2026, 4, 24)) == []
    assert told(SOON) == [("L02", "objection_soon")]
    assert told(DUE) == [("L02", "objection_soon")]
    assert told(LATE) == [("L02", "objection_soon"), ("L02", "objection_late")]
    assert told(noon(2026, 4, 30))[2:] == []


def test_what_is_decided_is_told_no_more(cast: Cast, objection: Objection) -> None:
    decided(objection, cast["L02"], "dismissed")
    assert told(LATE) == []
    assert ScoreSheet.objects.count() == 1


def test_on_a_day_off_nobody_is_reminded(cast: Cast, objection: Objection) -> None:
    assert told(noon(2026, 5, 2)) == []
