"""The page of the year's grades: proposing, deciding, putting up; what it refuses, shows and keeps."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine

from daybook.annual.actions.amending import amend_grades
from daybook.annual.fitness import GradeDraft
from daybook.annual.models import Decision, GradeWriting, Notice
from daybook.annual.queries.settled import settled_year
from daybook.annual.queries.verified import disagreements
from daybook.annual.shown.ranks import PAGE
from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message
from tests.annual.graded import JANUARY_12, decided, graded_year, noticed, proposed
from tests.annual.test_pages_cost import filled, reader
from tests.factories import last_line
from tests.pages import page, reading, statements, words
from tests.people import Cast

pytestmark = pytest.mark.django_db
GRADES = "/years/2025/grades"


@pytest.fixture
def scored() -> Iterator[Cast]:
    with time_machine.travel(JANUARY_12, tick=False):
        yield graded_year()


def chosen(html: str) -> dict[str, str]:
    """The grade chosen in each row of the table."""
    rows = re.findall(r'name="grade:(\w+)".*?</select>', html, re.DOTALL)
    return {
        number: found[1] if (found := re.search(r'value="(\w*)" selected', _select(html, number))) else ""
        for number in rows
    }


def _select(html: str, number: str) -> str:
    found = re.search(rf'name="grade:{number}".*?</select>', html, re.DOTALL)
    assert found is not None
    return found[0]


def test_a_leader_finds_the_suggestions_filled_in_and_proposes_all_at_once(scored: Cast) -> None:
    leader = reading(scored["L02"])
    html = page(leader, GRADES)
    assert chosen(html)["H01"] == "excellent"
    assert "Propose 6 grades" in words(html)
    answer = leader.post(f"{GRADES}?unit=L02&pool=civil", {"act": "propose"})
    assert answer.status_code == 302
    assert set(Decision.objects.values_list("person__number", "stage")) == {
        (number, "proposed") for number in ("H01", "H02", "S01", "S02", "S03", "S04")
    }
    told = words(page(leader, GRADES))
    assert "6 grades are proposed." in told
    assert "6 people · excellent 1 /1 · good 1 /1 · nobody's grade is another than before" in told


def test_a_departure_without_a_reason_is_refused_beside_its_row_and_the_choice_stays(scored: Cast) -> None:
    leader = reading(scored["L02"])
    sent = {"act": "propose", "grade:S03": "basically_competent", "grade:S02": "basically_competent"}
    answer = leader.post(f"{GRADES}?unit=L02&pool=civil", {**sent, "reason:S02": "两次逾期"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "The grade of 冯雪 departs from the suggestion; give a reason." in words(html)
    assert 'id="fault-S03"' in html
    assert 'id="fault-S02"' not in html
    assert chosen(html)["S03"] == "basically_competent"
    assert not Decision.objects.exists()


def test_what_is_chosen_is_kept_and_gone_once_it_is_proposed(scored: Cast) -> None:
    leader = reading(scored["L02"])
    address = f"{GRADES}/draft?unit=L02&pool=civil"
    sent = {"grade:S02": "basically_competent", "reason:S02": "两次逾期", "version": "0", "other": "x"}
    assert leader.post(address, sent).json()["version"] == 1
    assert GradeWriting.objects.get().fields == {
        "grade:S02": "basically_competent",
        "reason:S02": "两次逾期",
    }
    assert chosen(page(leader, GRADES))["S02"] == "basically_competent"
    assert leader.post(address, {**sent, "grade:S02": "competent"}).status_code == 409
    assert chosen(page(reading(scored["L01"]), f"{GRADES}?unit=L02")) == {}
    leader.post(f"{GRADES}?unit=L02&pool=civil", {"act": "propose"})
    assert not GradeWriting.objects.exists()
    assert Decision.objects.get(person=scored["S02"]).reason == "两次逾期"


def test_the_committee_decides_everything_at_once_with_what_it_changes(scored: Cast) -> None:
    proposed(scored)
    office = reading(scored["S01"])
    html = page(office, f"{GRADES}?unit=L03")
    assert "Every unit is proposed: record what the committee decided" in words(html)
    assert "Decide 9 grades" in words(html)
    sent = {"act": "decide", "grade:S06": "basically_competent", "reason:S06": "一季度两次缺勤", "by": ""}
    refused = office.post(f"{GRADES}?unit=L03&pool=civil", sent)
    assert "Name who decided" in words(refused.content.decode())
    office.post(f"{GRADES}?unit=L03&pool=civil", {**sent, "by": "局党组会议"})
    rows = Decision.objects.filter(stage="decided")
    assert rows.count() == 8  # an officer's own grade another decides
    assert rows.get(person=scored["S06"]).decided_by == "局党组会议"
    told = words(page(office, f"{GRADES}?unit=L03"))
    assert "卫东 competent basically competent 一季度两次缺勤" in told
    assert reading(scored["L01"]).post(f"{GRADES}?unit=L02", {"act": "decide"}).status_code == 302
    assert Decision.objects.filter(stage="decided", person=scored["S01"]).exists()


def test_what_is_decided_is_not_proposed_again_and_what_is_put_up_is_not_decided(scored: Cast) -> None:
    decided(scored)
    answer = reading(scored["L02"]).post(f"{GRADES}?unit=L02&pool=civil", {"act": "propose"})
    assert "is decided already" in words(answer.content.decode())
    noticed(scored)
    answer = reading(scored["L01"]).post(f"{GRADES}?unit=L02&pool=civil", {"act": "decide"})
    assert "it changes only by a decision with its reason" in words(answer.content.decode())


def test_the_office_puts_the_list_up(scored: Cast) -> None:
    decided(scored)
    office = reading(scored["S01"])
    assert "Put up the public notice of excellent for 5 workdays." in words(page(office, GRADES))
    assert reading(scored["L01"]).post(GRADES, {"act": "notice"}).status_code == 422
    office.post(GRADES, {"act": "notice"})
    notice = Notice.objects.get()
    assert (notice.key, str(notice.first_day), str(notice.last_day)) == ("2025-1", "2026-01-13", "2026-01-19")
    assert [(row.person.number, row.department) for row in notice.people.all()] == [("H01", "办公室")]
    assert last_line().action == "put_up_notice"


def test_who_is_within_one_standard_error_of_the_last_seat_is_marked(scored: Cast) -> None:
    html = page(reading(scored["L02"]), GRADES)
    assert len(re.findall(r'<span class="flag" title="within one standard error', html)) in {0, 2}


def test_who_decides_is_told_once_every_unit_is_proposed(scored: Cast) -> None:
    proposed(scored)
    told = Message.objects.filter(kind=MessageKind.GRADES_TO_DECIDE).values_list("person__number", flat=True)
    assert sorted(told) == ["L01", "S01"]
    decided(scored)
    assert not Message.objects.filter(kind=MessageKind.GRADES_TO_DECIDE, seen_at=None).exists()


@pytest.mark.parametrize(("number", "status"), [("S02", 404), ("H01", 404), ("L03", 200), ("S01", 200)])
def test_who_may_open_it(scored: Cast, number: str, status: int) -> None:
    page(reading(scored[number]), GRADES, status)
    page(reading(scored[number]), f"{GRADES}?unit=L02", 404 if number == "L03" else status)


def test_a_reopened_year_keeps_both_versions_and_both_digests(scored: Cast) -> None:
    from tests.annual.graded import NOTICE_OVER, final

    final(scored)
    settled = settled_year(scored.bureau, 2025).result
    amend_grades(
        bureau=scored.bureau,
        year=2025,
        drafts=[GradeDraft(scored["S02"], "basically_competent")],
        reason="审计发现重大失误",
        actor=scored["S01"],
        decided_by="局党组会议",
        at=NOTICE_OVER.replace(month=3),
    )
    rows = Decision.objects.filter(person=scored["S02"], stage="final").order_by("version")
    assert [(row.grade, row.reason) for row in rows] == [
        ("competent", "经研究"),
        ("basically_competent", "审计发现重大失误"),
    ]
    line = last_line()
    assert line.action == "seal_year"
    assert line.before["people"] == line.after["people"] == 9
    assert line.before["figures"]
    assert line.after["figures"]
    assert list(disagreements(scored.bureau)) == []
    assert settled_year(scored.bureau, 2025).result.of("S02").suggested == settled.of("S02").suggested
    told = words(page(reading(scored["S02"]), "/years/2025/people/S02"))
    assert "replaced competent" in told
    assert "in force basically competent 局党组会议" in told
    assert Message.objects.filter(person=scored["S02"].pk, kind=MessageKind.RESULT_CHANGED).exists()


@pytest.mark.parametrize("address", [GRADES, "/years/2025/final", "/years/2025/reopen"])
def test_as_many_statements_for_ten_people_as_for_three_hundred(address: str) -> None:
    few, many = filled(10), filled(300)
    counts = [statements(reading(reader(bureau, "L001")), address) for bureau in (few, many)]
    assert counts[0] == counts[1] <= 15


def test_a_whole_page_of_choices_stays_within_the_weight_of_a_page() -> None:
    bureau = filled(230)
    Decision.objects.filter(bureau=bureau).delete()
    html = page(reading(reader(bureau, "L001"), "zh-hans"), GRADES)
    assert html.count('name="grade:') == PAGE
    assert len(html.encode()) <= 100_000
