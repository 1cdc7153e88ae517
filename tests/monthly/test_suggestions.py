"""Suggested links of a real month: read from the database, with reasons a person can read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.models import LogEntry
from daybook.monthly.queries.suggestions import SuggestedLink, shared_words, suggested_links
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.models import AnnualGoal, PlanItem
from tests.factories import entry_of, noon
from tests.monthly.test_statement import own, planned
from tests.people import Cast

CHORES = ("会签文件", "接待来访", "填报统计表", "整理桌面", "参加例会")


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


def wrote(cast: Cast, number: int, content: str, month: int = 3, **said: Any) -> LogEntry:
    given = {"people": "本人", "place": "办公室", "measures": "无", "outcome": "无", **said}
    return entry_of(cast["S03"], day(number, month), content=content, key=f"E{month}-{number}", **given)


def links(cast: Cast) -> dict[str, SuggestedLink]:
    return {each.entry.key: each for each in suggested_links(own(cast))}


def two_lines(cast: Cast) -> list[PlanItem]:
    return planned(
        cast,
        PlanLine("3月险段巡查", "12处险段每旬一遍", key="P1"),
        PlanLine("防汛应急预案征求意见", "月底形成送审稿", key="P2"),
    )


def other_work(cast: Cast) -> None:
    for number, content in enumerate(CHORES, start=20):
        if day(number).weekday() < 5:
            wrote(cast, number, content)


def test_a_link_is_suggested_with_the_words_of_the_item(cast: Cast) -> None:
    two_lines(cast)
    wrote(cast, 3, "险段巡查，走左岸")
    other_work(cast)
    assert list(links(cast)) == ["E3-3"]
    one = links(cast)["E3-3"]
    assert (one.item.key, one.words, one.same_matter, one.like) == ("P1", ["险段巡查"], False, [])


def test_nobody_is_asked_and_nothing_is_linked(cast: Cast) -> None:
    two_lines(cast)
    wrote(cast, 3, "险段巡查，走左岸")
    other_work(cast)
    assert suggested_links(own(cast))
    assert not LogEntry.objects.filter(plan_item__isnull=False).exists()


def test_last_months_links_speak_for_the_same_line_of_this_month(cast: Cast) -> None:
    before = plan_month(
        person=cast["S03"],
        month="2026-02",
        lines=[PlanLine("2月险段巡查", key="P0"), PlanLine("只在2月的事", key="P9")],
        at=noon(2026, 2, 2),
    )
    wrote(cast, 4, "看渗水点，反滤压重", month=2, plan_item=before[0])
    wrote(cast, 5, "办来文会签回函", month=2)
    wrote(cast, 6, "登记旧图纸目录", month=2, plan_item=before[1])
    two_lines(cast)
    wrote(cast, 3, "复查渗水点，反滤压重完好")
    wrote(cast, 4, "办来文会签回函三件")
    wrote(cast, 5, "登记旧图纸目录两页")
    assert {key: (each.item.key, [e.key for e in each.like]) for key, each in links(cast).items()} == {
        "E3-3": ("P1", ["E2-4"])
    }


def test_a_month_without_links_says_nothing_of_what_served_no_item(cast: Cast) -> None:
    wrote(cast, 4, "险段巡查，走左岸", month=2)
    two_lines(cast)
    wrote(cast, 3, "险段巡查，走左岸")
    other_work(cast)
    assert list(links(cast)) == ["E3-3"]


def test_what_is_linked_elsewhere_or_called_off_is_left_alone(cast: Cast) -> None:
    rows = two_lines(cast)
    other = planned(cast, PlanLine("险段巡查", key="P-S04"), number="S04")
    wrote(cast, 3, "险段巡查，走左岸")
    other_work(cast)
    LogEntry.objects.filter(key="E3-3").update(plan_item=other[0])
    assert links(cast) == {}
    LogEntry.objects.filter(key="E3-3").update(plan_item=None)
    PlanItem.objects.filter(pk=rows[0].pk).update(state="cancelled")
    assert links(cast) == {}


def test_the_same_matter_is_the_reason(cast: Cast) -> None:
    flood = open_matter(
        bureau=cast.bureau,
        department=cast.departments["D02"],
        title="暴雨应急",
        actor=cast["H02"],
        at=noon(2026, 3, 2),
    )
    planned(cast, PlanLine("暴雨应急善后", matter=flood, key="P1"))
    wrote(cast, 3, "送慰问品", matter=flood)
    assert [(each.item.key, each.same_matter) for each in links(cast).values()] == [("P1", True)]


def test_units_and_words_of_form_are_no_reason(cast: Cast) -> None:
    planned(
        cast,
        PlanLine("汛情快报", measure="两小时以内上报，每周按时通报有关数据", key="P1"),
        PlanLine("普法宣传", key="P2"),
    )
    wrote(cast, 3, "培训两小时以内，每周按时开展")
    wrote(cast, 4, "培训新人")
    assert links(cast) == {}


def test_suggesting_takes_one_statement(cast: Cast) -> None:
    two_lines(cast)
    for number in range(2, 7):
        wrote(cast, number, "险段巡查，走左岸")
    statement = own(cast)
    with CaptureQueriesContext(connection) as captured:
        suggested_links(statement)
    assert len(captured) == 1


def test_words_are_spelled_as_they_stand_in_the_item() -> None:
    item = PlanItem(title="GIS补测与险段巡查", measure="平件当日，急件即审")
    item.annual_goal = AnnualGoal(title="巡查全覆盖")
    assert shared_words(item, ("gis", "巡查", "险段", "段巡", "件当", "急件")) == ["GIS", "险段巡查", "急件"]
    assert shared_words(item, ("急件", "件当")) == ["急件"]
    assert shared_words(PlanItem(title="险段巡查"), ()) == []
