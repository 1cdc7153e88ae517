"""`daybook settle` and `explain`: what is printed of a year, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.test.utils import override_settings
from django.utils import translation

from daybook.annual.commands import explain, settle
from daybook.annual.enums import BallotOption
from daybook.annual.models import Seat
from daybook.annual.queries.settled import settled_year
from daybook.org.models import CalendarDay
from daybook.rules.policy_checks import OPTIONS, UNCOUNTED
from tests.annual.scored import publish, publish_year, vote
from tests.pages import page, reading, words
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast with a year for S02, a head's for H01, and half of one for S03."""
    made = water_bureau()
    publish_year(made["S02"], 2025, ("88", "92.5", "90", "85"))
    publish_year(made["H01"], 2025, ("91", "91", "91", "91"))
    publish(made["S03"], "2025-Q1", "86")
    for number in ("S02", "H01"):
        vote(made[number], 2025, "AAAAA")
    return made


def run(command: object, *arguments: str) -> Result:
    with translation.override("en"):
        return CliRunner().invoke(command, arguments)  # type: ignore[arg-type]


def settled(*arguments: str) -> dict[str, object]:
    outcome = run(settle, "2025", "--json", *arguments)
    assert outcome.exit_code == 0, outcome.output
    return dict(json.loads(outcome.output))


def of(year: dict[str, object], number: str) -> dict[str, object]:
    people = year["people"]
    assert isinstance(people, list)
    return next(each for each in people if each["person"] == number)


def test_the_year_is_one_line_of_json(cast: Cast) -> None:
    year = settled()
    assert list(year) == ["bureau", "year", "policy", "warnings", "pools", "people"]
    assert (year["bureau"], year["year"], year["policy"]) == ("WATER", 2025, "log-style-2026")
    assert of(year, "S02") == {
        "person": "S02",
        "category": "staff",
        "pool": "civil",
        "unit": "L02",
        "quarters": {"2025-Q1": "88.00", "2025-Q2": "92.50", "2025-Q3": "90.00", "2025-Q4": "85.00"},
        "routine_score": "88.88",
        "assessment": "100.00",
        "annual_total": "94.44",
        "eligible": ["excellent", "good"],
        "barred_by": [],
        "rank_in_unit": 2,
        "suggested_grade": "good",
        "why": [],
    }


def test_a_missing_year_says_why(cast: Cast) -> None:
    row = of(settled(), "S03")
    assert row["quarters"] == {"2025-Q1": "86.00", "2025-Q2": None, "2025-Q3": None, "2025-Q4": None}
    assert row["why"] == [
        "no_sheet:2025-Q2", "no_sheet:2025-Q3", "no_sheet:2025-Q4", "too_few_quarters", "no_ballots",
    ]  # fmt: skip


def test_leaders_are_not_appraised_here(cast: Cast) -> None:
    people = settled()["people"]
    assert isinstance(people, list)
    assert [each["person"] for each in people] == [
        "H01", "H02", "H03", "S01", "S02", "S03", "S04", "S05", "S06",
    ]  # fmt: skip


def test_decided_seats_hold_for_the_own_policy_only(cast: Cast) -> None:
    Seat.objects.create(bureau=cast.bureau, year=2025, grade="excellent", pool="civil", unit="L03", seats=1)
    own = settled_year(cast.bureau, 2025).result.pools[0].quotas["excellent"]
    replayed = settled_year(cast.bureau, 2025, "log-style-2018").result.pools[0].quotas["excellent"]
    assert own.decided == {"L02": 0, "L03": 1}
    assert replayed.decided is None


def test_an_unknown_bureau_or_policy_is_named(cast: Cast) -> None:
    outcome = run(settle, "2025", "--bureau", "NOWHERE")
    assert outcome.exit_code == 1
    assert outcome.stderr == "Error: There is no bureau “NOWHERE”.\n"
    outcome = run(settle, "2025", "--policy", "nothing")
    assert outcome.exit_code == 2
    assert "There is no policy “nothing”." in outcome.stderr


TWO_ELEMENTS = """
extends = "log-style-2026"
[sheets.staff]
replaces = true
[sheets.staff.groups]
replaces = true
professional_competence = ["expertise"]
task_completion = ["quality"]
[sheets.staff.weights]
replaces = true
expertise = 40
quality = 60
"""


def test_a_replay_under_other_elements_says_why_it_cannot_be(cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "two.toml").write_text(TWO_ELEMENTS, encoding="utf-8")
    with override_settings(POLICY_DIR=str(tmp_path)):
        outcome = run(settle, "2025", "--policy", "two", "--json")
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    assert outcome.stderr.startswith("Error: two sheets ")
    assert "casework、communication、expertise" in outcome.stderr


WITHOUT_D = """
extends = "log-style-2026"
[assessment.options]
replaces = true
A = 100
B = 85
C = 70
"""


def test_a_replay_without_an_option_that_was_voted_says_so_and_nothing_of_the_ballot(
    cast: Cast, tmp_path: Path
) -> None:
    vote(cast["S05"], 2025, "CDCDA")
    (tmp_path / "three.toml").write_text(WITHOUT_D, encoding="utf-8")
    with override_settings(POLICY_DIR=str(tmp_path)):
        outcome = run(settle, "2025", "--policy", "three", "--json")
        html = page(reading(cast["S01"]), "/years/2025/replay?policy=three", 422)
    assert (outcome.exit_code, outcome.stdout) == (1, "")
    told = "a ballot that was cast has an option which the policy does not know"
    assert outcome.stderr == "Error: three assessment.options 已投的票里有本办法没有的选项\n"
    assert told in words(html)
    assert "CDCDA" not in outcome.stderr + html


def test_every_option_of_a_policy_has_a_word(cast: Cast) -> None:
    assert {*OPTIONS, UNCOUNTED} == {*BallotOption.values}


def test_several_bureaus_must_be_told_apart(cast: Cast) -> None:
    water_bureau("RIVER")
    outcome = run(settle, "2025", "--json")
    assert outcome.exit_code == 1
    assert outcome.stderr == "Error: There are several bureaus; name one of them: RIVER、WATER.\n"
    assert settled("--bureau", "RIVER")["bureau"] == "RIVER"


def test_all_and_one_bureau_exclude_each_other(cast: Cast) -> None:
    outcome = run(settle, "2025", "--all", "--bureau", "WATER")
    assert outcome.exit_code == 2


def test_own_days_of_the_calendar_count(cast: Cast) -> None:
    """With most of a quarter off, nobody has enough due workdays to be scored."""
    days = settled_year(cast.bureau, 2025).result.of("S02")
    assert 1 in days.quarters
    CalendarDay.objects.bulk_create(
        CalendarDay(bureau=cast.bureau, day=f"2025-{month:02}-{day:02}", kind="off")
        for month in (1, 2, 3)
        for day in range(1, 29)
    )
    assert of(settled(), "S02")["why"] == ["below_min_workdays:2025-Q1"]


def test_the_printed_year_reads_as_a_page(cast: Cast) -> None:
    outcome = run(settle, "2025")
    lines = outcome.output.splitlines()
    assert lines[0] == "江州市水务局, 2025, under log-style-2026"
    row = next(line for line in lines if line.startswith("S02"))
    assert row.split() == ["S02", "钱进", "李为民", "88.88", "100.00", "94.44", "2", "good"]


def test_explain_opens_a_total_down_to_the_elements(cast: Cast) -> None:
    outcome = run(explain, "S02", "2025")
    assert outcome.exit_code == 0
    lines = [line.strip(" │├└─") for line in outcome.output.splitlines()]
    assert "annual total  94.44" in lines
    assert "0.50 × 88.88 + 0.50 × 100.00" in lines
    assert "(88.00 + 92.50 + 90.00 + 85.00) ÷ 4 = 88.875, rounded" in lines
    assert lines.count("Quality  92.5  20 × 92.5") == 1


def test_explain_names_who_is_unknown(cast: Cast) -> None:
    outcome = run(explain, "S99", "2025")
    assert outcome.exit_code == 1
    assert outcome.stderr == "Error: S99 has no result in 2025.\n"
