"""Ballots on paper: entered in batches, each twice by two people, and accepted when both typed the same.

What was typed is kept until then and deleted with the batch; what goes on is what voters' own casting leaves.
Until then it stands whole, a sheet beside the list of who handed one in. Which sheet is whose is not kept,
but it can often be told, since nobody rates himself; a batch of one sheet is that voter's. So a batch has as
many as are moved together, unless fewer of the class are left or can be waited for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from daybook.annual.actions import mixing
from daybook.annual.actions.polls import NOT_RATED
from daybook.annual.actions.voting import poll_electorate, require_options, stage_ballots
from daybook.annual.enums import Virtue
from daybook.annual.models import BallotParticipation, PaperBatch, PaperTyping, Poll
from daybook.annual.queries.electorate import Electorate
from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note, require_office
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused

Sheet = Mapping[str, str]
BLANK = NOT_RATED * len(Virtue)
MOST = 20  # sheets of one batch: more is hard to find one's way in


class Difference(NamedTuple):
    """A field that two people typed differently: the sheet (from 1), the ratee, the virtue, both letters."""

    sheet: int
    ratee: str
    virtue: int
    first: str
    second: str


def differences(first: Sequence[Sheet], second: Sequence[Sheet]) -> list[Difference]:
    """Every field that was typed differently, sheet by sheet."""
    return [
        Difference(number, ratee, virtue, one[virtue], other[virtue])
        for number, (left, right) in enumerate(zip(first, second, strict=True), start=1)
        for ratee in sorted({*left, *right})
        for one, other in [(left.get(ratee, BLANK), right.get(ratee, BLANK))]
        for virtue in range(len(Virtue))
        if one[virtue] != other[virtue]
    ]


def lay_papers(*, poll: Poll, voters: Sequence[str], actor: Person, at: datetime | None = None) -> PaperBatch:
    """Begin a batch of ballots on paper: who handed one in, all of one class, by number or name.

    Raises Refused.

    Nobody votes meanwhile: each vote and each batch sees what the other left.
    """
    today = local_day(poll.bureau, moment(at))
    with mixing.refused_if_busy(), recorded():
        require_office(actor, poll.bureau, today)
        _require_open(poll, alone=True)
        electorate = poll_electorate(poll, today)
        voters = [_number_of(electorate, each) for each in voters]
        given = _class_of(electorate, voters)
        left = _without_vote(poll, electorate)
        _require_without_vote(electorate, voters, left)
        if not _is_over(poll, today):
            _require_enough(electorate, voters, left)
        known = PaperBatch.objects.filter(poll=poll).order_by("-number").first()
        number = known.number + 1 if known else 1
        batch = PaperBatch.objects.create(poll=poll, number=number, ballot_class=given, voters=sorted(voters))
        note(
            actor,
            poll.bureau,
            "lay_papers",
            "paper_batch",
            f"{poll.year}:{number}",
            after={"voters": len(voters)},
        )
    return batch


def _require_open(poll: Poll, *, alone: bool = False) -> None:
    if not mixing.hold_poll(poll, alone=alone):
        raise Refused(_("Voting is over."))


def _number_of(electorate: Electorate, said: str) -> str:
    """The number of a voter who is called by number or name. Raises Refused where several have the name."""
    named = [number for number, each in electorate.voters.items() if each.name == said]
    if said in electorate.voters or not named:
        return said
    if len(named) > 1:
        sentence = _("Several voters are called %(name)s: give the number (%(numbers)s).")
        raise Refused(sentence % {"name": said, "numbers": "、".join(named)}, field="voters")
    return named[0]


def _class_of(electorate: Electorate, voters: Sequence[str]) -> str:
    if not 0 < len(set(voters)) == len(voters) <= MOST:
        raise Refused(_("Name between one and %(most)s voters, each once.") % {"most": MOST}, field="voters")
    if unknown := [number for number in voters if number not in electorate.voters]:
        raise Refused(_("Without a vote: %(people)s.") % {"people": "、".join(unknown)}, field="voters")
    classes = {electorate.class_of(number) for number in voters}
    if len(classes) > 1:
        raise Refused(_("The ballots of one batch are of one class."), field="voters")
    return classes.pop()


def _without_vote(poll: Poll, electorate: Electorate) -> frozenset[str]:
    """Who can still hand in a ballot: neither voted nor laid in a batch, by number."""
    taken = frozenset(BallotParticipation.objects.filter(poll=poll).values_list("voter_id", flat=True))
    laid = {number for batch in PaperBatch.objects.filter(poll=poll) for number in batch.voters}
    free = {number for number, each in electorate.voters.items() if each.row not in taken}
    return frozenset(free - laid)


def _require_without_vote(electorate: Electorate, voters: Sequence[str], left: frozenset[str]) -> None:
    if voted := set(voters) - left:
        names = _names(electorate, voted)
        raise Refused(_("Voted or handed in already: %(people)s.") % {"people": names}, field="voters")


def _require_enough(electorate: Electorate, voters: Sequence[str], left: frozenset[str]) -> None:
    """Refuse a batch that nearly names its voters, where enough of their class can still come."""
    given, least = electorate.class_of(voters[0]), mixing.LEAST_TOGETHER
    if len(voters) < least <= sum(electorate.class_of(number) == given for number in left):
        sentence = _(
            "Fewer than %(least)s ballots of a class entered together nearly tell whose they are: lay them"
            " with more, or after the last day of voting."
        )
        raise Refused(sentence % {"least": least}, field="voters")


def _is_over(poll: Poll, today: date) -> bool:
    """Whether the last day of voting is past: nobody is waited for any more."""
    return poll.closes_on is not None and poll.closes_on < today


def _voted(poll: Poll, electorate: Electorate, voters: Sequence[str]) -> list[str]:
    """Those of the voters whose vote is in, by number."""
    rows = [electorate.members[number].row for number in voters]
    taken = BallotParticipation.objects.filter(poll=poll, voter__in=rows)
    return list(taken.values_list("voter__number", flat=True))


def _names(electorate: Electorate, numbers: Iterable[str]) -> str:
    return "、".join(electorate.members[number].name for number in sorted(numbers))


def type_papers(
    *,
    batch: PaperBatch,
    sheets: Sequence[Sheet],
    typist: Person,
    blank: bool = False,
    at: datetime | None = None,
) -> list[Difference] | None:
    """Enter a batch; what differs from the other person's typing, or `None` while there is no other.

    Sheets without a letter on any are entered only as `blank` ones. Nothing differs: the ballots are
    accepted, and the batch with all that was typed is gone. Raises Refused.
    """
    poll, today = batch.poll, local_day(batch.poll.bureau, moment(at))
    with recorded():
        require_office(typist, poll.bureau, today)
        _require_open(poll)
        held = _held(batch)
        electorate = poll_electorate(poll, today)
        typed = [_without_blanks(sheet) for sheet in sheets]
        _require_sheets(held, electorate, typed)
        _require_letters(typed, blank=blank)
        others = list(PaperTyping.objects.filter(batch=held).exclude(typist=typist))
        if len(others) > 1:
            raise Refused(_("Two others have entered this batch already."))
        PaperTyping.objects.update_or_create(batch=held, typist=typist, defaults={"sheets": typed})
        note(typist, poll.bureau, "type_papers", "paper_batch", f"{poll.year}:{batch.number}")
        found = differences(others[0].sheets, typed) if others else None
        if found == []:
            _accept(held, electorate, typed, typist)
    if found == []:
        transaction.on_commit(partial(mixing.mix_if_due, poll), robust=True)
    return found


def _held(batch: PaperBatch) -> PaperBatch:
    """A batch that waits; nobody else enters it or gives it up meanwhile. Raises Refused."""
    held = PaperBatch.objects.select_for_update().filter(pk=batch.pk).first()
    if held is None:
        raise Refused(_("This batch is no longer waiting: it was accepted or given up."))
    held.poll = batch.poll
    return held


def _without_blanks(sheet: Sheet) -> dict[str, str]:
    filled = {ratee: options.upper().ljust(len(Virtue), NOT_RATED) for ratee, options in sheet.items()}
    return {ratee: options for ratee, options in sorted(filled.items()) if options != BLANK}


def _require_sheets(batch: PaperBatch, electorate: Electorate, sheets: Sequence[Sheet]) -> None:
    if len(sheets) != len(batch.voters):
        raise Refused(_("There are as many sheets as voters."), field="sheets")
    able = able_of(batch, electorate)
    for sheet in sheets:
        require_options(electorate.policy, list(sheet.values()))
    for ratee in sorted({ratee for sheet in sheets for ratee in sheet}):
        count = sum(ratee in sheet for sheet in sheets)
        if count > able.get(ratee, 0):
            known = electorate.members.get(ratee)
            words = {"name": known.name if known else ratee, "count": count, "able": able.get(ratee, 0)}
            sentence = _("%(name)s has %(count)s ballots from %(able)s voters of this batch.") % words
            raise Refused(sentence, field="sheets")


def _require_letters(sheets: Sequence[Sheet], *, blank: bool) -> None:
    """At least one letter on one sheet, unless all are said to be blank. Raises Refused."""
    if not blank and not any(sheets):
        raise Refused(_("Nothing is entered. If every sheet is empty on paper, tick that."), field="blank")


def able_of(batch: PaperBatch, electorate: Electorate) -> dict[str, int]:
    """How many voters of a batch may rate each ratee, by number."""
    counts: dict[str, int] = {}
    for voter in batch.voters:
        for each in electorate.ratees(voter):
            counts[each.voter.number] = counts.get(each.voter.number, 0) + 1
    return counts


def _accept(batch: PaperBatch, electorate: Electorate, sheets: Sequence[Sheet], typist: Person) -> None:
    """Write the ballots as if their voters had cast them, and forget what was typed."""
    poll = batch.poll
    if voted := _voted(poll, electorate, batch.voters):
        told = {"people": _names(electorate, voted)}
        raise Refused(
            _("Voted already: %(people)s. Give the batch up, and lay one without them.") % told,
            field="sheets",
        )
    for number in batch.voters:
        row = electorate.members[number].row
        BallotParticipation.objects.create(poll=poll, ballot_class=batch.ballot_class, voter_id=row)
    ballots = []
    for ratee, able in able_of(batch, electorate).items():
        given = [sheet[ratee] for sheet in sheets if ratee in sheet]
        row = electorate.members[ratee].row
        ballots += [(row, options) for options in (*given, *[BLANK] * (able - len(given)))]
    stage_ballots(poll, batch.ballot_class, ballots)
    after = {"voters": len(batch.voters)}
    note(typist, poll.bureau, "accept_papers", "paper_batch", f"{poll.year}:{batch.number}", after=after)
    batch.delete()


def drop_papers(*, batch: PaperBatch, actor: Person, at: datetime | None = None) -> None:
    """Give a batch up: what was typed is gone, and its voters have not voted."""
    with recorded():
        require_office(actor, batch.poll.bureau, local_day(batch.poll.bureau, moment(at)))
        held = _held(batch)
        note(actor, batch.poll.bureau, "drop_papers", "paper_batch", f"{batch.poll.year}:{batch.number}")
        held.delete()
