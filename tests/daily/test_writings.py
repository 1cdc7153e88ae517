"""Drafts on the server: kept as typed, overwritten by no other window, one entry once recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from daybook.daily.actions.amend import revise_entry
from daybook.daily.actions.copies import copy_day, copy_week
from daybook.daily.actions.save_day import save_day
from daybook.daily.actions.standing import ToldOtherwise
from daybook.daily.actions.writings import (
    Crossed,
    Settled,
    discard_writing,
    keep_writing,
    lay_out,
    record_writing,
    record_writings,
)
from daybook.daily.entry_form import EntryForm
from daybook.daily.models import LogEntry, Writing
from daybook.ledger.models import LedgerLine
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.web.refusals import Refused
from tests.factories import WHOLE, entry_of, noon, refused, submitted
from tests.people import Cast

pytestmark = pytest.mark.django_db
DAY, AT = date(2026, 7, 7), noon(2026, 7, 7)


def kept(cast: Cast, version: int = 0, key: str = "K1", **fields: str) -> Writing:
    given: dict[str, Any] = {"author": cast["S03"], "key": key, "day": DAY, "at": AT}
    return keep_writing(fields=fields or {"line": "核对台账"}, version=version, **given)


def test_a_draft_is_kept_as_it_is_typed_and_leaves_no_line_in_the_ledger(cast: Cast) -> None:
    lines = LedgerLine.objects.count()
    assert kept(cast, line="核").version == 1
    assert kept(cast, 1, line="核对").version == 2
    row = Writing.objects.get()
    assert (row.person, row.day, row.fields, row.version) == (cast["S03"], DAY, {"line": "核对"}, 2)
    assert LedgerLine.objects.count() == lines


def test_an_older_version_overwrites_nothing(cast: Cast) -> None:
    kept(cast, line="甲")
    kept(cast, 1, line="乙")
    for version in (0, 1, 7):
        with pytest.raises(Crossed) as found:
            kept(cast, version, line="丙")
        assert found.value.standing.fields == {"line": "乙"}
    assert Writing.objects.get().fields == {"line": "乙"}


def test_the_same_words_again_are_no_quarrel(cast: Cast) -> None:
    kept(cast, line="甲")
    assert kept(cast, line="甲").version == 1


def test_another_ones_draft_of_the_same_key_is_another(cast: Cast) -> None:
    kept(cast, line="甲")
    keep_writing(author=cast["S04"], key="K1", day=DAY, fields={"line": "乙"}, version=0, at=AT)
    assert sorted(row.fields["line"] for row in Writing.objects.all()) == ["乙", "甲"]


def test_what_comes_late_is_no_new_draft_of_an_entry(cast: Cast) -> None:
    kept(cast)
    record_writing(author=cast["S03"], day=DAY, draft=replace(WHOLE, key="K1"), at=AT)
    assert Writing.objects.count() == 0
    with pytest.raises(Settled):
        kept(cast, 1, line="迟到的一次续存")
    assert Writing.objects.count() == 0


def test_a_draft_thrown_away_in_one_window_goes_on_in_another(cast: Cast) -> None:
    kept(cast)
    discard_writing(author=cast["S04"], key="K1")
    assert Writing.objects.count() == 1
    discard_writing(author=cast["S03"], key="K1")
    assert Writing.objects.count() == 0
    assert kept(cast, 1, line="还在写").version == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"key": "../K"}, "A key holds letters, digits and . _ - only."),
        ({"line": "字" * 40_001}, "This text is too long to be kept as a draft."),
        ({"line": "a\x00b"}, "A text may not hold the character NUL."),
    ],
)
def test_what_cannot_be_kept_is_refused(cast: Cast, given: dict[str, Any], sentence: str) -> None:
    with translation.override("en"), pytest.raises(Refused) as found:
        kept(cast, **given)
    assert found.value.message == sentence


def test_sending_twice_is_one_entry(cast: Cast) -> None:
    draft = replace(WHOLE, key="K1")
    first = record_writing(author=cast["S03"], day=DAY, draft=draft, at=AT)
    assert record_writing(author=cast["S03"], day=DAY, draft=draft, at=AT) == first
    assert LogEntry.objects.count() == 1


def test_a_lost_answer_is_asked_for_again_even_after_a_change(cast: Cast) -> None:
    draft = replace(WHOLE, key="K1")
    first = record_writing(author=cast["S03"], day=DAY, draft=draft, at=AT)
    changed = replace(draft, content="改过")
    revise_entry(entry=first, draft=changed, version=1, actor=cast["S03"], at=AT)
    again = record_writing(author=cast["S03"], day=DAY, draft=draft, at=AT)
    assert (again.pk, again.content, LogEntry.objects.count()) == (first.pk, "改过", 1)


def test_other_words_under_a_key_that_stands_are_refused(cast: Cast) -> None:
    draft = replace(WHOLE, key="K1")
    record_writing(author=cast["S03"], day=DAY, draft=draft, at=AT)
    given: dict[str, Any] = {"author": cast["S03"], "day": DAY, "at": AT}
    with pytest.raises(ToldOtherwise) as found:
        record_writing(draft=replace(draft, outcome="另一窗口写的"), **given)
    assert found.value.field == "key"
    assert [entry.outcome for entry in LogEntry.objects.all()] == [WHOLE.outcome]


def test_what_another_window_wrote_since_becomes_a_change_of_the_entry(cast: Cast) -> None:
    kept(cast, line="甲")
    kept(cast, 1, line="乙写的更多")
    entry = record_writing(
        author=cast["S03"], day=DAY, draft=replace(WHOLE, content="甲", key="K1"), version=1, at=AT
    )
    left = Writing.objects.get()
    assert (left.entry, left.base, left.fields["content"]) == (entry, 0, "乙写的更多")


def test_the_same_words_kept_by_a_lost_answer_are_no_change(cast: Cast) -> None:
    words: dict[str, Any] = {"content": "甲", "start": "09:00", "end": "10:00"}
    kept(cast, **words)
    kept(cast, 1, **words)
    form = EntryForm({**words, "key": "K1"}, author=cast["S03"], day=DAY)
    record_writing(author=cast["S03"], day=DAY, draft=form.sound_draft(), version=1, at=AT)
    assert (LogEntry.objects.count(), Writing.objects.count()) == (1, 0)


def test_a_day_is_saved_at_once_and_the_faulty_stays(cast: Cast) -> None:
    kept(cast, key="A", content="核对台账", start="09:00", end="10:00")
    kept(cast, key="B", content="写反了时间", start="10:00", end="09:00")
    kept(cast, key="C", content="", place="三楼会议室")
    kept(cast, key="D", line="14:00-15:00 与陈明 研究预算调整 80% → 形成初稿")
    with translation.override("en"):
        faults = save_day(author=cast["S03"], day=DAY, at=AT)
    assert faults == {"B": "The end must lie after the beginning.", "C": "Say what was worked on."}
    assert sorted(LogEntry.objects.values_list("key", flat=True)) == ["A", "D"]
    assert sorted(Writing.objects.values_list("key", flat=True)) == ["B", "C"]
    read = LogEntry.objects.get(key="D")
    assert (read.people, read.progress, read.outcome) == ("陈明", 80, "形成初稿")


def test_matters_of_a_day_are_found_by_key_or_title_like_those_of_one_entry(cast: Cast) -> None:
    given: dict[str, Any] = {"bureau": cast.bureau, "actor": cast["H01"], "at": noon(2026, 7, 1)}
    for key, title in (("M1", "防汛"), ("M2", "防汛"), ("K3", "盘点"), ("M4", "K3")):
        open_matter(key=key, title=title, **given)
    told = {"A": "M1", "B": "＃防汛", "C": "K3", "D": "M4", "E": "没有的事项", "F": ""}
    for key, matter in told.items():
        kept(cast, key=key, content="核对台账", matter=matter)
    faults = save_day(author=cast["S03"], day=DAY, at=AT)
    assert list(faults) == ["E"]
    found = dict(LogEntry.objects.values_list("key", "matter__key"))
    assert found == {"A": "M1", "B": "M2", "C": "K3", "D": "M4", "F": None}


def test_a_day_that_is_locked_keeps_every_draft(cast: Cast) -> None:
    day = date(2026, 7, 1)
    for key in ("A", "B"):
        keep_writing(author=cast["S03"], key=key, day=day, fields={"content": "旧事"}, version=0, at=AT)
    with translation.override("en"):
        faults = save_day(author=cast["S03"], day=day, at=AT)
    assert faults == dict.fromkeys("AB", "This day lies too far back; the superior must unlock it.")
    assert (Writing.objects.count(), LogEntry.objects.count()) == (2, 0)


def test_a_change_that_was_being_written_is_saved_with_the_day(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY)
    keep_writing(
        author=cast["S03"],
        key="R",
        day=DAY,
        fields={"content": "改过的内容", "place": "四楼"},
        version=0,
        entry=entry,
        base=1,
        at=AT,
    )
    assert save_day(author=cast["S03"], day=DAY, at=AT) == {}
    entry.refresh_from_db()
    assert (entry.content, entry.version, Writing.objects.count()) == ("改过的内容", 2, 0)


def test_a_draft_written_on_while_its_day_is_saved_keeps_the_later_words(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(cast, content="先写的")
    read = EntryForm.draft

    def meanwhile(form: EntryForm) -> Any:
        if form.cleaned_data["content"] == "先写的":
            Writing.objects.filter(version=1).update(fields={"content": "后写的"}, version=2)
        return read(form)

    monkeypatch.setattr(EntryForm, "draft", meanwhile)
    assert save_day(author=cast["S03"], day=DAY, at=AT) == {}
    assert [entry.content for entry in LogEntry.objects.all()] == ["先写的"]
    assert Writing.objects.get().fields["content"] == "后写的"


def test_a_days_drafts_are_read_within_its_saving(cast: Cast) -> None:
    kept(cast, content="核对台账")
    with CaptureQueriesContext(connection) as captured:
        save_day(author=cast["S03"], day=DAY, at=AT)
    begins = next(each for each, one in enumerate(captured.captured_queries) if "SAVEPOINT" in one["sql"])
    reads = [
        each for each, one in enumerate(captured.captured_queries) if 'FROM "daily_writing"' in one["sql"]
    ]
    assert reads
    assert begins < min(reads)


def test_a_change_that_moves_an_entry_to_another_day_is_left_to_its_own_page(cast: Cast) -> None:
    entry, other = entry_of(cast["S03"], date(2026, 7, 6)), entry_of(cast["S03"], DAY)
    for key, row, day in (("R", entry, DAY), ("Q", other, date(2026, 7, 6))):
        fields = {"content": "写到一半", "backfill_reason": "记错了日子"}
        given: dict[str, Any] = {"key": key, "day": day, "fields": fields, "entry": row, "base": 1}
        keep_writing(author=cast["S03"], version=0, at=AT, **given)
    for day in (DAY, date(2026, 7, 6)):
        assert save_day(author=cast["S03"], day=day, backfill_reason="补", at=AT) == {}
    assert sorted(Writing.objects.values_list("key", flat=True)) == ["Q", "R"]
    assert set(LogEntry.objects.values_list("version", flat=True)) == {1}


def test_a_change_of_what_was_changed_meanwhile_stays_a_draft(cast: Cast) -> None:
    entry = entry_of(cast["S03"], DAY)
    fields = {"content": "改过的内容"}
    given: dict[str, Any] = {"author": cast["S03"], "key": "R", "day": DAY, "fields": fields, "at": AT}
    keep_writing(version=0, entry=entry, base=9, **given)
    with translation.override("en"):
        faults = save_day(author=cast["S03"], day=DAY, at=AT)
    assert faults == {"R": "This entry was changed meanwhile; compare the two and save again."}
    assert Writing.objects.get().fields == fields


def test_a_key_of_another_ones_entry_is_refused_alone(cast: Cast) -> None:
    entry_of(cast["S04"], DAY, key="X")
    drafts = [replace(WHOLE, key="X"), replace(WHOLE, key="Y")]
    with translation.override("en"):
        saved = record_writings(author=cast["S03"], day=DAY, drafts=drafts, at=AT)
    assert saved.faults == {"X": "This key is another entry's."}
    assert [entry.key for entry in saved.entries] == ["Y"]


def test_a_submitted_month_takes_nothing(cast: Cast) -> None:
    day = date(2026, 6, 30)
    entry_of(cast["S03"], day)
    submitted(cast["S03"], "2026-06", noon(2026, 7, 3))
    given: dict[str, Any] = {"author": cast["S03"], "day": day, "draft": replace(WHOLE, key="K"), "at": AT}
    assert refused(record_writing, **given)[1] == "This month is submitted; append a correction instead."


# Copies ----------------------------------------------------------------------------------------------------


def test_a_day_is_copied_into_drafts_with_last_times_words(cast: Cast) -> None:
    items = plan_month(
        person=cast["S03"], month="2026-07", lines=[PlanLine("编制计划", key="P1")], at=noon(2026, 7, 1)
    )
    entry_of(cast["S03"], date(2026, 7, 6), plan_item=items[0], state="done", progress=100, key="E1")
    entry_of(cast["S03"], date(2026, 7, 6), content="未动的事", state="untouched")
    lines = LedgerLine.objects.count()
    made = copy_day(author=cast["S03"], source=date(2026, 7, 6), target=DAY, at=AT)
    fields = made[0].fields
    assert len(made) == 1
    assert (fields["content"], fields["plan_item"], fields["source"]) == (WHOLE.content, "P1", "2026-07-06")
    assert (fields["state"], fields["progress"], fields["outcome"]) == ("ongoing", "", "")
    assert LedgerLine.objects.count() == lines
    copy_day(author=cast["S03"], source=date(2026, 7, 6), target=DAY, at=AT)
    assert Writing.objects.count() == 1
    save_day(author=cast["S03"], day=DAY, at=AT)
    copy_day(author=cast["S03"], source=date(2026, 7, 6), target=DAY, at=AT)
    assert Writing.objects.count() == 0


@pytest.mark.parametrize("way", ["withdrawn", "moved", "aside"])
def test_what_was_copied_and_is_gone_can_be_copied_again(cast: Cast, way: str) -> None:
    entry_of(cast["S03"], date(2026, 7, 6))
    given: dict[str, Any] = {"author": cast["S03"], "source": date(2026, 7, 6), "target": DAY, "at": AT}
    copy_day(**given)
    save_day(author=cast["S03"], day=DAY, at=AT)
    gone: dict[str, dict[str, Any]] = {
        "withdrawn": {"withdrawn_reason": "记错了"},
        "moved": {"work_date": date(2026, 7, 3)},
        "aside": {"quarantined": True},
    }
    LogEntry.objects.filter(work_date=DAY).update(**gone[way])
    assert len(copy_day(**given)) == 1
    copy_day(**given)
    assert [row.day for row in Writing.objects.all()] == [DAY]


def test_an_item_of_last_month_is_found_again_in_this_one(cast: Cast) -> None:
    for month, key, at in (("2026-06", "P6", noon(2026, 6, 1)), ("2026-07", "P7", noon(2026, 7, 1))):
        plan_month(person=cast["S03"], month=month, lines=[PlanLine("编制计划", key=key)], at=at)
    item = cast["S03"].plan_items.get(key="P6")
    entry_of(cast["S03"], date(2026, 6, 30), plan_item=item)
    made = copy_day(author=cast["S03"], source=date(2026, 6, 30), target=DAY, at=AT)
    assert made[0].fields["plan_item"] == "P7"


def test_last_week_is_copied_to_the_days_that_are_empty_up_to_today(cast: Cast) -> None:
    for day in (date(2026, 6, 29), date(2026, 6, 30), date(2026, 7, 1)):
        entry_of(cast["S03"], day)
    entry_of(cast["S03"], date(2026, 7, 6))
    made = copy_week(author=cast["S03"], day=DAY, today=DAY, at=AT)
    assert [row.day for row in made] == [DAY]


def test_where_nothing_stands_nothing_is_copied(cast: Cast) -> None:
    given: dict[str, Any] = {"author": cast["S03"], "at": AT}
    assert refused(copy_day, source=date(2026, 7, 6), target=DAY, **given)[0] == "source"
    assert refused(copy_week, day=DAY, today=DAY, **given)[0] == "week"


def test_drafts_laid_out_twice_stand_once(cast: Cast) -> None:
    forms = [("L1", {"content": "一"}), ("", {"content": "二"})]
    assert len(lay_out(author=cast["S03"], day=DAY, forms=forms, at=AT)) == 2
    assert len(lay_out(author=cast["S03"], day=DAY, forms=forms[:1], at=AT)) == 0
