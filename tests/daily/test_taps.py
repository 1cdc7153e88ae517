"""Open matters and their taps: which are open, what one tap records, what the next one changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.http import Http404

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.actions.fill import fill_day, fill_entry
from daybook.daily.actions.record import record_day
from daybook.daily.actions.taps import tap_thread
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import LogEntry, LogVersion
from daybook.daily.queries.today_threads import lately, open_matters, thread_for
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, answer_plan_item, plan_month
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem
from tests.factories import WHOLE, entry_of, noon, refused
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 7, 7), noon(2026, 7, 7)
MONDAY, FRIDAY = date(2026, 7, 6), date(2026, 7, 3)


@pytest.fixture
def items(cast: Cast) -> list[PlanItem]:
    """Two items of July's plan of S03."""
    lines = [PlanLine("预案送审", key="P1"), PlanLine("物资盘点", key="P2")]
    return plan_month(person=cast["S03"], month="2026-07", lines=lines, at=noon(2026, 7, 1))


def opened(cast: Cast, day: date = DAY) -> list[str]:
    return [matter.thread.ref for matter in open_matters(lately(cast["S03"], day))]


def tap(cast: Cast, ref: str, state: str, day: date = DAY, **given: Any) -> LogEntry:
    thread = thread_for(cast["S03"], day, ref)
    return tap_thread(author=cast["S03"], day=day, thread=thread, state=state, at=AT, **given)


# Which are open --------------------------------------------------------------------------------------------


def test_the_months_items_are_open_until_they_are_finished_or_answered(
    cast: Cast, items: list[PlanItem]
) -> None:
    assert opened(cast) == ["item:P1", "item:P2"]
    entry_of(cast["S03"], MONDAY, plan_item=items[0], state="done", progress=100)
    assert opened(cast) == ["item:P2"]
    answer_plan_item(item=items[1], answer=Answer(PlanState.DONE), at=AT)
    assert opened(cast) == []


def test_what_is_finished_today_stays_in_sight_today(cast: Cast, items: list[PlanItem]) -> None:
    tap(cast, "item:P1", "done")
    matter = next(each for each in open_matters(lately(cast["S03"], DAY)) if each.thread.ref == "item:P1")
    assert matter.state == "done"
    assert opened(cast, date(2026, 7, 8)) == ["item:P2"]


def test_an_item_taken_over_from_last_month_brings_its_last_words(cast: Cast) -> None:
    for month, key, at in (("2026-06", "P6", noon(2026, 6, 1)), ("2026-07", "P7", noon(2026, 7, 1))):
        plan_month(person=cast["S03"], month=month, lines=[PlanLine("物资盘点", key=key)], at=at)
    entry_of(cast["S03"], date(2026, 6, 30), plan_item=PlanItem.objects.get(key="P6"), content="盘到三号库")
    [matter] = open_matters(lately(cast["S03"], DAY))
    assert matter.carried_over
    assert matter.thread.last is not None
    assert matter.thread.last.content == "盘到三号库"


def test_unfinished_work_beside_the_plan_is_open_too(cast: Cast, items: list[PlanItem]) -> None:
    matter = open_matter(bureau=cast.bureau, title="积水督办", key="M1", actor=cast["H02"])
    entry_of(cast["S03"], FRIDAY, matter=matter, state="ongoing", progress=None)
    entry_of(cast["S03"], FRIDAY, content="周五没办完", progress=40)
    entry_of(cast["S03"], MONDAY, content="周一没办完", progress=60, key="E1")
    entry_of(cast["S03"], MONDAY, content="开了个会", progress=None)
    entry_of(cast["S03"], MONDAY, content="办完了", state="done", progress=100)
    assert opened(cast) == ["item:P1", "item:P2", "entry:E1", "matter:M1"]
    assert opened(cast, date(2026, 7, 31)) == ["item:P1", "item:P2"]


def test_nobody_elses_matters_and_no_withdrawn_words(cast: Cast) -> None:
    entry_of(cast["S04"], MONDAY, progress=60)
    mine = entry_of(cast["S03"], MONDAY, content="撤回的", progress=60)
    withdraw_entry(entry=mine, reason="记错了", actor=cast["S03"], at=AT)
    assert opened(cast) == []
    with pytest.raises(Http404):
        thread_for(cast["S03"], DAY, "item:P1")


# What a tap records ----------------------------------------------------------------------------------------


def test_a_tap_records_in_last_times_words(cast: Cast, items: list[PlanItem]) -> None:
    entry_of(cast["S03"], MONDAY, plan_item=items[0], progress=70)
    made = tap(cast, "item:P1", "ongoing")
    assert (made.content, made.place, made.people) == (WHOLE.content, WHOLE.place, WHOLE.people)
    assert (made.state, made.progress, made.outcome, made.start) == ("ongoing", 70, "", None)
    assert made.plan_item == items[0]
    assert missing_disclosures(made) == ["period", "outcome"]


def test_another_tap_changes_that_entry(cast: Cast, items: list[PlanItem]) -> None:
    entry_of(cast["S03"], MONDAY, plan_item=items[0], progress=70)
    made = tap(cast, "item:P1", "ongoing")
    again = tap(cast, "item:P1", "done")
    assert (again.pk, again.state, again.progress, again.version) == (made.pk, "done", 100, 2)
    back = tap(cast, "item:P1", "ongoing")
    assert (back.pk, back.state, back.progress) == (made.pk, "ongoing", 70)
    assert tap(cast, "item:P1", "ongoing").version == back.version
    assert LogEntry.objects.filter(work_date=DAY).count() == 1


@pytest.mark.parametrize("state", ["untouched", "cancelled"])
def test_what_was_not_worked_on_needs_nothing_more(cast: Cast, items: list[PlanItem], state: str) -> None:
    entry_of(cast["S03"], MONDAY, plan_item=items[0], progress=70)
    made = tap(cast, "item:P1", state)
    assert (made.content, made.place, made.measures, made.outcome) == ("预案送审", "无", "无", "无")
    assert missing_disclosures(made) == []
    worked = tap(cast, "item:P1", "ongoing")
    assert (worked.content, worked.place, worked.outcome) == (WHOLE.content, WHOLE.place, "")


def test_words_written_by_hand_survive_a_tap(cast: Cast, items: list[PlanItem]) -> None:
    mine = entry_of(cast["S03"], DAY, plan_item=items[0], content="今天的原话", progress=50)
    changed = tap(cast, "item:P1", "done")
    assert (changed.pk, changed.content, changed.progress) == (mine.pk, "今天的原话", 100)
    assert (changed.start, changed.outcome) == (WHOLE.start, WHOLE.outcome)


def test_an_item_never_recorded_is_told_by_its_title(cast: Cast, items: list[PlanItem]) -> None:
    made = tap(cast, "item:P2", "ongoing")
    assert (made.content, made.people, made.place, made.progress) == ("物资盘点", "本人", "", None)


def test_a_tap_after_a_withdrawal_is_a_new_entry(cast: Cast, items: list[PlanItem]) -> None:
    first = tap(cast, "item:P1", "ongoing")
    withdraw_entry(entry=first, reason="点错了", actor=cast["S03"], at=AT)
    second = tap(cast, "item:P1", "done")
    assert second.pk != first.pk
    assert tap(cast, "item:P1", "ongoing").pk == second.pk


@pytest.mark.parametrize("way", ["moved", "served", "aside"])
def test_an_entry_that_left_the_thread_takes_no_later_tap(
    cast: Cast, items: list[PlanItem], way: str
) -> None:
    first = tap(cast, "item:P1", "ongoing")
    left: dict[str, dict[str, Any]] = {
        "moved": {"work_date": MONDAY},
        "served": {"plan_item": items[1]},
        "aside": {"quarantined": True},
    }
    LogEntry.objects.filter(pk=first.pk).update(**left[way])
    second = tap(cast, "item:P1", "ongoing")
    assert second.pk != first.pk
    assert (second.work_date, second.plan_item, second.quarantined) == (DAY, items[0], False)
    assert tap(cast, "item:P1", "ongoing").pk == second.pk


def test_work_that_stands_alone_is_found_again_by_its_words(cast: Cast) -> None:
    entry_of(cast["S03"], MONDAY, content="周一没办完", progress=60, key="E1")
    made = tap(cast, "entry:E1", "ongoing")
    assert tap(cast, "entry:E1", "done").pk == made.pk


def test_a_tap_obeys_the_deadlines(cast: Cast, items: list[PlanItem]) -> None:
    thread = thread_for(cast["S03"], FRIDAY, "item:P1")
    given: dict[str, Any] = {"author": cast["S03"], "thread": thread, "state": "ongoing", "at": AT}
    assert refused(tap_thread, day=FRIDAY, **given)[0] == "backfill_reason"
    assert refused(tap_thread, day=date(2026, 7, 1), **given)[0] == "work_date"
    assert refused(tap_thread, day=date(2026, 7, 8), **given)[0] == "work_date"
    assert refused(tap_thread, day=DAY, **{**given, "state": "eaten"})[0] == "state"
    late = tap_thread(day=FRIDAY, backfill_reason="出差", **given)
    assert late.backfill_reason == "出差"


# One tap that fills ----------------------------------------------------------------------------------------


def test_a_missing_measure_is_filled_with_none(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY, measures="", outcome="")
    filled = fill_entry(entry=entry, field="measures", actor=cast["S03"], at=AT)
    assert (filled.measures, filled.outcome, filled.version) == ("无", "", 2)
    assert fill_entry(entry=filled, field="measures", actor=cast["S03"], at=AT).version == 2
    assert LogVersion.objects.count() == 1


def test_a_missing_time_is_told_by_a_half_of_the_day(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY, start=None, end=None)
    filled = fill_entry(entry=entry, field="half_day", value="morning", actor=cast["S03"], at=AT)
    assert filled.half_day == "morning"
    other = entry_of(cast["S03"], DAY)
    assert fill_entry(entry=other, field="half_day", value="morning", actor=cast["S03"], at=AT).half_day == ""


def test_a_days_gaps_are_filled_at_once(cast: Cast) -> None:
    draft = replace(WHOLE, measures="", outcome="")
    record_day(author=cast["S03"], day=DAY, drafts=[draft, replace(WHOLE, outcome=""), WHOLE], at=AT)
    assert fill_day(author=cast["S03"], day=DAY, at=AT) == 2
    assert [missing_disclosures(entry) for entry in LogEntry.objects.all()] == [[], [], []]


@pytest.mark.parametrize(("field", "value"), [("content", "x"), ("half_day", "noon"), ("", "")])
def test_nothing_else_is_filled(cast: Cast, field: str, value: str) -> None:
    entry = entry_of(cast["S03"], DAY, start=None, end=None)
    refused(fill_entry, entry=entry, field=field, value=value, actor=cast["S03"], at=AT)


def test_only_the_author_fills(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY, measures="")
    assert refused(fill_entry, entry=entry, field="measures", actor=cast["S04"], at=AT)[1] == (
        "Only the author changes an entry."
    )
