"""The pages on which results are used: what they say, to whom, and in how many statements."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from tests.merit.years import NOW, two_years
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return two_years(water_bureau())


@pytest.fixture(autouse=True)
def _march() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize(
    "address",
    [
        "/years/2026/use",
        "/years/2026/use?open=S02",
        "/years/2026/use/people/S02",
        "/years/2026/use/lists/award",
        "/years/2026/use/lists/training",
        "/years/2026/use/lists/recuperation?choose=S03",
        "/years/2026/use/alerts",
        "/years/2026/use/register",
        "/years/2027/use",
        "/years/2027/use/lists/award",
        "/years/2030/use",
        "/people/S02/record",
        "/people/S02/promotion",
        "/promotions",
    ],
)
def test_smoke(cast: Cast, address: str) -> None:
    client = reading(cast["S01"])
    print(words(page(client, address))[:4000])
    print(address, statements(client, address))
