"""The form of one entry: what was typed becomes a draft, what cannot be read is told by its field."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.utils import translation

from daybook.daily.entry_form import EntryForm, entry_choices, typed
from daybook.daily.skeletons import skeleton_of
from daybook.org.policies import policy_of
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.web.refusals import Refused
from tests.factories import entry_of, noon
from tests.people import Cast, water_bureau

DAY = date(2026, 7, 7)


def form_of(cast: Cast, **given: Any) -> EntryForm:
    return EntryForm({"content": "核对台账", **given}, author=cast["S03"], day=DAY)


def faults(form: EntryForm) -> dict[str, str]:
    with translation.override("en"):
        return {name: str(errors[0]) for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("9:00", time(9)),
        ("0930", time(9, 30)),
        ("９：３０", time(9, 30)),
        ("9点30分", time(9, 30)),
        ("9点", time(9)),
        ("", None),
    ],
)
def test_a_time_as_people_write_it(cast: Cast, written: str, read: time | None) -> None:
    form = form_of(cast, start=written)
    assert form.is_valid()
    assert form.draft().start == read


@pytest.mark.parametrize("written", ["25:00", "9:61", "早上", "9-10"])
def test_a_time_that_is_none(cast: Cast, written: str) -> None:
    assert faults(form_of(cast, start=written)) == {"start": "A time is written 09:30."}


@pytest.mark.parametrize(("written", "read"), [("80", 80), ("80%", 80), ("８０％", 80), ("", None)])
def test_a_percentage_with_or_without_its_sign(cast: Cast, written: str, read: int | None) -> None:
    form = form_of(cast, progress=written)
    assert form.is_valid()
    assert form.draft().progress == read


def test_what_cannot_be_read_is_told_by_its_field(cast: Cast) -> None:
    form = form_of(cast, content=" ", progress="八成", plan_item="P9", matter="没有这个事项")
    assert faults(form) == {
        "content": "Say what was worked on.",
        "progress": "Progress is a whole number of per cent, 0 to 100.",
        "plan_item": "This item is not in the plan.",
        "matter": "There is no such matter; choose one or leave this empty.",
    }


def test_a_plan_item_and_a_matter_are_found_by_key_and_title(cast: Cast) -> None:
    line = PlanLine(title="修订预案", key="P1")
    item = plan_month(person=cast["S03"], month="2026-07", lines=[line], at=noon(2026, 7, 1))[0]
    matter = open_matter(bureau=cast.bureau, title="预案送审", key="M1", actor=cast["H02"])
    for text in ("M1", "预案送审", "#预案送审"):
        form = form_of(cast, plan_item="P1", matter=text)
        assert form.is_valid(), form.errors
        assert (form.draft().plan_item, form.draft().matter) == (item, matter)


def test_nothing_of_others_is_found(cast: Cast) -> None:
    other = water_bureau("OTHER")
    open_matter(bureau=other.bureau, title="别局的事", key="M2", actor=other["H02"])
    line = PlanLine(title="别人的事", key="P2")
    plan_month(person=cast["S04"], month="2026-07", lines=[line], at=noon(2026, 7, 1))
    assert set(faults(form_of(cast, plan_item="P2", matter="M2"))) == {"plan_item", "matter"}


def test_a_half_day_gives_way_to_times_and_an_open_entry_has_no_reason(cast: Cast) -> None:
    form = form_of(cast, start="9:00", end="10:00", half_day="morning", internal_reason="case")
    assert form.is_valid()
    draft = form.draft()
    assert (draft.half_day, draft.visibility, draft.internal_reason) == ("", "open", "")


def test_a_refusal_stands_by_its_field_else_over_the_form(cast: Cast) -> None:
    form = form_of(cast)
    assert form.is_valid()
    form.refuse(Refused("结束要晚于开始。", field="end"))
    form.refuse(Refused("这一天已锁。", field="work_date"))
    assert form.errors["end"] == ["结束要晚于开始。"]
    assert form.non_field_errors() == ["这一天已锁。"]
    assert form.first_fault == "结束要晚于开始。"


def test_an_entry_is_typed_again_as_it_reads(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY)
    form = EntryForm(typed(entry), author=cast["S03"], day=DAY)
    assert form.is_valid(), form.errors
    again = form.draft()
    same = ("start", "end", "place", "people", "content", "measures", "progress", "state", "outcome")
    assert [getattr(again, name) for name in same] == [getattr(entry, name) for name in same]


def test_a_closed_matter_stays_to_choose_where_it_was_chosen(cast: Cast) -> None:
    matter = open_matter(bureau=cast.bureau, title="旧事项", key="M3", actor=cast["H02"])
    type(matter).objects.filter(pk=matter.pk).update(last_day=DAY)
    policy = policy_of(cast.bureau, DAY)
    assert entry_choices(cast["S03"], DAY, policy).matters == []
    assert entry_choices(cast["S03"], DAY, policy, "M3").matters == [matter]
    assert [code for code, _ in entry_choices(cast["S03"], DAY, policy).reasons] == [
        "petition",
        "personnel",
        "case",
        "other_sensitive",
    ]
    assert entry_choices(cast["S03"], DAY, None).reasons == []


def test_a_skeleton_that_was_not_filled_in_is_no_entry(cast: Cast) -> None:
    begun = skeleton_of("meeting").typed()
    form = EntryForm({**begun, "key": "K"}, author=cast["S03"], day=DAY)
    assert sorted(form.errors) == ["content", "outcome"]
    filled = {**begun, "content": "参加防汛会议，研究预案", "outcome": "议定七项分工……"}
    assert EntryForm({**filled, "key": "K"}, author=cast["S03"], day=DAY).is_valid()
