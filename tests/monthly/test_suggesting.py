"""Which item an entry probably serves, by words, likeness and matter; none where too little speaks for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from daybook.monthly.suggesting import Line, Suggestion, Told, suggestions

DAY = date(2026, 6, 10)
DIKE = Line(1, frozenset({"险段", "段巡", "巡查"}), frozenset({"每旬"}))
PLAN = Line(2, frozenset({"应急", "预案"}), frozenset({"征求", "意见"}), frozenset({"防汛"}))
OTHERS = [
    Told(90 + number, DAY, frozenset({f"别{number}", f"的{number}", f"事{number}"})) for number in range(6)
]


def told(key: int, *words: str, **more: object) -> Told:
    return Told(key, DAY, frozenset(words), **more)  # type: ignore[arg-type]


def found(
    lines: Sequence[Line], entries: Sequence[Told], before: Sequence[Told] = ()
) -> dict[int, Suggestion]:
    return {each.entry: each for each in suggestions(lines, [*entries, *OTHERS], before)}


def test_an_entry_in_the_words_of_an_item_is_suggested_with_these_words() -> None:
    one = found([DIKE, PLAN], [told(1, "险段", "段巡", "左岸")])[1]
    assert (one.item, one.same_matter, set(one.words), one.like) == (1, False, {"险段", "段巡"}, ())


def test_one_word_alone_is_chance() -> None:
    assert 1 not in found([DIKE, PLAN], [told(1, "险段", "左岸")])


def test_two_items_in_whose_words_it_is_leave_it_open() -> None:
    twin = Line(3, DIKE.title, DIKE.measure)
    assert 1 not in found([DIKE, twin], [told(1, "险段", "段巡", "左岸")])


def test_an_entry_like_one_that_serves_an_item_is_suggested_with_that_one() -> None:
    linked = told(1, "左岸", "渗水", "反滤", place="沙溪河", people=frozenset({"石磊"}), serves=1)
    near = told(2, "渗水", "反滤", "复查", place="沙溪河", people=frozenset({"石磊"}))
    one = found([DIKE, PLAN], [linked, near])[2]
    assert (one.item, one.words, one.like) == (1, (), (1,))


def test_an_entry_known_to_serve_an_item_is_not_suggested_again() -> None:
    assert 1 not in found([DIKE], [told(1, "险段", "段巡", serves=1)])


def test_entries_of_earlier_months_speak_for_the_item_they_served_and_for_none() -> None:
    before = [told(50, "渗水", "反滤", "复查", serves=1), told(51, "来文", "会签", "回函")]
    here = [told(1, "渗水", "反滤", "现场"), told(2, "来文", "会签", "险段", "段巡")]
    one = found([DIKE, PLAN], here, before)
    assert (one[1].item, one[1].like) == (1, (50,))
    assert 2 not in one
    assert 50 not in one


def test_the_same_matter_decides_and_another_matter_excludes() -> None:
    flood = Line(4, frozenset({"暴雨"}), matter=7)
    here = [told(1, "巡查", matter=7), told(2, "险段", "段巡", "巡查", matter=8)]
    one = found([DIKE, flood], here)
    assert one == {1: Suggestion(1, 4, same_matter=True)}


def test_an_entry_without_a_matter_hardly_serves_an_item_of_one() -> None:
    own = Line(5, DIKE.title, DIKE.measure, matter=7)
    assert 1 not in found([own], [told(1, "险段", "段巡", "左岸")])


def test_after_the_due_date_the_same_words_say_less() -> None:
    due = Line(6, DIKE.title, frozenset({"每旬"}), due_date=date(2026, 6, 9))
    late = found([DIKE, due], [told(1, "险段", "段巡", "巡查", "每旬")])
    assert late == {}
    faint = Line(7, frozenset(), frozenset({"险段"}), frozenset({"段巡"}), due_date=date(2026, 6, 10))
    assert found([faint], [told(1, "险段", "段巡", *"甲乙")]) != {}
    gone = Line(7, frozenset(), frozenset({"险段"}), frozenset({"段巡"}), due_date=date(2026, 6, 9))
    assert found([gone], [told(1, "险段", "段巡", *"甲乙")]) == {}


def test_nothing_planned_or_nothing_said_suggests_nothing() -> None:
    assert suggestions([], [told(1, "险段")]) == []
    assert suggestions([DIKE], [told(1)]) == []
    assert suggestions([DIKE], []) == []


WORDS = st.frozensets(st.sampled_from([f"词{number}" for number in range(12)]), max_size=6)
LINES = st.lists(st.builds(Line, st.just(0), WORDS, WORDS, WORDS, st.sampled_from([None, 1, 2])), max_size=4)
TOLD = st.lists(
    st.builds(
        Told,
        st.just(0),
        st.just(DAY),
        WORDS,
        WORDS,
        st.sampled_from(["", "现场"]),
        matter=st.sampled_from([None, 1, 2]),
        serves=st.sampled_from([None, 0, 1, 9]),
    ),
    max_size=12,
)


@given(LINES, TOLD, TOLD)
def test_at_most_one_item_of_the_plan_for_each_open_entry(
    lines: list[Line], entries: list[Told], before: list[Told]
) -> None:
    plan = [replace(line, key=number) for number, line in enumerate(lines)]
    here = [replace(each, key=number) for number, each in enumerate(entries)]
    earlier = [replace(each, key=100 + number) for number, each in enumerate(before)]
    told_of = suggestions(plan, here, earlier)
    keys = [each.entry for each in told_of]
    assert keys == sorted(set(keys))
    assert set(keys) <= {each.key for each in here if each.serves is None}
    assert {each.item for each in told_of} <= set(range(len(plan)))
    assert told_of == suggestions(plan, here, earlier)
