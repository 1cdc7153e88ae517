"""The annual summary: put together from the months, submitted, taken back, read by the bureau."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.utils import translation

from daybook.annual.actions.reports import (
    ReportDraft,
    keep_report_writing,
    submit_annual_report,
    take_back_annual_report,
)
from daybook.annual.assembling import answer_from, strands_of, summary_from
from daybook.annual.models import AnnualReport, Poll, ReportWriting
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.plans.actions.answers import Answer
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.web.refusals import Refused
from tests.factories import refused
from tests.pages import page, reading, statements, words
from tests.people import Cast

NOW = datetime(2026, 12, 28, 2, 0, tzinfo=UTC)
DONE = Answer(PlanState.DONE, None, "编制方案两轮", "方案印发", "正常")


@pytest.fixture(autouse=True)
def _in_december() -> object:
    with time_machine.travel(NOW, tick=False), translation.override("en"):
        yield


def goal(cast: Cast, key: str = "G1", title: str = "防汛预案修编", number: str = "S02") -> AnnualGoal:
    return AnnualGoal.objects.create(
        bureau=cast.bureau, key=key, person=cast[number], year=2026, title=title, measure="六月底前印发"
    )


def item(
    of: AnnualGoal,
    month: str,
    title: str = "修编",
    state: str = "",
    progress: int | None = None,
    **texts: str,
) -> PlanItem:
    return PlanItem.objects.create(
        bureau=of.bureau,
        key=f"{of.key}-{month}-{title}",
        person=of.person,
        month=month,
        title=title,
        annual_goal=of,
        state=state,
        progress=progress,
        **texts,
    )


def submit(cast: Cast, number: str = "S02", **answers: Answer) -> AnnualReport:
    draft = ReportDraft(answers, "全年任务完成。", "一年来，认真履职。")
    return submit_annual_report(person=cast[number], year=2026, draft=draft)


def test_an_answer_begins_with_how_each_piece_of_work_stood_at_last(cast: Cast) -> None:
    of = goal(cast)
    item(of, "2026-03", state="partial", progress=40, execution="初稿", work_status="正常")
    item(of, "2026-05", state="done", execution="定稿印发", visible_progress="预案已印发")
    assert answer_from(strands_of(PlanItem.objects.all())) == Answer(
        PlanState.DONE, None, "定稿印发", "预案已印发", "正常"
    )
    item(of, "2026-06", "演练", state="partial", progress=50, execution="排了脚本")
    assert answer_from(strands_of(PlanItem.objects.all())) == Answer(
        PlanState.PARTIAL, 75, "修编：定稿印发\n演练：排了脚本", "修编：预案已印发", "修编：正常"
    )


@pytest.mark.parametrize(
    ("states", "answer"),
    [
        (["", ""], None),
        (["not_done", ""], (PlanState.NOT_DONE, None)),
        (["cancelled", "cancelled"], (PlanState.CANCELLED, None)),
        (["cancelled", "done"], (PlanState.DONE, None)),
        (["not_done", "done"], (PlanState.PARTIAL, 50)),
    ],
)
def test_the_state_that_all_have_is_the_goals(
    cast: Cast, states: list[str], answer: tuple[PlanState, int | None] | None
) -> None:
    of = goal(cast)
    for number, state in enumerate(states):
        item(of, "2026-03", f"第{number}件", state=state)
    found = answer_from(strands_of(PlanItem.objects.all()))
    assert (found and (found.state, found.progress)) == answer


def test_a_summary_begins_with_the_goals(cast: Cast) -> None:
    with translation.override("zh-hans"):
        assert summary_from([(goal(cast), DONE), (goal(cast, "G2", "台账"), None)], 11).split("\n") == [
            "本年度目标2项，其中完成1项。",
            "防汛预案修编：完成；方案印发。",
            "全年已对账11个月。",
        ]
    assert summary_from([], 3) == ""


def test_submitting_answers_every_goal_and_ends_the_draft(cast: Cast) -> None:
    of = goal(cast)
    keep_report_writing(writer=cast["S02"], year=2026, fields={"summary": "半句"}, version=0)
    with pytest.raises(Refused) as found:
        submit(cast)
    assert found.value.field == "state:G1"
    assert AnnualReport.objects.count() == 0
    submit(cast, G1=DONE)
    of.refresh_from_db()
    assert (of.state, of.execution) == ("done", "编制方案两轮")
    assert not ReportWriting.objects.exists()
    line = LedgerLine.objects.get(action="submit_annual_report")
    assert "认真履职" not in str(line.after)
    assert list(chain_faults("WATER")) == []


def test_a_fault_in_an_answer_changes_nothing(cast: Cast) -> None:
    goal(cast)
    other = goal(cast, "G2", "台账")
    with pytest.raises(Refused) as found:
        submit(cast, G1=DONE, G2=Answer(PlanState.PARTIAL))
    assert found.value.field == "progress:G2"
    with pytest.raises(Refused):
        submit(cast, G1=DONE, G2=DONE, G9=DONE)
    other.refresh_from_db()
    assert not AnnualGoal.objects.exclude(state="").exists()


@pytest.mark.parametrize("typed", ["150", "-5", "90.5", "百分之九十", "1000"])
def test_progress_is_a_per_cent_and_stays_as_typed(cast: Cast, typed: str) -> None:
    goal(cast)
    fields = {"state:G1": "partial", "progress:G1": typed, "summary": "完成大半。"}
    answer = reading(cast["S02"], "zh-hans").post("/years/2026/summary", fields)
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "进度写0到100的整数" in told
    assert f'value="{typed}"' in told
    assert AnnualReport.objects.count() == 0


def test_who_was_not_there_has_nothing_to_summarise(cast: Cast) -> None:
    given: dict[str, Any] = {"person": cast["S02"], "draft": ReportDraft({}, "老账。")}
    assert refused(submit_annual_report, year=1999, **given) == ("year", "You did not work here in 1999.")


def test_it_is_taken_back_until_voting_begins(cast: Cast) -> None:
    submit(cast)
    with pytest.raises(Refused):
        submit(cast)
    with pytest.raises(Refused):
        keep_report_writing(writer=cast["S02"], year=2026, fields={"summary": "再写"}, version=0)
    take_back_annual_report(person=cast["S02"], year=2026)
    with pytest.raises(Refused):
        take_back_annual_report(person=cast["S02"], year=2026)
    assert submit(cast).submitted_at == NOW
    Poll.objects.create(bureau=cast.bureau, year=2026)
    with pytest.raises(Refused):
        take_back_annual_report(person=cast["S02"], year=2026)
    assert submit(cast, "S03").submitted_at == NOW


def test_a_year_that_has_not_begun_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        submit_annual_report(person=cast["S02"], year=2027, draft=ReportDraft({}, "早了"))


def test_the_page_begins_with_what_the_months_told(cast: Cast) -> None:
    of = goal(cast)
    item(of, "2026-05", state="done", execution="定稿印发")
    html = page(reading(cast["S02"], "zh-hans"), "/years/2026/summary")
    assert "定稿印发" in html
    assert 'value="done" checked' in html
    assert "由各月汇成" in words(html)


def test_what_was_typed_stays_over_a_refusal(cast: Cast) -> None:
    goal(cast)
    client = reading(cast["S02"], "zh-hans")
    sent = {"state:G1": "partial", "execution:G1": "改了三稿", "summary": "我的小结", "act": "submit"}
    answer = client.post("/years/2026/summary", sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "改了三稿" in html
    assert "我的小结" in html
    assert AnnualReport.objects.count() == 0
    answer = client.post("/years/2026/summary", {**sent, "progress:G1": "80%"})
    assert answer.status_code == 302
    assert AnnualGoal.objects.get().progress == 80
    assert "已于" in words(page(client, "/years/2026/summary"))


def test_a_draft_is_kept_and_two_windows_never_overwrite_each_other(cast: Cast) -> None:
    client = reading(cast["S02"])
    kept = client.post("/years/2026/summary/draft", {"summary": "一", "version": "0"})
    assert kept.json()["version"] == 1
    crossed = client.post("/years/2026/summary/draft", {"summary": "二", "version": "0"})
    assert (crossed.status_code, crossed.json()["fields"]) == (409, {"summary": "一"})


def test_only_a_submitted_summary_is_open_to_the_bureau(cast: Cast) -> None:
    client = reading(cast["S04"], "zh-hans")
    page(client, "/years/2026/summaries/S02", 404)
    assert "钱进" not in words(page(client, "/years/2026/summaries"))
    assert "钱进" in words(page(reading(cast["S01"], "zh-hans"), "/years/2026/summaries"))
    submit(cast)
    assert "一年来，认真履职。" in words(page(client, "/years/2026/summaries/S02"))
    assert "钱进" in words(page(client, "/years/2026/summaries"))


def test_the_pages_take_as_many_statements_with_one_as_with_thirty(cast: Cast) -> None:
    of = goal(cast)
    item(of, "2026-03", state="done")
    client = reading(cast["S02"])
    addresses = ("/years/2026/summary", "/years/2026/summaries")
    before = [statements(client, address) for address in addresses]
    for serial in range(30):
        item(goal(cast, f"N{serial}", f"目标{serial}"), "2026-04", state="done")
    for number in ("S03", "S04", "S05", "H01"):
        submit(cast, number)
    assert [statements(client, address) for address in addresses] == before
    assert max(before) <= 15
