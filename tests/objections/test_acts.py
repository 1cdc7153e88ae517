"""异议: filed in time and once, heard, decided by the right one, withdrawn; and what opens the sheet."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from daybook.annual.queries.verified import disagreements
from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message
from daybook.ledger.models import LedgerLine
from daybook.objections.actions.deciding import add_hearing_note
from daybook.objections.actions.filing import withdraw_objection
from daybook.objections.models import HearingNote
from daybook.org.actions.states import declare_conflict
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.models import ScoreSheet, SheetReopening
from tests.factories import drafted, last_line, noon, published, refused
from tests.objections.scene import (
    CORRECTED,
    GROUNDS,
    HEARD,
    LAST_DAY,
    Q1,
    TEXT,
    TOO_LATE,
    corrected,
    decided,
    filed,
)
from tests.people import Cast


def told(kind: MessageKind) -> list[str]:
    """Who was told something, by number."""
    rows = Message.objects.filter(kind=kind).select_related("person")
    return sorted(row.person.number for row in rows)


def test_an_objection_is_filed_and_told_once(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    line = last_line()
    assert (line.action, line.actor, line.object_key) == ("file_objection", "S03", made.key)
    assert TEXT not in str(line.after)
    assert line.after["sheet"] == "S03:2026-Q1:2026-01-01:1"
    assert told(MessageKind.OBJECTION_FILED) == ["L02"]
    message = Message.objects.get()
    assert message.said == {"quarter": Q1, "name": cast["S03"].name, "until": "2026-04-28"}
    assert message.href == f"/objections/{made.key}"


def test_it_may_be_filed_until_the_last_minute_of_the_fifth_workday(cast: Cast, sheet: ScoreSheet) -> None:
    assert filed(sheet, at=datetime(2026, 4, 17, 15, 59, 59, tzinfo=UTC)).outcome == ""


def test_afterwards_it_is_too_late(cast: Cast, sheet: ScoreSheet) -> None:
    late = datetime(2026, 4, 17, 16, 0, 0, tzinfo=UTC)  # midnight in the bureau
    field, words = refused(filed, sheet=sheet, at=late)
    assert (field, words) == ("sheet", "The time to object ended on 17 April at 24:00.")
    assert refused(filed, sheet=sheet, at=TOO_LATE)[0] == "sheet"


def test_once_a_version_whatever_became_of_it(cast: Cast, sheet: ScoreSheet) -> None:
    withdraw_objection(objection=filed(sheet), person=cast["S03"], at=HEARD)
    words = "You have objected to this sheet before; once is enough."
    assert refused(filed, sheet=sheet, at=LAST_DAY) == ("sheet", words)


def test_an_acknowledged_sheet_may_be_objected_to(cast: Cast, sheet: ScoreSheet) -> None:
    acknowledge_sheet(sheet=sheet, person=cast["S03"], at=noon(2026, 4, 13))
    assert filed(sheet).pk


@pytest.mark.parametrize("number", ["H02", "S04", "S01", "L01"])
def test_nobody_objects_for_another(cast: Cast, sheet: ScoreSheet, number: str) -> None:
    assert refused(filed, sheet=sheet, person=cast[number]) == (
        "sheet",
        "One objects to a sheet of one's own.",
    )


def test_only_a_published_score_that_stands_is_objected_to(cast: Cast, sheet: ScoreSheet) -> None:
    draft = drafted(cast["S04"], Q1, cast["H02"], noon(2026, 4, 10))
    assert refused(filed, sheet=draft)[1] == "This is not a published sheet that stands."
    corrected(decided(filed(sheet), cast["L02"]), cast["H02"])
    assert refused(filed, sheet=sheet)[1] == "This is not a published sheet that stands."


def test_a_text_is_needed_and_limited(cast: Cast, sheet: ScoreSheet) -> None:
    assert refused(filed, sheet=sheet, text="  ") == ("text", "This may not be empty.")
    assert refused(filed, sheet=sheet, text="长" * 2001)[0] == "text"


def test_only_who_filed_withdraws_and_only_while_it_is_open(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    words = "Only whoever filed an objection withdraws it."
    assert refused(withdraw_objection, objection=made, person=cast["H02"], at=HEARD)[1] == words
    row = withdraw_objection(objection=made, person=cast["S03"], at=HEARD)
    assert (row.outcome, row.decided_by, row.decided_at) == ("withdrawn", cast["S03"], HEARD)
    words = "This objection is closed: withdrawn."
    assert refused(decided, objection=made, actor=cast["L02"])[1] == words
    assert not Message.objects.filter(seen_at=None).exists()


def test_what_was_heard_is_written_by_who_decides_and_the_office(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    add_hearing_note(objection=made, author=cast["L02"], text="周处长称未看到。", at=HEARD)
    assert "周处长" not in str(last_line().after)
    add_hearing_note(objection=made, author=cast["S01"], text="已调阅。", at=HEARD)
    assert HearingNote.objects.count() == 2
    for number in ("S03", "H02", "L01", "L03", "S04"):
        told_words = refused(
            add_hearing_note, objection=made, author=cast[number], text="我也说。", at=HEARD
        )[1]
        assert told_words in {
            "Only who decides, or the personnel office, writes down what was heard.",
            "This objection is not yours to decide.",
        }
    decided(made, cast["L02"], "dismissed")
    assert refused(add_hearing_note, objection=made, author=cast["L02"], text="再记。", at=CORRECTED)


@pytest.mark.parametrize("number", ["S03", "H02", "L01", "L03", "S01", "S04"])
def test_nobody_else_decides(cast: Cast, sheet: ScoreSheet, number: str) -> None:
    made = filed(sheet)
    assert refused(decided, objection=made, actor=cast[number])[1] == "This objection is not yours to decide."


def test_a_decision_has_an_outcome_and_grounds(cast: Cast, sheet: ScoreSheet) -> None:
    made = filed(sheet)
    assert refused(decided, objection=made, actor=cast["L02"], outcome="withdrawn")[0] == "outcome"
    assert refused(decided, objection=made, actor=cast["L02"], grounds=" ")[0] == "grounds"
    assert refused(decided, objection=made, actor=cast["L02"], grounds="长" * 5001)[0] == "grounds"


def test_a_dismissed_one_leaves_the_sheet(cast: Cast, sheet: ScoreSheet) -> None:
    row = decided(filed(sheet), cast["L02"], "dismissed")
    assert (row.outcome, row.decided_by, row.by_committee) == ("dismissed", cast["L02"], False)
    assert not SheetReopening.objects.exists()
    assert told(MessageKind.OBJECTION_DECIDED) == ["S03"]
    assert told(MessageKind.SHEET_TO_CORRECT) == []
    assert GROUNDS not in str(LedgerLine.objects.get(action="decide_objection").after)
    assert list(disagreements(cast.bureau)) == []


def test_an_upheld_one_opens_the_sheet_and_tells_who_scored(cast: Cast, sheet: ScoreSheet) -> None:
    decided(filed(sheet), cast["L02"])
    assert SheetReopening.objects.get().grounds == GROUNDS
    assert told(MessageKind.SHEET_TO_CORRECT) == ["H02"]
    assert not Message.objects.filter(kind=MessageKind.OBJECTION_FILED, seen_at=None).exists()


def test_a_late_decision_is_taken(cast: Cast, sheet: ScoreSheet) -> None:
    assert decided(filed(sheet), cast["L02"], at=noon(2026, 6, 1)).outcome == "upheld"


def test_the_correction_is_a_new_version_that_may_be_objected_to(cast: Cast, sheet: ScoreSheet) -> None:
    made = decided(filed(sheet), cast["L02"])
    new = corrected(made, cast["H02"])
    assert (new.version, str(new.score)) == (2, "90.00")
    assert told(MessageKind.SHEET_CORRECTED) == ["S03"]
    assert not Message.objects.filter(kind=MessageKind.SHEET_TO_CORRECT, seen_at=None).exists()
    assert LedgerLine.objects.get(action="correct_sheet").after == {"sheet": "S03:2026-Q1:2026-01-01:2"}
    assert filed(new, at=noon(2026, 4, 23)).sheet == new
    assert list(disagreements(cast.bureau)) == []


@pytest.mark.parametrize("outcome", ["", "dismissed"])
def test_only_an_upheld_one_is_corrected(cast: Cast, sheet: ScoreSheet, outcome: str) -> None:
    made = filed(sheet)
    row = decided(made, cast["L02"], outcome) if outcome else made
    words = "Only an upheld objection opens a sheet for correction."
    assert refused(corrected, objection=row, rater=cast["H02"])[1] == words


def test_nobody_but_who_scored_corrects(cast: Cast, sheet: ScoreSheet) -> None:
    made = decided(filed(sheet), cast["L02"])
    for number in ("L02", "S01", "S03", "H01"):
        assert refused(corrected, objection=made, rater=cast[number])[0] == "rater"


def test_where_the_chain_ends_the_personnel_office_records_the_committee(cast: Cast) -> None:
    sheet = published(cast["H01"], Q1, cast["L02"])
    declare_conflict(
        person=cast["H01"], superior=cast["L01"], first_day=date(2026, 1, 1), at=noon(2026, 4, 1)
    )
    made = filed(sheet)
    assert told(MessageKind.OBJECTION_FILED) == ["S01"]
    row = decided(made, cast["S01"], "dismissed")
    assert (row.by_committee, row.decided_by) == (True, cast["S01"])


def test_an_officer_never_records_in_his_own_case(cast: Cast) -> None:
    sheet = published(cast["S01"], Q1, cast["H01"])
    for superior in ("L01", "L02"):
        declare_conflict(
            person=cast["S01"], superior=cast[superior], first_day=date(2026, 1, 1), at=noon(2026, 4, 1)
        )
    made = filed(sheet)
    assert told(MessageKind.OBJECTION_FILED) == []
    assert refused(decided, objection=made, actor=cast["S01"])[1] == "This objection is not yours to decide."
