"""Extensions: who gives them, what they move, who is told; and the page on which they are given."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.inbox.models import Message
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.extend import extend_month
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.deadlines import deadlines_of, plan_deadline
from daybook.plans.enums import MonthAct
from daybook.plans.models import MonthExtension
from daybook.web.refusals import Refused
from tests.factories import entry_of, last_line, noon, refused, submitted
from tests.pages import page, reading, statements, words
from tests.people import SINCE, Cast

APRIL_2 = noon(2026, 4, 2)
PAGE = "/months/2026-03/extensions"
# Of March 2026 the plan was due on 4 March, the reconciliation is due on 8 April, the reviews on 15 April.
PLANNED, SUBMITTED, REVIEWED = date(2026, 3, 4), date(2026, 4, 8), date(2026, 4, 15)


def extended(cast: Cast, **given: Any) -> MonthExtension:
    usual = {"bureau": cast.bureau, "month": "2026-03", "act": MonthAct.SUBMIT, "until": date(2026, 4, 20)}
    more = {"reason": "汛期值守", "actor": cast["S01"], "at": APRIL_2}
    return extend_month(**{**usual, **more, **given})


def test_without_an_extension_the_policy_says_when(cast: Cast) -> None:
    due = deadlines_of(cast.bureau, "2026-03", date(2026, 4, 2))
    row = cast["S02"].pk
    assert (due.plan_by(row), due.submit_by(row), due.review_by(row, cast["H01"].pk)) == (
        PLANNED,
        SUBMITTED,
        REVIEWED,
    )


def test_an_extension_for_one_moves_his_day_and_the_review_of_his_month(cast: Cast) -> None:
    extended(cast, person=cast["S02"])
    due = deadlines_of(cast.bureau, "2026-03", date(2026, 4, 2))
    assert due.submit_by(cast["S02"].pk) == date(2026, 4, 20)
    assert due.review_by(cast["S02"].pk, cast["H01"].pk) == date(2026, 4, 27)  # five workdays after it
    assert due.submit_by(cast["S03"].pk) == SUBMITTED
    assert due.review_by(cast["S03"].pk, cast["H02"].pk) == REVIEWED


def test_an_extension_for_all_moves_everybodys_and_the_latest_counts(cast: Cast) -> None:
    extended(cast)
    extended(cast, until=date(2026, 4, 22))
    extended(cast, person=cast["S02"], until=date(2026, 4, 24))
    due = deadlines_of(cast.bureau, "2026-03", date(2026, 4, 2))
    assert [due.submit_by(cast[each].pk) for each in ("S02", "S03")] == [date(2026, 4, 24), date(2026, 4, 22)]


def test_a_review_is_put_off_for_the_reviewer(cast: Cast) -> None:
    extended(cast, act=MonthAct.REVIEW, person=cast["H01"])
    due = deadlines_of(cast.bureau, "2026-03", date(2026, 4, 2))
    assert due.review_by(cast["S02"].pk, cast["H01"].pk) == date(2026, 4, 20)
    assert due.review_by(cast["S03"].pk, cast["H02"].pk) == REVIEWED


def test_an_extended_plan_is_ones_own_again(cast: Cast) -> None:
    late = noon(2026, 4, 10)
    with pytest.raises(Refused):
        plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("督查")], at=late)
    extended(cast, month="2026-04", act=MonthAct.PLAN, person=cast["S02"], at=late)
    plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("督查")], at=late)
    assert plan_deadline(cast["S02"], "2026-04", date(2026, 4, 10)) == date(2026, 4, 20)


def test_the_ledger_keeps_it_without_its_reason(cast: Cast) -> None:
    row = extended(cast, person=cast["S02"])
    line = last_line()
    assert (line.action, line.actor, line.object_key) == ("extend_month", "S01", row.key)
    assert line.after["until"] == "2026-04-20"
    assert "汛期" not in str(line.after)


def test_whom_it_concerns_is_told(cast: Cast) -> None:
    entry_of(cast["S03"], date(2026, 3, 31))
    submitted(cast["S03"], "2026-03", APRIL_2)
    extended(cast)
    told_of = set(Message.objects.values_list("person__number", flat=True))
    assert told_of == set(cast.people) - {"S03"}
    Message.objects.all().delete()
    extended(cast, act=MonthAct.REVIEW, until=date(2026, 4, 30))
    leading = {"L01", "L02", "L03", "H01", "H02", "H03"}
    assert set(Message.objects.values_list("person__number", flat=True)) == leading


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"actor": "H01"}, "", "Only this may be done by: personnel office."),
        ({"actor": "S01", "person": "S01"}, "person", "A personnel officer does not handle his own case"),
        ({"until": date(2026, 4, 8)}, "until", "It is due on 8 April already; give a later day."),
        ({"until": date(2026, 4, 1)}, "until", "Give a day from today on, within a year after the month."),
        ({"until": date(2027, 5, 1)}, "until", "Give a day from today on, within a year after the month."),
        ({"reason": "  "}, "reason", "This may not be empty."),
        ({"month": "2026-13"}, "month", "A month is written like 2026-03."),
    ],
)
def test_what_is_refused(cast: Cast, given: dict[str, Any], field: str, sentence: str) -> None:
    people: dict[str, Any] = {name: cast[given[name]] for name in ("actor", "person") if name in given}
    found = refused(lambda: extended(cast, **{**given, **people}))
    assert found[0] == field
    assert found[1].startswith(sentence)
    assert not MonthExtension.objects.exists()


def test_a_submitted_month_has_nothing_to_put_off(cast: Cast) -> None:
    entry_of(cast["S02"], date(2026, 3, 31))
    submitted(cast["S02"], "2026-03", APRIL_2)
    assert refused(lambda: extended(cast, person=cast["S02"]))[1] == "This month is submitted already."


def test_the_same_key_twice_is_one_extension(cast: Cast) -> None:
    first, second = (extended(cast, key="EX-1") for _turn in range(2))
    assert first.pk == second.pk
    assert LedgerLine.objects.filter(action="extend_month").count() == 1


# The page --------------------------------------------------------------------------------------------------


@pytest.fixture
def office(cast: Cast) -> Client:
    return reading(cast["S01"])


def send(client: Client, **given: str) -> Any:
    sent = {"act": "submit", "person": "", "until": "2026-04-20", "reason": "汛期值守", "key": "EX-1"}
    with time_machine.travel(APRIL_2, tick=False):
        return client.post(PAGE, {**sent, **given})


def test_the_office_puts_off_on_the_page(cast: Cast, office: Client) -> None:
    entry_of(cast["S02"], date(2026, 3, 31))
    assert send(office, person="钱进").status_code == 302
    row = MonthExtension.objects.get()
    assert (row.person, row.act, row.until, row.granted_by) == (
        cast["S02"],
        "submit",
        date(2026, 4, 20),
        cast["S01"],
    )
    with time_machine.travel(APRIL_2, tick=False):
        shown = words(page(reading(cast["S01"], "zh-hans"), PAGE))
        home = words(page(reading(cast["S02"], "zh-hans"), "/"))
    assert "钱进 提交对账 4月20日 汛期值守 孙丽" in shown
    assert "2026年3月对账延期到4月20日：汛期值守" in home
    assert "提交2026年3月对账 计划对日志，再定小结 4月20日截止" in home


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"person": "无此人"}, "Nobody is called so."),
        ({"until": "x"}, "A day is written 2026-03-31."),
        ({"act": "?"}, "Choose what is put off."),
        ({"until": "2026-04-03"}, "It is due on 8 April already"),
    ],
)
def test_a_refusal_stands_by_the_form_and_keeps_what_was_typed(
    office: Client, given: dict[str, str], sentence: str
) -> None:
    answer = send(office, reason="洪水", **given)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    assert 'value="洪水"' in html


def test_nobody_else_knows_the_page(cast: Cast) -> None:
    for number in ("S02", "H01", "L01"):
        assert reading(cast[number]).get(PAGE).status_code == 404
        assert send(reading(cast[number])).status_code == 404


def test_an_officer_of_another_day_is_none(cast: Cast) -> None:
    grant_right(
        person=cast["S04"], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE, last_day=date(2025, 12, 31)
    )
    assert send(reading(cast["S04"])).status_code == 404


def test_the_page_costs_the_same_for_many(cast: Cast, office: Client) -> None:
    counts = []
    with time_machine.travel(APRIL_2, tick=False):
        for rows in (1, 30):
            for number in range(MonthExtension.objects.count(), rows):
                until = date(2026, 4, 9 + number // 2)
                who = None if number % 2 == 0 else cast["S02"]
                row = MonthExtension(bureau=cast.bureau, key=f"EX-{number}", person=who, month="2026-03")
                row.act, row.until, row.reason = "submit", until, "汛期"
                row.granted_by, row.granted_at = cast["S01"], APRIL_2
                row.save()
            counts.append(statements(office, PAGE))
    assert counts[0] == counts[1] <= 15
