"""Who may see or do what with a sheet in each of its states, over every route of quarters and objections.

S03 was scored by H02 and has moved to H03's department since; H02 has a deputy who reviews months. What a
page tells is read by figures that stand nowhere else: the sheet's score, and one of its elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import transaction

from daybook.objections import urls as objections
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind, Role
from daybook.quarterly import urls as quarters
from daybook.quarterly.actions.sheets import draft_sheet, publish_sheets
from daybook.quarterly.models import ScoreSheet
from tests.factories import STAFF_ELEMENTS, noon
from tests.objections.scene import corrected, decided, filed
from tests.pages import reading
from tests.people import FOUNDED, SINCE, Cast, join

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NOW = noon(2026, 4, 15)
Q1, FIRST = "2026-Q1", "2026-01-01"
OF = f"/quarters/{Q1}"
WHO = {
    "person": "S03", "colleague": "S04", "rater": "H02", "successor": "H03", "leader": "L02",
    "leader today": "L03", "principal": "L01", "office": "S01", "deputy": "S02",
    "system": "A01", "security": "A02", "audit": "A03",
}  # fmt: skip
SCORES = {**dict.fromkeys(STAFF_ELEMENTS, Decimal(77)), "quality": Decimal("78.5")}  # 77.30 together
BETTER = {**SCORES, "quality": Decimal("83.5")}  # 78.30
TOTALS, ELEMENTS = ("77.30", "78.30"), ("78.5", "83.5")

GETS = {
    "quarter_of": f"{OF}/people/S03",
    "quarter_form_of": f"{OF}/people/S03/form.docx",
    "quarter_forms": f"{OF}/forms",
    "quarter_people": f"{OF}/people?department=D02",
    "expected_sheets": f"{OF}/expected",
    "routine_grades": f"{OF}/grades",
    "scoring": f"{OF}/scoring",
    "scoring_sign": f"{OF}/scoring/sign",
    "scoring_evidence": f"{OF}/scoring/S03/{FIRST}/evidence",
    "objections": "/objections",
    "object_to": f"/objections/new/{Q1}/{FIRST}",
    "objection": "/objections/O-1",
    "correction": "/objections/O-1/correction",
    "correction_preview": "/objections/O-1/correction/preview",
}
POSTS = {
    "quarter": OF,
    "scoring_draft": f"{OF}/scoring/S03/{FIRST}/draft",
    "object_to": f"/objections/new/{Q1}/{FIRST}",
    "object_to_draft": f"/objections/new/{Q1}/{FIRST}/draft",
    "withdraw_objection": "/objections/O-1/withdraw",
    "hearing_note": "/objections/O-1/notes",
    "decide_objection": "/objections/O-1/decide",
    "objection_draft": "/objections/O-1/drafts/note",
    "correction": "/objections/O-1/correction",
    "correction_preview": "/objections/O-1/correction/preview",
    "correction_draft": "/objections/O-1/correction/draft",
}
STATES = ("draft", "published", "objected", "dismissed", "reopened", "corrected")
PUBLISHED, FILED = STATES[1:], STATES[2:]
PERSON, RATER, LEADER, OFFICE = ({who} for who in ("person", "rater", "leader", "office"))
ABOVE = {"leader", "principal"}
INVOLVED = PERSON | RATER | ABOVE | OFFICE
RECORD = set(WHO) - {"system", "security", "audit"}
Rights = Mapping[str, Sequence[tuple[Sequence[str], set[str]]]]
"""By route (`!` where it is posted to): in which states who gets through, or reads something."""
THROUGH: Rights = {
    # How the quarter stands may be asked by the line of today too; what the sheets say is not on the page.
    "quarter_of": [(STATES, RATER | ABOVE | OFFICE | PERSON | {"leader today", "successor"})],
    "quarter_form_of": [(PUBLISHED, INVOLVED)],
    "quarter_forms": [(STATES, set(WHO))],
    "quarter_people": [(STATES, ABOVE | OFFICE)],
    "expected_sheets": [(STATES, OFFICE)],
    "routine_grades": [(STATES, OFFICE)],
    "scoring": [(STATES, RECORD)],
    "scoring_sign": [(STATES, RECORD)],
    "scoring_evidence": [(STATES, RATER)],
    "scoring_draft!": [(["draft"], RATER)],
    "quarter!": [(["published", "corrected"], PERSON)],
    "object_to": [(PUBLISHED, PERSON)],
    "object_to!": [(PUBLISHED, PERSON)],
    "object_to_draft!": [(PUBLISHED, PERSON)],
    "objections": [(STATES, set(WHO))],
    "objection": [(FILED, INVOLVED)],
    # What is closed is answered with a sentence, and nothing is done.
    "withdraw_objection!": [(FILED, PERSON)],
    "hearing_note!": [(FILED, LEADER | OFFICE)],
    "decide_objection!": [(FILED, LEADER)],
    "objection_draft!": [(["objected"], LEADER | OFFICE)],
    "correction": [(["reopened", "corrected"], INVOLVED)],
    "correction!": [(["reopened"], RATER), (["corrected"], INVOLVED)],  # led to the corrected sheet
    "correction_draft!": [(["reopened"], RATER)],
    "correction_preview": [(["objected"], LEADER), (["reopened"], RATER), (["corrected"], INVOLVED)],
    "correction_preview!": [(["objected"], LEADER), (["reopened"], RATER)],
}
SCORE: Rights = {
    "quarter_of": [(PUBLISHED, RATER | ABOVE | OFFICE | {"successor"})],
    "quarter_people": [(PUBLISHED, ABOVE | OFFICE)],
    "scoring": [(STATES, RATER)],
    "scoring_sign": [(["draft"], RATER)],
    "object_to": [(["published", "corrected"], PERSON)],
    "objection": [(FILED, INVOLVED)],
    "correction": [(["reopened"], INVOLVED - RATER), (["corrected"], INVOLVED)],
    "correction_preview": [(["corrected"], INVOLVED)],
}
ELEMENT: Rights = {
    "quarter_of": [(PUBLISHED, RATER | ABOVE | OFFICE)],
    "scoring": [(STATES, RATER)],
    "object_to": [(["published", "corrected"], PERSON)],
    "objection": [(FILED, INVOLVED)],
    "correction": [(["reopened", "corrected"], INVOLVED)],
    "correction_preview": [(["objected"], LEADER), (["corrected"], INVOLVED)],
}
SENT = {"act": "acknowledge"}  # what says nothing to any other form
ELSEWHERE = frozenset({"this_quarter", "quarter_form", "expected_list", "vignettes"})
"""Routes whose answer no state of somebody's sheet changes: one's own, or the office's, as the table says."""


@dataclass
class Found:
    """Who got through where, who read the score, who read an element."""

    through: dict[str, set[str]] = field(default_factory=dict)
    score: dict[str, set[str]] = field(default_factory=dict)
    element: dict[str, set[str]] = field(default_factory=dict)

    def take(self, who: str, name: str, answer: Any) -> None:
        """Take what somebody was answered."""
        if answer.status_code in {404, 410}:
            return
        self.through.setdefault(name, set()).add(who)
        told = "" if name.startswith("quarter_form") else answer.content.decode()
        for figures, place in ((TOTALS, self.score), (ELEMENTS, self.element)):
            if answer.status_code == 200 and any(figure in told for figure in figures):
                place.setdefault(name, set()).add(who)


@pytest.fixture
def scene(cast: Cast) -> Iterator[Cast]:
    kinds = (RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN)
    for number, kind in zip(("A01", "A02", "A03"), kinds, strict=True):
        join(cast, number, f"管{number}", Role.STAFF, "D01")
        grant_right(person=cast[number], kind=kind, first_day=SINCE, at=FOUNDED)
    deputising: dict[str, Any] = {"kind": DelegationKind.REVIEW_MONTHS, "first_day": SINCE, "at": FOUNDED}
    delegate(person=cast["H02"], deputy=cast["S02"], **deputising)
    moved: dict[str, Any] = {"valid_from": date(2026, 4, 1), "at": noon(2026, 4, 1)}
    transfer(person=cast["S03"], department=cast.departments["D03"], **moved)
    with time_machine.travel(NOW, tick=False):
        yield cast


def sheet_of(cast: Cast) -> ScoreSheet:
    return draft_sheet(
        person=cast["S03"], quarter=Q1, rater=cast["H02"], scores=SCORES, comment="稳。", at=noon(2026, 4, 8)
    )


def set_to(cast: Cast, state: str) -> None:
    """Bring the sheet into a state."""
    sheet = sheet_of(cast)
    if state == "draft":
        return
    sheet = publish_sheets(sheets=[sheet], rater=cast["H02"], at=noon(2026, 4, 10))[0]
    if state == "published":
        return
    made = filed(sheet, key="O-1", at=noon(2026, 4, 13))
    if state == "dismissed":
        decided(made, cast["L02"], "dismissed", at=noon(2026, 4, 14))
    elif state in {"reopened", "corrected"}:
        row = decided(made, cast["L02"], at=noon(2026, 4, 14))
        if state == "corrected":
            corrected(row, cast["H02"], scores=BETTER, reasons={}, at=noon(2026, 4, 15))


def asked_in(cast: Cast) -> Found:
    """Everybody at every route; of what is posted nothing is left behind."""
    found = Found()
    for who, number in WHO.items():
        client = reading(cast[number])
        for name, address in GETS.items():
            found.take(who, name, client.get(address))
        for name, address in POSTS.items():
            with transaction.atomic():
                found.take(who, f"{name}!", client.post(address, SENT))
                transaction.set_rollback(True)
    return found


def held_in(state: str, rights: Rights) -> dict[str, set[str]]:
    """What of some rights holds in a state."""
    return {name: who for name, rows in rights.items() for states, who in rows if state in states}


def test_every_route_is_asked() -> None:
    known = [*quarters.urlpatterns, *objections.urlpatterns]
    routes = {each.name for each in known if "year" not in str(each.pattern)}
    assert GETS.keys() | POSTS.keys() | ELSEWHERE == routes


@pytest.mark.parametrize("state", STATES)
def test_who_may_see_and_do_what(scene: Cast, state: str) -> None:
    set_to(scene, state)
    found = asked_in(scene)
    assert found.through == held_in(state, THROUGH)
    reads = {name: who for name, who in found.score.items() if not name.endswith("!")}
    assert reads == held_in(state, SCORE)
    reads = {name: who for name, who in found.element.items() if not name.endswith("!")}
    assert reads == held_in(state, ELEMENT)
