"""`daybook verify`: whatever is changed behind the application's back is named."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.db import connection
from django.utils import translation

from daybook.annual.actions.seal import seal_year
from daybook.annual.commands import verify
from daybook.annual.models import SealedResult
from daybook.ledger.models import LedgerLine
from tests.annual.scored import publish_year, vote
from tests.people import Cast, water_bureau

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """A bureau whose year 2025 is sealed."""
    made = water_bureau()
    publish_year(made["S02"], 2025, ("88", "92.5", "90", "85"))
    vote(made["S02"], 2025, "ABABA")
    seal_year(bureau=made.bureau, year=2025, actor=None)
    return made


def verified() -> list[str]:
    """What verify prints, in English."""
    with translation.override("en"):
        outcome = CliRunner().invoke(verify, [])
    lines = outcome.output.splitlines()
    assert outcome.exit_code == (0 if lines[-1].startswith("Everything agrees") else 1)
    return lines


def tamper(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        assert cursor.rowcount == 1


def test_an_untouched_bureau_agrees(cast: Cast) -> None:
    assert verified() == ["Everything agrees: the chain and every published figure."]


def test_a_published_score_changed_in_the_table_is_named(cast: Cast) -> None:
    tamper("UPDATE quarterly_scoresheet SET score = 9900 WHERE quarter = '2025-Q1'")
    assert verified() == [
        "WATER: score_sheets: S02 2025-Q1 2025-01-01 1: score: 99.00 stands, 88.00 is computed",
        "1 disagreement",
    ]


@pytest.mark.parametrize("change", ["published_at = NULL", "kind = 'opinion'", "policy = 'log-style-1999'"])
def test_a_score_that_can_no_longer_stand_is_named(cast: Cast, change: str) -> None:
    tamper(f"UPDATE quarterly_scoresheet SET {change} WHERE quarter = '2025-Q1'")
    assert "WATER: score_sheets: S02 2025-Q1 2025-01-01 1: score: 88.00 stands, — is computed" in verified()


def test_an_element_changed_in_the_table_is_named_with_all_that_stands_on_it(cast: Cast) -> None:
    tamper(
        "UPDATE quarterly_elementscore SET score = 9800 WHERE element = 'quality' AND sheet_id = "
        "(SELECT id FROM quarterly_scoresheet WHERE quarter = '2025-Q1')"
    )
    lines = verified()
    assert "WATER: score_sheets: S02 2025-Q1 2025-01-01 1: score: 88.00 stands, 90.00 is computed" in lines
    assert "WATER: sealed_results: S02 2025: routine_score: 88.88 stands, 89.38 is computed" in lines
    assert "WATER: sealed_results: S02 2025: annual_total: 90.69 stands, 90.94 is computed" in lines


def test_a_sealed_figure_changed_in_the_table_is_named(cast: Cast) -> None:
    tamper(
        "UPDATE annual_sealedresult SET annual_total = 9999 WHERE person_id = "
        "(SELECT id FROM org_person WHERE number = 'S02')"
    )
    assert verified() == [
        "WATER: sealed_results: S02 2025: annual_total: 99.99 stands, 90.69 is computed",
        "1 disagreement",
    ]


def test_a_ballot_changed_after_sealing_is_named(cast: Cast) -> None:
    tamper("UPDATE annual_ballot SET options = 'DDDDD' WHERE serial = 'S02-D-0'")
    assert any(
        line.startswith("WATER: sealed_results: S02 2025: assessment: 92.50 stands, ") for line in verified()
    )


def test_a_sealed_person_removed_is_named(cast: Cast) -> None:
    SealedResult.objects.filter(person=cast["S02"]).delete()
    assert verified() == ["WATER: sealed_results: S02 2025: it stands on one side only", "1 disagreement"]


def test_a_ledger_line_changed_in_the_table_is_named(cast: Cast) -> None:
    last = LedgerLine.objects.order_by("-sequence").values_list("sequence", flat=True)[0]
    tamper(f"UPDATE ledger_ledgerline SET actor = 'S99' WHERE sequence = {last}")
    assert verified() == [
        f"WATER: ledger: WATER {last}: its content is not what was written",
        "1 disagreement",
    ]


def test_sealing_again_keeps_one_result_a_person(cast: Cast) -> None:
    seal_year(bureau=cast.bureau, year=2025, actor=None)
    assert SealedResult.objects.filter(person=cast["S02"]).count() == 1
    line = LedgerLine.objects.order_by("-sequence")[0]
    assert (line.action, line.before["people"], line.after["people"]) == ("seal_year", 9, 9)
    assert verified() == ["Everything agrees: the chain and every published figure."]
