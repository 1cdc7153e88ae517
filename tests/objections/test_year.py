"""Objections to a year's notice, and the remedies against its results: who, until when, what they change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from daybook.annual.actions.close import finalise_year
from daybook.annual.actions.signing import record_refusal, sign_result
from daybook.annual.fitness import GradeDraft
from daybook.annual.models import Decision, Notice, Signature
from daybook.annual.queries.verified import disagreements
from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message
from daybook.objections.actions.year_deciding import dismiss_year_objection, uphold_year_objection
from daybook.objections.actions.year_filing import (
    appeal,
    ask_reconsideration,
    object_to_notice,
    withdraw_year_objection,
)
from daybook.objections.models import YearObjection
from tests.annual.graded import JANUARY_14, NOTICE_OVER, closing, final, graded_year, noticed
from tests.factories import last_line, noon, refused
from tests.pages import page, reading, statements, words
from tests.people import Cast

pytestmark = pytest.mark.django_db
JANUARY_15 = noon(2026, 1, 15)


@pytest.fixture
def put_up() -> Iterator[Cast]:
    """A year whose list is up since the 14th: H01 on it."""
    with time_machine.travel(JANUARY_15, tick=False):
        yield noticed(graded_year(), anew=True)


@pytest.fixture
def ended() -> Iterator[Cast]:
    """A final year."""
    with time_machine.travel(NOTICE_OVER, tick=False):
        yield final(graded_year())


def filed(cast: Cast, person: str = "S02", whose: str = "H01", **more: Any) -> YearObjection:
    given = {"person": cast[person], "whose": cast[whose], "text": "值守天数请核对", "at": JANUARY_15}
    return object_to_notice(notice=Notice.objects.latest("serial"), **{**given, **more})


def changed(cast: Cast) -> list[GradeDraft]:
    """The first seat from H01 to S01, the second from H02 to H01."""
    grades = {"H01": "good", "S01": "excellent", "H02": "competent"}
    return [GradeDraft(cast[number], grade) for number, grade in grades.items()]


def upheld(cast: Cast, objection: YearObjection, **more: Any) -> YearObjection:
    given: dict[str, Any] = {"actor": cast["L01"], "grounds": "值守记录核减", "body": "考核委员会"}
    return uphold_year_objection(
        objection=objection, drafts=changed(cast), **{**given, "at": JANUARY_15, **more}
    )


def test_an_objection_is_told_to_who_decides_and_to_nobody_it_is_about(put_up: Cast) -> None:
    made = filed(put_up, whose="S01")
    told = Message.objects.filter(kind=MessageKind.YEAR_OBJECTION)
    assert list(told.values_list("person__number", "said__until")) == [("L01", "2026-01-29")]
    line = last_line()
    assert (line.action, line.object_key) == ("file_year_objection", made.key)
    assert "值守" not in str(line.after)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"at": noon(2026, 1, 22)}, "notice"),  # the notice ended on the 21st
        ({"text": " "}, "text"),
    ],
)
def test_what_is_late_or_empty_is_refused(put_up: Cast, more: dict[str, Any], field: str) -> None:
    assert refused(filed, cast=put_up, **more)[0] == field


def test_one_objects_about_who_is_appraised_and_names_somebody(put_up: Cast) -> None:
    assert refused(filed, cast=put_up, whose="L02") == ("whose", "李为民 is not appraised in 2025.")
    answer = reading(put_up["S02"], "zh-hans").post("/years/2025/notice", {"whose": " ", "text": "请核对"})
    assert (answer.status_code, "不能为空" in answer.content.decode()) == (422, True)
    assert "请核对" in answer.content.decode()


def test_one_objects_once_about_each_person(put_up: Cast) -> None:
    filed(put_up)
    assert refused(filed, cast=put_up)[0] == "whose"
    filed(put_up, whose="S02")


def test_what_is_upheld_changes_the_grades_and_puts_a_corrected_list_up(put_up: Cast) -> None:
    upheld(put_up, filed(put_up))
    grades = {
        row.person.number: (row.stage, row.grade, row.reason)
        for row in Decision.objects.order_by("version").select_related("person")
    }
    assert grades["H01"] == ("decided", "good", "值守记录核减")
    assert grades["S01"] == ("noticed", "excellent", "值守记录核减")
    first, second = Notice.objects.order_by("serial")
    assert [row.person.number for row in first.people.all()] == ["H01"]
    assert [(row.person.number, row.is_new) for row in second.people.all()] == [("S01", True)]
    assert (second.reason, str(second.last_day)) == ("值守记录核减", "2026-01-22")
    told = Message.objects.filter(kind=MessageKind.RESULT_CHANGED).values_list("person__number", flat=True)
    assert sorted(told) == ["H01", "H02", "S01"]
    assert Message.objects.get(kind=MessageKind.YEAR_ANSWERED).person_id == put_up["S02"].pk


def test_the_year_waits_for_objections_and_for_the_corrected_list(put_up: Cast) -> None:
    made = filed(put_up)
    over = closing(put_up, at=NOTICE_OVER)
    assert refused(finalise_year, **over)[1] == "1 objection to the public notice is not decided."
    upheld(put_up, made)
    assert refused(finalise_year, **over)[1] == "The public notice is not over."
    finalise_year(**closing(put_up, at=noon(2026, 1, 23)))
    assert list(disagreements(put_up.bureau)) == []


def test_more_of_a_grade_than_seats_is_refused_and_nothing_stays(put_up: Cast) -> None:
    made = filed(put_up)
    drafts = [GradeDraft(put_up["S01"], "excellent")]
    given: dict[str, Any] = {"objection": made, "actor": put_up["L01"], "grounds": "应予更正"}
    assert refused(uphold_year_objection, drafts=drafts, body="委员会", **given)[0] == "grade"
    made.refresh_from_db()
    assert made.outcome == ""


def test_what_was_seen_is_what_is_confirmed(put_up: Cast) -> None:
    made = filed(put_up)
    assert "Meanwhile something has changed" in refused(upheld, cast=put_up, objection=made, seen="x")[1]


@pytest.mark.parametrize("actor", ["S02", "L02", "H01", "S01"])
def test_who_is_a_party_or_does_not_decide_is_refused(put_up: Cast, actor: str) -> None:
    made = filed(put_up, whose="S01")
    given: dict[str, Any] = {"objection": made, "grounds": "不属实", "body": "委员会"}
    assert "not yours to decide" in refused(dismiss_year_objection, actor=put_up[actor], **given)[1]


def test_it_is_dismissed_with_grounds_and_withdrawn_by_its_person_alone(put_up: Cast) -> None:
    made = filed(put_up)
    given: dict[str, Any] = {"objection": made, "actor": put_up["S01"], "body": "委员会"}
    assert refused(dismiss_year_objection, grounds=" ", **given)[0] == "grounds"
    dismiss_year_objection(grounds="不属实", at=JANUARY_15, **given)
    other = filed(put_up, person="S04")
    assert "Only whoever filed" in refused(withdraw_year_objection, objection=other, person=put_up["S02"])[1]
    assert (
        withdraw_year_objection(objection=other, person=put_up["S04"], at=JANUARY_15).outcome == "withdrawn"
    )


def test_a_decision_that_comes_too_late_is_told_and_shows_what_was_written(put_up: Cast) -> None:
    made = filed(put_up)
    dismiss_year_objection(
        objection=made, actor=put_up["S01"], grounds="不属实", body="委员会", at=JANUARY_15
    )
    late = {"act": "dismiss", "grounds": "另有依据，不成立", "by": "委员会"}
    answer = reading(put_up["L01"], "zh-hans").post(f"/objections/years/{made.key}", late)
    told = words(answer.content.decode())
    assert answer.status_code == 422
    assert "您写的内容" in told
    assert "另有依据，不成立" in told


def test_the_page_shows_what_an_upheld_one_changes_before_it_is_confirmed(put_up: Cast) -> None:
    made = filed(put_up)
    office = reading(put_up["L01"])
    address = f"/objections/years/{made.key}"
    sent = {f"grade:{draft.person.number}": draft.grade for draft in changed(put_up)}
    given = {**sent, "why": "值守记录核减", "by": "考核委员会"}
    html = office.post(address, {**given, "act": "preview"}).content.decode()
    shown = words(html)
    assert "周文 李为民" not in shown  # unit names come with their ordinals
    assert "excellent good" in shown
    assert "A corrected list is put up" in shown
    assert Decision.objects.filter(reason="值守记录核减").count() == 0
    seen = html.split('name="seen" value="')[1].split('"')[0]
    assert office.post(address, {**given, "act": "confirm", "seen": seen}).status_code == 302
    assert Decision.objects.filter(reason="值守记录核减").exists()


def test_the_notice_is_everybodys_and_the_docket_shows_ones_own(put_up: Cast) -> None:
    assert "周文" in words(page(reading(put_up["S06"]), "/years/2025/notice"))
    made = filed(put_up)
    for number, status in (("S02", 200), ("L01", 200), ("S01", 200), ("H01", 404), ("L02", 404)):
        page(reading(put_up[number]), f"/objections/years/{made.key}", status)
    assert made.key in page(reading(put_up["S02"]), "/objections")
    assert made.key not in page(reading(put_up["H01"]), "/objections")


# Signatures and remedies ------------------------------------------------------------------------------------


def test_a_result_is_signed_once_objected_to_with_a_text_or_refused_before_a_witness(ended: Cast) -> None:
    given: dict[str, Any] = {"year": 2025, "at": NOTICE_OVER}
    assert refused(sign_result, person=ended["S02"], kind="objected", **given)[0] == "text"
    assert refused(sign_result, person=ended["S02"], kind="refused", **given)[0] == "kind"
    sign_result(person=ended["S02"], kind="signed", **given)
    assert refused(sign_result, person=ended["S02"], kind="signed", **given)[0] == "kind"
    refusal: dict[str, Any] = {"actor": ended["S01"], **given}
    assert refused(record_refusal, person=ended["S03"], witness=" ", **refusal)[0] == "witness"
    assert refused(record_refusal, person=ended["S01"], witness="周文", **refusal)[0] == "person"
    record_refusal(person=ended["S03"], witness="周文", **refusal)
    rows = Signature.objects.order_by("pk").values_list("person__number", "kind", "witness", "version")
    assert list(rows) == [("S02", "signed", "", 3), ("S03", "refused", "周文", 3)]
    told = Message.objects.filter(kind=MessageKind.RESULT_TO_SIGN, seen_at=None)
    assert told.count() == 7


def test_nothing_is_signed_before_the_end(put_up: Cast) -> None:
    assert refused(sign_result, person=put_up["S02"], year=2025, kind="signed")[0] == "year"


def test_reconsideration_runs_from_the_signature_and_the_appeal_from_its_decision(ended: Cast) -> None:
    person = ended["S02"]
    asked: dict[str, Any] = {"person": person, "year": 2025, "text": "请复核"}
    sign_result(person=person, year=2025, kind="signed", at=NOTICE_OVER)
    assert refused(ask_reconsideration, at=noon(2026, 2, 22), **asked)[0] == "year"  # 31 days after
    made = ask_reconsideration(at=noon(2026, 2, 21), **asked)
    assert refused(ask_reconsideration, at=noon(2026, 2, 21), **asked)[0] == "text"
    told: dict[str, Any] = {"earlier": made, "person": person, "text": "申诉"}
    assert refused(appeal, at=noon(2026, 2, 24), **told)[0] == "earlier"
    dismissed: dict[str, Any] = {
        "objection": made,
        "actor": ended["L01"],
        "grounds": "维持",
        "body": "委员会",
    }
    made = dismiss_year_objection(**dismissed, at=noon(2026, 2, 26))
    told["earlier"] = made
    assert refused(appeal, at=noon(2026, 3, 14), **told)[0] == "year"  # 16 days after
    assert appeal(at=noon(2026, 3, 13), **told).earlier == made


def test_who_has_not_signed_may_still_ask(ended: Cast) -> None:
    asked: dict[str, Any] = {"person": ended["S02"], "year": 2025, "text": "请复核"}
    assert ask_reconsideration(at=noon(2026, 4, 1), **asked).version == 3


def test_an_upheld_reconsideration_reopens_the_year(ended: Cast) -> None:
    made = ask_reconsideration(person=ended["S01"], year=2025, text="请复核", at=NOTICE_OVER)
    upheld(ended, made, at=NOTICE_OVER)
    rows = Decision.objects.filter(person=ended["S01"], stage="final").order_by("version")
    assert [row.grade for row in rows] == ["competent", "excellent"]
    assert list(disagreements(ended.bureau)) == []
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/years/2025/notice", "S02"),
        ("/years/2025/final", "S01"),
        ("/years/2025/reopen", "S01"),
        ("/years/2025/people/S02", "S02"),
        ("/years/2025/reconsider", "S02"),
        ("/years/2025/grades", "S01"),
        ("/objections", "S01"),
    ],
)
def test_pages_take_few_statements_and_as_many_for_more_rows(ended: Cast, address: str, number: str) -> None:
    few = statements(reading(ended[number]), address)
    notice = Notice.objects.get()
    for person in ("H02", "H03", "S03", "S04", "S05", "S06"):
        filed(ended, person=person, whose="S02", at=JANUARY_14.replace(day=15))
        notice.people.create(person=ended[person], grade="excellent")
        sign_result(person=ended[person], year=2025, kind="signed", at=NOTICE_OVER)
    many = statements(reading(ended[number]), address)
    assert many <= 15
    assert many <= few + (address == "/objections")  # the calendar, once there is something to reckon with
