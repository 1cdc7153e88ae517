"""What a correction would change, beside what `daybook settle` prints once it is published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.utils import translation

from daybook.annual.actions.seal import seal_final_years, seal_year
from daybook.annual.commands import settle
from daybook.annual.models import Decision, SealedResult
from daybook.annual.queries.verified import disagreements
from daybook.objections.access import objection_sights, objections_of
from daybook.objections.models import Objection
from daybook.objections.queries.case import Case
from daybook.objections.queries.correction import COMMENT, REASON, SCORE, Correction, Typed
from daybook.objections.queries.proposal import Proposal, proposal_since
from daybook.objections.shown.changes import Changes, PersonChange
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.quarterly.models import ScoreSheet
from daybook.rules.record import year_record
from tests.annual.scored import publish, vote
from tests.factories import STAFF_ELEMENTS, noon
from tests.objections.scene import CORRECTED, corrected, decided, filed
from tests.people import Cast

STAFF = ("S01", "S02", "S03", "S04", "S05", "S06")


def whole_year(cast: Cast) -> ScoreSheet:
    """2025 of everybody, with ballots; S03's last quarter, 84.00, is what is objected to."""
    for place, number in enumerate((*STAFF, "H01", "H02", "H03")):
        rater = cast["H02"] if number in {"S03", "S04"} else None
        for quarter, score in enumerate(("86", "87", "85", "84"), start=1):
            whole = str(Decimal(score) + Decimal(place) / 2)
            sheet = publish(cast[number], f"2025-Q{quarter}", whole, rater)
        vote(cast[number], 2025, "ABABA" if place % 2 else "BABAB")
        if number == "S03":
            found = sheet
    return found


@pytest.fixture
def upheld(cast: Cast) -> Objection:
    """An upheld objection to the last quarter of 2025."""
    return decided(filed(whole_year(cast), at=noon(2026, 1, 19)), cast["L02"], at=noon(2026, 1, 21))


@pytest.fixture
def in_english() -> Iterator[None]:
    """The words of English."""
    with translation.override("en"):
        yield


def frame(person: Person) -> Frame:
    return Frame(person, CORRECTED.date(), "/objections")


def proposed(objection: Objection, reader: Person, rater: Person | None, score: str) -> Proposal:
    """What the page of the correction reckons from what is typed into it."""
    row = objections_of(objection.bureau_id).get(pk=objection.pk)
    sight = objection_sights(reader, frame(reader).standing.rights, [row], CORRECTED.date())[row.pk]
    fields = {f"{SCORE}{code}": score for code in STAFF_ELEMENTS}
    fields |= {f"{REASON}{code}": "复核后更正" for code in STAFF_ELEMENTS}
    correction = Correction(Case(frame(reader), row, sight), Typed({**fields, COMMENT: "已补看日志。"}))
    with time_machine.travel(CORRECTED, tick=False):
        return correction.proposal(rater)


def settled(year: int) -> dict[str, Any]:
    """What `daybook settle --json` prints."""
    found: dict[str, Any] = json.loads(CliRunner().invoke(settle, [str(year), "--json"]).output)
    return found


def test_what_was_proposed_is_what_settle_prints_afterwards(cast: Cast, upheld: Objection) -> None:
    before = settled(2025)
    proposal = proposed(upheld, cast["H02"], cast["H02"], "97.5")
    assert year_record(proposal.before.settled.result) == before
    assert settled(2025) == before, "nothing is written before it is confirmed"
    corrected(upheld, cast["H02"], "97.5")
    after = settled(2025)
    assert year_record(proposal.after.settled.result) == after
    assert after != before
    changed = [each["person"] for each in after["people"] if each not in before["people"]]
    assert len(changed) > 1, "somebody else's rank has changed too"


def test_who_decides_tries_the_same_figures(cast: Cast) -> None:
    made = filed(whole_year(cast), at=noon(2026, 1, 19))
    proposal = proposed(made, cast["L02"], None, "97.5")
    row = decided(made, cast["L02"], at=noon(2026, 1, 21))
    corrected(row, cast["H02"], "97.5")
    assert year_record(proposal.after.settled.result) == settled(2025)


def test_what_has_changed_is_told_afterwards_as_it_was_before(cast: Cast, upheld: Objection) -> None:
    before = proposed(upheld, cast["H02"], cast["H02"], "97.5")
    since = proposal_since(corrected(upheld, cast["H02"], "97.5"))
    for side in ("before", "after"):
        told = [getattr(each, side).settled.result for each in (before, since)]
        assert year_record(told[0]) == year_record(told[1])


def lines(change: PersonChange) -> dict[str, tuple[str, str]]:
    return {line.name: (line.old, line.new) for line in change.lines}


@pytest.mark.usefixtures("in_english")
def test_every_reader_is_shown_what_is_his_to_know(cast: Cast, upheld: Objection) -> None:
    proposal = proposed(upheld, cast["H02"], cast["H02"], "97.5")
    office = Changes(frame(cast["S01"]), proposal)
    assert office.hidden == 0
    assert not office.is_partial
    subject = office.people[0]
    assert (subject.number, subject.is_subject) == ("S03", True)
    told = lines(subject)
    # 87.00, 88.00, 86.00, 85.00 are S03's quarters of 2025; the last becomes 97.50.
    assert told["fourth quarter"] == ("85.00", "97.50")
    assert told["routine score"] == ("86.50", "89.63")
    assert {each.number for each in office.people} > {"S03"}
    rater = Changes(frame(cast["H02"]), proposal)
    assert [each.number for each in rater.people] == ["S03"]
    assert rater.is_partial
    assert rater.hidden == len(office.people) - 1
    assert len(rater.people[0].lines) < len(subject.lines)
    other = Changes(frame(cast["L03"]), proposal)
    assert all(each.unit == other.people[-1].unit for each in other.people if not each.is_subject)


def test_the_mark_tells_two_proposals_apart(cast: Cast, upheld: Objection) -> None:
    marks = {
        Changes(frame(cast["H02"]), proposed(upheld, cast["H02"], cast["H02"], score)).mark
        for score in ("97.5", "97.5", "90")
    }
    assert len(marks) == 2


# A final year -----------------------------------------------------------------------------------------------


def make_final(cast: Cast) -> None:
    """Everybody's decision of 2025 final in February 2026, and sealed as of then."""
    rows = [
        Decision(bureau=cast.bureau, year=2025, person=each, stage="final", grade="competent")
        for each in cast.people.values()
        if not each.number.startswith("L")
    ]
    for row in rows:
        row.decided_by, row.decided_at = "王海燕", noon(2026, 2, 10)
    Decision.objects.bulk_create(rows)
    seal_year(bureau=cast.bureau, year=2025, actor=None, at=noon(2026, 2, 10))


def sealed() -> list[tuple[str, str]]:
    rows = SealedResult.objects.order_by("person__number").values_list("person__number", "annual_total")
    return [(number, str(total)) for number, total in rows]


def test_a_final_year_stays_as_it_was_sealed(cast: Cast, upheld: Objection) -> None:
    make_final(cast)
    stood = sealed()
    proposal = proposed(upheld, cast["H02"], cast["H02"], "97.5")
    assert proposal.is_final
    assert Changes(frame(cast["S01"]), proposal).is_final
    corrected(upheld, cast["H02"], "97.5")
    assert sealed() == stood
    assert year_record(proposal.after.settled.result) == settled(2025)
    assert list(disagreements(cast.bureau)) == []


def test_what_is_sealed_again_is_what_it_became_final_on(cast: Cast, upheld: Objection) -> None:
    make_final(cast)
    stood = sealed()
    corrected(upheld, cast["H02"], "97.5")
    SealedResult.objects.all().delete()
    seal_final_years(bureau=cast.bureau, actor=None, at=noon(2026, 6, 1))
    assert sealed() == stood
    assert list(disagreements(cast.bureau)) == []


def test_any_other_change_of_a_final_year_is_still_named(cast: Cast, upheld: Objection) -> None:
    make_final(cast)
    corrected(upheld, cast["H02"], "97.5")
    ScoreSheet.objects.filter(person=cast["S04"], quarter="2025-Q1").update(kind="opinion", score=None)
    assert list(disagreements(cast.bureau)) != []


def test_a_correction_before_the_end_is_part_of_what_is_sealed(cast: Cast, upheld: Objection) -> None:
    corrected(upheld, cast["H02"], "97.5", at=noon(2026, 1, 23))
    make_final(cast)
    assert list(disagreements(cast.bureau)) == []
    row = SealedResult.objects.get(person=cast["S03"])
    assert row.figures["quarters"]["2025-Q4"] == "97.50"
