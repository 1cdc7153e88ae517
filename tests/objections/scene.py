"""What the tests of objections set up: a published sheet of S03 by H02, and acts upon it in few words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from daybook.objections.actions.correcting import correct_sheet
from daybook.objections.actions.deciding import decide_objection
from daybook.objections.actions.filing import file_objection
from daybook.objections.models import Objection
from daybook.org.models import Person
from daybook.quarterly.models import ScoreSheet
from tests.factories import STAFF_ELEMENTS, noon, published
from tests.people import Cast

Q1 = "2026-Q1"
# Published on Friday 10 April; 5 workdays end on the 17th.
LAST_DAY, TOO_LATE = noon(2026, 4, 17), noon(2026, 4, 18)
FILED, HEARD, DECIDED, CORRECTED = noon(2026, 4, 14), noon(2026, 4, 16), noon(2026, 4, 20), noon(2026, 4, 22)
TEXT = "“质量”一项漏看三条防汛日志。"
GROUNDS = "经核对日志，异议属实。"


@pytest.fixture
def sheet(cast: Cast) -> ScoreSheet:
    """S03's first quarter, 88 in every element, by H02."""
    return published(cast["S03"], Q1, cast["H02"])


def filed(sheet: ScoreSheet, **more: Any) -> Objection:
    """An objection of the person's to a sheet."""
    given: dict[str, Any] = {"person": sheet.person, "text": TEXT, "at": FILED, **more}
    return file_objection(sheet=sheet, **given)


def decided(objection: Objection, actor: Person, outcome: str = "upheld", **more: Any) -> Objection:
    """A decision on it."""
    given: dict[str, Any] = {"grounds": GROUNDS, "at": DECIDED, **more}
    return decide_objection(objection=objection, actor=actor, outcome=outcome, **given)


def corrected(objection: Objection, rater: Person, score: str = "90", **more: Any) -> ScoreSheet:
    """The corrected sheet, the same score in every element."""
    given: dict[str, Any] = {
        "scores": dict.fromkeys(STAFF_ELEMENTS, Decimal(score)),
        "reasons": dict.fromkeys(STAFF_ELEMENTS, "复核后更正"),
        "comment": "已补看日志。",
        "citations": {},
        "at": CORRECTED,
        **more,
    }
    return correct_sheet(objection=objection, rater=rater, **given)
