"""Revising, withdrawing and correcting entries; sealing a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import translation

from daybook.daily.actions.amend import (
    Overtaken,
    Revision,
    correct_entry,
    revise_all,
    revise_entries,
    revise_entry,
    withdraw_entry,
)
from daybook.daily.actions.seal import entries_of_month
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import LogEntry, LogVersion
from daybook.daily.queries.feed import FeedWish, feed_page
from daybook.daily.search import words_of
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.month import return_month
from tests.factories import WHOLE, entry_of, last_line, noon, refused, submitted
from tests.people import Cast

THURSDAY = date(2026, 3, 5)
FRIDAY = noon(2026, 3, 6)


def revision(cast: Cast, entry: LogEntry, **more: Any) -> dict[str, Any]:
    draft = replace(WHOLE, content="核对三季度台账", people="吴建国")
    return {
        "entry": entry,
        "draft": draft,
        "version": entry.version,
        "actor": cast["S03"],
        "at": FRIDAY,
        **more,
    }


def test_a_revision_keeps_what_was_said(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    revised = revise_entry(**revision(cast, entry))
    assert (revised.version, revised.content) == (2, "核对三季度台账")
    kept = LogVersion.objects.get()
    assert (kept.version, kept.content, kept.editor, kept.recorded_at) == (
        1, WHOLE.content, cast["S03"], FRIDAY,
    )  # fmt: skip
    assert revised.recorded_at == entry.recorded_at
    assert list(revised.named.values_list("person__number", flat=True)) == ["H02"]
    assert (last_line().before["version"], last_line().after["version"]) == (1, 2)


def test_search_follows_a_revision(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    revise_entry(**revision(cast, entry))
    found = [feed_page(cast.bureau, FeedWish(words=words_of(text))) for text in ("二季度投资", "三季度台账")]
    assert found == [[], [entry]]
    secret = replace(WHOLE, visibility="internal", internal_reason="case")
    revise_entry(**revision(cast, entry, draft=secret, version=2))
    assert feed_page(cast.bureau, FeedWish(words=words_of("投资"))) == []


def test_two_tabs_lose_no_text(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    revise_entry(**revision(cast, entry))
    with pytest.raises(Overtaken):
        revise_entry(**revision(cast, entry, version=1))
    assert LogVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"actor": "H02"}, ""),
        ({"draft": replace(WHOLE, content="")}, "content"),
        ({"work_date": date(2026, 3, 9)}, "work_date"),  # in the future
        ({"work_date": date(2026, 3, 2)}, "work_date"),  # locked
        ({"work_date": date(2026, 3, 3)}, "backfill_reason"),
    ],
)
def test_a_revision_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    if "actor" in more:
        more = {"actor": cast[more["actor"]]}
    assert refused(revise_entry, **revision(cast, entry, **more))[0] == field
    assert not LogVersion.objects.exists()


def test_another_work_date_obeys_the_same_deadlines(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    moved = revise_entry(**revision(cast, entry, work_date=date(2026, 3, 3), backfill_reason="记错了日子"))
    assert (moved.work_date, moved.backfill_reason) == (date(2026, 3, 3), "记错了日子")
    assert LogVersion.objects.get().work_date == THURSDAY
    back = revise_entry(**revision(cast, moved, work_date=THURSDAY))
    assert back.backfill_reason == ""


def test_a_withdrawn_entry_stays_in_sight_and_counts_no_more(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    assert refused(withdraw_entry, entry=entry, reason=" ", actor=cast["S03"])[0] == "withdrawn_reason"
    assert refused(withdraw_entry, entry=entry, reason="重复", actor=cast["H02"])[0] == ""
    withdraw_entry(entry=entry, reason="重复", actor=cast["S03"])
    assert feed_page(cast.bureau, FeedWish()) == [entry]
    assert feed_page(cast.bureau, FeedWish(words=words_of("投资"))) == []
    assert entries_of_month(cast["S03"], "2026-03") == []
    for act in (revise_entry, withdraw_entry):
        given = revision(cast, entry) if act is revise_entry else {"reason": "又", "actor": cast["S03"]}
        assert refused(act, **{**given, "entry": entry}) == ("", "This entry was withdrawn.")


def test_after_the_seal_a_correction_is_appended(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    given: dict[str, Any] = {"entry": entry, "content": "金额应为一百二十万元", "actor": cast["S03"]}
    assert refused(correct_entry, at=FRIDAY, **given)[0] == ""
    submitted(cast["S03"], "2026-03", noon(2026, 4, 1))
    assert refused(revise_entry, **revision(cast, entry, at=noon(2026, 4, 2)))[0] == ""
    assert refused(withdraw_entry, entry=entry, reason="重复", actor=cast["S03"])[0] == ""
    correct_entry(at=noon(2026, 4, 2), **given)
    other = {**given, "content": "金额应为一百三十万元"}
    assert refused(correct_entry, at=noon(2026, 4, 2), **other)[0] == ""  # the same second
    assert refused(correct_entry, at=noon(2026, 4, 3), **{**given, "content": ""})[0] == "content"
    assert refused(correct_entry, at=noon(2026, 4, 3), **{**given, "content": "水" * 501})[0] == "content"
    entry.refresh_from_db()
    assert entry.content == WHOLE.content
    assert [each.content for each in entry.corrections.all()] == ["金额应为一百二十万元"]


def test_a_correction_sent_twice_is_one(cast: Cast) -> None:
    entry, at = entry_of(cast["S03"], THURSDAY), noon(2026, 4, 2)
    submitted(cast["S03"], "2026-03", noon(2026, 4, 1))
    given: dict[str, Any] = {"entry": entry, "content": "应为甲", "actor": cast["S03"]}
    first = correct_entry(at=at, **given)
    lines = LedgerLine.objects.count()
    for seconds in (0, 1, 60):
        again = {**given, "content": " 应为甲 "}
        assert correct_entry(at=at + timedelta(seconds=seconds), **again) == first
    assert (entry.corrections.count(), LedgerLine.objects.count()) == (1, lines)
    correct_entry(at=at + timedelta(seconds=2), **{**given, "content": "应为乙"})
    correct_entry(at=at + timedelta(seconds=3), **given)  # back to the first, on purpose
    correct_entry(at=at + timedelta(seconds=64), **given)
    said = entry.corrections.order_by("recorded_at").values_list("content", flat=True)
    assert list(said) == ["应为甲", "应为乙", "应为甲", "应为甲"]


def test_a_returned_month_is_editable_again(cast: Cast) -> None:
    entry = entry_of(cast["S03"], THURSDAY)
    submitted(cast["S03"], "2026-03", noon(2026, 4, 1))
    return_month(
        person=cast["S03"], month="2026-03", reviewer=cast["H02"], reason="请补措施", at=noon(2026, 4, 2)
    )
    assert revise_entry(**revision(cast, entry, at=noon(2026, 4, 2))).version == 2


def test_several_are_revised_at_once_and_each_is_refused_by_itself(cast: Cast) -> None:
    entries = [entry_of(cast["S03"], THURSDAY, content=f"第{number}件") for number in range(4)]
    anothers, entered = entry_of(cast["S04"], THURSDAY), entries[0]
    LogEntry.objects.filter(pk=entered.pk).update(entered_by=cast["S04"])
    withdraw_entry(entry=entries[3], reason="重复", actor=cast["S03"])
    draft = replace(WHOLE, content="核对三季度台账", people="吴建国")
    same = replace(WHOLE, content="第2件")
    given = [
        Revision(entered, draft, 1),
        Revision(entries[1], replace(draft, content=""), 1),
        Revision(entries[2], same, 1),
        Revision(entries[2], draft, 7),
        Revision(entries[3], draft, 1),
        Revision(anothers, draft, 1),
    ]
    lines = LedgerLine.objects.count()
    with translation.override("en"):
        found = revise_entries(revisions=given, actor=cast["S03"], at=FRIDAY)
        changed = "This entry was changed meanwhile; compare the two and save again."
        assert [each and (each.field, each.message) for each in found] == [
            None,
            ("content", "Say what was worked on."),
            None,
            ("", changed),
            ("", "This entry was withdrawn."),
            ("", "Only the author changes an entry."),
        ]
    assert isinstance(found[3], Overtaken)
    assert LedgerLine.objects.count() == lines + 1
    assert last_line().after["version"] == 2
    entered.refresh_from_db()
    assert (entered.content, entered.version) == ("核对三季度台账", 2)
    assert entered.confirmation.confirmed_at == FRIDAY
    assert [named.person.name for named in entered.named.all()] == ["吴建国"]
    assert {entry.version for entry in LogEntry.objects.exclude(pk=entered.pk)} == {1}
    assert [version.content for version in LogVersion.objects.all()] == ["第0件"]


def test_of_a_submitted_month_none_of_several_is_revised(cast: Cast) -> None:
    entries = [entry_of(cast["S03"], THURSDAY) for _ in range(2)]
    submitted(cast["S03"], "2026-03", noon(2026, 4, 1))
    given = [Revision(entry, replace(WHOLE, content="改"), 1) for entry in entries]
    told = refused(revise_all, revisions=given, actor=cast["S03"], at=noon(2026, 4, 2))
    assert told == ("", "This month is submitted; append a correction instead.")
    assert LogVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        ({}, []),
        ({"start": None, "end": None}, ["period"]),
        ({"start": None, "end": None, "half_day": "morning"}, []),
        (
            {"place": "", "people": "", "measures": "", "outcome": ""},
            ["place", "people", "measures", "outcome"],
        ),
        ({"progress": None}, []),  # the state tells the progress
        ({"state": ""}, []),
        ({"progress": None, "state": ""}, ["progress"]),
        ({"progress": 0, "state": ""}, []),
        ({"measures": "无"}, []),
    ],
)
def test_the_seven_disclosures(cast: Cast, said: dict[str, Any], missing: list[str]) -> None:
    assert missing_disclosures(entry_of(cast["S03"], THURSDAY, **said)) == missing


def test_a_month_with_a_gap_is_not_submitted(cast: Cast) -> None:
    entry_of(cast["S03"], THURSDAY, measures="")
    entry_of(cast["S03"], date(2026, 3, 10), outcome="")
    entry_of(cast["S03"], date(2026, 4, 1), outcome="")  # another month's
    withdraw_entry(entry=entry_of(cast["S03"], date(2026, 3, 11), place=""), reason="重复", actor=cast["S03"])
    given: dict[str, Any] = {"person": cast["S03"], "month": "2026-03", "at": noon(2026, 4, 2)}
    assert refused(submitted, **given) == (
        "entries",
        "2 entries lack one of the seven disclosures: 2026-03-05、2026-03-10.",
    )
