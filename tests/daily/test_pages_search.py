"""The search: what it finds for whom, how it says so, and what it costs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from urllib.parse import quote

import pytest
import time_machine

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.queries import search as search_queries
from daybook.org.models import Person, Right
from daybook.plans.actions.goals import open_matter
from tests.factories import entry_of, noon
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 31)
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


def found(cast: Cast, text: str, *contents: str, reader: str = "S05") -> list[str]:
    """Which of the contents stand among what is found, in the order in which they stand there."""
    html = page(reading(cast[reader]), f"/search?q={quote(text)}")
    told = re.sub(r"</?mark>", "", html)
    return sorted((each for each in contents if each in told), key=told.index)


def test_what_holds_the_words_is_found_newest_first(cast: Cast) -> None:
    entry_of(cast["S02"], date(2026, 3, 30), content="核对防汛物资台账")
    entry_of(cast["S03"], DAY, content="清点防汛物资")
    entry_of(cast["S04"], DAY, content="起草通知")
    told = ("核对防汛物资台账", "清点防汛物资", "起草通知")
    assert found(cast, "防汛 物资", *told) == ["清点防汛物资", "核对防汛物资台账"]
    assert found(cast, "防汛 清点", *told) == ["清点防汛物资"]
    assert found(cast, "防汛 没有", *told) == []


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("“沙溪河左岸”", True),
        ("“左岸沙溪河”", False),
        ("“上坪村核对”", True),
        ("“上坪村，核对”", False),  # no comma stands there
        ("“名单，沙溪河”", True),
        ("“名单沙溪河”", False),  # a comma stands there
        ("“K12+300处渗”", True),
        ("“k12 300”", True),
        ("“300 k12”", False),
        ("“复查”", True),
        ("“岸”", True),
        ("“复查 逐项”", False),  # two texts: the content ends, the measures begin
        ("“", False),
        ("“”", False),
        ('"沙溪河左岸"', True),
        ("「沙溪河左岸」", True),
    ],
)
def test_a_phrase_must_stand_there_as_it_is(cast: Cast, text: str, finds: bool) -> None:
    content = "赴石门镇上坪村核对转移名单，沙溪河左岸K12+300处渗水点复查"
    entry_of(cast["S02"], DAY, content=content, measures="逐项核对")
    assert found(cast, text, content) == ([content] if finds else [])


def test_a_name_or_a_number_finds_what_somebody_wrote_and_what_names_him(cast: Cast) -> None:
    entry_of(cast["S03"], DAY, content="甲事", people="")
    entry_of(cast["S02"], DAY, content="乙事", people="冯雪")
    entry_of(cast["S02"], DAY, content="丙事", people="陈明")
    assert found(cast, "冯雪", "甲事", "乙事", "丙事") == ["乙事", "甲事"]
    assert found(cast, "s03", "甲事", "乙事", "丙事") == ["乙事", "甲事"]
    assert found(cast, "冯雪 甲事", "甲事", "乙事", "丙事") == ["甲事"]
    told = words(page(reading(cast["S05"]), "/search?q=冯雪"))
    assert "what 冯雪 wrote, and what names 冯雪" in told
    assert "冯雪 规划计划处" in told
    html = page(reading(cast["S05"]), f"/search?q={quote('冯雪 台账')}")
    assert f'href="/feed?person=S03&amp;q={quote("台账")}"' in html


def test_people_and_matters_of_that_name_stand_above_the_records(cast: Cast) -> None:
    matter = open_matter(
        bureau=cast.bureau, title="王家坝除险加固", department=cast.departments["D01"], actor=cast["H01"]
    )
    html = page(reading(cast["S05"]), f"/search?q={quote('王家')}")
    assert f'href="/matters/{matter.key}"' in html
    html = page(reading(cast["S05"]), f"/search?q={quote('海燕')}")
    assert 'href="/people/L01"' in html
    assert 'href="/people/L02"' not in html


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("2026-03-30", ["甲事"]),
        ("3月30日", ["甲事"]),
        ("昨天", ["甲事"]),
        ("昨天 台账", ["甲事"]),
        ("昨天 没有", []),
        ("3月", ["乙事", "甲事"]),
        ("2月", ["丙事"]),
        ("2月27日至3月30日", ["甲事", "丙事"]),
        ("2026年", ["乙事", "甲事", "丙事"]),
        ("2025年", []),
        ("“3月”", []),
    ],
)
def test_days_keep_to_what_is_told_of_them(cast: Cast, text: str, finds: list[str]) -> None:
    entry_of(cast["S02"], date(2026, 2, 27), content="丙事")
    entry_of(cast["S02"], date(2026, 3, 30), content="甲事")
    entry_of(cast["S02"], DAY, content="乙事")
    assert found(cast, text, "甲事", "乙事", "丙事") == finds


def test_days_are_shown_as_such_and_can_be_taken_away(cast: Cast) -> None:
    html = page(reading(cast["S05"]), f"/search?q={quote('昨天 台账')}")
    assert 'datetime="2026-03-30"' in html
    assert f'href="/search?q={quote("台账")}"' in html


def test_nothing_that_is_closed_is_found(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="接待征地来访群众甲", **INTERNAL)
    taken_back = entry_of(cast["S02"], DAY, content="误记征地一条乙")
    withdraw_entry(entry=taken_back, reason="重复", actor=cast["S02"])
    entry_of(cast["S02"], DAY, content="整理征地台账丙")
    told = ("接待征地来访群众甲", "误记征地一条乙", "整理征地台账丙")
    for reader in ("S02", "H01", "S01", "S06"):
        assert found(cast, "征地", *told, reader=reader) == ["整理征地台账丙"]


@pytest.mark.parametrize(
    "change", [{"visibility": "internal"}, {"withdrawn_reason": "重复"}, {"quarantined": True}]
)
def test_a_row_that_is_closed_is_not_found_even_where_the_index_lags_behind(
    cast: Cast, change: dict[str, object]
) -> None:
    entry = entry_of(cast["S02"], DAY, content="整理征地台账")
    assert found(cast, "征地", "整理征地台账") == ["整理征地台账"]
    type(entry).objects.filter(pk=entry.pk).update(**change)
    assert found(cast, "征地", "整理征地台账") == []


def test_nobody_finds_another_bureaus_records_people_or_matters(cast: Cast) -> None:
    other = water_bureau("OTHER")
    entry_of(other["S02"], DAY, content="他局之事")
    Person.objects.filter(pk=other["S02"].pk).update(name="他局之人")
    open_matter(
        bureau=other.bureau, title="他局事项", department=other.departments["D01"], actor=other["H01"]
    )
    html = page(reading(cast["L01"]), f"/search?q={quote('他局')}")
    assert "他局之事" not in html
    assert "他局之人" not in html
    assert "他局事项" not in html


def test_an_administrator_searches_nothing(cast: Cast) -> None:
    Right.objects.create(
        person=cast["S06"], kind="system_admin", first_day=date(2025, 1, 1), recorded_at=noon(2025, 1, 1)
    )
    page(reading(cast["S06"]), "/search?q=x", status=404)


def test_the_hit_is_marked_and_leads_to_the_record(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, content="核对<防汛>物资", measures="防汛" + "甲" * 300)
    html = page(reading(cast["S05"]), f"/search?q={quote('防汛')}")
    assert "核对&lt;<mark>防汛</mark>&gt;物资" in html
    assert f'href="/entries/{entry.key}"' in html
    assert "<mark>防汛</mark>" + "甲" * 158 + "…" in html


def test_the_search_turns_its_pages_by_key(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_queries, "PAGE", 2)
    entries = [entry_of(cast["S02"], DAY, content=f"巡堤第{number}次") for number in range(5)]
    seen, address, numbers = [], f"/search?q={quote('巡堤')}", re.compile(r"</mark>第(\d)次")
    while address:
        html = page(reading(cast["S05"]), address)
        seen += numbers.findall(html)
        further = re.search(r'href="(/search\?[^"]*before=[^"]*)"', html)
        address = further[1].replace("&amp;", "&") if further else ""
    assert seen == ["4", "3", "2", "1", "0"]
    assert page(reading(cast["S05"]), f"/search?q={quote('巡堤')}&before={entries[0].key}")
    assert "</mark>第4次" in page(reading(cast["S05"]), f"/search?q={quote('巡堤')}&before=none")


def test_records_are_counted_up_to_a_bound(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(4):
        entry_of(cast["S02"], DAY, content=f"巡堤第{number}次")
    address = f"/search?q={quote('巡堤')}"
    assert "4 records" in words(page(reading(cast["S05"]), address))
    monkeypatch.setattr(search_queries, "MOST_COUNTED", 3)
    monkeypatch.setattr(search_queries, "PAGE", 2)
    assert "3+ records" in words(page(reading(cast["S05"]), address))
    assert "共 3+ 条" in words(page(reading(cast["S05"], "zh-hans"), address))


def test_a_script_is_given_the_records_alone(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="巡堤")
    response = reading(cast["S05"]).get(f"/search?q={quote('巡堤')}", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<mark>巡堤</mark>" in html
    assert "<form" not in html


def test_an_empty_search_says_what_is_searched(cast: Cast) -> None:
    for address in ("/search", "/search?q=", "/search?q=%20"):
        assert "All open records of the bureau are searched" in words(page(reading(cast["S02"]), address))


def test_a_search_that_finds_nothing_says_what_to_try(cast: Cast) -> None:
    assert "Try fewer or shorter ones" in words(page(reading(cast["S02"]), f"/search?q={quote('没有')}"))
    assert "Try all days" in words(page(reading(cast["S02"]), f"/search?q={quote('没有 昨天')}"))


@pytest.mark.parametrize(
    "text",
    ["，。！", '"', "“", "' OR ''='", '"* NEAR(', "%", "_", "\\", "a" * 200, "水 " * 60, "局1", "界0", "人1"],
)
def test_any_text_may_be_typed(cast: Cast, text: str) -> None:
    entry_of(cast["S02"], DAY, content="巡堤")
    html = page(reading(cast["S05"]), f"/search?q={quote(text)}")
    assert "巡堤" not in html
    assert "No record found" in html


@pytest.mark.parametrize(("text", "says"), [("水" * 201, "At most 200 characters"), ("水\x00", "NUL")])
def test_a_fault_stands_by_the_field_and_the_text_is_kept(cast: Cast, text: str, says: str) -> None:
    html = page(reading(cast["S05"]), f"/search?q={quote(text)}")
    assert 'id="q-fault"' in html
    assert says in words(html)
    assert text[:20].strip("\x00") in html


def test_the_masthead_leads_to_the_search(cast: Cast) -> None:
    assert 'role="search" action="/search"' in page(reading(cast["S05"]), "/feed")


def test_a_search_of_thirty_records_costs_no_more_than_of_one(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, content="台账核对")
    reader = reading(cast["S06"])
    texts = ("台账", "“台账核对”", "冯雪", "钱进 台账 3月", "没有")
    few = [statements(reader, f"/search?q={quote(text)}") for text in texts]
    for number in range(30):
        entry_of(cast["S0" + str(2 + number % 4)], DAY, content=f"台账核对第{number}件", people="冯雪")
    many = [statements(reader, f"/search?q={quote(text)}") for text in texts]
    # PostgreSQL looks further back only while the page is not full.
    assert all(after <= before for before, after in zip(few[:2], many[:2], strict=True))
    assert max(many) <= 15


def test_a_full_page_stays_within_its_size(cast: Cast) -> None:
    told = {"content": "现场核查线索" * 5, "measures": "逐项核对台账" * 50, "outcome": "形成核对表初稿" * 50}
    for _ in range(search_queries.PAGE + 1):
        entry_of(cast["S02"], DAY, people="陈明、冯雪、镇水利站2人", **told)
    assert len(reading(cast["S05"]).get(f"/search?q={quote('核查 台账')}").content) <= 100_000
