"""A draft is thrown away as it was seen: what another window wrote in it since stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from daybook.daily.actions.writings import Crossed, keep_writing, throw_away
from daybook.daily.models import LogEntry, Writing
from tests.factories import entry_of, noon
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 7, 7), noon(2026, 7, 7)
IN_PLACE = {"HX-Request": "true"}


def kept(cast: Cast, version: int, line: str, entry: LogEntry | None = None) -> Writing:
    return keep_writing(
        author=cast["S03"], key="K1", day=DAY, fields={"line": line}, version=version, entry=entry, at=AT
    )


def test_the_version_that_was_seen_goes(cast: Cast) -> None:
    kept(cast, 0, "甲")
    throw_away(author=cast["S04"], key="K1", version=1)
    assert Writing.objects.count() == 1
    throw_away(author=cast["S03"], key="K1", version=1)
    assert Writing.objects.count() == 0
    throw_away(author=cast["S03"], key="K1", version=1)


@pytest.mark.parametrize("version", [0, 1, 3])
def test_another_version_stays_and_is_told(cast: Cast, version: int) -> None:
    kept(cast, 0, "甲")
    kept(cast, 1, "乙写的更多")
    with pytest.raises(Crossed) as found:
        throw_away(author=cast["S03"], key="K1", version=version)
    assert found.value.standing.fields == {"line": "乙写的更多"}
    assert Writing.objects.get().fields == {"line": "乙写的更多"}


@pytest.fixture
def discard(cast: Cast) -> Callable[..., Any]:
    """Throw the draft away as S03."""
    client = Client()
    assert cast["S03"].account is not None
    client.force_login(cast["S03"].account)

    def post(version: str, headers: dict[str, str] | None = None) -> Any:
        given = {"day": DAY.isoformat(), "version": version}
        return client.post("/drafts/K1/discard", given, headers=headers)

    return post


@pytest.mark.parametrize("version", ["1", "", "x"])
def test_a_script_is_answered_with_what_stands(cast: Cast, discard: Callable[..., Any], version: str) -> None:
    kept(cast, 0, "甲")
    kept(cast, 1, "乙写的更多")
    answer = discard(version, IN_PLACE)
    told = answer.json()
    assert (answer.status_code, told["version"], told["fields"]) == (409, 2, {"line": "乙写的更多"})
    assert told["message"] == "这份草稿刚在另一个窗口改过。"
    assert discard("2", IN_PLACE).status_code == 200
    assert Writing.objects.count() == 0


def test_without_a_script_the_page_of_the_day_tells_it(cast: Cast, discard: Callable[..., Any]) -> None:
    kept(cast, 0, "甲")
    kept(cast, 1, "乙写的更多")
    answer = discard("1")
    assert (answer.status_code, answer["Location"]) == (302, "/days/2026-07-07")
    assert Writing.objects.count() == 1


def test_words_set_aside_for_review_are_told_to_nobody(cast: Cast, discard: Callable[..., Any]) -> None:
    entry = entry_of(cast["S03"], DAY)
    kept(cast, 0, "甲", entry)
    kept(cast, 1, "不该留的话", entry)
    LogEntry.objects.update(quarantined=True)
    with translation.override("zh-hans"):
        answer = discard("1", IN_PLACE)
    assert (answer.status_code, "不该留的话" in answer.content.decode()) == (404, False)
