"""The demonstration in the database: made through the acts, it holds what the script promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from daybook.annual.enums import Stage
from daybook.annual.models import Ballot, BallotParticipation, Decision, SealedResult, Seat
from daybook.annual.queries.settled import settled_year
from daybook.annual.queries.verified import disagreements
from daybook.daily.access import Reader
from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import EntryPerson, LogCorrection, LogEntry, LogVersion
from daybook.demo.build import make_demo
from daybook.demo.queries import demo_sign_ins
from daybook.monthly.models import MonthlyReport, MonthlyReview
from daybook.org.enums import Role
from daybook.org.models import Account, Appointment, Bureau, Person
from daybook.plans.models import PlanItem
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import Acknowledgement, Citation, ElementScore, RoutineGrade, ScoreSheet
from daybook.rules.result import PersonResult, YearResult
from daybook.web.refusals import Refused
from tests.monthly.adding_up import add_up

pytestmark = pytest.mark.django_db
TODAY = date(2026, 7, 24)
BEFORE, YEAR = 2025, 2026
NICE_HEAD, STRICT_HEAD = "郝建国", "朱毅"


@pytest.fixture(scope="module")
def steps() -> list[str]:
    """What was said while it was made."""
    return []


@pytest.fixture(scope="module")
def bureau(steps: list[str], django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Bureau]:
    """The demonstration, made once for this module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_demo(today=TODAY, seed=7, say=steps.append)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def before(bureau: Bureau) -> YearResult:
    """The year before, settled."""
    return settled_year(bureau, BEFORE).result


@pytest.fixture(scope="module")
def results(bureau: Bureau, before: YearResult) -> dict[str, PersonResult]:
    """The year before by name."""
    names = dict(Person.objects.filter(bureau=bureau).values_list("number", "name"))
    return {names[each.number]: each for each in before.people}


def person(bureau: Bureau, name: str) -> Person:
    return Person.objects.get(bureau=bureau, name=name)


def scores(bureau: Bureau, rater: str) -> list[Decimal]:
    rows = ElementScore.objects.filter(sheet__bureau=bureau, sheet__rater__name=rater)
    return list(rows.values_list("score", flat=True))


def test_progress_is_said_step_by_step(bureau: Bureau, steps: list[str]) -> None:
    assert len(steps) >= 3 + 19  # the first steps, and every month told


def test_it_is_made_once(bureau: Bureau) -> None:
    with pytest.raises(Refused):
        make_demo(today=TODAY, say=lambda _line: None)


def test_everybody_has_an_account_and_the_doors_lead_to_four_kinds(bureau: Bureau) -> None:
    people = Person.objects.filter(bureau=bureau)
    assert Account.objects.filter(person__in=people).count() == people.count()
    numbers = [door.username for door in demo_sign_ins()]
    held = Appointment.objects.filter(person__account__username__in=numbers, valid_to=None)
    assert Counter(held.values_list("role", flat=True)) == {
        Role.STAFF: 1,
        Role.DEPARTMENT_HEAD: 2,
        Role.BUREAU_LEADER: 1,
    }


def test_everything_that_was_published_can_be_recomputed(bureau: Bureau) -> None:
    assert list(disagreements(bureau)) == []


def test_every_entry_makes_all_seven_disclosures(bureau: Bureau) -> None:
    entries = LogEntry.objects.filter(bureau=bureau)
    assert entries.count() > 20_000
    assert [entry.key for entry in entries.iterator() if missing_disclosures(entry)] == []


def test_the_record_has_all_that_happens_to_records(bureau: Bureau) -> None:
    entries = LogEntry.objects.filter(bureau=bureau)
    assert entries.exclude(backfill_reason="").count() > 100
    assert entries.exclude(withdrawn_reason="").count() > 20
    assert entries.filter(visibility="internal").count() > 100
    assert LogVersion.objects.filter(entry__bureau=bureau).count() > 100
    assert LogCorrection.objects.filter(entry__bureau=bureau).count() > 10
    assert EntryPerson.objects.filter(entry__bureau=bureau).count() > 1000


def test_the_principal_leaders_secretary_keeps_his_log(bureau: Bureau) -> None:
    entries = LogEntry.objects.filter(bureau=bureau, person__name="周明远")
    assert set(entries.exclude(entered_by=None).values_list("entered_by__name", flat=True)) == {"陈予安"}
    assert entries.filter(entered_by=None).exists()


def test_every_month_that_is_due_is_submitted_and_reviewed(bureau: Bureau) -> None:
    months = [f"{year}-{month:02}" for year in (BEFORE, YEAR) for month in range(1, 13)]
    told = [month for month in months if month <= "2026-06"]
    reports = MonthlyReport.objects.filter(bureau=bureau, submitted_at__isnull=False)
    assert sorted(set(reports.values_list("month", flat=True))) == told
    reviewed = set(MonthlyReview.objects.filter(bureau=bureau).values_list("person", "month"))
    leaders = Appointment.objects.filter(role__in=[Role.PRINCIPAL_LEADER, Role.BUREAU_LEADER])
    due = reports.exclude(person__in=leaders.values("person")).values_list("person", "month")
    assert set(due) == reviewed
    assert PlanItem.objects.filter(bureau=bureau, month="2026-07", state="").exists()


def test_plan_items_are_served_by_entries_and_some_are_not(bureau: Bureau) -> None:
    items = PlanItem.objects.filter(bureau=bureau, month__lte="2026-06")
    served = items.filter(logentry__isnull=False).distinct()
    assert served.count() > 0.8 * items.count()
    assert items.filter(logentry__isnull=True, state="not_done").exists()
    assert items.filter(state="cancelled").exists()
    loose = LogEntry.objects.filter(bureau=bureau, plan_item=None)
    assert loose.count() > 500


def test_reviews_speak_of_what_happened(bureau: Bureau) -> None:
    rows = MonthlyReview.objects.filter(bureau=bureau).exclude(reviewer__name=NICE_HEAD)
    comments = list(rows.values_list("comment", flat=True))
    assert len(set(comments)) > 0.85 * len(comments)
    assert all(comments)


def test_the_nice_guy_scores_alike_and_the_strict_head_does_not(bureau: Bureau) -> None:
    nice, strict = scores(bureau, NICE_HEAD), scores(bureau, STRICT_HEAD)
    assert min(nice) >= 93
    assert max(nice) <= 95
    assert max(strict) - min(strict) > 20
    sheets = ScoreSheet.objects.filter(bureau=bureau, rater__name=NICE_HEAD)
    assert all(len(set(sheet.element_scores.values_list("score", flat=True))) == 1 for sheet in sheets)
    assert len(set(sheets.values_list("comment", flat=True))) <= 3


def test_a_transfer_in_may_has_two_superiors(bureau: Bureau) -> None:
    mover = person(bureau, "贾思源")
    posts = mover.appointments.order_by("valid_from").values_list("department__code", "valid_from")
    assert list(posts)[1] == ("D07", date(BEFORE, 5, 16))
    sheets = mover.score_sheets.filter(quarter=f"{BEFORE}-Q2").order_by("first_day")
    assert [tuple(row) for row in sheets.values_list("kind", "rater__name")] == [
        (SheetKind.OPINION, "马骏驰"),
        (SheetKind.SCORE, "罗国栋"),
    ]
    assert mover.monthly_reviews.filter(month=f"{BEFORE}-05").count() == 2


def test_an_acting_head_bridges_a_vacancy_after_a_retirement(bureau: Bureau) -> None:
    assert person(bureau, "罗国栋").employed_to == date(BEFORE, 9, 30)
    roles = person(bureau, "孟繁星").appointments.order_by("valid_from").values_list("role", flat=True)
    assert list(roles) == [Role.STAFF, Role.ACTING_HEAD, Role.DEPARTMENT_HEAD]


def test_the_special_cases_settle_as_the_law_says(results: dict[str, PersonResult]) -> None:
    assert "not_excellent:warning" in results["何晓峰"].barred_by
    assert results["彭嘉树"].suggested == "undetermined"
    assert results["孙惠芬"].barred_by[0] == "undetermined:leave_over_half"
    assert results["邓凯"].suggested == "not_appraised"
    assert results["罗国栋"].barred_by[0] == "not_appraised:left"


def test_one_person_misses_the_gate_by_a_hair(results: dict[str, PersonResult]) -> None:
    routine = results["田力行"].routine
    assert routine is not None
    assert routine.value == Decimal("84.96")
    assert "routine_below_minimum" in results["田力行"].barred_by


def test_two_people_tie_for_the_last_excellent_seat(results: dict[str, PersonResult]) -> None:
    tied = [name for name, each in results.items() if "tie:excellent" in each.why]
    assert sorted(tied) == ["林晓舟", "蒋维"]
    assert len({results[name].rank for name in tied}) == 1
    assert {results[name].suggested for name in tied} == {None}


def test_a_seat_that_nobody_could_take_went_to_another_unit(before: YearResult) -> None:
    civil = next(pool for pool in before.pools if pool.pool == "civil")
    seats = {unit.unit: unit.seats["excellent"] for unit in civil.units}
    assert seats["044"] == 0
    assert sum(seats.values()) == civil.quotas["excellent"].total


def test_more_good_quarters_than_the_cap_were_settled_before_and_stand_open_now(
    bureau: Bureau, before: YearResult
) -> None:
    decided = RoutineGrade.objects.filter(bureau=bureau)
    assert set(decided.values_list("quarter", flat=True)) == {f"{BEFORE}-Q2"}
    assert list(before.warnings) == []
    assert [str(each) for each in settled_year(bureau, YEAR).result.warnings] == [f"cap_exceeded:{YEAR}-Q2"]


def test_the_year_before_is_final_and_sealed(bureau: Bureau, before: YearResult) -> None:
    decisions = Decision.objects.filter(bureau=bureau, year=BEFORE)
    final = decisions.filter(stage=Stage.FINAL)
    assert final.count() == len(before.people) == SealedResult.objects.filter(bureau=bureau).count()
    assert {Stage.PROPOSED, Stage.DECIDED, Stage.NOTICED, Stage.FINAL} == set(
        decisions.values_list("stage", flat=True)
    )
    assert Seat.objects.filter(bureau=bureau, grade="good").exists()
    assert {row.grade for row in final.filter(person__name__in=["林晓舟", "蒋维"])} == {"excellent", "good"}


def test_all_four_classes_voted(bureau: Bureau) -> None:
    ballots = Ballot.objects.filter(poll__bureau=bureau, poll__year=BEFORE)
    assert set(ballots.values_list("ballot_class", flat=True)) == {"A", "B", "C", "D"}
    assert BallotParticipation.objects.filter(poll__bureau=bureau).count() > 45


def test_high_scores_stand_on_the_record_or_a_reason(bureau: Bureau) -> None:
    high = ElementScore.objects.filter(sheet__bureau=bureau, score__gte=Decimal(90))
    assert high.count() > 300
    cited = set(Citation.objects.filter(sheet__bureau=bureau).values_list("sheet_id", "element"))
    on_record = [row for row in high if (row.sheet_id, row.element) in cited]
    assert len(on_record) > 0.6 * high.count()
    assert not [row for row in high if row not in on_record and not row.reason]
    rows = Citation.objects.filter(sheet__bureau=bureau).select_related("sheet", "entry")
    assert all(
        row.entry.person_id == row.sheet.person_id
        and row.sheet.first_day <= row.entry.work_date <= row.sheet.last_day
        and row.entry.visibility == "open"
        for row in rows
    )
    assert not Citation.objects.filter(sheet__rater__name=NICE_HEAD).exists()


def test_most_people_acknowledge_their_sheets(bureau: Bureau) -> None:
    sheets = ScoreSheet.objects.filter(bureau=bureau, kind=SheetKind.SCORE)
    seen = Acknowledgement.objects.filter(sheet__in=sheets)
    assert 0.75 * sheets.count() < seen.count() < sheets.count()
    assert not seen.filter(acknowledged_at__lte=F("sheet__published_at")).exists()


def test_every_month_adds_up(bureau: Bureau) -> None:
    for name in ("秦岚", "林晓舟"):
        reader = Reader(person(bureau, name), frozenset(), TODAY)
        months, entries = add_up(bureau, reader)
        assert months == 19 * Person.objects.filter(bureau=bureau).count()
        assert entries == LogEntry.objects.filter(bureau=bureau, withdrawn_reason="").count()
