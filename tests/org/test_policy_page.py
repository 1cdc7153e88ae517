"""The page of the policy: every value of the file, named, with its unit and its source."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from daybook.org import policies, policy_page, policy_words
from daybook.rules.policy import Policy
from tests.pages import page, reading, statements, words
from tests.people import Cast

IDS = ("log-style-2018", "log-style-2026")


def leaves(table: Mapping[str, object], path: str = "") -> list[str]:
    found: list[str] = []
    for key, value in table.items():
        place = f"{path}.{key}" if path else key
        found += leaves(value, place) if isinstance(value, Mapping) else [place]
    return found


def the_policy(policy_id: str) -> Policy:
    return policies.policy(policy_id, date(2026, 7, 1))


@pytest.mark.parametrize("policy_id", IDS)
def test_every_table_of_a_policy_is_on_the_page(policy_id: str) -> None:
    told = {table for _, tables in policy_words.SECTIONS for table in tables}
    assert told | {"sheets", "circumstances", "labels"} >= set(the_policy(policy_id).values)


@pytest.mark.parametrize("policy_id", IDS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_value_is_shown_by_its_key(policy_id: str, language: str) -> None:
    with translation.override(language):
        found = the_policy(policy_id)
        rows = [row for section in policy_page.sections(found) for row in section.rows]
        unnamed = [row.label for row in rows if "_" in row.label or "." in row.label]
        bare = [row.value for row in rows if "_" in row.value]
        assert (unnamed, bare) == ([], [])


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("按时记录的期限", "1个工作日"),
        ("月计划截止：当月", "第3个工作日"),
        ("平时成绩占比：处室主要负责人", "25%"),
        ("评优秀、优良的平时成绩最低", "85"),
        ("优秀占总人数的", "20%"),
        ("要素最高分", "100"),
        ("要素评分的最小间隔", "0.5"),
        ("名额分配方法", "最大余数法"),
        ("内部事项的原因", "信访；人事；案件；其他敏感"),
        ("上午按", "08:00–12:00"),
        ("近三年总分的权重（由近及远）", "5 : 3 : 2"),
        ("合并展示的票类", "主要领导 + 其他局领导；处室主要负责人 + 工作人员"),
        ("“优良”在法定表格中写作", "称职"),
        ("实践锻炼：年龄不超过", "45岁"),
        ("申请复核期限", "30日"),
        ("选项分值：良", "85"),
        ("局领导的月小结须审阅", "否"),
    ],
)
def test_a_value_is_told_with_its_unit(label: str, value: str) -> None:
    with translation.override("zh-hans"):
        rows = {
            row.label: row.value
            for section in policy_page.sections(the_policy("log-style-2026"))
            for row in section.rows
        }
    assert rows[label].replace("； ", "；") == value


def test_sheets_are_told_by_groups_that_sum_to_a_hundred() -> None:
    with translation.override("zh-hans"):
        found = policy_page.sheets(the_policy("log-style-2026"))
    assert [sheet.heading for sheet in found] == ["处室主要负责人评分表", "工作人员评分表"]
    assert [name for name, _ in found[0].groups] == ["履职能力 50", "执行力 50"]
    assert [name for name, _ in found[1].groups] == ["业务能力 40", "任务完成情况 60"]
    assert sum(int(row.value) for _, rows in found[1].groups for row in rows) == 100


def test_circumstances_are_told_year_by_year() -> None:
    with translation.override("zh-hans"):
        found = {each.label: each for each in policy_page.circumstances(the_policy("log-style-2026"))}
    assert found["留党察看两年"].effects == ["不称职", "不确定等次", "不确定等次"]
    assert found["警告"].effects == ["不评优秀"]


def test_the_page_cites_a_source_for_every_value(cast: Cast) -> None:
    html = page(reading(cast["S02"], "zh-hans"), "/policy")
    told = words(html)
    assert "“日志式”平时考核办法（2026年版）" in told
    assert "公务员考核规定" in told
    assert html.count('class="cited"') == html.count('href="#source-')
    for key, _source in policy_page.cited_sources(the_policy("log-style-2026")):
        assert f'id="source-{key}"' in html


def test_the_page_shows_another_day(cast: Cast) -> None:
    assert "2026年7月1日 星期三适用" in words(page(reading(cast["S02"], "zh-hans"), "/policy?on=2026-07-01"))
    misread = page(reading(cast["S02"], "zh-hans"), "/policy?on=yesterday")
    assert "现在显示的是今天的" in words(misread)


def test_a_broken_policy_says_what_is_wrong_and_where(cast: Cast, tmp_path: Path, settings: Settings) -> None:
    own = 'id = "ours"\nextends = "log-style-2026"\n[quarterly]\nmin_workday = 20\n'
    (tmp_path / "ours.toml").write_text(own, encoding="utf-8")
    settings.POLICY_DIR = str(tmp_path)
    cast.bureau.policy = "ours"
    cast.bureau.save()
    told = words(page(reading(cast["S02"], "zh-hans"), "/policy", status=500))
    assert "ours.toml" in told or "ours" in told
    assert "quarterly.min_workday" in told
    assert "没有适用的考核办法" in words(page(reading(cast["S02"], "zh-hans"), "/"))


def test_the_page_costs_few_statements(cast: Cast) -> None:
    assert statements(reading(cast["S02"]), "/policy") <= 5
    assert len(reading(cast["S02"]).get("/policy").content) <= 100_000
