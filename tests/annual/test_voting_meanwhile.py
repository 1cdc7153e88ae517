"""Acts on a poll that meet each other, and the faults of a database: what is told, and what is never told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import DatabaseError, DataError, IntegrityError, OperationalError, connection, transaction

from daybook.annual.actions import mixing, voting
from daybook.annual.actions.papers import drop_papers, lay_papers, type_papers
from daybook.annual.actions.voting import close_poll
from daybook.annual.models import BallotParticipation, PaperBatch, PaperTyping, Poll, StagedBallot
from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.org.models import Person
from tests.annual.voting import LATER, opened, vote
from tests.factories import refused
from tests.meanwhile import one_after_the_other, told
from tests.people import FOUNDED, SINCE, Cast

STAFF = ["S02", "S03", "S04", "S05", "S06"]
REST = ["S01", "S02", "S04", "S05", "S06"]
BUSY = "The database is busy, perhaps with a backup. Please try again a little later."


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_cast_one_is_told_that_the_vote_is_in(cast: Cast) -> None:
    poll = opened(cast)
    answer = one_after_the_other(lambda: vote(poll, cast["S03"]), lambda: vote(poll, cast["S03"], "BBBBB"))
    assert answer == "您已经投过票。"
    assert set(StagedBallot.objects.values_list("options", flat=True)) == {"ABABN"}


@pytest.mark.parametrize("fault", [IntegrityError("another"), OperationalError("disk full")])
def test_no_other_fault_of_a_vote_is_called_a_second_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: DatabaseError
) -> None:
    poll = opened(cast)

    def broken(*_given: Any) -> None:
        raise fault

    monkeypatch.setattr(voting, "stage_ballots", broken)
    with pytest.raises(type(fault), match=str(fault)):
        vote(poll, cast["S03"])
    assert BallotParticipation.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_close_that_waits_too_long_says_that_the_database_is_busy(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    poll = opened(cast)
    if connection.vendor == "sqlite":
        monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.2)
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        mixing.hold_poll(poll, alone=True)
        closing = pool.submit(told, lambda: close_poll(poll=poll, actor=cast["S01"], at=LATER))
        assert closing.result(60) == "数据库正忙（可能在备份），请稍后再试。"
    assert not Poll.objects.get().closed


@pytest.mark.parametrize(
    "fault", [DataError("too long"), OperationalError("disk full"), IntegrityError("no")]
)
def test_no_other_fault_of_a_close_is_called_busy(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, fault: DatabaseError
) -> None:
    poll = opened(cast)

    def broken(_poll: Poll) -> None:
        raise fault

    monkeypatch.setattr(mixing, "held_rows", broken)
    with pytest.raises(type(fault), match=str(fault)):
        close_poll(poll=poll, actor=cast["S01"], at=LATER)


def test_what_sqlite_says_of_a_lock_is_busy(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    poll = opened(cast)

    def locked(_poll: Poll) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(mixing, "held_rows", locked)
    assert refused(close_poll, poll=poll, actor=cast["S01"], at=LATER)[1] == BUSY


def lay(poll: Poll, cast: Cast, *voters: str) -> PaperBatch:
    return lay_papers(poll=poll, voters=voters or STAFF, actor=cast["S01"], at=LATER)


@pytest.mark.django_db(transaction=True)
def test_who_votes_while_his_paper_is_laid_votes_once(cast: Cast) -> None:
    poll = opened(cast)
    answer = one_after_the_other(lambda: vote(poll, cast["S03"]), lambda: lay(poll, cast))
    assert answer == "已经投票或交票：冯雪。"
    answer = one_after_the_other(lambda: lay(poll, cast, *REST), lambda: vote(poll, cast["S04"]))
    assert answer == "您已交纸质票，正在录入。"
    assert [batch.voters for batch in PaperBatch.objects.all()] == [REST]
    assert BallotParticipation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_batches_laid_at_once_the_second_sees_the_first(cast: Cast) -> None:
    poll = opened(cast)
    answer = one_after_the_other(lambda: lay(poll, cast), lambda: lay(poll, cast))
    assert answer == "已经投票或交票：钱进、冯雪、陈明、褚卫、卫东。"
    assert PaperBatch.objects.count() == 1


GONE = "这一批已不再等待录入：已接收或已放弃。"


@pytest.fixture
def batch(cast: Cast) -> PaperBatch:
    """A batch of five, and a second and a third officer."""
    for number in ("S02", "H03"):
        grant_right(person=cast[number], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE, at=FOUNDED)
    return lay(opened(cast), cast)


def typing(batch: PaperBatch, typist: Person, first: str = "AAAAA") -> object:
    """Type a batch, of which one sheet says something; what differs."""
    sheets = [{"H02": first}, *[{}] * (len(STAFF) - 1)]
    return type_papers(batch=batch, sheets=sheets, typist=typist, at=LATER)


def done_with() -> list[str]:
    """What the ledger says of the batch since it was laid."""
    lines = LedgerLine.objects.filter(object_type="paper_batch").order_by("sequence")
    return list(lines.values_list("action", flat=True))[1:]


@pytest.mark.django_db(transaction=True)
def test_the_typing_that_accepts_a_batch_does_so_once(cast: Cast, batch: PaperBatch) -> None:
    typing(batch, cast["S01"])
    answer = one_after_the_other(lambda: typing(batch, cast["S02"]), lambda: typing(batch, cast["S02"]))
    assert answer == GONE
    assert BallotParticipation.objects.count() == len(STAFF)
    assert done_with() == ["type_papers", "type_papers", "accept_papers"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("typed_first", [True, False])
def test_a_batch_is_accepted_or_given_up_never_both(cast: Cast, batch: PaperBatch, typed_first: bool) -> None:
    typing(batch, cast["S01"])
    typed = lambda: typing(batch, cast["S02"])  # noqa: E731
    dropped = lambda: drop_papers(batch=batch, actor=cast["S01"], at=LATER)  # noqa: E731
    acts = (typed, dropped) if typed_first else (dropped, typed)
    assert one_after_the_other(*acts) == GONE
    assert BallotParticipation.objects.count() == (len(STAFF) if typed_first else 0)
    assert done_with()[1:] == (["type_papers", "accept_papers"] if typed_first else ["drop_papers"])


@pytest.mark.django_db(transaction=True)
def test_two_who_type_first_at_once_are_compared(cast: Cast, batch: PaperBatch) -> None:
    one_after_the_other(lambda: typing(batch, cast["S01"]), lambda: typing(batch, cast["S02"]))
    assert PaperBatch.objects.count() == PaperTyping.objects.count() == 0
    assert StagedBallot.objects.filter(options="AAAAA").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_third_person_never_types_a_batch_beside_two_at_once(cast: Cast, batch: PaperBatch) -> None:
    typing(batch, cast["S01"])
    answer = one_after_the_other(
        lambda: typing(batch, cast["S02"], "BBBBB"), lambda: typing(batch, cast["H03"])
    )
    assert answer == "这一批次已由另外两人录入。"
    assert PaperTyping.objects.count() == 2
