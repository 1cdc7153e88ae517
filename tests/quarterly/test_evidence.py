"""引证: which entries may be cited for an element, and what they are good for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import translation

from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.actions.quarantine import place_quarantine
from daybook.daily.enums import InternalReason, Visibility
from daybook.daily.models import LogEntry
from daybook.ledger.chain import digest_matches
from daybook.ledger.models import LedgerLine
from daybook.quarterly.actions.sheets import draft_sheet, publish_sheets
from daybook.quarterly.models import Citation, ScoreSheet
from daybook.web.refusals import Refused
from tests.factories import STAFF_ELEMENTS, entry_of, last_line, noon, refused
from tests.people import Cast, water_bureau
from tests.quarterly.scoring import APRIL_10, Q1, scores_of

MARCH_5 = date(2026, 3, 5)
INTERNAL: dict[str, Any] = {"visibility": Visibility.INTERNAL, "internal_reason": InternalReason.PETITION}


def drafted(cast: Cast, citations: dict[str, list[LogEntry]], score: str = "85", **more: Any) -> ScoreSheet:
    given = {"person": cast["S03"], "quarter": Q1, "rater": cast["H02"], "at": APRIL_10, **more}
    return draft_sheet(scores=scores_of(given["person"], score), citations=citations, **given)


def cited_on(sheet: ScoreSheet) -> list[tuple[str, str]]:
    return list(sheet.citations.order_by("id").values_list("element", "entry__key"))


def test_evidence_stands_on_the_draft_in_place_of_the_evidence_before(cast: Cast) -> None:
    first, second = (entry_of(cast["S03"], date(2026, 3, day)) for day in (5, 6))
    drafted(cast, {"quality": [first], "timeliness": [first]})
    sheet = drafted(cast, {"quality": [second, first, second], "quantity": []})
    assert cited_on(sheet) == [("quality", second.key), ("quality", first.key)]
    assert Citation.objects.count() == 2


def test_an_entry_that_names_the_person_speaks_for_him(cast: Cast) -> None:
    entry = entry_of(cast["S04"], MARCH_5, people="冯雪")
    assert cited_on(drafted(cast, {"communication": [entry]})) == [("communication", entry.key)]


def test_an_internal_entry_may_be_cited_by_the_superior(cast: Cast) -> None:
    entry = entry_of(cast["S03"], MARCH_5, **INTERNAL)
    assert cited_on(drafted(cast, {"quality": [entry]})) == [("quality", entry.key)]


@pytest.mark.parametrize(
    ("author", "day", "said", "sentence"),
    [
        (
            "S04",
            MARCH_5,
            {"people": "钱进"},
            "cites the entry of 5 March, which does not tell of this person",
        ),
        ("S03", date(2026, 4, 2), {}, "cites the entry of 2 April, which is not of the days of this sheet"),
        ("S05", MARCH_5, {"people": "冯雪", **INTERNAL}, "cites an entry that is not there for you"),
    ],
)
def test_what_does_not_speak_for_the_element_is_refused(
    cast: Cast, author: str, day: date, said: dict[str, Any], sentence: str
) -> None:
    entry = entry_of(cast[author], day, **said)
    assert refused(drafted, cast=cast, citations={"quality": [entry]}) == ("quality", f"“Quality” {sentence}")
    assert not ScoreSheet.objects.exists()


def test_what_was_withdrawn_hidden_or_is_another_bureaus_is_refused(cast: Cast) -> None:
    withdrawn, hidden = (entry_of(cast["S03"], date(2026, 3, day)) for day in (5, 6))
    other = entry_of(water_bureau(code="LAKE")["S03"], MARCH_5)
    withdraw_entry(entry=withdrawn, reason="记错", actor=cast["S03"], at=noon(2026, 3, 9))
    place_quarantine(entry=hidden, reason="可能涉及敏感事项", actor=cast["S01"], at=noon(2026, 3, 9))
    away = "“Quality” cites an entry that is not there for you"
    for entry, sentence in (
        (withdrawn, "“Quality” cites the entry of 5 March, which was withdrawn"),
        (hidden, away),
        (other, away),
    ):
        assert refused(drafted, cast=cast, citations={"quality": [entry]}) == ("quality", sentence)


def test_an_element_of_no_form_is_not_cited_for(cast: Cast) -> None:
    entry = entry_of(cast["S03"], MARCH_5)
    assert refused(drafted, cast=cast, citations={"planning": [entry]})[0] == "scores"


def test_a_high_element_needs_evidence_or_a_reason(cast: Cast) -> None:
    entry = entry_of(cast["S03"], MARCH_5)
    sheet = drafted(cast, {code: [entry] for code in scores_of(cast["S03"])}, "95")
    assert publish_sheets(sheets=[sheet], rater=cast["H02"], at=APRIL_10)[0].score == Decimal(95)


def test_a_low_element_needs_a_reason_whatever_is_cited(cast: Cast) -> None:
    entry = entry_of(cast["S03"], MARCH_5)
    sheet = drafted(cast, {code: [entry] for code in scores_of(cast["S03"])}, "60")
    assert "“Quality” needs a reason" in sentence_of(cast, sheet)


def sentence_of(cast: Cast, sheet: ScoreSheet) -> str:
    with translation.override("en"), pytest.raises(Refused) as found:
        publish_sheets(sheets=[sheet], rater=cast["H02"], at=APRIL_10)
    return found.value.message


def test_what_was_withdrawn_after_it_was_cited_is_no_evidence(cast: Cast) -> None:
    entry = entry_of(cast["S03"], MARCH_5)
    sheet = drafted(cast, {"quality": [entry]})
    withdraw_entry(entry=entry, reason="记错", actor=cast["S03"], at=noon(2026, 3, 9))
    assert sentence_of(cast, sheet) == "冯雪：“Quality” cites the entry of 5 March, which was withdrawn"


def test_the_ledger_seals_what_was_cited(cast: Cast, settings: Any) -> None:
    entry = entry_of(cast["S03"], MARCH_5)
    sheet = drafted(cast, {"quality": [entry]}, comment="稳。")
    said = [*(f"{code}=85:" for code in STAFF_ELEMENTS), f"quality>{entry.key}", "稳。"]
    digest, key = last_line().after["draft"], settings.SECRET_KEY.encode()
    assert digest_matches("\n".join(said), digest, key)
    assert not digest_matches("\n".join([*said[:-2], said[-1]]), digest, key)
    publish_sheets(sheets=[sheet], rater=cast["H02"], at=APRIL_10)
    published = LedgerLine.objects.get(action="publish_sheet")
    assert digest_matches("\n".join(said).replace("=85:", "=85.00:"), published.after["sheet"], key)
