"""Consenting: on the month's page and in the list of all that wait, by the superior and nobody else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from daybook.ledger.models import LedgerLine
from daybook.plans.actions.changes import consent_plan_changes
from daybook.plans.actions.seal import seal_plan
from daybook.plans.enums import ChangeKind
from daybook.plans.models import PlanChange, PlanItem
from tests.pages import page, reading, statements, words
from tests.people import Cast, water_bureau
from tests.plans.planning import LATE, MARCH, asked_of, item_of, sent

THEIRS = f"/months/{MARCH}/people/S03/plan"
WAITING = "/plans/consents"


@pytest.fixture(autouse=True)
def late() -> Iterator[None]:
    """After the deadline."""
    with time_machine.travel(LATE, tick=False):
        yield


@pytest.fixture
def change(cast: Cast) -> PlanChange:
    """A change of S03's that waits for H02."""
    return asked_of(cast["S03"])


@pytest.mark.parametrize("address", [THEIRS, WAITING])
def test_one_click_consents(cast: Cast, change: PlanChange, address: str) -> None:
    head = reading(cast["H02"])
    html = page(head, address)
    assert "Consent" in words(html)
    assert "省厅临时布置" in words(html)
    assert sent(head, address, "consent", change=change.key)["Location"] == address
    assert PlanItem.objects.get().title == "临时检查"
    assert 'value="consent"' not in page(head, address)


@pytest.mark.parametrize("address", [THEIRS, WAITING])
def test_a_sentence_declines_and_without_one_nothing_happens(
    cast: Cast, change: PlanChange, address: str
) -> None:
    head = reading(cast["H02"])
    lines = LedgerLine.objects.count()
    html = sent(head, address, "decline", change=change.key, answer=" ").content.decode()
    assert "Say in a sentence why it shall stay as it is." in words(html)
    assert '<details class="decline" open>' in html
    html = sent(head, address, "decline", change=change.key, answer="不" * 501).content.decode()
    assert "不" * 501 in html
    assert LedgerLine.objects.count() == lines
    sent(head, address, "decline", change=change.key, answer="放到四月。")
    change.refresh_from_db()
    assert (change.consented, change.answer) == (False, "放到四月。")
    assert "放到四月。" in words(page(head, THEIRS))


def test_all_of_a_month_are_consented_to_at_once(cast: Cast) -> None:
    changes = [asked_of(cast["S03"], title) for title in ("一件", "两件")]
    head = reading(cast["H02"])
    assert "冯雪 asks for your consent to 2 changes of the plan" in words(page(head, THEIRS))
    sent(head, THEIRS, "consent", change=[each.key for each in changes])
    assert sorted(PlanItem.objects.values_list("title", flat=True)) == sorted(["一件", "两件"])


@pytest.mark.parametrize("number", ["S04", "H01", "L02", "L01", "S01", "S03"])
def test_nobody_else_consents(cast: Cast, change: PlanChange, number: str) -> None:
    client = reading(cast[number])
    for address in (THEIRS, WAITING):
        if number != "S03":
            assert 'value="consent"' not in page(client, address)
        for act in ("consent", "decline"):
            answer = sent(client, address, act, change=change.key, answer="不")
            own = number == "S03" and address == THEIRS
            assert answer.status_code == (302 if own else 200)
            if not own:
                assert "This needs the consent of the superior." in words(answer.content.decode())
    change.refresh_from_db()
    assert change.decided_at is None


def test_nobody_of_another_bureau_finds_it(cast: Cast, change: PlanChange) -> None:
    lake = water_bureau("LAKE")
    head = reading(lake["H02"])
    assert "No change of a plan waits for you" in words(page(head, WAITING))
    for address in (THEIRS, WAITING):
        for act in ("consent", "decline"):
            answer = sent(head, address, act, change=change.key, answer="不")
            assert answer.status_code == 404


@pytest.mark.parametrize("given", [{}, {"change": "nothing"}, {"change": "\x00"}])
def test_what_is_no_change_is_not_found(cast: Cast, given: dict[str, str]) -> None:
    head = reading(cast["H02"])
    for address in (THEIRS, WAITING):
        assert sent(head, address, "consent", **given).status_code == 404
        assert sent(head, address, "approve", **given).status_code == 404


def test_what_was_decided_meanwhile_is_told(cast: Cast, change: PlanChange) -> None:
    head = reading(cast["H02"])
    consent_plan_changes(changes=[change], by=cast["H02"])
    for act in ("consent", "decline"):
        told = words(sent(head, WAITING, act, change=change.key, answer="不").content.decode())
        assert "This change was decided or withdrawn meanwhile." in told
    assert PlanItem.objects.count() == 1


def test_a_submitted_month_waits_for_nobody(cast: Cast, change: PlanChange) -> None:
    seal_plan(cast["S03"], MARCH)
    head = reading(cast["H02"])
    assert "No change of a plan waits for you" in words(page(head, WAITING))
    assert "not answered before the month was submitted" in words(page(head, THEIRS))
    for address in (THEIRS, WAITING):
        told = words(sent(head, address, "consent", change=change.key).content.decode())
        assert "it can be changed once it is returned" in told


def test_the_list_says_what_changes(cast: Cast) -> None:
    with time_machine.travel(LATE.replace(day=4), tick=False):
        item = item_of(cast["S03"])
    asked_of(cast["S03"], "编制新版计划", kind=ChangeKind.REVISE, item=item)
    asked_of(cast["S04"])
    asked_of(cast["S02"])
    html = page(reading(cast["H02"]), WAITING)
    assert "<del>编制三月计划</del> → <ins>编制新版计划</ins>" in html
    assert "2 changes of plans wait for your consent" in words(html)
    assert f'href="{THEIRS}"' in html


def test_the_list_costs_the_same_for_one_row_and_for_thirty(cast: Cast) -> None:
    counts = []
    for rows in (1, 30):
        for number in range(PlanChange.objects.count(), rows):
            asked_of(cast["S03" if number % 2 else "S04"], f"第{number}件")
        counts.append(statements(reading(cast["H02"]), WAITING))
    assert counts[0] == counts[1]
    assert counts[0] <= 15
