"""A form by post class may have the elements of the general one with other weights: every page takes it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine

from daybook.org.models import Appointment
from daybook.quarterly.actions.sheets import draft_sheet, publish_sheets
from daybook.quarterly.models import ScoreSheet
from tests.factories import STAFF_ELEMENTS, noon
from tests.objections.scene import CORRECTED, HEARD, Q1, corrected, decided, filed
from tests.pages import page, reading, words
from tests.people import Cast

OWN = """
id = "own"
extends = "log-style-2026"
effective_from = 2025-01-01
name = { zh = "本局办法", en = "Own" }
source = "confirmed_default"

[sheets."staff/window".groups]
professional_competence = ["expertise", "casework", "communication", "learning"]
task_completion = ["quantity", "quality", "timeliness", "urgent_tasks"]

[sheets."staff/window".weights]
source = "confirmed_default"
expertise = 5
casework = 5
communication = 40
learning = 5
quantity = 15
quality = 15
timeliness = 10
urgent_tasks = 5
"""
MIXED = {**dict.fromkeys(STAFF_ELEMENTS, Decimal(80)), "communication": Decimal(90)}


@pytest.fixture
def window(cast: Cast, settings: Any, tmp_path: Path) -> ScoreSheet:
    """S03 serves at the window, where dealing with people weighs 40: (60 × 80 + 40 × 90) ÷ 100 = 84.00."""
    (tmp_path / "own.toml").write_text(OWN, encoding="utf-8")
    settings.POLICY_DIR = str(tmp_path)
    cast.bureau.policy = "own"
    cast.bureau.save()
    Appointment.objects.filter(person=cast["S03"]).update(post_class="window")
    rater, at = cast["H02"], noon(2026, 4, 10)
    reasons = dict.fromkeys(MIXED, "依据台账")
    draft = draft_sheet(
        person=cast["S03"], quarter=Q1, rater=rater, scores=MIXED, reasons=reasons, comment="稳。", at=at
    )
    return publish_sheets(sheets=[draft], rater=rater, at=at)[0]


def test_every_page_of_an_objection_weighs_by_the_form_of_the_post(cast: Cast, window: ScoreSheet) -> None:
    assert str(window.score) == "84.00"
    with time_machine.travel(HEARD, tick=False):
        new = words(page(reading(cast["S03"]), f"/objections/new/{Q1}/2026-01-01"))
        made = filed(window)
        case = words(page(reading(cast["L02"]), f"/objections/{made.key}"))
        trial = words(page(reading(cast["L02"]), f"/objections/{made.key}/correction/preview"))
    assert [told.count("84.00") > 0 for told in (new, case)] == [True, True]
    assert "Communication 40" in trial
    row = decided(made, cast["L02"])
    with time_machine.travel(CORRECTED, tick=False):
        assert "Communication 40" in words(page(reading(cast["H02"]), f"/objections/{made.key}/correction"))
        better = corrected(row, cast["H02"], scores={**MIXED, "communication": Decimal("92.5")})
        seen = words(page(reading(cast["S03"]), f"/objections/{made.key}/correction"))
    assert str(better.score) == "85.00"
    assert "84.00 → 85.00" in seen
