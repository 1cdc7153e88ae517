"""A server killed while a bureau votes: no acknowledged ballot is lost, none is kept twice, moved or not.

Whoever gets no answer sends the same form again; `DAYBOOK_TEST_KILLS` says how often to kill.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from datetime import timedelta
from http.client import HTTPConnection, HTTPException
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.utils import timezone

from daybook.annual.actions.voting import close_poll, open_poll
from daybook.annual.models import Ballot, BallotParticipation, StagedBallot
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from tests.annual.voting import crowded, electorate, fingerprint
from tests.daily.test_kill import KILLS, TOKEN, House
from tests.live import START
from tests.pages import reading
from tests.people import Cast

AT_ONCE = 4
A_LIFE = 8  # voters whom a server meets, unless it is killed before
LONGEST_LIFE = 0.35  # seconds from a server's first answer to its end: they vote as long as that
Form = tuple[str, str]  # a session, and what is sent with it


class Voter(Thread):
    """One voter after another, each until it is acknowledged."""

    def __init__(self, house: House, path: str, waiting: SimpleQueue[Form], turns: Semaphore) -> None:
        super().__init__(daemon=True)
        self.house, self.path, self.waiting, self.turns = house, path, waiting, turns
        self.faults: list[str] = []

    def run(self) -> None:
        while self.turns.acquire():
            try:
                form = self.waiting.get_nowait()
            except Empty:
                return
            while not self._cast(form):
                time.sleep(0.02)
            self.house.answered.set()

    def _cast(self, form: Form) -> bool:
        """Whether the server answered that the vote is in; no answer is none."""
        session, body = form
        cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        headers = {
            "Cookie": cookies,
            "X-CSRFToken": TOKEN,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            server = HTTPConnection("127.0.0.1", self.house.port, timeout=START)
            server.request("POST", self.path, body, headers)
            answer = server.getresponse()
            told = answer.read().decode()
        except (OSError, HTTPException):
            return False
        if answer.status != 302:
            self.faults.append(f"{answer.status}: {told[:300]}")
        return True


@pytest.mark.drill
@pytest.mark.django_db(transaction=True)
def test_a_killed_server_loses_no_ballot_and_keeps_none_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAYBOOK_BALLOT_PAUSE", "1")
    people = crowded(cast, 12 + A_LIFE * KILLS, "D01", "D02", "D03")
    day = timezone.localdate()
    poll = open_poll(bureau=cast.bureau, year=day.year, closes_on=day + timedelta(days=2), actor=cast["S01"])
    known = electorate(poll)
    ratees = {each.number: [one.voter.number for one in known.ratees(each.number)] for each in people}
    waiting: SimpleQueue[Form] = SimpleQueue()
    for place, person in enumerate(people):
        letters = enumerate(fingerprint(place))
        form = {
            f"o.{number}.{virtue}": letter for virtue, letter in letters for number in ratees[person.number]
        }
        session = reading(person).cookies[settings.SESSION_COOKIE_NAME].value
        waiting.put((session, urlencode({**form, "confirmed": "yes"})))
    house = House()
    turns = Semaphore(0)
    voters = [Voter(house, f"/years/{day.year}/ballot", waiting, turns) for _ in range(AT_ONCE)]

    chance = random.Random(KILLS)
    for voter in voters:
        voter.start()
    for _ in range(KILLS):
        turns.release(A_LIFE)
        with house.open():
            assert house.answered.wait(START), "no answer from a server that was started again"
            time.sleep(chance.uniform(0, LONGEST_LIFE))
    turns.release(len(people) + AT_ONCE)
    with house.open():
        for voter in voters:
            voter.join(START * 4)
    assert not [voter for voter in voters if voter.is_alive()]

    assert [fault for voter in voters for fault in voter.faults] == []
    taken = Counter(BallotParticipation.objects.values_list("voter__number", flat=True))
    assert taken == {person.number: 1 for person in people}
    told = Counter(LedgerLine.objects.filter(action="voted").values_list("actor", flat=True))
    assert told == taken
    expected = {fingerprint(place): len(ratees[person.number]) for place, person in enumerate(people)}
    assert Counter(StagedBallot.objects.values_list("options", flat=True)) == expected
    close_poll(poll=poll, actor=cast["S01"])
    assert Counter(Ballot.objects.values_list("options", flat=True)) == expected
    assert list(chain_faults(cast.bureau.code)) == []
