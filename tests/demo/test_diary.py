"""The diary: the same for a seed, different for another, believable by count and by repetition."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest

from daybook.daily.actions.drafts import LIMITS
from daybook.demo.cast import company_of
from daybook.demo.dates import dates_of
from daybook.demo.diary import Diary, Note, all_notes
from daybook.demo.script import read_script

pytestmark = pytest.mark.once
TODAY = date(2026, 7, 24)
COPIER = "曹正"
MONTH = timedelta(days=30)


@cache
def diary(seed: int = 1, today: date = TODAY) -> Diary:
    return Diary(company_of(read_script(), dates_of(today), seed), seed).write()


def notes(seed: int = 1) -> list[Note]:
    return list(all_notes(diary(seed)))


def words(note: Note) -> tuple[str, str, str]:
    return note.content, note.measures, note.outcome


def repeated_within_a_month(own: list[Note]) -> float:
    """The share of entries that say again, word for word, what one of the last 30 days said."""
    last: dict[tuple[str, str, str], date] = {}
    count = 0
    for note in sorted(own, key=lambda each: each.day):
        before = last.get(words(note))
        count += before is not None and note.day - before <= MONTH
        last[words(note)] = note.day
    return count / len(own)


def by_author(seed: int = 1) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in notes(seed):
        found.setdefault(note.author, []).append(note)
    return found


def test_one_seed_tells_one_diary_and_another_seed_another() -> None:
    again = Diary(company_of(read_script(), dates_of(TODAY), 1), 1).write()
    assert list(all_notes(again)) == notes()
    assert [words(note) for note in notes(2)] != [words(note) for note in notes()]


def test_a_diary_ends_on_the_day_it_is_made() -> None:
    days = [note.day for note in notes()]
    assert max(days) == TODAY
    assert min(days) >= date(2025, 1, 1)


def test_an_entry_says_everything_within_the_limits() -> None:
    for note in notes():
        assert all((note.place, note.people, note.content, note.measures, note.outcome)), note
        assert note.half_day or (note.start is not None and note.end is not None and note.start < note.end), (
            note
        )
        assert all(len(getattr(note, name)) <= limit for name, limit in LIMITS.items()), note
        assert "{" not in "".join(words(note)), note


def test_people_write_one_to_three_entries_a_day() -> None:
    counts = Counter(len(day) for day in diary().notes.values())
    assert sum(counts[number] for number in (1, 2, 3)) / counts.total() > 0.98
    assert 1.2 <= len(notes()) / counts.total() <= 1.8


def test_hardly_anybody_repeats_himself_within_a_month_but_the_copier() -> None:
    shares = {name: repeated_within_a_month(own) for name, own in by_author().items()}
    copier = shares.pop(COPIER)
    assert copier > 0.8
    assert max(shares.values()) < 0.15
    assert sum(shares.values()) / len(shares) < 0.05


def test_colleagues_of_one_department_do_not_read_like_each_other() -> None:
    people = read_script().people
    own = {
        name: {note.content for note in rows if note.line.startswith("r")}
        for name, rows in by_author().items()
    }
    for unit in read_script().departments:
        names = [person.name for person in unit.people if person.name in own]
        for first in names:
            for second in names:
                if first < second:
                    shared = own[first] & own[second]
                    assert len(shared) <= 0.1 * min(len(own[first]), len(own[second])), (first, second)
    assert people.keys() >= own.keys()


def test_who_is_away_is_named_nowhere_that_day() -> None:
    members = diary().company.members
    for note in notes():
        named = [members[name] for name in note.people.split("、") if name in members]
        assert all(member.present(note.day) for member in [members[note.author], *named]), note


def test_the_flood_season_is_told_in_the_flood_season() -> None:
    assert {note.day.month for note in notes() if note.content.startswith("编防汛日报")} <= set(range(4, 11))
    flood = [note for note in notes() if "7·21" in note.content or "超警" in note.content]
    assert any(note.day.month == 7 for note in flood)


def test_a_matter_has_a_beginning_steps_and_an_end() -> None:
    told = [telling for telling in diary().tellings if telling.year == 2025]
    assert len(told) >= 50
    for telling in told:
        assert [note.day for note in telling.notes] == sorted(note.day for note in telling.notes), (
            telling.title
        )
    assert sum(telling.notes[-1].progress >= 95 for telling in told) / len(told) > 0.85
