"""Short ways to say what a test sets up: instants, drafts, refusals; and the cast as a fixture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.record import record_day
from daybook.daily.models import LogEntry
from daybook.ledger.models import LedgerLine
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.models import MonthlyReport
from daybook.org.models import Person
from daybook.quarterly.actions.sheets import draft_sheet, publish_sheets
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.spans import period_of
from daybook.web.refusals import Refused
from tests.people import Cast, water_bureau

HEAD_ELEMENTS = (
    "policy_grasp",
    "planning",
    "coordination",
    "team_leading",
    "innovation",
    "deployment",
    "key_tasks",
    "timeliness",
    "collaboration",
)
STAFF_ELEMENTS = (
    "expertise",
    "casework",
    "communication",
    "learning",
    "quantity",
    "quality",
    "timeliness",
    "urgent_tasks",
)

WHOLE = EntryDraft(
    content="核对二季度水利投资计划执行情况",
    start=time(9),
    end=time(11, 30),
    place="三楼会议室",
    people="陈明",
    measures="逐项核对台账",
    progress=80,
    state="ongoing",
    outcome="形成核对表初稿",
)


@pytest.fixture
def cast(db: None) -> Cast:
    """The water affairs bureau."""
    return water_bureau()


def noon(year: int, month: int, day: int) -> datetime:
    """Noon of a day in the bureau's zone, which is eight hours ahead."""
    return datetime(year, month, day, 4, tzinfo=UTC)


def refused(act: Callable[..., object], **given: Any) -> tuple[str, str]:
    """The field and English sentence of a refusal; the act must have left no line in the ledger."""
    lines = LedgerLine.objects.count()
    with translation.override("en"), pytest.raises(Refused) as found:
        act(**given)
    assert LedgerLine.objects.count() == lines
    return found.value.field, found.value.message


def last_line() -> LedgerLine:
    """The newest line of the only bureau's ledger."""
    return LedgerLine.objects.latest("sequence")


def entry_of(author: Person, day: date, **said: Any) -> LogEntry:
    """An entry recorded on its own day, with all seven disclosures but for what is said otherwise."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
    return record_day(author=author, day=day, drafts=[replace(WHOLE, **said)], at=at)[0]


def submitted(person: Person, month: str, at: datetime) -> MonthlyReport:
    """A submitted month."""
    return submit_month(person=person, month=month, summary="按计划完成本月工作。", at=at)


def drafted(person: Person, quarter: str, rater: Person, at: datetime, score: str = "88") -> ScoreSheet:
    """A draft with the same score in every element, and a reason for each."""
    elements = HEAD_ELEMENTS if person.number.startswith("H") else STAFF_ELEMENTS
    return draft_sheet(
        person=person,
        quarter=quarter,
        rater=rater,
        scores=dict.fromkeys(elements, Decimal(score)),
        reasons=dict.fromkeys(elements, "依据台账"),
        comment="工作扎实。",
        at=at,
    )


def published(person: Person, quarter: str, rater: Person, score: str = "88") -> ScoreSheet:
    """A sheet published ten days after its quarter."""
    last = period_of(quarter).last
    at = datetime(last.year + last.month // 12, last.month % 12 + 1, 10, 4, tzinfo=UTC)
    return publish_sheets(sheets=[drafted(person, quarter, rater, at, score)], rater=rater, at=at)[0]
