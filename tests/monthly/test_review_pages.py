"""The page on which months are reviewed: read, rated, returned, kept as it is typed, at what cost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine

from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview, MonthWriting
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind, Role
from daybook.plans.models import PlanItem
from tests.factories import entry_of, noon, submitted
from tests.monthly.reviewing import APRIL_8, MARCH, RATED, got, handed_in, reading, sent, way
from tests.pages import statements, words
from tests.people import Cast, join


def deputy(cast: Cast, number: str = "S04", whom: str = "H02") -> None:
    delegate(
        person=cast[whom], deputy=cast[number], kind=DelegationKind.REVIEW_MONTHS, first_day=date(2026, 4, 7),
        last_day=date(2026, 4, 10), actor=cast[whom],
    )  # fmt: skip


def test_the_queue_opens_at_the_first_that_waits_and_goes_on(cast: Cast) -> None:
    for number in ("S03", "S04"):
        handed_in(cast[number])
    client = reading(cast["H02"])
    assert got(client, "/reviews/")["Location"] == f"/reviews/{MARCH}"
    assert got(client, f"/months/{MARCH}/review")["Location"] == f"/reviews/{MARCH}"
    assert got(client, f"/reviews/{MARCH}")["Location"] == way("S03")
    told = words(got(client, way("S03")).content.decode())
    assert "冯雪: reconciliation of March 2026" in told
    assert "2 people waits for your review, about 3 min; due by 15 April, 24:00" in told
    assert sent(client, way("S03"), **RATED)["Location"] == way("S04")
    assert sent(client, way("S04"), **RATED)["Location"] == f"/reviews/{MARCH}"
    assert "Everything of March 2026 is reviewed" in words(got(client, f"/reviews/{MARCH}").content.decode())
    assert MonthlyReview.objects.count() == 2


def test_a_comment_is_never_prefilled(cast: Cast) -> None:
    for number in ("S03", "S04"):
        handed_in(cast[number])
    client = reading(cast["H02"])
    sent(client, way("S03"), **RATED)
    html = got(client, way("S04")).content.decode()
    assert 'aria-describedby="near" ></textarea>' in html
    assert "checked" not in html.split('id="review-form"')[1].split("</form>")[0]


@pytest.mark.parametrize(
    ("missing", "fault"),
    [
        ("comment", "This may not be empty."),
        ("execution_rating", "Give all three ratings."),
        ("completion_rating", "Give all three ratings."),
    ],
)
def test_what_is_missing_is_said_where_it_is_and_nothing_is_lost(
    cast: Cast, missing: str, fault: str
) -> None:
    handed_in(cast["S03"])
    client = reading(cast["H02"])
    given = {name: text for name, text in RATED.items() if name != missing}
    answer = sent(client, way("S03"), **given)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="fault-{missing}" role="alert">{fault}' in html
    assert given.get("comment", "checked") in html
    assert MonthWriting.objects.get().fields == given
    assert not MonthlyReview.objects.exists()


def test_a_month_is_returned_and_its_person_told_why(cast: Cast) -> None:
    handed_in(cast["S03"])
    client = reading(cast["H02"])
    assert "open" in got(client, way("S03", more="/return")).content.decode().split("give-back")[1][:10]
    assert sent(client, way("S03", more="/return"), reason="").status_code == 422
    sent(client, way("S03", more="/draft"), comment="扎实", reason="请补第三项", version=0)
    answer = sent(client, way("S03", more="/return"), comment="扎实", reason="请补第三项", version=1)
    assert answer["Location"] == f"/reviews/{MARCH}"
    event = MonthEvent.objects.latest("id")
    assert (event.kind, event.actor, event.reason) == ("returned", cast["H02"], "请补第三项")
    assert MonthWriting.objects.get().fields == {"comment": "扎实"}  # for when it comes again
    told = words(got(client, way("S03")).content.decode())
    assert "Returned: 请补第三项" in told
    submitted(cast["S03"], MARCH, noon(2026, 4, 9))
    html = got(reading(cast["H02"]), way("S03"), noon(2026, 4, 9)).content.decode()
    assert "handed in again" in html
    assert ">扎实</textarea>" in html


def test_two_windows_in_one_draft_lose_neither_text(cast: Cast) -> None:
    handed_in(cast["S03"])
    client, address = reading(cast["H02"]), way("S03", more="/draft")
    assert sent(client, address, comment="第一个窗口", version=0).json()["version"] == 1
    answer = sent(client, address, comment="另一个窗口", version=0)
    assert (answer.status_code, answer.json()["fields"]) == (409, {"comment": "第一个窗口"})
    assert sent(client, address, comment="合起来", version=1).json()["version"] == 2
    assert sent(client, way("S03"), **RATED, version=1).status_code == 302
    html = got(client, way("S03")).content.decode()
    assert "What you wrote was not used" in html
    assert "合起来" in html
    sent(client, address, act="discard")
    assert not MonthWriting.objects.exists()


def test_whoever_is_second_gets_a_sentence_and_keeps_his_text(cast: Cast) -> None:
    handed_in(cast["S03"])
    deputy(cast)
    sent(reading(cast["S04"]), way("S03"), **RATED)
    late = reading(cast["H02"])
    answer = sent(late, way("S03"), **{**RATED, "comment": "我写的另一段"})
    told = words(answer.content.decode())
    assert answer.status_code == 422
    assert "陈明 has reviewed this month already." in told
    assert "陈明 for 吴建国" in told
    assert "What you wrote was not used 我写的另一段" in told
    assert MonthlyReview.objects.get().comment == RATED["comment"]
    assert "我写的另一段" in got(late, way("S03")).content.decode()


def test_a_return_meets_a_month_that_is_reviewed_or_returned_already(cast: Cast) -> None:
    handed_in(cast["S03"])
    deputy(cast)
    sent(reading(cast["S04"]), way("S03", more="/return"), reason="请补")
    answer = sent(reading(cast["H02"]), way("S03"), **RATED)
    told = words(answer.content.decode())
    assert "This month is not submitted." in told
    assert RATED["comment"] in told
    assert MonthWriting.objects.get(writer=cast["H02"]).fields["comment"] == RATED["comment"]


def test_the_reason_of_a_return_that_came_too_late_is_shown(cast: Cast) -> None:
    handed_in(cast["S03"])
    deputy(cast)
    sent(reading(cast["S04"]), way("S03"), **RATED)
    answer = sent(reading(cast["H02"]), way("S03", more="/return"), reason="请补第三项")
    told = words(answer.content.decode())
    assert "A reviewed month is locked." in told
    assert "What you wrote was not used 请补第三项" in told


def test_nearly_the_same_comment_is_pointed_out_and_saved(cast: Cast) -> None:
    for number in ("S03", "S04"):
        handed_in(cast[number])
    client = reading(cast["H02"])
    sent(client, way("S03"), **RATED)
    near = "The comment is nearly the one for 冯雪. It is saved all the same."
    kept = sent(client, way("S04", more="/draft"), comment=RATED["comment"], version=0).json()
    assert kept["near"] == near
    answer = sent(client, way("S04"), **RATED, version=1)
    assert near in words(got(client, answer["Location"]).content.decode())
    assert MonthlyReview.objects.count() == 2


def test_each_superior_sees_his_span_marked(cast: Cast) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=date(2026, 3, 16))
    entry_of(cast["S03"], date(2026, 3, 5), content="前一段的事")
    entry_of(cast["S03"], date(2026, 3, 20), content="后一段的事")
    submitted(cast["S03"], MARCH, noon(2026, 4, 2))
    first = got(reading(cast["H02"]), way("S03")).content.decode()
    assert "Yours to review: 1 March to 15 March. 16 March to 31 March：郑江（not reviewed yet）" in words(
        first
    )
    second = got(reading(cast["H03"]), way("S03", "2026-03-16")).content.decode()
    assert 'class="is-out"><time datetime="2026-03-05"' in second
    assert 'class="is-out"><time datetime="2026-03-20"' in first
    sent(reading(cast["H02"]), way("S03"), **RATED)
    again = got(reading(cast["H03"]), way("S03", "2026-03-16")).content.decode()
    assert "郑江" not in words(again).split("Yours to review")[1].split("What was")[0]
    assert "it can no longer be returned" in again
    assert RATED["comment"] not in again  # another span's is not his to read
    sent(reading(cast["H03"]), way("S03", "2026-03-16"), **RATED)
    assert set(MonthlyReview.objects.values_list("reviewer__number", "last_day")) == {
        ("H02", date(2026, 3, 15)),
        ("H03", date(2026, 3, 31)),
    }


def test_earlier_comments_stand_beside_the_form_as_far_as_they_are_his_to_read(cast: Cast) -> None:
    transfer(person=cast["S05"], department=cast.departments["D02"], valid_from=date(2026, 2, 1))
    handed_in(cast["S05"])
    for month, reviewer, said in (("2026-02", "H02", "二月写的"), ("2026-01", "H03", "别人写的")):
        first = date(2026, int(month[-1]), 1)
        span: dict[str, Any] = {
            "month": month,
            "first_day": first,
            "last_day": first,
            "reviewed_at": noon(2026, 3, 9),
        }
        whom: dict[str, Any] = {"bureau": cast.bureau, "person": cast["S05"], "reviewer": cast[reviewer]}
        MonthlyReview.objects.create(**span, **whom, comment=said)
    html = got(reading(cast["H02"]), way("S05")).content.decode()
    assert "二月写的" in html
    assert "别人写的" not in html


@pytest.mark.parametrize("number", ["S03", "S04", "H01", "L02", "L01", "S01", "S06"])
def test_nobody_else_reviews_returns_or_writes(cast: Cast, number: str) -> None:
    handed_in(cast["S03"])
    client = reading(cast[number])
    for more in ("", "/return", "/draft"):
        assert sent(client, way("S03", more=more), **RATED, reason="请补").status_code == 404
    assert got(client, way("S03")).status_code == 404
    assert MonthlyReport.objects.get().submitted_at is not None
    assert not MonthWriting.objects.exists()


def test_an_administrator_has_no_queue(cast: Cast) -> None:
    grant_right(person=cast["S04"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1))
    for address in ("/reviews/", f"/reviews/{MARCH}", "/reviews/deputies"):
        assert got(reading(cast["S04"]), address).status_code == 404


def test_the_queue_costs_twelve_statements_at_most_for_three_and_for_thirty(cast: Cast) -> None:
    for place in range(3):
        join(cast, f"T{place:02}", f"人{place}", Role.STAFF, "D02")
        inner: dict[str, Any] = {"visibility": "internal", "internal_reason": "petition"}
        entry_of(cast[f"T{place:02}"], date(2026, 3, 6), **inner)
        handed_in(cast[f"T{place:02}"])
    with time_machine.travel(APRIL_8, tick=False):
        few = statements(reading(cast["H02"]), way("T00"))
        for place in range(3, 30):
            join(cast, f"T{place:02}", f"人{place}", Role.STAFF, "D02")
            handed_in(cast[f"T{place:02}"])
        many = statements(reading(cast["H02"]), way("T00"))
    assert (few, many <= 12) == (many, True), many


def test_the_foot_adds_up_weights_and_what_is_completed_of_them(cast: Cast) -> None:
    rows = [("A", 3, "done", None), ("B", 2, "partial", 80), ("C", 1, "not_done", None)]
    for key, weight, state, progress in [*rows, ("D", 4, "cancelled", None)]:
        given: dict[str, Any] = {"weight": weight, "state": state, "progress": progress}
        PlanItem.objects.create(
            bureau=cast.bureau, key=key, person=cast["S03"], month=MARCH, title=key, **given
        )
    handed_in(cast["S03"])
    told = words(got(reading(cast["H02"], "zh-hans"), way("S03")).content.decode())
    assert "计划内 6 完成折算4.6 0.0" in told


def test_where_nothing_was_planned_nothing_is_completed(cast: Cast) -> None:
    handed_in(cast["S03"])
    told = words(got(reading(cast["H02"], "zh-hans"), way("S03")).content.decode())
    assert "计划内 0 0.0" in told
    assert "完成折算" not in told
