"""Entering a closed poll: the electorate, random order, participation apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

import pytest

from daybook.annual.actions.polls import Paper, enter_closed_poll
from daybook.annual.models import Ballot, BallotParticipation, Poll
from daybook.org.actions.people import end_employment
from tests.factories import last_line, noon, refused
from tests.people import Cast, water_bureau

DECEMBER_20, JANUARY_8 = date(2025, 12, 20), noon(2026, 1, 8)
APPRAISED = ("H01", "H02", "H03", "S01", "S02", "S03", "S04", "S05", "S06")


def poll_of(cast: Cast, *papers: Paper, **more: Any) -> dict[str, Any]:
    voters = [cast[number] for number in ("L01", "L02", "H01", "H02", "S01", "S02", "S03", "S04")]
    given = {
        "bureau": cast.bureau,
        "year": 2025,
        "papers": papers,
        "voters": voters,
        "opened_on": DECEMBER_20,
    }
    return {**given, "actor": cast["S01"], "at": JANUARY_8, **more}


def test_ballots_lose_their_order_and_their_voters(cast: Cast) -> None:
    papers = [Paper("A", cast[number], f"A{letter}BAN") for number in ("S03", "S04") for letter in "A"]
    papers += [Paper("D", cast["S03"], "AB-AN"), Paper("C", cast["S03"], "DDDDD")]
    enter_closed_poll(**poll_of(cast, *papers), random=Random(7))
    rows = list(Ballot.objects.order_by("serial"))
    assert sorted((row.ballot_class, row.ratee.number, row.options) for row in rows) == sorted(
        (paper.ballot_class, paper.ratee.number, paper.options) for paper in papers
    )
    assert len({row.serial for row in rows}) == 4
    assert last_line().after == {"ballots": 4, "voters": 8, "opened_on": "2025-12-20"}
    assert Poll.objects.get().closed


def test_the_order_of_writing_is_that_of_random_serials(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    written = []
    for seed, each in ((1, cast), (2, lake)):
        papers = [Paper("A", each[number], "AAAAA") for number in list(APPRAISED)]
        enter_closed_poll(**poll_of(each, *papers), random=Random(seed))
        ballots = Ballot.objects.filter(poll__bureau=each.bureau)
        # Neither engine gives a random primary key in the order of writing: serials tell it.
        written.append([ballot.ratee.number for ballot in ballots.order_by("serial")])
    assert written[0] != written[1]
    assert sorted(written[0]) == sorted(written[1]) == list(APPRAISED)


def test_the_same_seed_gives_the_same_serials(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    for each in (cast, lake):
        papers = [Paper("A", each[number], "AAAAA") for number in list(APPRAISED)]
        enter_closed_poll(**poll_of(each, *papers), random=Random(1))
    rows = [
        list(
            Ballot.objects.filter(poll__bureau=each.bureau)
            .order_by("serial")
            .values_list("serial", "ratee__number")
        )
        for each in (cast, lake)
    ]
    assert rows[0] == rows[1]


def test_without_a_seed_the_system_chooses(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    for each in (cast, lake):
        enter_closed_poll(**poll_of(each, Paper("A", each["S03"], "AAAAA")))
    assert Ballot.objects.values("serial").distinct().count() == 2


def test_participation_is_kept_by_class(cast: Cast) -> None:
    enter_closed_poll(**poll_of(cast))
    kept = BallotParticipation.objects.order_by("id").values_list("ballot_class", "voter__number")
    classes = {"A": ["L01"], "B": ["L02"], "C": ["H01", "H02"], "D": ["S01", "S02", "S03", "S04"]}
    assert list(kept) == [(each, number) for each, numbers in classes.items() for number in numbers]


@pytest.mark.parametrize(
    ("papers", "field"),
    [
        ([("A", "S03", "AAAA")], "options"),
        ([("A", "S03", "AAAAE")], "options"),
        ([("E", "S03", "AAAAA")], "ballot_class"),
        ([("A", "S03", "AAAAA")] * 2, "papers"),  # there is one principal leader
        ([("B", "S05", "AAAAA")], "papers"),  # L02 is not in charge of his department
        ([("D", "S03", "AAAAA")] * 2, "papers"),  # S04 alone is a colleague
        ([("D", "H03", "AAAAA")], "papers"),  # no voter of his department
        ([("A", "L02", "AAAAA")], "papers"),  # leaders are not rated
    ],
)
def test_a_poll_is_refused(cast: Cast, papers: Sequence[tuple[str, str, str]], field: str) -> None:
    filled = [Paper(given, cast[number], options) for given, number, options in papers]
    assert refused(enter_closed_poll, **poll_of(cast, *filled))[0] == field
    assert not Poll.objects.exists()


def test_who_may_be_voter(cast: Cast) -> None:
    lake = water_bureau(code="LAKE")
    assert refused(enter_closed_poll, **poll_of(cast, voters=[cast["S03"]] * 2))[0] == "voters"
    assert refused(enter_closed_poll, **poll_of(cast, voters=[lake["S03"]]))[0] == "person"
    assert refused(enter_closed_poll, **poll_of(cast, Paper("A", lake["S03"], "AAAAA")))[0] == "person"
    end_employment(person=cast["S04"], last_day=date(2025, 11, 30))
    assert refused(enter_closed_poll, **poll_of(cast)) == ("voters", "陈明 held no post that day.")


def test_one_poll_a_year_by_the_personnel_office(cast: Cast) -> None:
    assert refused(enter_closed_poll, **poll_of(cast, actor=cast["L01"]))[0] == ""
    enter_closed_poll(**poll_of(cast))
    assert refused(enter_closed_poll, **poll_of(cast))[0] == "year"
