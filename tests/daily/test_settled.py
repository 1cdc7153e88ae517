"""What comes late under the mark of an entry: whether the entry says it already."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from daybook.daily.actions.save_day import save_day
from daybook.daily.actions.writings import Settled, keep_writing, record_writing
from tests.factories import WHOLE, noon
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 7, 7), noon(2026, 7, 7)


def kept(cast: Cast, **fields: str) -> None:
    keep_writing(author=cast["S03"], key="K1", day=DAY, fields=fields, version=0, at=AT)


def test_what_comes_late_and_says_the_same_is_told_apart(cast: Cast) -> None:
    kept(cast, line="9:00-10:00 核对台账")
    assert save_day(author=cast["S03"], day=DAY, at=AT) == {}
    for words, same in (("9:00-10:00 核对台账", True), ("9:00-10:00 核对台账，又补写的", False)):
        with pytest.raises(Settled) as found:
            kept(cast, line=words)
        assert found.value.same == same


def test_the_mark_of_another_ones_entry_tells_nothing_of_its_words(cast: Cast) -> None:
    record_writing(author=cast["S04"], day=DAY, draft=replace(WHOLE, key="K1"), at=AT)
    with pytest.raises(Settled) as found:
        kept(cast, content=WHOLE.content, place=WHOLE.place, people=WHOLE.people)
    assert not found.value.same
