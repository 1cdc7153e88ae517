"""What a month's page offers to choose from, and what it presses for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from daybook.plans.actions.goals import open_matter
from tests.factories import noon
from tests.pages import page, reading
from tests.people import Cast
from tests.plans.planning import MARCH

ADDRESS = f"/months/{MARCH}/plan"


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    """The last day on which the plan of March is one's own."""
    with time_machine.travel(noon(2026, 3, 4), tick=False):
        yield


@pytest.fixture
def mine(cast: Cast) -> Client:
    """S03, of the planning department."""
    return reading(cast["S03"])


def test_matters_of_one_title_are_told_apart(cast: Cast, mine: Client) -> None:
    for key, home in (("M-1", cast.departments["D02"]), ("M-2", None)):
        open_matter(bureau=cast.bureau, title="投资清查", department=home, key=key, actor=cast["S03"])
    options = re.findall(r'<option value="(M-\d)">([^<]+)<', page(mine, ADDRESS))
    assert options == [("M-1", "投资清查 (规划计划处)"), ("M-2", "投资清查 (key …M-2)")]


def test_the_seal_is_on_the_month_that_waits_alone(mine: Client) -> None:
    assert '<span class="seal" aria-hidden' in page(mine, ADDRESS)
    assert '<span class="seal seal-done" aria-hidden' in page(mine, "/months/2026-04/plan")
