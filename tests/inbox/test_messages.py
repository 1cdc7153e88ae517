"""Messages: told once, opened by whom they are to, and nobody else's."""

from __future__ import annotations

import pytest
from django.utils import translation

from daybook.inbox.actions import Telling, settle, tell
from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message
from daybook.inbox.wording import SENTENCES, sentence_of
from tests.factories import noon
from tests.pages import page, reading, words
from tests.people import Cast

AT = noon(2026, 4, 1)
SAID = {
    "month": "2026-03",
    "quarter": "2026-Q1",
    "until": "2026-04-08",
    "reason": "汛期",
    "name": "周文",
    "author": "钱进",
    "day": "2025-12-31",
    "count": 2,
    "year": 2026,
}


def telling(cast: Cast, number: str = "S02", kind: MessageKind = MessageKind.MONTH_OPEN) -> Telling:
    return Telling(cast[number].pk, kind, "submit:2026-03", "/months/2026-03", SAID)


def test_an_occasion_is_told_once(cast: Cast) -> None:
    assert tell([telling(cast), telling(cast), telling(cast, "S03")], AT) == 2
    assert tell([telling(cast)], AT) == 0
    assert tell([telling(cast, kind=MessageKind.SUBMIT_LATE)], AT) == 1
    assert tell([], AT) == 0


def test_opening_a_message_leads_on_and_is_done_with_it(cast: Cast) -> None:
    tell([telling(cast)], AT)
    row = Message.objects.get()
    client = reading(cast["S02"])
    assert "March 2026 can be reconciled" in words(page(client, "/"))
    answer = client.post(f"/messages/{row.key}")
    assert (answer.status_code, answer["Location"]) == (302, "/months/2026-03")
    assert "can be reconciled" not in words(page(client, "/"))
    assert tell([telling(cast)], AT) == 0


def test_a_message_is_nobody_elses(cast: Cast) -> None:
    tell([telling(cast)], AT)
    row = Message.objects.get()
    for number in ("S03", "H01", "S01", "L01"):
        assert reading(cast[number]).post(f"/messages/{row.key}").status_code == 404
    assert reading(cast["S02"]).get(f"/messages/{row.key}").status_code == 405
    row.refresh_from_db()
    assert row.seen_at is None


def test_what_is_settled_is_shown_no_more(cast: Cast) -> None:
    tell([telling(cast), telling(cast, "S03")], AT)
    assert settle(about="submit:2026-03", people=[cast["S02"].pk], at=AT) == 1
    assert list(Message.objects.filter(seen_at=None).values_list("person__number", flat=True)) == ["S03"]
    assert settle(about="submit:2026-03", at=AT) == 1


@pytest.mark.parametrize("kind", MessageKind.values)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_has_its_sentence_in_both_languages(kind: str, language: str) -> None:
    message = Message(kind=kind, said=SAID)
    with translation.override(language):
        said = sentence_of(message, AT.date())
    assert said
    assert "%(" not in said
    assert ("年" in said) is (language == "zh-hans")


def test_there_is_a_sentence_for_each_kind() -> None:
    assert set(SENTENCES) == set(MessageKind.values)
