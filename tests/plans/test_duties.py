"""Which duties no goal speaks of: by their words, so that only what is plainly missing is told."""

from __future__ import annotations

import pytest

from daybook.plans.duties import unanswered

WATER = "负责水库汛限水位监管、水工程调度指令传达与执行核查、抗旱工作"


@pytest.mark.parametrize(
    ("duties", "goals", "found"),
    [
        (WATER, ["汛限水位监管不超蓄", "抗旱供水预案可用"], ["水工程调度指令传达与执行核查"]),
        (WATER, [], ["水库汛限水位监管", "水工程调度指令传达与执行核查", "抗旱工作"]),
        ("负责财务报告；会计核算\n政府采购。", ["会计核算零差错"], ["财务报告", "政府采购"]),
        ("主持全处工作", ["完成投资"], []),  # says nothing of its own
        ("负责日常管理工作", [], []),
        ("", ["完成投资"], []),
        ("负责GIS平台维护", ["gis数据季度更新"], []),
        ("负责 GIS 平台", ["完成投资"], ["GIS 平台"]),
        ("承担", ["完成投资"], []),
    ],
)
def test_duties_without_a_goal(duties: str, goals: list[str], found: list[str]) -> None:
    assert unanswered(duties, goals) == found


def test_words_do_not_run_over_punctuation() -> None:
    assert unanswered("水务、投资", ["务投"]) == ["水务", "投资"]
