"""What the months of a person quoted of an entry goes with its purge; all else stays as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daybook.annual.queries.verified import disagreements
from daybook.daily.access import Reader
from daybook.daily.actions.quarantine import ask_purge, place_quarantine, purge_entry
from daybook.daily.models import LogEntry
from daybook.daily.passages import Passages
from daybook.monthly.actions.extend import extend_month
from daybook.monthly.actions.month import review_month
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.actions.writings import keep_month_writing, summary_place
from daybook.monthly.models import MonthlyReport, MonthlyReview, MonthWriting
from daybook.monthly.queries.statement import statement_of
from daybook.monthly.summary import draft_of, text_of
from daybook.org.actions.keeping import Crossed
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.actions.changes import ask_plan_change
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.enums import ChangeKind, MonthAct
from daybook.plans.models import PlanItem
from tests.factories import entry_of, last_line, noon
from tests.people import Cast, water_bureau

MARCH = "2026-03"
SECRET = "青石潭水闸甲号图纸存于三号柜"
DAY, APRIL_2, APRIL_8 = date(2026, 3, 30), noon(2026, 4, 2), noon(2026, 4, 8)


@pytest.fixture
def office(db: None) -> Cast:
    made = water_bureau()
    grant_right(person=made["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    return made


def hidden(cast: Cast, entry: LogEntry) -> None:
    place_quarantine(entry=entry, reason="含有不应公开的内容", actor=cast["S01"], at=APRIL_8)
    ask_purge(entry=entry, actor=cast["S01"], at=APRIL_8)


def purged(cast: Cast, entry: LogEntry) -> None:
    hidden(cast, entry)
    purge_entry(entry=entry, actor=cast["S06"], at=APRIL_8)


def drafted_summary(cast: Cast, number: str) -> str:
    reader = Reader(cast[number], frozenset(), APRIL_2.date())
    return text_of(draft_of(statement_of(reader, cast[number], MARCH)))


def submitted_with_draft(cast: Cast, number: str) -> str:
    """A month handed in with the summary that was put together for it."""
    summary = drafted_summary(cast, number)
    submit_month(person=cast[number], month=MARCH, summary=summary, at=APRIL_2)
    return summary


def reviewed(cast: Cast, number: str, comment: str) -> MonthlyReview:
    return review_month(
        person=cast[number],
        month=MARCH,
        reviewer=cast["H02"],
        execution_rating="well",
        saturation_rating="well",
        completion_rating="well",
        comment=comment,
        at=APRIL_8,
    )


def of_person(cast: Cast, number: str) -> dict[str, Any]:
    """Everything that tells of the months of a person."""
    models = (MonthlyReport, MonthlyReview, MonthWriting, PlanItem)
    return {model.__name__: list(model.objects.filter(person=cast[number]).values()) for model in models}


def test_a_summary_put_together_from_the_record_loses_the_words_alone(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET, outcome="编成图纸目录一份备查")
    entry_of(office["S03"], date(2026, 3, 27), content="巡查青石大坝左岸险段")
    before = submitted_with_draft(office, "S03")
    assert SECRET in before
    purged(office, entry)
    after = MonthlyReport.objects.get().summary
    expected = before.replace(SECRET, "内容已清除").replace("编成图纸目录一份备查", "内容已清除")
    assert after == expected
    assert "巡查青石大坝左岸险段" in after
    assert MonthlyReport.objects.get().submitted_at == APRIL_2


@pytest.mark.parametrize(
    ("content", "outcome"),
    [("王某患病", "已送医"), ("处理王某来访反映的库区移民补偿", "王某患病"), ("王某患病", "")],
)
def test_words_too_few_to_tell_go_with_the_clause_they_were_quoted_in(
    office: Cast, content: str, outcome: str
) -> None:
    entry = entry_of(office["S03"], DAY, content=content, outcome=outcome or "无")
    entry_of(office["S03"], date(2026, 3, 27), content="巡查大坝", outcome="已送检")
    before = submitted_with_draft(office, "S03")
    assert "王某" in before
    purged(office, entry)
    after = MonthlyReport.objects.get().summary
    assert "王某" not in after
    assert "3月30日" not in after
    assert "3月27日巡查大坝，已送检" in after


def test_a_short_outcome_goes_from_what_can_be_seen_of_the_item_it_served(office: Cast) -> None:
    lines = [PlanLine("病员转运", key="P-1"), PlanLine("巡查", key="P-2")]
    first, other = plan_month(person=office["S03"], month=MARCH, lines=lines, at=noon(2026, 3, 2))
    entry = entry_of(office["S03"], DAY, content="王某患病", outcome="已送医", plan_item=first)
    PlanItem.objects.filter(pk=first.pk).update(visible_progress="已送医；车已备好；均已送医院")
    PlanItem.objects.filter(pk=other.pk).update(visible_progress="已送医")
    summary = "病员转运：形象进度：已送医。"
    submit_month(person=office["S03"], month=MARCH, summary=summary, at=APRIL_2)
    purged(office, entry)
    first.refresh_from_db()
    other.refresh_from_db()
    assert first.visible_progress == "内容已清除；车已备好；均已送医院"
    assert other.visible_progress == "已送医"  # of another piece of work, which may say the same
    assert MonthlyReport.objects.get().summary == "病员转运：内容已清除。"
    assert last_line().after["plan_items"] == "P-1"


def test_reasons_of_changes_and_extensions_lose_the_words_and_what_was_planned_stays(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET)
    change = ask_plan_change(
        person=office["S03"], month=MARCH, kind=ChangeKind.ADD, line=PlanLine(SECRET, key="C-1"),
        reason=f"因{SECRET}，须加办", key="C-1", at=noon(2026, 3, 20),
    )  # fmt: skip
    put_off = extend_month(
        bureau=office.bureau, month=MARCH, act=MonthAct.SUBMIT, until=date(2026, 5, 8), person=office["S03"],
        reason=f"{SECRET}未办完", actor=office["S01"], key="X-1", at=APRIL_8,
    )  # fmt: skip
    purged(office, entry)
    change.refresh_from_db()
    put_off.refresh_from_db()
    assert (change.title, change.reason) == (SECRET, "因内容已清除，须加办")
    assert put_off.reason == "内容已清除未办完"
    assert (last_line().after["plan_changes"], last_line().after["extensions"]) == ("C-1", "X-1")


def test_a_short_word_stays_where_it_was_not_quoted(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content="巡查大坝", outcome="完好")
    summary = "3月27日巡查大坝，完好；3月30日巡查大坝，完好。"
    submit_month(person=office["S03"], month=MARCH, summary=summary, at=APRIL_2)
    purged(office, entry)
    assert MonthlyReport.objects.get().summary == "3月27日巡查大坝，完好；内容已清除。"


def test_a_review_that_repeats_a_part_loses_that_part(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET)
    submit_month(person=office["S03"], month=MARCH, summary="完成。", at=APRIL_2)
    reviewed(office, "S03", f"“{SECRET[2:12]}”一事办得稳妥，请续报。")
    purged(office, entry)
    review = MonthlyReview.objects.get()
    assert review.comment == "“内容已清除”一事办得稳妥，请续报。"
    assert (review.execution_rating, review.reviewed_at) == ("well", APRIL_8)
    assert MonthlyReport.objects.get().summary == "完成。"
    line = last_line()
    assert (line.action, line.after["reviews"]) == ("purge_entry", "2026-03:2026-03-01")
    assert not {"summaries", "plan_items", "month_drafts"} & set(line.after)
    assert list(disagreements(office.bureau)) == []


def test_every_month_of_the_person_is_gone_through(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET)
    of_bureau = {"bureau": office.bureau, "person": office["S03"]}
    for month in ("2025-11", "2026-04"):
        MonthlyReport.objects.create(month=month, summary=f"续办{SECRET}。", **of_bureau)
    purged(office, entry)
    assert set(MonthlyReport.objects.values_list("summary", flat=True)) == {"续办内容已清除。"}
    assert last_line().after["summaries"] == "2025-11 2026-04"


def test_the_months_of_others_stay_as_they_were(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET)
    entry_of(office["S04"], DAY, content=SECRET)  # a record of another, which nobody asked to purge
    plan_month(person=office["S04"], month="2026-04", lines=[PlanLine("建档")], at=noon(2026, 4, 1))
    PlanItem.objects.update(execution=SECRET)
    submitted_with_draft(office, "S04")
    reviewed(office, "S04", f"{SECRET}办得好")
    keep_month_writing(place=summary_place(office["S04"], "2026-04"), fields={"summary": SECRET}, version=0)
    before = of_person(office, "S04")
    assert str(before).count(SECRET) == 4
    purged(office, entry)
    assert of_person(office, "S04") == before


def test_a_quarantine_changes_nothing_of_the_month(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET)
    submitted_with_draft(office, "S03")
    reviewed(office, "S03", f"{SECRET}办得好")
    before = of_person(office, "S03")
    hidden(office, entry)
    assert of_person(office, "S03") == before


def test_a_window_that_still_shows_the_words_cannot_save_them_unseen(office: Cast) -> None:
    entry = entry_of(office["S03"], DAY, content=SECRET)
    place = summary_place(office["S03"], MARCH)
    kept = keep_month_writing(place=place, fields={"summary": f"写：{SECRET}"}, version=0)
    purged(office, entry)
    with pytest.raises(Crossed) as crossed:
        keep_month_writing(place=place, fields={"summary": f"写：{SECRET}。"}, version=kept.version)
    assert crossed.value.standing is not None
    assert crossed.value.standing.fields == {"summary": "写：内容已清除"}


@pytest.mark.parametrize(
    ("said", "text", "left"),
    [
        ("一二三四五六七八九", "前一二三四五六七八九后", "前内容已清除后"),
        ("一二三四五六七八九", "前二三四五六七八九后", "前内容已清除后"),  # a passage of eight
        ("一二三四五六七八九", "前三四五六七八九后", "前三四五六七八九后"),  # one of seven
        ("一二三四五六七", "一二三四五六七", "一二三四五六七"),
        ("一二三四\n五六七八", "前 一二三四 五六　七八 后", "前 内容已清除 后"),  # blanks do not count
        ("一二三四五六七八", "一二三四五六七八，一二三四五六七八", "内容已清除，内容已清除"),
        ("一二三四五六七八", "", ""),
        ("", "一二三四五六七八", "一二三四五六七八"),
    ],
)
def test_a_passage_is_found_by_eight_of_its_signs(said: str, text: str, left: str) -> None:
    assert Passages([said]).taken_from(text) == left
    assert Passages([], [said]).taken_from(said or text) == ("内容已清除" if said else text)
    assert Passages([said]).taken_from_all({"a": [text, {"b": text}], "n": 3}) == {
        "a": [left, {"b": left}],
        "n": 3,
    }
