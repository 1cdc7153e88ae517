"""Opening a poll, voting once, closing it: what is kept, what is refused, what the ledger says."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from daybook.annual.actions import mixing
from daybook.annual.actions.voting import FlatList, Form, cast_ballots, close_poll, open_poll
from daybook.annual.models import Ballot, BallotParticipation, Poll, PollMember, StagedBallot
from daybook.annual.queries.settled import settled_year
from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.enums import RightKind
from tests.annual.voting import CLOSES_ON, LATER, OPENED, crowded, electorate, form_of, opened, vote
from tests.factories import last_line, refused
from tests.people import SINCE, Cast, water_bureau


def test_the_electorate_is_that_of_the_day_the_poll_opens(cast: Cast) -> None:
    grant_right(person=cast["S06"], kind=RightKind.AUDIT_ADMIN, first_day=SINCE, at=OPENED)
    poll = opened(cast)
    transfer(person=cast["S05"], department=cast.departments["D01"], valid_from=LATER.date(), at=LATER)
    kept = {
        row.person.number: (
            row.role,
            row.department and row.department.code,
            row.leader and row.leader.number,
        )
        for row in PollMember.objects.select_related("person", "department", "leader")
    }
    assert kept["S05"] == ("staff", "D03", "L03")
    assert kept["H01"] == ("department_head", "D01", "L02")
    assert kept["L01"] == ("principal_leader", None, "L01")
    assert len(kept) == 12
    assert [row.person.number for row in PollMember.objects.filter(votes=False)] == ["S06"]
    members = electorate(poll)
    assert members.classes == {"A": 1, "B": 2, "C": 3, "D": 5}
    assert [each.voter.number for each in members.ratees("S05")] == ["H03", "S06"]
    assert members.ratees("S06") == members.ratees("X99") == []
    line = LedgerLine.objects.get(action="open_poll")
    assert line.after == {"voters": 11, "closes_on": "2026-01-20"}


def test_what_a_poll_needs_to_be_opened(cast: Cast) -> None:
    given: dict[str, Any] = {
        "bureau": cast.bureau,
        "year": 2025,
        "closes_on": CLOSES_ON,
        "actor": cast["S01"],
        "at": OPENED,
    }
    assert refused(open_poll, **{**given, "actor": cast["S02"]})[1].startswith("Only this may be done by")
    assert refused(open_poll, **{**given, "year": 2027})[0] == "year"
    assert refused(open_poll, **{**given, "closes_on": OPENED.date() - timedelta(days=1)}) == (
        "closes_on",
        "The last day of voting lies before today.",
    )
    empty = water_bureau(code="EMPTY").bureau
    PollMember.objects.all().delete()
    for person in empty.people.all():
        person.appointments.all().delete()
    assert refused(open_poll, **{**given, "bureau": empty, "actor": None})[1] == (
        "Nobody could vote on anybody today: there are no posts yet."
    )
    open_poll(**given)
    assert refused(open_poll, **given) == ("year", "There is a poll of this year already.")


def test_a_vote_leaves_rows_that_stand_alone_and_one_word(cast: Cast) -> None:
    poll = opened(cast)
    vote(poll, cast["S03"], "AB-DN")
    rows = StagedBallot.objects.values_list("ballot_class", "ratee__number", "options", "mixed")
    assert sorted(rows) == [("D", "H02", "AB-DN", False), ("D", "S04", "AB-DN", False)]
    taken = BallotParticipation.objects.get()
    assert (taken.voter, taken.ballot_class, taken.poll) == (cast["S03"], "D", poll)
    line = last_line()
    assert (line.actor, line.action, line.object_type, line.object_key) == ("S03", "voted", "poll", "2025")
    assert (line.before, line.after) == ({}, {})


def test_a_vote_is_cast_once_by_who_may_on_whom_he_may(cast: Cast) -> None:
    poll = opened(cast)
    form = form_of(poll, cast["S03"])

    def told(voter: str, given: Form) -> tuple[str, str]:
        return refused(cast_ballots, voter=cast[voter], poll=poll, form=given, at=LATER)

    other = ("options", "The list is not the one of your ratees; please open the page anew.")
    assert told("S03", Form({**form.options, "S05": "AAAAA"})) == told("S03", Form({"H02": "AAAAA"})) == other
    for wrong in ("AAAA", "AAAAAA", "AAAAE", "AAAA "):
        field, sentence = told("S03", Form({**form.options, "H02": wrong}))
        assert field == "options"
        assert sentence.startswith("A ballot holds one of")
        assert wrong not in sentence
    cast_ballots(voter=cast["S03"], poll=poll, form=form, at=LATER)
    assert told("S03", form) == ("", "You have voted already.")


def test_nobody_of_elsewhere_votes(cast: Cast) -> None:
    poll = opened(cast)
    outsider = water_bureau(code="LAKE")["S03"]
    given: dict[str, Any] = {"poll": poll, "form": form_of(poll, cast["S03"]), "at": LATER}
    sentence = "You do not take part in this assessment."
    assert refused(cast_ballots, voter=outsider, **given)[1] == sentence
    assert StagedBallot.objects.count() == 0


def test_a_flat_list_is_asked_about_once(cast: Cast) -> None:
    crowded(cast, 5)
    poll = opened(cast)
    given: dict[str, Any] = {"voter": cast["S03"], "poll": poll, "at": LATER}
    for flat in ("AAAAA", "NNNNN"):
        with translation.override("en"), pytest.raises(FlatList, match="the very same") as asked:
            cast_ballots(**given, form=form_of(poll, cast["S03"], flat, confirmed=False))
        assert asked.value.field == "confirmed"
    assert BallotParticipation.objects.count() == StagedBallot.objects.count() == 0
    cast_ballots(**given, form=form_of(poll, cast["S03"], "AAAAA"))
    assert StagedBallot.objects.count() == 7
    cast_ballots(**{**given, "voter": cast["S04"]}, form=form_of(poll, cast["S04"], "AAAAB", confirmed=False))


def test_a_ballot_without_a_word_is_asked_about_however_few_are_on_it(cast: Cast) -> None:
    poll = opened(cast)
    given: dict[str, Any] = {"voter": cast["S03"], "poll": poll, "at": LATER}
    with translation.override("en"), pytest.raises(FlatList, match="Nobody is rated"):
        cast_ballots(**given, form=form_of(poll, cast["S03"], "-----", confirmed=False))
    assert BallotParticipation.objects.count() == StagedBallot.objects.count() == 0
    cast_ballots(**given, form=form_of(poll, cast["S03"], "-----"))
    assert BallotParticipation.objects.count() == 1


def test_voting_ends_with_its_last_day_and_with_the_close(cast: Cast) -> None:
    poll = opened(cast)
    form = form_of(poll, cast["S03"])
    after = LATER.replace(month=1, day=20, hour=16, minute=1)
    assert refused(cast_ballots, voter=cast["S03"], poll=poll, form=form, at=after)[1] == "Voting is over."
    cast_ballots(voter=cast["S03"], poll=poll, form=form, at=after - timedelta(minutes=2))
    close_poll(poll=poll, actor=cast["S01"], at=LATER)
    assert refused(cast_ballots, voter=cast["S04"], poll=poll, form=form, at=LATER)[1] == "Voting is over."
    assert refused(close_poll, poll=poll, actor=cast["S01"], at=LATER)[1] == "This poll is closed already."


def test_closing_moves_every_ballot_and_counts_them(cast: Cast) -> None:
    poll = opened(cast)
    voters = [*electorate(poll).voters]
    for place, number in enumerate(voters):
        vote(poll, cast[number], "ABCDN"[place % 5] * 4 + "-")
    staged = Counter(StagedBallot.objects.values_list("ballot_class", "ratee__number", "options"))
    assert refused(close_poll, poll=poll, actor=cast["S02"], at=LATER)[1].startswith("Only this may be done")
    close_poll(poll=poll, actor=cast["S01"], at=LATER)
    assert Counter(Ballot.objects.values_list("ballot_class", "ratee__number", "options")) == staged
    assert (poll.closed, poll.closed_at, poll.mix_after) == (True, LATER, None)
    assert StagedBallot.objects.count() == 0
    assert last_line().after == {"voters": len(voters)}
    assert settled_year(cast.bureau, 2025).result.people
    assert LedgerLine.objects.filter(action="voted").count() == len(voters)


def test_ballots_come_out_of_staging_with_enough_of_their_kind(cast: Cast) -> None:
    many = crowded(cast, 6)
    poll = opened(cast)
    for voter in many[:4]:
        vote(poll, voter)
    assert mixing.move_ballots(poll) == 0
    vote(poll, many[4])
    # All five rate H02, S03, S04 and the sixth; of the five each is rated by the four others.
    assert mixing.move_ballots(poll) == 20
    mixed = StagedBallot.objects.filter(mixed=True).values_list("ratee__number", flat=True)
    assert set(Counter(mixed).values()) == {5}
    assert set(mixed) == {"H02", "S03", "S04", "S105"}
    before = set(StagedBallot.objects.filter(mixed=True).values_list("key", flat=True))
    vote(poll, many[5])
    assert mixing.move_ballots(poll) == 25
    after = set(StagedBallot.objects.filter(mixed=True).values_list("key", flat=True))
    assert (len(after), before & after) == (45, set())


@pytest.mark.parametrize("fails", [True, False])
def test_a_voter_sets_off_a_moving_that_cannot_hurt_him(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object, fails: bool
) -> None:
    from django.db import OperationalError

    many = crowded(cast, 8)
    poll = opened(cast)
    for voter in many[:6]:
        vote(poll, voter)

    def broken(_poll: Poll) -> int:
        raise OperationalError("AAAAA")

    if fails:
        monkeypatch.setattr(mixing, "move_ballots", broken)
    for voter in many[6:]:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            vote(poll, voter)
    assert BallotParticipation.objects.count() == 8
    # The second voter came within the pause after the first.
    assert StagedBallot.objects.filter(mixed=True).exists() is not fails
    poll.refresh_from_db()
    assert poll.mix_after is not None
    assert StagedBallot.objects.filter(mixed=False, ratee=cast["H02"]).count() == (8 if fails else 1)
