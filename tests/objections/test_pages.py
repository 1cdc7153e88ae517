"""The pages of objections: read, filed, heard, decided, corrected; statements counted, nothing lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from daybook.objections.enums import Outcome
from daybook.objections.models import HearingNote, Objection, ObjectionWriting
from daybook.org.enums import Role
from daybook.org.models import Person
from daybook.quarterly.models import ScoreSheet, SheetWriting
from tests.annual.scored import publish
from tests.factories import STAFF_ELEMENTS, published
from tests.objections.scene import (
    CORRECTED,
    DECIDED,
    FILED,
    GROUNDS,
    HEARD,
    Q1,
    TEXT,
    TOO_LATE,
    corrected,
    decided,
    filed,
)
from tests.pages import page, reading, statements, words
from tests.people import Cast, join

NEW = f"/objections/new/{Q1}/2026-01-01"
MOST = 15


def typed(score: str = "90") -> dict[str, str]:
    """A corrected sheet as its form sends it."""
    told = {f"score:{code}": score for code in STAFF_ELEMENTS}
    return {**told, **{f"reason:{code}": "复核后更正" for code in STAFF_ELEMENTS}, "comment": "已补看日志。"}


def way(objection: Objection, more: str = "") -> str:
    return f"/objections/{objection.key}{more}"


def test_an_objection_is_filed_from_its_page(cast: Cast, sheet: ScoreSheet) -> None:
    client = reading(cast["S03"])
    with time_machine.travel(FILED, tick=False):
        seen = words(page(client, NEW))
        assert "until 17 April, 24:00" in seen
        assert "4 workdays left" in seen
        answer = client.post(NEW, {"text": TEXT})
        made = Objection.objects.get()
        assert (answer.status_code, answer["Location"]) == (302, way(made))
        assert TEXT in words(page(client, way(made)))
        assert client.get(NEW)["Location"] == way(made)


def test_a_refused_text_stands_in_the_form(cast: Cast, sheet: ScoreSheet) -> None:
    client = reading(cast["S03"])
    with time_machine.travel(FILED, tick=False):
        answer = client.post(NEW, {"text": "长" * 2001})
    assert answer.status_code == 422
    assert "长" * 2001 in answer.content.decode()


def test_after_the_last_day_the_page_says_so(cast: Cast, sheet: ScoreSheet) -> None:
    client = reading(cast["S03"])
    with time_machine.travel(FILED, tick=False):
        client.post(f"{NEW}/draft", {"text": "没写完", "version": "0"})
    with time_machine.travel(TOO_LATE, tick=False):
        client = reading(cast["S03"])
        seen = words(page(client, NEW))
        assert "The time to object ended on 17 April at 24:00" in seen
        assert "没写完" in seen
        assert client.post(NEW, {"text": TEXT}).status_code == 422


def test_what_is_typed_is_kept_and_crossed_windows_are_told(cast: Cast, sheet: ScoreSheet) -> None:
    client = reading(cast["S03"])
    with time_machine.travel(FILED, tick=False):
        assert client.post(f"{NEW}/draft", {"text": "质量", "version": "0"}).json()["version"] == 1
        answer = client.post(f"{NEW}/draft", {"text": "时效", "version": "0"})
        assert (answer.status_code, answer.json()["fields"]) == (409, {"text": "质量"})
        assert client.post(f"{NEW}/draft", {"text": "", "version": "0"}).status_code == 422
        assert client.post(f"{NEW}/draft", {"text": "\x00", "version": "1"}).status_code == 422
        assert "质量</textarea>" in page(client, NEW)
        client.post(NEW, {"text": TEXT})
    assert not ObjectionWriting.objects.exists()


def test_it_is_heard_and_decided_on_its_page(cast: Cast, sheet: ScoreSheet) -> None:
    made, leader = filed(sheet), reading(cast["L02"])
    with time_machine.travel(HEARD, tick=False):
        seen = words(page(leader, way(made)))
        assert "by 28 April, 24:00" in seen
        assert leader.post(way(made, "/drafts/note"), {"text": "听取", "version": "0"}).status_code == 200
        assert leader.post(way(made, "/notes"), {"text": ""}).status_code == 422
        assert leader.post(way(made, "/notes"), {"text": "双方意见已听取。"}).status_code == 302
        assert "双方意见已听取。" in words(page(leader, way(made)))
        kept = {"outcome": "upheld", "grounds": "属实", "version": "0"}
        assert leader.post(way(made, "/drafts/decision"), kept).status_code == 200
        assert "属实</textarea>" in page(leader, way(made))
        assert leader.post(way(made, "/decide"), {"grounds": GROUNDS}).status_code == 422
        sent = {"outcome": "upheld", "grounds": GROUNDS}
        assert leader.post(way(made, "/decide"), sent).status_code == 302
        assert leader.post(way(made, "/decide"), sent).status_code == 422
    assert Objection.objects.get().outcome == Outcome.UPHELD
    assert not ObjectionWriting.objects.exists()


def test_it_is_withdrawn_on_its_page(cast: Cast, sheet: ScoreSheet) -> None:
    made, client = filed(sheet), reading(cast["S03"])
    with time_machine.travel(HEARD, tick=False):
        assert client.post(way(made, "/withdraw"), {}).status_code == 422
        assert client.post(way(made, "/withdraw"), {"act": "withdraw"}).status_code == 302
        assert "Withdrawn; the sheet stands" in words(page(client, way(made)))
        assert client.post(way(made, "/withdraw"), {"act": "withdraw"}).status_code == 422


def test_a_decision_after_its_day_is_shown_as_late(cast: Cast, sheet: ScoreSheet) -> None:
    made = decided(filed(sheet), cast["L02"], "dismissed", at=DECIDED + timedelta(days=30))
    seen = words(page(reading(cast["S03"]), way(made)))
    assert "late: due on 28 April" in seen.replace(" 2026", "")


def previewed(client: Client, made: Objection, **more: str) -> dict[str, Any]:
    """The fields with which the page of the preview is confirmed."""
    html = client.post(way(made, "/correction/preview"), {**typed(), **more}).content.decode()
    mark = html.partition('name="mark" value="')[2].partition('"')[0]
    return {**typed(), **more, "mark": mark}


def test_a_correction_is_published_only_as_it_was_seen(cast: Cast, sheet: ScoreSheet) -> None:
    made, client = decided(filed(sheet), cast["L02"]), reading(cast["H02"])
    with time_machine.travel(CORRECTED, tick=False):
        assert "经核对日志" in words(page(client, way(made, "/correction")))
        kept = client.post(way(made, "/correction/draft"), {**typed("89"), "version": "0"})
        assert kept.json()["version"] == 1
        assert SheetWriting.objects.get().fields["score:quality"] == "89"
        assert 'value="89"' in page(client, way(made, "/correction"))
        wrong = client.post(way(made, "/correction/preview"), typed("88.3"))
        assert wrong.status_code == 422
        assert "between two steps" in words(wrong.content.decode())
        assert client.post(way(made, "/correction/preview"), typed("x")).status_code == 422
        confirmed = previewed(client, made, version="1")
        assert ScoreSheet.objects.count() == 1, "a preview writes nothing"
        publish(cast["S04"], "2026-Q2", "91", cast["H02"])
        again = client.post(way(made, "/correction"), confirmed)
        assert "Figures have changed meanwhile" in words(again.content.decode())
        confirmed = previewed(client, made, version="1")
        assert client.post(way(made, "/correction"), confirmed).status_code == 302
        assert not SheetWriting.objects.exists()
        seen = words(page(client, way(made, "/correction")))
        assert "88.00 → 90.00" in seen
        since = words(page(client, way(made, "/correction/preview")))
        assert "first quarter 88.00 90.00" in since.replace("First", "first")
        assert client.post(way(made, "/correction"), confirmed).status_code == 302
    assert ScoreSheet.objects.filter(person=cast["S03"]).count() == 2


def test_others_wait_for_the_correction(cast: Cast, sheet: ScoreSheet) -> None:
    made = decided(filed(sheet), cast["L02"])
    with time_machine.travel(CORRECTED, tick=False):
        for number in ("S03", "L02", "S01"):
            client = reading(cast[number])
            assert f"Upheld; {cast['H02'].name} corrects the sheet" in words(
                page(client, way(made, "/correction"))
            )
            assert client.post(way(made, "/correction"), typed()).status_code == 404
            assert client.get(way(made, "/correction/preview")).status_code == 404
        assert reading(cast["H02"]).get(way(made, "/correction/preview")).status_code == 302


def test_who_decides_tries_without_writing(cast: Cast, sheet: ScoreSheet) -> None:
    made, leader = filed(sheet), reading(cast["L02"])
    with time_machine.travel(HEARD, tick=False):
        assert "Only you see this trial" in words(page(leader, way(made, "/correction/preview")))
        answer = leader.post(way(made, "/correction/preview"), typed("92"))
        assert "88.00 92.00" in words(answer.content.decode())
        assert leader.post(way(made, "/correction/preview"), typed("101")).status_code == 422
        assert leader.get(way(made, "/correction")).status_code == 404
    assert ScoreSheet.objects.count() == 1


def test_the_docket_is_in_order_of_the_day_due(cast: Cast, sheet: ScoreSheet) -> None:
    other = published(cast["S04"], Q1, cast["H02"])
    filed(sheet, at=FILED + timedelta(days=2))
    filed(other)
    with time_machine.travel(DECIDED + timedelta(days=20), tick=False):
        seen = words(page(reading(cast["S01"]), "/objections"))
        assert seen.index(cast["S04"].name) < seen.index(cast["S03"].name)
        assert "overdue by" in seen
        assert "objections wait for you" in words(page(reading(cast["L02"]), "/objections"))
        assert (
            cast["S04"].name
            not in words(page(reading(cast["S03"]), "/objections")).partition("Objections")[2]
        )
        assert "There is no objection" in words(page(reading(cast["S05"]), "/objections"))


def many(cast: Cast, count: int) -> list[Person]:
    """So many more people of D02, each with an open objection."""
    for number in range(count):
        join(cast, f"T{number:02}", f"某{number:02}", Role.STAFF, "D02")
        filed(published(cast[f"T{number:02}"], Q1, cast["H02"]))
    return [cast[f"T{number:02}"] for number in range(count)]


def test_the_docket_takes_as_many_statements_for_thirty_as_for_one(cast: Cast) -> None:
    many(cast, 1)
    with time_machine.travel(HEARD, tick=False):
        one = {each: statements(reading(cast[each]), "/objections") for each in ("S01", "L02", "H02")}
    for number in range(1, 30):
        join(cast, f"T{number:02}", f"某{number:02}", Role.STAFF, "D02")
        filed(published(cast[f"T{number:02}"], Q1, cast["H02"]))
    with time_machine.travel(HEARD, tick=False):
        assert {each: statements(reading(cast[each]), "/objections") for each in one} == one
    assert max(one.values()) <= MOST


def test_every_page_takes_few_statements(cast: Cast, sheet: ScoreSheet) -> None:
    made, counts = filed(sheet), {}
    with time_machine.travel(HEARD, tick=False):
        counts["open"] = statements(reading(cast["L02"]), way(made))
        counts["trial"] = statements(reading(cast["L02"]), way(made, "/correction/preview"))
    row = decided(made, cast["L02"])
    with time_machine.travel(CORRECTED, tick=False):
        counts["form"] = statements(reading(cast["H02"]), way(made, "/correction"))
        counts["waiting"] = statements(reading(cast["S03"]), way(made, "/correction"))
    corrected(row, cast["H02"])
    counts["corrected"] = statements(reading(cast["L02"]), way(made, "/correction"))
    counts["since"] = statements(reading(cast["L02"]), way(made, "/correction/preview"))
    counts["closed"] = statements(reading(cast["S03"]), way(made))
    assert {name: count for name, count in counts.items() if count > MOST} == {}


@pytest.mark.parametrize("path", ["", "/correction", "/correction/preview"])
def test_there_is_no_objection_of_an_unknown_key(cast: Cast, path: str) -> None:
    assert reading(cast["S01"]).get(f"/objections/x{path}").status_code == 404
    assert HearingNote.objects.count() == 0
