"""A policy file that does not hold: every page that stands on it says so, and tells the office where."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from daybook.org.models import Bureau
from tests.pages import page, reading, words
from tests.people import Cast

FAULTY = """
id = "own"
effective_from = 2025-01-01
name = { zh = "本局办法", en = "Our own policy" }
extends = "log-style-2026"
source = "bureau_account"

[quarterly]
transfer = "by_dice"
"""
UNAVAILABLE = 503


@pytest.fixture(autouse=True)
def _faulty(cast: Cast, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(FAULTY, encoding="utf-8")
    settings.POLICY_DIR = str(tmp_path)
    Bureau.objects.filter(pk=cast.bureau.pk).update(policy="own")


@pytest.mark.parametrize("way", ["expected", "grades", "vignettes", "scoring", "scoring/sign", "people/S03"])
def test_the_personnel_office_is_told_file_key_and_reason(cast: Cast, way: str) -> None:
    told = words(page(reading(cast["S01"]), f"/quarters/2026-Q1/{way}", UNAVAILABLE))
    assert "The policy cannot be read" in told
    assert "own quarterly.transfer must be one of" in told


@pytest.mark.parametrize("address", ["/quarters/2026-Q1", "/quarters/2026-Q1/scoring"])
def test_others_are_told_whom_to_turn_to(cast: Cast, address: str) -> None:
    told = words(page(reading(cast["H02"]), address, UNAVAILABLE))
    assert "Please tell the personnel office." in told
    assert "quarterly.transfer" not in told


def test_other_faults_stay_what_they_are(cast: Cast) -> None:
    page(reading(cast["S01"]), "/quarters/2026-Q9", 404)
