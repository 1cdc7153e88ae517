"""Whoever writes into a month and whoever submits it come one after the other, whichever was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from daybook.daily.actions.amend import correct_entry, revise_entry
from daybook.daily.actions.record import record_day
from daybook.daily.models import LogCorrection, LogEntry
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.models import PlanItem, SealedMonth
from daybook.web.refusals import Refused
from tests.factories import WHOLE, entry_of, noon, submitted
from tests.meanwhile import Act, one_after_the_other
from tests.people import Cast

pytestmark = pytest.mark.django_db(transaction=True)
DAY, NOW = date(2026, 3, 30), noon(2026, 3, 31)
LACKING = replace(WHOLE, measures="", outcome="")


@pytest.fixture
def entry(cast: Cast) -> LogEntry:
    return entry_of(cast["S03"], DAY)


def acts(cast: Cast, entry: LogEntry) -> dict[str, Act]:
    author = cast["S03"]
    lacking: dict[str, Any] = {"actor": author, "at": NOW, "version": 1, "draft": LACKING}
    return {
        "submit": lambda: submitted(author, "2026-03", NOW),
        "record": lambda: record_day(author=author, day=DAY, drafts=[LACKING], at=NOW, backfill_reason="漏"),
        "revise": lambda: revise_entry(entry=entry, **lacking),
        "plan": lambda: plan_month(
            person=author, month="2026-03", lines=[PlanLine("台账")], at=noon(2026, 3, 1)
        ),
    }


@pytest.mark.parametrize("name", ["record", "revise", "plan"])
def test_nothing_is_written_into_a_month_while_it_is_submitted(
    cast: Cast, entry: LogEntry, name: str
) -> None:
    assert one_after_the_other(acts(cast, entry)["submit"], acts(cast, entry)[name]) != "done"
    assert SealedMonth.objects.count() == 1
    assert list(LogEntry.objects.values_list("version", "measures")) == [(1, WHOLE.measures)]
    assert not PlanItem.objects.exists()


@pytest.mark.parametrize("name", ["record", "revise"])
def test_a_month_is_submitted_with_what_is_being_written(cast: Cast, entry: LogEntry, name: str) -> None:
    # An entry lacks disclosures.
    assert one_after_the_other(acts(cast, entry)[name], acts(cast, entry)["submit"]) != "done"
    assert not SealedMonth.objects.exists()


@pytest.mark.only_on("postgresql")  # SQLite's writers are alone anyway
def test_those_who_record_for_one_person_do_not_wait_for_each_other(cast: Cast) -> None:
    given: dict[str, Any] = {"author": cast["S03"], "day": DAY, "at": NOW, "backfill_reason": "漏"}
    with pytest.raises(AssertionError, match="did not wait"):
        one_after_the_other(
            lambda: record_day(drafts=[replace(WHOLE, key="one")], **given),
            lambda: record_day(drafts=[replace(WHOLE, key="two")], **given),
        )


def test_a_correction_sees_the_entry_as_it_stands(cast: Cast, entry: LogEntry) -> None:
    submitted(cast["S03"], "2026-03", NOW)
    LogEntry.objects.filter(pk=entry.pk).update(quarantined=True)  # after the page was opened
    with pytest.raises(Refused):
        correct_entry(entry=entry, content="应为二百万元", actor=cast["S03"], at=noon(2026, 4, 2))
    assert not LogCorrection.objects.exists()
