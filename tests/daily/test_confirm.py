"""代记: a secretary enters a leader's log, the leader confirms it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from daybook.daily.access import authors_for
from daybook.daily.actions.amend import withdraw_entry
from daybook.daily.actions.confirm import confirm_entries
from daybook.daily.actions.quarantine import place_quarantine
from daybook.daily.actions.record import record_day
from daybook.daily.models import LogConfirmation, LogEntry
from daybook.daily.queries.confirming import to_confirm
from daybook.ledger.models import LedgerLine
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind
from tests.factories import WHOLE, entry_of, last_line, noon, refused
from tests.meanwhile import one_after_the_other
from tests.people import Cast, water_bureau

THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)


def entrust(cast: Cast, leader: str = "L02", deputy: str = "S02", **more: Any) -> None:
    delegate(
        person=cast[leader], deputy=cast[deputy], kind=DelegationKind.ENTER_LOG,
        first_day=date(2026, 3, 1), actor=cast["S01"], **more,
    )  # fmt: skip


def entered(cast: Cast, day: date = THURSDAY) -> LogEntry:
    return record_day(
        author=cast["L02"], day=day, drafts=[WHOLE], writer=cast["S02"], at=noon(day.year, day.month, day.day)
    )[0]


def test_in_whose_log_one_may_write(cast: Cast, django_assert_num_queries: Any) -> None:
    entrust(cast, "L03", last_day=FRIDAY)
    entrust(cast)
    delegate(
        person=cast["H01"], deputy=cast["S02"], kind=DelegationKind.REVIEW_MONTHS,
        first_day=date(2026, 3, 1), actor=cast["S01"],
    )  # fmt: skip
    with django_assert_num_queries(1):
        assert authors_for(cast["S02"], FRIDAY) == [cast["S02"], cast["L02"], cast["L03"]]
    assert authors_for(cast["S02"], date(2026, 3, 7)) == [cast["S02"], cast["L02"]]
    assert authors_for(cast["S02"], date(2026, 2, 28)) == [cast["S02"]]
    assert authors_for(cast["L02"], FRIDAY) == [cast["L02"]]


def test_one_tap_confirms_a_day(cast: Cast) -> None:
    entrust(cast)
    first, second, other = entered(cast), entered(cast), entered(cast, FRIDAY)
    entry_of(cast["L02"], THURSDAY)  # written by himself
    assert to_confirm(cast["L02"]) == [first, second, other]
    made = confirm_entries(entries=to_confirm(cast["L02"], THURSDAY), actor=cast["L02"], at=noon(2026, 3, 6))
    assert [(each.entry, each.confirmed_at) for each in made] == [
        (first, noon(2026, 3, 6)), (second, noon(2026, 3, 6)),
    ]  # fmt: skip
    assert to_confirm(cast["L02"]) == [other]
    line = last_line()
    assert (line.actor, line.action, line.object_key) == ("L02", "confirm_entry", second.key)


def test_the_second_tap_changes_nothing(cast: Cast) -> None:
    entrust(cast)
    entry = entered(cast)
    confirm_entries(entries=[entry], actor=cast["L02"], at=noon(2026, 3, 6))
    assert confirm_entries(entries=[entry], actor=cast["L02"], at=noon(2026, 3, 9)) == []
    assert LogConfirmation.objects.get().confirmed_at == noon(2026, 3, 6)


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_the_second_changes_nothing() -> None:
    cast = water_bureau()
    entrust(cast)
    entries = [entered(cast), entered(cast)]
    made: list[list[LogConfirmation]] = []

    def tap() -> None:
        made.append(confirm_entries(entries=entries, actor=cast["L02"], at=noon(2026, 3, 6)))

    assert one_after_the_other(tap, tap) == "done"
    assert [len(each) for each in made] == [2, 0]
    assert LedgerLine.objects.filter(action="confirm_entry").count() == len(entries)


def test_what_is_withdrawn_or_set_aside_waits_for_no_word(cast: Cast) -> None:
    entrust(cast)
    withdrawn, hidden, standing = entered(cast), entered(cast), entered(cast)
    # As a page that was opened before read them.
    withdraw_entry(entry=withdrawn, reason="重复", actor=cast["L02"], at=noon(2026, 3, 5))
    place_quarantine(entry=hidden, reason="涉及个人信息", actor=cast["S01"], at=noon(2026, 3, 5))
    made = confirm_entries(entries=[withdrawn, hidden, standing], actor=cast["L02"], at=noon(2026, 3, 6))
    assert [each.entry for each in made] == [standing]
    assert last_line().object_key == standing.key


@pytest.mark.parametrize("number", ["S02", "L01", "S01"])
def test_nobody_confirms_for_another(cast: Cast, number: str) -> None:
    entrust(cast)
    entry = entered(cast)
    told = refused(confirm_entries, entries=[entry], actor=cast[number])
    assert told == ("", "Only the one it was entered for confirms an entry.")
    assert not LogConfirmation.objects.exists()


def test_an_entry_of_ones_own_hand_needs_no_word(cast: Cast) -> None:
    entry = entry_of(cast["L02"], THURSDAY)
    told = refused(confirm_entries, entries=[entry], actor=cast["L02"])
    assert told == ("", "The author wrote this entry himself; there is nothing to confirm.")


def test_nobody_is_entrusted_across_bureaus(cast: Cast) -> None:
    other = water_bureau("LAKE")
    entrust(other)
    assert authors_for(cast["S02"], FRIDAY) == [cast["S02"]]
