"""A matter: its story as each may read it, its end, and the list of matters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.actions.matter import close_matter
from daybook.daily.models import LogEntry
from daybook.daily.queries import matter as matter_queries
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.actions.goals import open_matter, set_department_goal
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.models import Matter
from tests.factories import entry_of, last_line, noon, refused
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 31)
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with time_machine.travel(noon(2026, 3, 31), tick=False):
        yield


@pytest.fixture
def matter(cast: Cast) -> Matter:
    goal = set_department_goal(
        department=cast.departments["D01"], year=2026, title="信访件按期办结", actor=cast["H01"]
    )
    return open_matter(
        bureau=cast.bureau,
        title="某村征地信访",
        department=cast.departments["D01"],
        department_goal=goal,
        first_day=date(2026, 2, 2),
        key="M1",
        actor=cast["H01"],
    )


def shown(html: str, *contents: str) -> list[str]:
    return [each for each in contents if each in html]


# The story -------------------------------------------------------------------------------------------------


def test_the_whole_story_across_people_and_months(cast: Cast, matter: Matter) -> None:
    entry_of(cast["S02"], date(2026, 2, 3), content="受理", matter=matter)
    entry_of(cast["S03"], date(2026, 3, 4), content="会同核实", matter=matter)
    entry_of(cast["H01"], date(2026, 3, 30), content="审定答复", matter=matter)
    plan_month(
        person=cast["S02"],
        month="2026-03",
        lines=[PlanLine("答复信访人", matter=matter)],
        consented_by=cast["H01"],
        at=noon(2026, 3, 2),
    )
    html = page(reading(cast["S05"]), "/matters/M1")
    told = words(html)
    for each in (
        "某村征地信访", "办公室", "信访件按期办结 2026", "First day 2 February", "Last worked on 30 March",
        "周文", "钱进", "冯雪", "答复信访人",
    ):  # fmt: skip
        assert each in told
    assert html.index("审定答复") < html.index("会同核实") < html.index("受理")
    assert html.index("March 2026") < html.index("February 2026")
    oldest = page(reading(cast["S05"]), "/matters/M1?order=oldest")
    assert oldest.index("受理") < oldest.index("会同核实") < oldest.index("审定答复")


def test_a_closed_entry_is_betrayed_by_nothing_on_the_page(cast: Cast, matter: Matter) -> None:
    entry_of(cast["S02"], date(2026, 3, 10), content="公开答复", people="", matter=matter)
    entry_of(cast["S03"], date(2026, 1, 12), content="内部核实", people="", matter=matter, **INTERNAL)
    entry_of(cast["S03"], date(2026, 3, 30), content="内部研判", people="", matter=matter, **INTERNAL)
    hidden = entry_of(cast["S04"], date(2026, 3, 31), content="有涉密内容", matter=matter)
    LogEntry.objects.filter(pk=hidden.pk).update(quarantined=True)
    told = words(page(reading(cast["S06"]), "/matters/M1"))
    assert shown(
        told, "公开答复", "内部核实", "Internal matter", "Set aside", "冯雪", "陈明", "30 March"
    ) == ["公开答复"]
    assert "January" not in told
    near = words(page(reading(cast["S01"]), "/matters/M1"))
    assert shown(near, "公开答复", "内部核实", "内部研判", "冯雪", "12 January", "30 March", "陈明") == [
        "公开答复", "内部核实", "内部研判", "冯雪", "12 January", "30 March",
    ]  # fmt: skip


def test_a_matter_with_nothing_open_looks_like_one_without_entries(cast: Cast, matter: Matter) -> None:
    before = words(page(reading(cast["S06"]), "/matters/M1"))
    entry_of(cast["S03"], date(2026, 3, 30), content="内部研判", matter=matter, **INTERNAL)
    assert words(page(reading(cast["S06"]), "/matters/M1")) == before
    assert "Nothing open to you" in before


def test_a_withdrawn_entry_stays_in_the_story_without_its_text_or_person(cast: Cast, matter: Matter) -> None:
    entry = entry_of(cast["S03"], date(2026, 3, 30), content="误记", matter=matter)
    withdraw_entry(entry=entry, reason="重复", actor=cast["S03"])
    html = page(reading(cast["S06"]), "/matters/M1")
    assert ("误记" in html, "Withdrawn" in html, "Who worked on it" in html) == (False, True, False)


def test_a_long_story_turns_its_pages(cast: Cast, matter: Matter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matter_queries, "PAGE", 2)
    for number in range(5):
        entry_of(cast["S02"], date(2026, 3, 2 + number), content=f"第{number}步", matter=matter)
    pages = [page(reading(cast["S05"]), f"/matters/M1?order=oldest&page={number}") for number in (1, 2, 3)]
    steps = [f"第{number}步" for number in range(5)]
    assert [shown(html, *steps) for html in pages] == [steps[:2], steps[2:4], steps[4:]]
    assert ["?order=oldest&amp;page=2" in pages[0], "Next page" in pages[2]] == [True, False]


def test_entries_lead_to_their_matter(cast: Cast, matter: Matter) -> None:
    entry = entry_of(cast["S02"], DAY, matter=matter)
    for address in ("/feed", f"/entries/{entry.key}"):
        assert 'href="/matters/M1"' in page(reading(cast["S05"]), address)


# Its end ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "allowed"),
    [
        ("H01", True),  # heads the department
        ("L02", True),  # in charge of it
        ("L01", True),
        ("S01", True),  # the personnel office
        ("S03", True),  # worked on it
        ("S02", False),  # of the department, but never worked on it
        ("S04", False),  # withdrew what he recorded
        ("H02", False),
        ("L03", False),
    ],
)
def test_who_closes_a_matter(cast: Cast, matter: Matter, number: str, allowed: bool) -> None:
    entry_of(cast["S03"], DAY, matter=matter)
    withdrawn = entry_of(cast["S04"], DAY, matter=matter)
    withdraw_entry(entry=withdrawn, reason="重复", actor=cast["S04"])
    assert ("Close the matter" in page(reading(cast[number]), "/matters/M1")) is allowed
    if allowed:
        close_matter(matter=matter, last_day=DAY, actor=cast[number])
        assert Matter.objects.get().last_day == DAY
        assert (last_line().action, last_line().actor) == ("close_matter", number)
    else:
        told = refused(close_matter, matter=matter, last_day=DAY, actor=cast[number])
        assert told == ("", "A matter is closed by those who worked on it or head its department.")


def test_a_matter_of_no_department_is_closed_by_those_who_worked_on_it(cast: Cast) -> None:
    matter = open_matter(bureau=cast.bureau, title="全局之事", actor=cast["H01"])
    entry_of(cast["S03"], DAY, matter=matter)
    assert refused(close_matter, matter=matter, last_day=DAY, actor=cast["H01"])[0] == ""
    stranger = water_bureau("LAKE")["L01"]
    assert refused(close_matter, matter=matter, last_day=DAY, actor=stranger)[0] == ""
    assert close_matter(matter=matter, last_day=DAY, actor=cast["S03"]).last_day == DAY


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (date(2026, 4, 1), ("last_day", "The last day cannot lie in the future.")),
        (date(2026, 2, 1), ("last_day", "The last day lies before the first.")),
    ],
)
def test_the_last_day_lies_between_the_first_and_today(
    cast: Cast, matter: Matter, day: date, told: tuple[str, str]
) -> None:
    assert refused(close_matter, matter=matter, last_day=day, actor=cast["H01"]) == told


def test_a_closed_matter_is_closed_once_and_keeps_its_story(cast: Cast, matter: Matter) -> None:
    entry_of(cast["S02"], DAY, content="受理", matter=matter)
    client = reading(cast["H01"])
    response = client.post("/matters/M1/close", {"last_day": "2026-03-31"})
    assert (response.status_code, response["Location"]) == (302, "/matters/M1")
    html = page(client, "/matters/M1")
    assert ("受理" in html, "Close the matter" in html, "closed" in words(html)) == (True, False, True)
    told = refused(close_matter, matter=matter, last_day=DAY, actor=cast["H01"])
    assert told == ("", "This matter is closed already.")


def test_a_faulty_day_is_kept_beside_its_sentence(cast: Cast, matter: Matter) -> None:
    for day, told in (
        ("31.3.2026", "A day is written 2026-03-31."),
        ("2026-04-01", "cannot lie in the future"),
    ):
        response = reading(cast["H01"]).post("/matters/M1/close", {"last_day": day})
        html = response.content.decode()
        assert (response.status_code, told in html, f'value="{day}"' in html) == (409, True, True)


# The list --------------------------------------------------------------------------------------------------


def test_the_open_matters_by_department(cast: Cast, matter: Matter) -> None:
    flood = cast.departments["D03"]
    open_matter(bureau=cast.bureau, title="汛前检查", department=flood, key="M2", actor=cast["H03"])
    open_matter(bureau=cast.bureau, title="全局之事", key="M3", actor=cast["H03"])
    ended = open_matter(bureau=cast.bureau, title="已了之事", department=flood, key="M4", actor=cast["H03"])
    close_matter(matter=ended, last_day=DAY, actor=cast["H03"])
    html = page(reading(cast["S05"]), "/matters/")
    assert html.index("某村征地信访") < html.index("汛前检查") < html.index("全局之事")
    assert "已了之事" not in html
    titles = ("某村征地信访", "汛前检查", "全局之事", "已了之事")
    for query, found in (
        ("?q=汛前", ["汛前检查"]),
        ("?department=D01", ["某村征地信访"]),
        ("?closed=on", ["已了之事"]),
        ("?closed=on&department=D01", []),
        ("?q=没有", []),
    ):
        assert shown(page(reading(cast["S05"]), f"/matters/{query}"), *titles) == found


# Refusals and cost -----------------------------------------------------------------------------------------


def test_every_address_refuses_strangers_and_administrators(cast: Cast, matter: Matter) -> None:
    grant_right(person=cast["S06"], kind=RightKind.AUDIT_ADMIN, first_day=date(2025, 1, 1))
    stranger = water_bureau("LAKE")["L01"]
    for actor in (stranger, cast["S06"]):
        page(reading(actor), "/matters/M1", status=404)
        response = reading(actor).post("/matters/M1/close", {"last_day": "2026-03-31"})
        assert response.status_code == 404
    page(reading(cast["S06"]), "/matters/", status=404)
    assert "某村征地信访" not in page(reading(stranger), "/matters/")
    assert reading(cast["H01"]).get("/matters/M1/close").status_code == 405
    assert Matter.objects.get(key="M1").last_day is None


@pytest.mark.parametrize(
    "address", ["/matters/M2", "/matters/M1?page=0", "/matters/M1?page=x", "/matters/M1?order=x"]
)
def test_what_is_no_page_is_not_found(cast: Cast, matter: Matter, address: str) -> None:
    page(reading(cast["H01"]), address, status=404)


def test_a_matter_costs_the_same_for_one_entry_and_for_thirty(cast: Cast, matter: Matter) -> None:
    entry_of(cast["S02"], DAY, people="褚卫", matter=matter, **INTERNAL)
    entry_of(cast["S02"], DAY, people="褚卫", matter=matter)
    entry_of(cast["S02"], DAY, people="陈明", matter=matter, **INTERNAL)
    readers = [
        (reading(cast[number]), address)
        for number in ("S06", "H02")
        for address in ("/matters/M1", "/matters/")
    ]
    few = [statements(*each) for each in readers]
    for number in range(30):
        author = cast[f"S0{2 + number % 4}"]
        entry_of(author, date(2026, 3, 1 + number), matter=matter, **(INTERNAL if number % 2 else {}))
        open_matter(
            bureau=cast.bureau, title=f"第{number}件", department=cast.departments["D02"], actor=author
        )
    assert [statements(*each) for each in readers] == few
    assert max(few) <= 15
