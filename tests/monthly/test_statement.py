"""The statement of a month: plan and record joined, what does not match, indicators, gaps, who knows what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from daybook.books.importing import imported_book
from daybook.daily.access import Reader
from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.models import LogEntry
from daybook.daily.seen import SeenEntry
from daybook.daily.statement import Side, statement
from daybook.monthly.queries.statement import statement_of, statements_of
from daybook.monthly.statement import MonthStatement, credit_of
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import note_absence
from daybook.org.enums import AbsenceKind
from daybook.org.models import Bureau, Person
from daybook.org.rights import rights_of
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.goals import open_matter
from daybook.plans.actions.month import PlanLine, answer_plan_items, plan_month
from daybook.plans.enums import PlanState
from daybook.plans.models import Matter, PlanItem
from tests.factories import entry_of, noon, submitted
from tests.monthly.adding_up import add_up, told
from tests.people import Cast, water_bureau

MARCH = "2026-03"
TODAY = date(2026, 4, 2)
REAL_LOG = Path(__file__).resolve().parents[3] / "shared" / "data" / "real-log-2022"


def reader_of(person: Person, today: date = TODAY) -> Reader:
    return Reader(person, rights_of(person, today), today)


def planned(cast: Cast, *lines: PlanLine, number: str = "S03") -> list[PlanItem]:
    return plan_month(person=cast[number], month=MARCH, lines=lines, at=noon(2026, 3, 2))


def day(number: int) -> date:
    return date(2026, 3, number)


@pytest.fixture
def march(cast: Cast) -> dict[str, PlanItem]:
    """Chen's colleague Feng plans three items, works on one of them, and has an urgent matter."""
    rows = planned(
        cast,
        PlanLine("投资计划核对", "逐项核对，月底出表", key="P1"),
        PlanLine("项目档案整理", key="P2"),
        PlanLine("外出培训", key="P3"),
    )
    flood = open_matter(
        bureau=cast.bureau,
        department=cast.departments["D02"],
        title="暴雨应急",
        key="M1",
        actor=cast["H02"],
        at=noon(2026, 3, 2),
    )
    entry_of(cast["S03"], day(2), plan_item=rows[0], key="E1")
    entry_of(cast["S03"], day(3), plan_item=rows[0], start=time(14), end=time(17), key="E2")
    entry_of(cast["S03"], day(4), matter=flood, start=time(8), end=time(12), outcome="", key="E3")
    entry_of(cast["S03"], day(5), start=None, end=None, half_day="morning", key="E4")
    gone = entry_of(cast["S03"], day(6), plan_item=rows[1], key="E5")
    withdraw_entry(entry=gone, actor=cast["S03"], reason="记错了", at=noon(2026, 3, 6))
    answer_plan_items(
        person=cast["S03"],
        month=MARCH,
        answers={
            rows[0]: Answer(PlanState.PARTIAL, 80),
            rows[2]: Answer(PlanState.CANCELLED),
        },
        confirmed_by=cast["H02"],
        at=noon(2026, 3, 30),
    )
    return {row.key: row for row in rows}


def keys_of(side: Side) -> list[str]:
    return [line.seen.entry.key for line in side.lines]


def own(cast: Cast) -> MonthStatement:
    return statement_of(reader_of(cast["S03"]), cast["S03"], MARCH)


def test_plan_and_record_are_joined_and_what_does_not_match_stands_apart(
    cast: Cast, march: dict[str, PlanItem]
) -> None:
    found = own(cast)
    assert [(side.item and side.item.key, keys_of(side)) for side in found.planned] == [
        ("P1", ["E1", "E2"]),
        ("P2", []),
        ("P3", []),
    ]
    assert [item.key for item in found.unrecorded] == ["P2"]
    assert [item.key for item in found.unanswered] == ["P2"]
    groups = [
        (side.matter and side.matter.key, [e.seen.entry.key for e in side.lines]) for side in found.unplanned
    ]
    assert groups == [("M1", ["E3"]), (None, ["E4"])]
    assert (found.planned_hours, found.unplanned_hours, found.joined.hours) == ("5.5", "8.0", "13.5")
    assert not found.is_submitted


def test_hours_are_told_by_matter_the_most_first(cast: Cast, march: dict[str, PlanItem]) -> None:
    assert [(share.title, share.shown) for share in own(cast).shares()] == [
        ("投资计划核对", "5.5"),
        ("", "4.0"),
        ("暴雨应急", "4.0"),
    ]


def test_an_item_of_a_matter_shares_its_hours_with_it(cast: Cast, march: dict[str, PlanItem]) -> None:
    flood = Matter.objects.get(key="M1")
    PlanItem.objects.filter(key="P1").update(matter=flood)
    assert [(share.title, share.shown) for share in own(cast).shares()] == [("暴雨应急", "9.5"), ("", "4.0")]


def test_the_indicators_are_those_of_the_rules(cast: Cast, march: dict[str, PlanItem]) -> None:
    shown = own(cast).indicators
    assert shown is not None
    assert shown.coverage is not None
    assert shown.saturation is not None
    assert shown.completion is not None
    assert (shown.coverage.shown, shown.coverage.formula) == ("18.2%", "4 ÷ 22")
    assert (shown.saturation.shown, shown.saturation.formula) == ("7.7%", "13.5 ÷ (8 × 22)")
    assert (shown.completion.shown, shown.completion.formula) == ("40.0%", "0.8 ÷ 2")
    assert [credit_of(march[key]) for key in ("P1", "P2", "P3")] == ["0.8", "0.0", ""]


def test_a_running_month_is_reckoned_up_to_today(cast: Cast, march: dict[str, PlanItem]) -> None:
    note_absence(
        person=cast["S03"],
        kind=AbsenceKind.SICK_LEAVE,
        first_day=day(6),
        last_day=day(6),
        at=noon(2026, 3, 6),
    )
    found = statement_of(reader_of(cast["S03"], day(10)), cast["S03"], MARCH)
    assert found.indicators is not None
    assert found.indicators.coverage is not None
    assert found.indicators.coverage.formula == "4 ÷ 6"
    assert found.missing_days == [day(9)]


def test_before_the_bureau_kept_a_record_no_day_is_missing(cast: Cast) -> None:
    entry_of(cast["S04"], day(27), key="E1")
    assert own(cast).missing_days == [day(27), day(30), day(31)]


def test_a_gap_is_an_entry_without_all_seven_disclosures(cast: Cast, march: dict[str, PlanItem]) -> None:
    assert [(gap.seen.entry.key, gap.missing) for gap in own(cast).gaps] == [("E3", ["outcome"])]


@pytest.mark.parametrize(
    ("number", "indicators", "gaps"),
    [
        ("S03", True, True),  # the person
        ("H02", True, True),  # the superior
        ("L02", True, False),  # the line above
        ("L01", True, False),
        ("L03", True, False),  # another leader
        ("S01", True, False),  # the personnel office
        ("S04", False, False),  # a colleague
        ("H03", False, False),  # another head
    ],
)
def test_who_knows_indicators_and_gaps(
    cast: Cast, march: dict[str, PlanItem], number: str, indicators: bool, gaps: bool
) -> None:
    reader = reader_of(cast[number])
    if number.startswith("L"):
        reader = replace(reader, rights=reader.rights | {"leader"})
    found = statement_of(reader, cast["S03"], MARCH)
    assert (found.indicators is not None) is indicators
    assert bool(found.gaps) is gaps
    assert bool(found.missing_days) is gaps
    assert len(told(found)) == 4


def test_a_deputy_who_reviews_knows_what_the_superior_knows(cast: Cast, march: dict[str, PlanItem]) -> None:
    found = statement_of(reader_of(cast["S04"]), cast["S03"], MARCH, reviews=True)
    assert found.indicators is not None
    assert found.missing_days


def test_after_a_transfer_the_earlier_superior_knows_his_own_days(
    cast: Cast, march: dict[str, PlanItem]
) -> None:
    transfer(person=cast["S03"], department=cast.departments["D03"], valid_from=day(16), at=noon(2026, 3, 16))
    days = {
        number: statement_of(reader_of(cast[number]), cast["S03"], MARCH).missing_days
        for number in ("H02", "H03")
    }
    assert (min(days["H02"]), max(days["H02"])) == (day(6), day(13))
    assert (min(days["H03"]), max(days["H03"])) == (day(6), day(31))


def test_what_is_hidden_from_a_reader_is_not_reckoned_for_him(cast: Cast, march: dict[str, PlanItem]) -> None:
    entry_of(
        cast["S03"], day(10), visibility="internal", internal_reason="case", key="E9", plan_item=march["P2"]
    )
    leader = reader_of(cast["L03"])
    found = statement_of(replace(leader, rights=leader.rights | {"leader"}), cast["S03"], MARCH)
    assert found.indicators is None
    assert [seen.entry.key for seen in found.joined.hidden] == ["E9"]
    assert told(found) == dict.fromkeys(("E1", "E2", "E3", "E4", "E9"), 1)
    superior = statement_of(reader_of(cast["H02"]), cast["S03"], MARCH)
    assert superior.indicators is not None
    assert superior.unrecorded == []


def test_an_entry_in_quarantine_is_hidden_and_still_counts(cast: Cast, march: dict[str, PlanItem]) -> None:
    LogEntry.objects.filter(key="E1").update(quarantined=True)
    found = own(cast)
    assert [seen.entry.key for seen in found.joined.hidden] == ["E1"]
    assert found.indicators is not None
    assert found.indicators.saturation is not None
    assert found.indicators.saturation.formula == "13.5 ÷ (8 × 22)"


def test_a_submitted_month_says_so(cast: Cast) -> None:
    submitted(cast["S03"], MARCH, noon(2026, 4, 2))
    assert own(cast).is_submitted


def test_without_a_policy_that_holds_nothing_is_reckoned(cast: Cast, march: dict[str, PlanItem]) -> None:
    Bureau.objects.update(policy="gone")
    cast.bureau.refresh_from_db()
    cast["S03"].refresh_from_db()
    found = own(cast)
    assert found.indicators is None
    assert (found.planned_hours, found.shares()) == ("", [])


def statements_for(reader: Reader, people: Sequence[Person], months: Sequence[str]) -> int:
    with CaptureQueriesContext(connection) as captured:
        statements_of(reader, people, months)
    return len(captured)


def test_many_people_and_months_take_as_many_statements_as_one(
    cast: Cast, march: dict[str, PlanItem]
) -> None:
    for number in ("S01", "S02", "S04", "S05", "S06"):
        rows = planned(cast, PlanLine("日常", key=f"P-{number}"), number=number)
        entry_of(cast[number], day(3), plan_item=rows[0], key=f"E-{number}")
        entry_of(cast[number], day(4), visibility="internal", internal_reason="case", key=f"I-{number}")
    reader = reader_of(cast["H02"])
    one = statements_for(reader, [cast["S04"]], [MARCH])
    assert one <= 10
    everybody = list(Person.objects.filter(bureau=cast.bureau).select_related("bureau"))
    assert statements_for(reader, everybody, [f"2026-{month:02}" for month in range(1, 7)]) == one
    assert statements_for(reader_of(cast["S03"]), [cast["S03"]], [MARCH]) <= 6
    assert statements_of(reader, [], [MARCH]) == []


def test_a_person_of_another_bureau_has_nothing_here(cast: Cast, march: dict[str, PlanItem]) -> None:
    other = water_bureau("OTHER")
    found = statement_of(reader_of(other["H02"]), cast["S03"], MARCH)
    assert (list(found.planned), told(found), found.report) == ([], {}, None)


# Every entry that counts, once

KINDS = st.tuples(
    st.sampled_from([None, 1, 2, 9]),  # the item it serves; 9 is of another month
    st.sampled_from([None, 1, 2]),  # the matter
    st.booleans(),  # withdrawn
    st.booleans(),  # hidden
)


@given(st.lists(KINDS, max_size=30), st.integers(0, 2))
def test_a_random_month_adds_up(
    kinds: Sequence[tuple[int | None, int | None, bool, bool]], count: int
) -> None:
    items = [PlanItem(pk=number, title=f"事项{number}") for number in range(1, count + 1)]
    seen = []
    for number, (item, matter, withdrawn, hidden) in enumerate(kinds):
        entry = LogEntry(pk=number, key=str(number), work_date=day(2 + number % 20), plan_item_id=item)
        entry.matter = Matter(pk=matter, title=f"线索{matter}") if matter else None
        entry.withdrawn_reason = "记错了" if withdrawn else ""
        seen.append(SeenEntry(entry=entry, hidden=hidden, place="", corrections=(), today=TODAY))
    joined = statement(None, items, seen)
    found = MonthStatement(Person(), MARCH, joined, None, None, None, [], [])
    assert told(found) == {each.entry.key: 1 for each in seen if not each.withdrawn}
    for side in found.planned:
        assert {line.seen.entry.plan_item_id for line in side.lines} <= {side.item and side.item.pk}
    keys = [side.matter and side.matter.pk for side in found.unplanned]
    assert len(keys) == len(set(keys))


@pytest.mark.django_db
def test_every_month_of_the_real_log_adds_up() -> None:
    if not REAL_LOG.is_dir():
        pytest.skip("the real log is not beside this checkout")
    with imported_book(REAL_LOG) as imported:
        assert imported.accepted
    bureau = Bureau.objects.get(code="REAL")
    reader = reader_of(Person.objects.get(bureau=bureau, number="L01"))
    months, entries = add_up(bureau, reader)
    assert (months, entries) == (186 * 12, 1906)
