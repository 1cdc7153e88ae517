"""Instants and days, keys and names."""

from __future__ import annotations

from datetime import UTC, date, datetime
from random import Random

import pytest

from daybook.daily.named import Colleagues, names_in
from daybook.org.keys import is_key, new_key, new_keys
from daybook.org.models import Bureau
from daybook.org.moments import local_day, moment

EVENING = datetime(2026, 3, 31, 15, 59, 59, 999_999, tzinfo=UTC)


def test_a_moment_is_kept_to_the_second_and_knows_its_zone() -> None:
    assert moment(EVENING) == datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC)
    assert abs((moment(None) - datetime.now(UTC)).total_seconds()) < 60
    with pytest.raises(ValueError, match="no time zone"):
        moment(datetime(2026, 3, 31))  # noqa: DTZ001  # that is what is refused


@pytest.mark.parametrize(("second", "day"), [(59, date(2026, 3, 31)), (60, date(2026, 4, 1))])
def test_the_bureaus_day_ends_at_its_own_midnight(second: int, day: date) -> None:
    bureau = Bureau(code="WATER", time_zone="Asia/Shanghai")
    instant = datetime.fromtimestamp(EVENING.timestamp() - EVENING.second + second, UTC)
    assert local_day(bureau, instant) == day


def test_keys_sort_by_time() -> None:
    instants = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 29)]
    keys = [new_key(instant) for instant in instants]
    assert keys == sorted(keys)
    assert all(is_key(key) and len(key) == 26 for key in keys)


def test_keys_of_one_instant_ascend_and_repeat_with_a_seed() -> None:
    first, second = (new_keys(EVENING, 50, Random(3)) for _ in range(2))
    assert first == second == sorted(set(first))
    assert new_keys(EVENING, 50) != first


@pytest.mark.parametrize("text", ["", "a b", "核", ".a", "a/b", "a" * 101])
def test_what_cannot_stand_in_an_address_is_no_key(text: str) -> None:
    assert not is_key(text)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("张三", ["张三"]),
        ("张三、李四；王五,S01，", ["张三", "李四", "王五", "S01"]),
        ("、；", []),
        ("张三 李四", ["张三 李四", "张三", "李四"]),
        ("John Smith", ["John Smith", "John", "Smith"]),
        ("张三\n李四", ["张三", "李四"]),
    ],
)
def test_names_stand_between_separators(text: str, names: list[str]) -> None:
    assert list(names_in(text)) == names


def test_a_number_goes_before_a_name() -> None:
    known = Colleagues([(1, "S01", "张三"), (2, "张三", "李四"), (3, "S03", "王五"), (4, "S04", "王五")])
    assert known.named_in("张三、王五、S03、S03、赵六", author=9) == [2, 3]
    assert known.named_in("S01、李四", author=1) == [2]
