"""隔离: an entry is hidden at once, released, or purged by two; and what may be decided by whom."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.http import Http404

from daybook.daily.access import entry_for, own_entry_for
from daybook.daily.actions.amend import correct_entry, revise_entry, withdraw_entry
from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import ask_purge, lift_quarantine, place_quarantine, purge_entry
from daybook.daily.models import LogEntry, Quarantine
from daybook.daily.queries.feed import FeedWish, feed_page
from daybook.daily.queries.found import query_words
from daybook.daily.queries.quarantine import docket, purges_waiting_for, settled
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.org.rights import rights_of
from tests.daily.attached import PNG
from tests.daily.test_access import reader
from tests.factories import WHOLE, entry_of, last_line, noon, refused, submitted
from tests.people import Cast, water_bureau

THURSDAY, TODAY = date(2026, 3, 5), date(2026, 3, 12)
NOON = noon(2026, 3, 12)
SECOND = timedelta(seconds=1)
Act = Callable[..., Quarantine]


@pytest.fixture
def office(cast: Cast) -> Cast:
    """S01 is the personnel office, S06 the security administrator, S02 the audit administrator."""
    grant_right(person=cast["S06"], kind=RightKind.SECURITY_ADMIN, first_day=date(2026, 1, 1))
    grant_right(person=cast["S02"], kind=RightKind.AUDIT_ADMIN, first_day=date(2026, 1, 1))
    return cast


def placed(entry: LogEntry, actor: Person) -> Quarantine:
    return place_quarantine(entry=entry, reason="可能涉及敏感事项", actor=actor, at=NOON)


def frame(person: Person) -> Frame:
    return Frame(person, TODAY, "/office/quarantine")


@pytest.mark.parametrize("number", ["S01", "S06"])
def test_an_entry_is_hidden_at_once_from_everybody(office: Cast, number: str) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    placed(entry, office[number])
    entry.refresh_from_db()
    for each in ("S03", "S04", "H02", "L02", "L01", "S01"):
        seen = entry_for(reader(office[each]), entry.key)
        assert (seen.content, seen.place, seen.measures) == ("", "", "")
    with pytest.raises(Http404):
        own_entry_for(reader(office["S03"]), entry.key)
    assert feed_page(office.bureau, FeedWish(words=query_words("投资"))) == []
    assert (last_line().actor, last_line().action) == (number, "place_quarantine")
    assert "敏感" not in str(last_line().after)


def test_the_author_changes_nothing_meanwhile(office: Cast) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    placed(entry, office["S01"])
    given: dict[str, Any] = {"entry": entry, "actor": office["S03"], "at": NOON}
    told = ("", "This entry is set aside for review; nothing in it is changed meanwhile.")
    assert refused(revise_entry, draft=replace(WHOLE, content="改"), version=1, **given) == told
    assert refused(withdraw_entry, reason="撤", **given) == told
    assert refused(attach_file, name="a.png", stream=BytesIO(PNG), **given) == told
    entry.refresh_from_db()
    assert refused(correct_entry, content="更正", **given) == told


def test_a_month_with_a_hidden_gap_is_submitted(office: Cast) -> None:
    entry = entry_of(office["S03"], THURSDAY, measures="")
    assert refused(submitted, person=office["S03"], month="2026-03", at=noon(2026, 4, 1))[0] == "entries"
    placed(entry, office["S01"])
    assert submitted(office["S03"], "2026-03", noon(2026, 4, 1))


def test_what_was_lifted_stands_as_it_stood(office: Cast) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    placed(entry, office["S06"])
    row = lift_quarantine(entry=entry, actor=office["S01"], at=NOON + SECOND)
    assert (row.lifted_by, row.lifted_at) == (office["S01"], NOON + SECOND)
    assert entry_for(reader(office["S04"]), entry.key).content == WHOLE.content
    assert feed_page(office.bureau, FeedWish(words=query_words("投资"))) == [entry]
    assert last_line().action == "lift_quarantine"
    assert placed_again(entry, office).pk != row.pk


def placed_again(entry: LogEntry, office: Cast) -> Quarantine:
    assert refused(placed, entry=entry, actor=office["S01"])[0] == "entry"  # that very second
    return place_quarantine(entry=entry, reason="又发现", actor=office["S01"], at=NOON + 2 * SECOND)


ACTS: tuple[Act, ...] = (lift_quarantine, ask_purge, purge_entry)


@pytest.mark.parametrize("number", ["S03", "H02", "L02", "L01", "S02", "other"])
def test_the_two_offices_alone_decide(office: Cast, number: str) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    actor = water_bureau("LAKE")["S01"] if number == "other" else office[number]
    told = ("", "Only this may be done by: personnel office、security administrator.")
    given: dict[str, Any] = {"entry": entry, "actor": actor, "at": NOON}
    assert refused(place_quarantine, reason="涉密", **given) == told
    placed(entry, office["S01"])
    for act in ACTS:
        assert refused(act, **given) == told


def test_nobody_decides_on_an_own_entry(office: Cast) -> None:
    entry = entry_of(office["S01"], THURSDAY)
    placed(entry, office["S01"])  # hiding it at once is right all the same
    for act in ACTS:
        told = refused(act, entry=entry, actor=office["S01"], at=NOON)
        assert told == ("", "Nobody decides on an entry of his own; another must.")


def test_a_purge_takes_two(office: Cast) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    given: dict[str, Any] = {"entry": entry, "at": NOON}
    for act in ACTS:
        told = refused(act, actor=office["S01"], **given)
        assert told == ("", "This entry is not in quarantine, or it was purged.")
    placed(entry, office["S01"])
    assert refused(placed, entry=entry, actor=office["S06"]) == (
        "entry", "This entry is in quarantine already.",
    )  # fmt: skip
    assert "ask for it first" in refused(purge_entry, actor=office["S01"], **given)[1]
    ask_purge(actor=office["S01"], **given)
    assert "asked for already" in refused(ask_purge, actor=office["S06"], **given)[1]
    assert "another person must" in refused(purge_entry, actor=office["S01"], **given)[1]
    row = purge_entry(actor=office["S06"], **given)
    assert (row.purge_asked_by, row.purged_by, row.purged_at) == (office["S01"], office["S06"], NOON)
    for act in ACTS:
        assert refused(act, actor=office["S06"], **given)[0] == ""


def test_a_reason_is_asked_for(office: Cast) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    for reason in ("  ", "长" * 501):
        told = refused(place_quarantine, entry=entry, reason=reason, actor=office["S01"], at=NOON)
        assert told[0] == "reason"


def test_the_docket_tells_all_that_would_go(office: Cast) -> None:
    entry = entry_of(office["S03"], THURSDAY)
    attach_file(entry=entry, name="现场.png", stream=BytesIO(PNG), actor=office["S03"], at=NOON)
    copy = entry_of(office["S03"], date(2026, 3, 6))
    other = entry_of(office["S04"], THURSDAY, content="另一件事")
    attach_file(entry=other, name="同一张.png", stream=BytesIO(PNG), actor=office["S04"], at=NOON)
    revise_entry(entry=entry, draft=replace(WHOLE, outcome="改后"), version=1, actor=office["S03"], at=NOON)
    placed(entry, office["S06"])
    ask_purge(entry=entry, actor=office["S06"], at=NOON)
    held = docket(frame(office["S01"]))[0]
    assert dict(held.told)["成效"] == "改后"
    assert [(number, dict(told)["成效"]) for number, told in held.versions] == [(1, WHOLE.outcome)]
    assert [each.name for each in held.attachments] == ["现场.png"]
    assert held.copies == [other, copy]
    assert (held.is_own, held.is_asked, held.may_purge) == (False, True, True)
    assert not docket(frame(office["S06"]))[0].may_purge
    waiting = [
        purges_waiting_for(office[each], rights_of(office[each], TODAY)).count()
        for each in ("S01", "S06", "S03")
    ]
    assert waiting == [1, 0, 0]
    purge_entry(entry=entry, actor=office["S01"], at=NOON)
    assert docket(frame(office["S01"])) == []
    assert [each.entry for each in settled(frame(office["S01"]))] == [entry]


@pytest.mark.parametrize("number", ["S03", "H02", "L01", "S02"])
def test_the_docket_is_shut_to_everybody_else(office: Cast, number: str) -> None:
    with pytest.raises(Http404):
        docket(frame(office[number]))


def test_the_docket_costs_the_same_for_one_and_for_thirty(
    office: Cast, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        placed(entry_of(office["S03"], THURSDAY), office["S01"])
    with django_assert_max_num_queries(9):
        assert len(docket(frame(office["S01"]))) == 30
