"""A year is settled once for the same facts, and anew as soon as any of them, or a policy, is another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from daybook.annual.actions.units import freeze_units
from daybook.annual.models import Ballot, Seat
from daybook.annual.queries.facts import year_facts
from daybook.annual.queries.settled import settled_year
from daybook.org.models import Absence, Appointment, Bureau, CalendarDay, Circumstance, Person
from daybook.org.policies import policy, policy_of
from daybook.quarterly.models import ElementScore, RoutineGrade
from daybook.rules.record import year_record
from daybook.rules.result import YearResult
from daybook.rules.year import settle
from tests.annual.scored import publish, publish_year, vote
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 20, tzinfo=UTC)
LAST_DAY = date(2025, 12, 31)


@pytest.fixture
def cast() -> Cast:
    """The cast with a year for three of them."""
    made = water_bureau()
    for number in ("S02", "S03", "H01"):
        publish_year(made[number], 2025, ("88", "92.5", "90", "85"))
        vote(made[number], 2025, "AAAAB")
    return made


def result(cast: Cast) -> YearResult:
    return settled_year(Bureau.objects.get(pk=cast.bureau.pk), 2025).result


def reckoned(cast: Cast) -> dict[str, Any]:
    """The year as the rules alone make it of what stands in the tables."""
    bureau = Bureau.objects.get(pk=cast.bureau.pk)
    return year_record(
        settle(
            policy_of(bureau, LAST_DAY),
            year_facts(bureau, 2025),
            lambda policy_id, day: policy(policy_id or bureau.policy, day),
        )
    )


def test_the_same_facts_are_settled_once(cast: Cast) -> None:
    assert result(cast) is result(cast)
    assert year_record(result(cast)) == reckoned(cast)


def test_another_year_and_a_replay_do_not_take_its_place(cast: Cast) -> None:
    first = result(cast)
    settled_year(cast.bureau, 2024)
    replayed = settled_year(cast.bureau, 2025, "log-style-2018").result
    assert result(cast) is first
    assert replayed.policy_id == "log-style-2018"


def score(cast: Cast) -> None:
    ElementScore.objects.filter(sheet__person=cast["S02"], sheet__quarter="2025-Q1").update(score=50)


def ballot(cast: Cast) -> None:
    Ballot.objects.filter(ratee=cast["S03"], serial__endswith="-1").update(options="DDDDD")


def sheet(cast: Cast) -> None:
    publish(cast["S04"], "2025-Q1", "86")


def absence(cast: Cast) -> None:
    Absence.objects.create(
        person=cast["S02"],
        kind="sick_leave",
        first_day=date(2025, 4, 1),
        last_day=date(2025, 6, 30),
        recorded_at=NOW,
    )


def circumstance(cast: Cast) -> None:
    Circumstance.objects.create(
        person=cast["S03"], kind="warning", first_day=date(2025, 5, 1), recorded_at=NOW
    )


def holiday(cast: Cast) -> None:
    days = (date(2025, 4, 1) + timedelta(days=passed) for passed in range(91))
    CalendarDay.objects.bulk_create(CalendarDay(bureau=cast.bureau, day=day, kind="off") for day in days)


def routine_grade(cast: Cast) -> None:
    RoutineGrade.objects.create(
        bureau=cast.bureau, person=cast["S02"], quarter="2025-Q1", grade="poor", reason="", decided_at=NOW
    )


def seat(cast: Cast) -> None:
    Seat.objects.create(bureau=cast.bureau, year=2025, grade="excellent", pool="civil", unit="L03", seats=1)


def freezing(cast: Cast) -> None:
    circumstance(cast)
    freeze_units(bureau=cast.bureau, year=2025, actor=cast["S01"])


def post(cast: Cast) -> None:
    Appointment.objects.filter(person=cast["S02"]).update(valid_to=date(2025, 9, 30))


def leaving(cast: Cast) -> None:
    Person.objects.filter(pk=cast["S03"].pk).update(employed_to=date(2025, 6, 30))


def other_policy(cast: Cast) -> None:
    Bureau.objects.filter(pk=cast.bureau.pk).update(policy="log-style-2018")


WRITES = [
    score, ballot, sheet, absence, circumstance, holiday, routine_grade,
    seat, freezing, post, leaving, other_policy,
]  # fmt: skip


@pytest.mark.parametrize("write", WRITES)
def test_every_fact_counts_at_once(cast: Cast, write: Callable[[Cast], None]) -> None:
    before = year_record(result(cast))
    write(cast)
    after = year_record(result(cast))
    assert after == reckoned(cast)
    assert after != before


def test_a_policy_file_counts_at_once(cast: Cast, tmp_path: Path, settings: Any) -> None:
    settings.POLICY_DIR = str(tmp_path)
    file = tmp_path / "own.toml"
    file.write_text('id = "own"\nextends = "log-style-2026"\n', encoding="utf-8")
    Bureau.objects.filter(pk=cast.bureau.pk).update(policy="own")
    before = year_record(result(cast))
    changed = 'id = "own"\nextends = "log-style-2026"\n[annual_total.routine_weight]\nstaff = 0.9\n'
    file.write_text(changed, encoding="utf-8")
    after = year_record(result(cast))
    assert after == reckoned(cast)
    assert after != before


def test_two_results_are_remembered_and_no_more(cast: Cast) -> None:
    first = result(cast)
    for year in (2023, 2024):
        settled_year(cast.bureau, year)
    again = result(cast)
    assert again is not first
    assert year_record(again) == year_record(first)
