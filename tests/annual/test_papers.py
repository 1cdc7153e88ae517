"""Paper ballots: entered twice by two people, accepted when equal, then as if cast; and gone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from daybook.annual.actions.papers import differences, drop_papers, lay_papers, type_papers
from daybook.annual.actions.voting import cast_ballots, close_poll
from daybook.annual.models import BallotParticipation, PaperBatch, PaperTyping, Poll, StagedBallot
from daybook.annual.views import papers as papers_view
from daybook.ledger.models import LedgerLine
from daybook.org.actions.people import grant_right
from daybook.org.enums import RightKind
from daybook.org.models import Person
from tests.annual.voting import CLOSES_ON, LATER, crowded, form_of, opened, vote
from tests.factories import refused
from tests.pages import page, reading, words
from tests.people import FOUNDED, SINCE, Cast

FIRST = {"H02": "ABABN", "S03": "AAAAA"}
VOTED = ["S01", "S02", "S06"]
SECOND = {"H02": "BBBBB", "S04": "AB"}


@pytest.fixture
def laid(cast: Cast) -> tuple[Cast, PaperBatch]:
    """A batch of two staff of D02, the others of their class having voted but S05; and a second officer."""
    grant_right(person=cast["S02"], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE, at=FOUNDED)
    poll = opened(cast)
    BallotParticipation.objects.bulk_create(
        BallotParticipation(poll=poll, ballot_class="D", voter=cast[number]) for number in VOTED
    )
    return cast, lay_papers(poll=poll, voters=["S04", "S03"], actor=cast["S01"], at=LATER)


def entered(cast: Cast, batch: PaperBatch, by: str, *sheets: dict[str, str]) -> Any:
    return type_papers(batch=batch, sheets=sheets, typist=cast[by], at=LATER)


def test_two_people_enter_the_same_and_it_is_as_if_it_was_cast(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    assert entered(cast, batch, "S01", FIRST, SECOND) is None
    assert (StagedBallot.objects.count(), BallotParticipation.objects.count()) == (0, len(VOTED))
    assert entered(cast, batch, "S02", FIRST, {**SECOND, "S04": "ab"}) == []
    rows = StagedBallot.objects.values_list("ballot_class", "ratee__number", "options")
    assert sorted(rows) == [
        ("D", "H02", "ABABN"),
        ("D", "H02", "BBBBB"),
        ("D", "S03", "AAAAA"),
        ("D", "S04", "AB---"),
    ]
    voters = BallotParticipation.objects.values_list("voter__number", flat=True)
    assert sorted(voters) == sorted(["S03", "S04", *VOTED])
    assert PaperBatch.objects.count() == PaperTyping.objects.count() == 0
    lines = LedgerLine.objects.filter(object_type="paper_batch").order_by("sequence")
    assert [(line.action, line.after) for line in lines] == [
        ("lay_papers", {"voters": 2}),
        ("type_papers", {}),
        ("type_papers", {}),
        ("accept_papers", {"voters": 2}),
    ]


def test_what_differs_is_told_field_by_field_until_it_is_mended(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    entered(cast, batch, "S01", FIRST, SECOND)
    found = entered(cast, batch, "S02", {**FIRST, "H02": "ABAAN"}, {"H02": "BBBBB"})
    assert found == [(1, "H02", 3, "B", "A"), (2, "S04", 0, "A", "-"), (2, "S04", 1, "B", "-")]
    assert StagedBallot.objects.count() == 0
    assert entered(cast, batch, "S02", FIRST, SECOND) == []


def test_a_sheet_left_blank_counts_its_voter(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    given: dict[str, Any] = {"batch": batch, "sheets": [{}, {}], "at": LATER}
    assert refused(type_papers, **given, typist=cast["S01"]) == (
        "blank",
        "Nothing is entered. If every sheet is empty on paper, tick that.",
    )
    assert not PaperTyping.objects.exists()
    for by in ("S01", "S02"):
        type_papers(**given, typist=cast[by], blank=True)
    assert StagedBallot.objects.filter(options="-----").count() == 4
    assert differences([{}], [{"H02": "-----"}]) == []


def test_what_a_batch_does_not_take(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid

    def told(*sheets: dict[str, str], by: str = "S01") -> tuple[str, str]:
        return refused(type_papers, batch=batch, sheets=sheets, typist=cast[by], at=LATER)

    assert told(FIRST) == ("sheets", "There are as many sheets as voters.")
    field, sentence = told(FIRST, {"H02": "ABCDE"})
    assert field == "options"
    assert sentence.startswith("A ballot holds one of")
    assert told(FIRST, {"S05": "AAAAA"}) == ("sheets", "褚卫 has 1 ballots from 0 voters of this batch.")
    twice = {**SECOND, "S03": "AAAAA"}
    assert told(FIRST, twice) == ("sheets", "冯雪 has 2 ballots from 1 voters of this batch.")
    assert told(FIRST, SECOND, by="H01")[1].startswith("Only this may be done by")
    entered(cast, batch, "S01", FIRST, SECOND)
    entered(cast, batch, "S02", FIRST, {})
    grant_right(person=cast["H03"], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE, at=FOUNDED)
    assert told(FIRST, SECOND, by="H03") == ("", "Two others have entered this batch already.")


def test_who_can_be_laid_in_a_batch(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    vote(batch.poll, cast["S05"])

    def told(*voters: str, by: str = "S01") -> str:
        return refused(lay_papers, poll=batch.poll, voters=voters, actor=cast[by], at=LATER)[1]

    assert told() == told("S06", "S06") == "Name between one and 20 voters, each once."
    assert told("X99") == "Without a vote: X99."
    assert told("S06", "H02") == "The ballots of one batch are of one class."
    assert told("S05", "S03") == "Voted or handed in already: 冯雪、褚卫."
    assert told("S06", by="H01").startswith("Only this may be done by")


def test_whoever_handed_in_is_called_by_number_or_name(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    named = lay_papers(poll=batch.poll, voters=[cast["S05"].name], actor=cast["S01"], at=LATER)
    assert named.voters == ["S05"]
    Person.objects.filter(number__in=["S02", "S06"]).update(name="王伟")
    assert refused(lay_papers, poll=batch.poll, voters=["王伟"], actor=cast["S01"], at=LATER) == (
        "voters",
        "Several voters are called 王伟: give the number (S02、S06).",
    )


TOGETHER = (
    "Fewer than 5 ballots of a class entered together nearly tell whose they are: lay them with more, or "
    "after the last day of voting."
)


def test_few_are_laid_alone_only_where_no_more_can_come(cast: Cast) -> None:
    poll = opened(cast)
    given: dict[str, Any] = {"poll": poll, "actor": cast["S01"], "at": LATER}
    for few in (["S03"], ["S03", "S04", "S05", "S06"]):
        assert refused(lay_papers, voters=few, **given) == ("voters", TOGETHER)
    # Three heads and two other leaders are all there are of their classes.
    for voters in (["H01"], ["L02", "L03"], ["L01"]):
        assert lay_papers(voters=voters, **given).voters == voters
    for number in ("S01", "S02"):
        vote(poll, cast[number])
    assert lay_papers(voters=["S03"], **given).voters == ["S03"]


def test_who_is_laid_already_is_not_waited_for(cast: Cast) -> None:
    given: dict[str, Any] = {"poll": opened(cast), "actor": cast["S01"], "at": LATER}
    lay_papers(voters=["S02", "S03", "S04", "S05", "S06"], **given)
    assert lay_papers(voters=["S01"], **given).voters == ["S01"]


def test_after_the_last_day_nobody_is_waited_for(cast: Cast) -> None:
    poll = opened(cast)
    day = datetime.combine(CLOSES_ON, time(4), UTC)
    given: dict[str, Any] = {"poll": poll, "voters": ["S03"], "actor": cast["S01"]}
    assert refused(lay_papers, **given, at=day) == ("voters", TOGETHER)
    assert lay_papers(**given, at=day + timedelta(days=1)).voters == ["S03"]


def test_paper_and_screen_are_one_vote(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    given: dict[str, Any] = {
        "voter": cast["S03"],
        "poll": batch.poll,
        "form": form_of(batch.poll, cast["S03"]),
        "at": LATER,
    }
    assert refused(cast_ballots, **given)[1] == "You voted on paper; your ballot is being entered."
    sentence = refused(close_poll, poll=batch.poll, actor=cast["S01"], at=LATER)[1]
    assert sentence == "Paper ballots are not entered twice yet: batch 1."
    drop_papers(batch=batch, actor=cast["S01"], at=LATER)
    cast_ballots(**given)
    close_poll(poll=batch.poll, actor=cast["S01"], at=LATER)
    assert refused(lay_papers, poll=batch.poll, voters=["S04"], actor=cast["S01"], at=LATER)[1] == (
        "Voting is over."
    )


def test_a_batch_with_somebody_who_voted_is_refused_by_name(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    entered(cast, batch, "S01", FIRST, SECOND)
    BallotParticipation.objects.create(poll=batch.poll, ballot_class="D", voter=cast["S03"])
    given: dict[str, Any] = {"batch": batch, "sheets": [FIRST, SECOND], "typist": cast["S02"], "at": LATER}
    sentence = "Voted already: 冯雪. Give the batch up, and lay one without them."
    assert refused(type_papers, **given) == ("sheets", sentence)
    assert (PaperBatch.objects.count(), StagedBallot.objects.count()) == (1, 0)
    drop_papers(batch=batch, actor=cast["S01"], at=LATER)
    close_poll(poll=batch.poll, actor=cast["S01"], at=LATER)


def test_the_page_shows_nobody_the_other_persons_entry_before_his_own(
    laid: tuple[Cast, PaperBatch],
) -> None:
    cast, batch = laid
    Poll.objects.update(closes_on="2999-01-01")
    address = f"/years/2025/poll/papers/{batch.number}"
    first, second = reading(cast["S01"]), reading(cast["S02"])
    assert first.post(address, {"act": "type", "p.1.H02": "abddn", "p.2.S04": "A"}).status_code == 302
    assert 'value="ABDDN"' in page(first, address)
    blind = page(second, address)
    assert "ABDDN" not in blind
    assert "What differs" not in words(blind)
    assert second.post(address, {"act": "type", "p.1.H02": "ABDDX"}).status_code == 422
    second.post(address, {"act": "type", "p.1.H02": "ABDDA"})
    told = words(page(second, address))
    assert "1 吴建国 probity A N" in told
    answer = second.post(address, {"act": "type", "p.1.H02": "ABDDN", "p.2.S04": "A"}, follow=True)
    assert "the batch is accepted" in words(answer.content.decode())
    page(second, address, 404)
    assert BallotParticipation.objects.count() == 2 + len(VOTED)


def test_an_empty_entry_is_asked_about_on_its_page(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    Poll.objects.update(closes_on="2999-01-01")
    client, address = reading(cast["S01"]), f"/years/2025/poll/papers/{batch.number}"
    assert 'name="blank"' not in page(client, address)
    answer = client.post(address, {"act": "type", "p.1.H02": " "})
    assert answer.status_code == 422
    assert "Nothing is entered." in words(answer.content.decode())
    assert 'name="blank"' in answer.content.decode()
    assert client.post(address, {"act": "type", "blank": "yes"}).status_code == 302
    assert PaperTyping.objects.get().sheets == [{}, {}]


def test_a_batch_is_given_up_on_its_page(laid: tuple[Cast, PaperBatch]) -> None:
    cast, batch = laid
    reading(cast["S01"]).post(f"/years/2025/poll/papers/{batch.number}", {"act": "drop"})
    assert (PaperBatch.objects.count(), BallotParticipation.objects.count()) == (0, len(VOTED))


@pytest.mark.parametrize("act", ["type", "drop"])
def test_a_page_of_a_batch_that_is_gone_meanwhile_leads_back_to_the_poll(
    laid: tuple[Cast, PaperBatch], monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """The batch is given up between the page's own asking for it and the act."""
    cast, batch = laid

    def found(*_asked: Any) -> PaperBatch:
        PaperBatch.objects.filter(pk=batch.pk).delete()
        return batch

    monkeypatch.setattr(papers_view, "paper_batch_for", found)
    client = reading(cast["S01"])
    answer = client.post(f"/years/2025/poll/papers/{batch.number}", {"act": act}, follow=True)
    assert answer.redirect_chain == [("/years/2025/poll", 302)]
    assert "This batch is no longer waiting" in words(answer.content.decode())
    assert not LedgerLine.objects.filter(action__in=["type_papers", "drop_papers"]).exists()


def test_five_on_paper_are_moved_as_five_who_voted(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    many = crowded(cast, 5)
    grant_right(person=cast["S02"], kind=RightKind.PERSONNEL_OFFICE, first_day=SINCE, at=FOUNDED)
    voters = [each.number for each in many]
    batch = lay_papers(poll=opened(cast), voters=voters, actor=cast["S01"], at=LATER)
    sheets = [{"H02": "AAAAA"}] * 5
    with django_capture_on_commit_callbacks(execute=True):
        for by in ("S01", "S02"):
            entered(cast, batch, by, *sheets)
    assert StagedBallot.objects.filter(mixed=True, ratee=cast["H02"]).count() == 5
