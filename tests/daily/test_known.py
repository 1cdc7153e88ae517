"""What a line may point at: own history first, then the department's; nothing closed to the author."""

from __future__ import annotations

from datetime import date, time

from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybook.daily.line import Named, Titled, read_line
from daybook.daily.queries.known import known_for
from daybook.org.models import Person
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from tests.factories import entry_of, noon
from tests.people import Cast, water_bureau

DAY = date(2026, 3, 31)
INTERNAL = {"visibility": "internal", "internal_reason": "petition"}


def names(cast: Cast, number: str = "S02") -> list[str]:
    """Whom somebody's line may mean when it names everybody."""
    everybody = "、".join(cast.people)
    return [person.name for person in known_for(cast[number], DAY, everybody).people]


def places(cast: Cast, number: str = "S02") -> tuple[str, ...]:
    return known_for(cast[number], DAY).places


def test_places_come_with_the_own_most_used_first_then_those_of_the_department(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, place="二楼资料室")
    entry_of(cast["S02"], DAY, place="三楼会议室")
    entry_of(cast["S02"], date(2026, 3, 30), place="三楼会议室")
    entry_of(cast["H01"], DAY, place="机要室")
    entry_of(cast["S05"], DAY, place="防汛仓库")
    assert places(cast) == ("三楼会议室", "二楼资料室", "机要室")


def test_what_lies_more_than_two_months_back_is_forgotten(cast: Cast) -> None:
    entry_of(cast["L01"], date(2026, 1, 30), place="旧会议室")
    entry_of(cast["L01"], date(2026, 1, 31), place="新会议室")
    assert places(cast, "L01") == ("新会议室",)


def test_a_place_of_an_internal_or_withdrawn_entry_is_offered_to_its_author_alone(cast: Cast) -> None:
    entry_of(cast["H01"], DAY, place="信访接待室", people="赵敏", **INTERNAL)
    assert "信访接待室" in places(cast, "H01")
    assert "信访接待室" not in places(cast)
    assert names(cast) == [person.name for person in cast.people.values()]  # nobody is nearer than another


def test_a_quarantined_entry_offers_nothing_to_anybody(cast: Cast) -> None:
    entry = entry_of(cast["S02"], DAY, place="密室")
    type(entry).objects.filter(pk=entry.pk).update(quarantined=True)
    assert places(cast) == ()


def test_colleagues_come_with_those_the_author_names_first_then_the_department(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, people="褚卫、冯雪")
    entry_of(cast["S02"], DAY, people="冯雪")
    entry_of(cast["H01"], DAY, people="无")
    entry_of(cast["S02"], DAY, people="S04")
    assert names(cast)[:5] == ["冯雪", "陈明", "褚卫", "周文", "钱进"]
    assert sorted(names(cast)) == sorted(person.name for person in cast.people.values())


def test_of_those_far_away_only_whom_the_text_may_mean_is_known(cast: Cast) -> None:
    def known(text: str) -> set[str]:
        return {person.name for person in known_for(cast["S02"], DAY, text).people}

    near = known("")
    assert "钱进" in near
    assert near.isdisjoint({"冯雪", "陈明", "褚卫"})
    assert known("与冯雪、s04核对台账") == near | {"冯雪", "陈明"}
    assert known("雪") == near | {"冯雪"}
    assert known("100%_") == known("\x00") == near
    entry_of(cast["S02"], DAY, people="褚卫")
    assert known("") == near | {"褚卫"}


def test_who_shares_a_name_with_somebody_nearby_is_known_too(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S05"].pk).update(name=cast["S02"].name)
    assert {person.number for person in known_for(cast["S02"], DAY).people} >= {"S02", "S05"}


def test_who_is_not_employed_that_day_is_not_known(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S06"].pk).update(employed_to=date(2026, 3, 30))
    assert "卫东" not in names(cast)


def test_nobody_of_another_bureau_is_known(cast: Cast) -> None:
    other = water_bureau("OTHER")
    entry_of(other["S02"], DAY, place="他局会议室", people="冯雪")
    assert places(cast) == ()
    assert len(names(cast)) == len(cast.people)


def test_items_are_those_of_the_months_plan_and_matters_those_of_the_department(cast: Cast) -> None:
    lines = [PlanLine(title="起草督查通报")]
    plan_month(person=cast["S02"], month="2026-03", lines=lines, at=noon(2026, 3, 2))
    for title, department, last_day in (
        ("办公室事项", "D01", None),
        ("已了结的事项", "D01", date(2026, 3, 1)),
        ("防御处事项", "D03", None),
        ("用过的事项", "D03", None),
        ("用过而已了结的事项", "D03", date(2026, 3, 30)),
    ):
        matter = open_matter(
            bureau=cast.bureau, title=title, department=cast.departments[department], actor=cast["H01"]
        )
        type(matter).objects.filter(pk=matter.pk).update(last_day=last_day)
        if title.startswith("用过"):
            entry_of(cast["S02"], DAY, matter=matter)
    known = known_for(cast["S02"], DAY)
    assert [item.title for item in known.items] == ["起草督查通报"]
    assert [matter.title for matter in known.matters] == ["用过的事项", "办公室事项"]


def test_half_days_are_what_the_policy_says(cast: Cast) -> None:
    assert known_for(cast["S02"], DAY).half_days == {
        "morning": (time(8), time(12)),
        "afternoon": (time(14), time(18)),
        "evening": (time(19), time(22)),
    }
    type(cast.bureau).objects.update(policy="nothing-of-the-kind")
    cast["S02"].refresh_from_db()
    assert known_for(Person.objects.get(pk=cast["S02"].pk), DAY).half_days == {}


def test_a_line_is_read_with_what_is_known(cast: Cast) -> None:
    entry_of(cast["S02"], DAY, place="三楼会议室")
    line = "三楼会议室 与冯雪、s04核对台账"
    reading = read_line(line, known_for(cast["S02"], DAY, line))
    assert (reading.place, reading.people, reading.content) == ("三楼会议室", "冯雪、陈明", "核对台账")


def test_knowing_costs_the_same_for_one_entry_and_for_thirty(cast: Cast) -> None:
    def cost() -> int:
        author = Person.objects.select_related("bureau").get(pk=cast["S02"].pk)
        with CaptureQueriesContext(connection) as captured:
            known_for(author, DAY)
        return len(captured)

    entry_of(cast["S02"], DAY)
    few = cost()
    for number in range(30):
        entry_of(cast["S02"], DAY, place=f"{number}号会议室", people="冯雪")
    assert cost() == few == 5


def test_known_things_are_plain(cast: Cast) -> None:
    known = known_for(cast["S02"], DAY)
    assert isinstance(known.people[0], Named)
    assert all(isinstance(each, Titled) for each in (*known.items, *known.matters))


def test_in_lines_of_any_length_names_are_heard(cast: Cast) -> None:
    """Far longer than SQLite takes a pattern."""
    text = "\n".join(["与陈明核对台账"] + ["长" * 1_000] * 40)
    assert "陈明" in [person.name for person in known_for(cast["S06"], DAY, text).people]
