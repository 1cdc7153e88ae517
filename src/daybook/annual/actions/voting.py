"""The poll of a year from opening to closing: who may vote, votes cast once, ballots that nobody can pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from random import Random, SystemRandom

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybook.annual.actions import mixing
from daybook.annual.actions.polls import NOT_RATED, keep_electorate, random_serials, require_no_poll
from daybook.annual.actions.stages import hold_year, require_open
from daybook.annual.enums import Virtue
from daybook.annual.models import Ballot, BallotParticipation, PaperBatch, Poll, PollMember
from daybook.annual.queries.electorate import Electorate, Member, electorate_of, electorate_on
from daybook.inbox.actions import settle
from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note, require_office
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.rules.assessment import NOT_GIVEN, is_flat_list
from daybook.rules.policy import Policy
from daybook.web.refusals import Refused

BATCH = 500
CLOSING_TRIES = 10  # half seconds that those who read may take, before the log of writes is emptied later


class FlatList(Refused):
    """Everybody was given the very same: asked about once, then accepted."""


@dataclass(frozen=True, slots=True)
class Form:
    """A voter's ballot as it was filled in: five letters a ratee, by number.

    A flat list is accepted once it is `confirmed`.
    """

    options: Mapping[str, str]
    confirmed: bool = False


def occasion(poll: Poll) -> str:
    """What the messages about a poll are about."""
    return f"ballot:{poll.year}"


def open_poll(
    *, bureau: Bureau, year: int, closes_on: date, actor: Person | None = None, at: datetime | None = None
) -> Poll:
    """Open the annual assessment of a year today; by the personnel office. Raises Refused.

    Who votes on whom is settled now, by what everybody is today.
    """
    instant = moment(at)
    today = local_day(bureau, instant)
    with recorded():
        require_office(actor, bureau, today)
        hold_year(bureau)
        require_no_poll(bureau, year)
        require_open(bureau, year)
        _require_days(year, today, closes_on)
        electorate = electorate_on(bureau, today, policy_of(bureau, today))
        if not electorate.voters:
            raise Refused(_("Nobody could vote on anybody today: there are no posts yet."), field="year")
        days = {"opened_on": today, "closes_on": closes_on, "opened_at": instant}
        poll = Poll.objects.create(bureau=bureau, year=year, **days)
        keep_electorate(poll, electorate)
        after = {"voters": len(electorate.voters), "closes_on": closes_on}
        note(actor, bureau, "open_poll", "poll", str(year), after=after)
    return poll


def _require_days(year: int, today: date, closes_on: date) -> None:
    if year > today.year:
        raise Refused(_("This year has not begun yet."), field="year")
    if closes_on < today:
        raise Refused(_("The last day of voting lies before today."), field="closes_on")


def poll_electorate(poll: Poll, today: date) -> Electorate:
    """The electorate of a poll under its policy, that of the day it opened. Raises PolicyFault."""
    return electorate_of(poll, policy_of(poll.bureau, poll.opened_on or today))


def require_voting(poll: Poll, today: date) -> None:
    """Refuse a poll in which nobody can vote today."""
    if poll.closed or (poll.closes_on is not None and poll.closes_on < today):
        raise Refused(_("Voting is over."))


def cast_ballots(
    *,
    voter: Person,
    poll: Poll,
    form: Form,
    electorate: Electorate | None = None,
    at: datetime | None = None,
) -> None:
    """Cast a voter's ballots, once and for all. Raises Refused, FlatList where a flat list asks for a word.

    What is kept is that he voted, and one independent row a ratee. The ledger says no more than "voted".
    `electorate` is the poll's, where it was read before: it stands from the opening on.
    """
    today = local_day(poll.bureau, moment(at))
    try:
        with recorded():
            if not mixing.hold_poll(poll, alone=False):
                raise Refused(_("Voting is over."))
            require_voting(poll, today)
            known = electorate or poll_electorate(poll, today)
            ratees = _ratees(known, poll, voter)
            _require_filled(known.policy, form, ratees)
            _require_first_vote(poll, voter)
            own = known.class_of(voter.number)
            BallotParticipation.objects.create(poll=poll, ballot_class=own, voter=voter)
            stage_ballots(poll, own, [(each.row, form.options[each.voter.number]) for each in ratees])
            note(voter, poll.bureau, "voted", "poll", str(poll.year))
            settle(about=occasion(poll), people=[voter.pk], at=moment(at))
    except IntegrityError as twice:
        # Two windows at once: both found no vote before. Any other fault stays what it is.
        if not has_voted(poll, voter):
            raise
        raise Refused(_("You have voted already.")) from twice
    transaction.on_commit(partial(mixing.mix_if_due, poll), robust=True)


def _ratees(electorate: Electorate, poll: Poll, voter: Person) -> list[Member]:
    # A number belongs to a bureau: somebody of another may have the same.
    ratees = electorate.ratees(voter.number) if voter.bureau_id == poll.bureau_id else []
    if not ratees:
        raise Refused(_("You do not take part in this assessment."))
    return ratees


def _require_filled(policy: Policy, form: Form, ratees: Sequence[Member]) -> None:
    """Refuse a form that is not the list of these ratees; ask about a flat and about an empty one."""
    given = list(form.options.values())
    if set(form.options) != {each.voter.number for each in ratees}:
        raise Refused(
            _("The list is not the one of your ratees; please open the page anew."), field="options"
        )
    require_options(policy, given)
    if not form.confirmed and set("".join(given)) == {NOT_GIVEN}:
        raise FlatList(_("Nobody is rated on this ballot. Is that what you mean?"), field="confirmed")
    if not form.confirmed and is_flat_list(policy, given):
        raise FlatList(
            _("Everybody on your list is given the very same. Is that what you mean?"), field="confirmed"
        )


def has_voted(poll: Poll, voter: Person) -> bool:
    """Whether somebody's vote is in."""
    return BallotParticipation.objects.filter(poll=poll, voter=voter).exists()


def _require_first_vote(poll: Poll, voter: Person) -> None:
    if has_voted(poll, voter):
        raise Refused(_("You have voted already."))
    if any(voter.number in each.voters for each in PaperBatch.objects.filter(poll=poll)):
        raise Refused(_("You voted on paper; your ballot is being entered."))


def require_options(policy: Policy, given: Sequence[str]) -> None:
    """Refuse ballots with anything but the options of the policy; what is wrong is never told with it."""
    allowed = {*policy.assessment.options, policy.assessment.uncounted, NOT_RATED}
    for options in given:
        if len(options) != len(Virtue) or not allowed.issuperset(options):
            raise Refused(
                _("A ballot holds one of A, B, C, D, N or - for each of the five virtues."), field="options"
            )


def stage_ballots(poll: Poll, given: str, ballots: Sequence[tuple[int, str]]) -> None:
    """Put ballots on ratees (by row) into staging, in the order of their random keys."""
    keys = sorted(mixing.random_keys(len(ballots)))
    drawn = zip(keys, SystemRandom().sample(ballots, len(ballots)), strict=True)
    mixing.insert(
        [mixing.Cast(key, poll.pk, given, ratee, options, mixed=False) for key, (ratee, options) in drawn]
    )


def close_poll(
    *,
    poll: Poll,
    actor: Person | None = None,
    at: datetime | None = None,
    random: Random | None = None,
) -> Poll:
    """Close a poll: all its ballots are written in random order, and count from now on. Raises Refused.

    By the personnel office. `random` makes serials and order repeatable; without it they are the system's.
    """
    instant = moment(at)
    with mixing.refused_if_busy(), recorded():
        require_office(actor, poll.bureau, local_day(poll.bureau, instant))
        if not mixing.hold_poll(poll, alone=True):
            raise Refused(_("This poll is closed already."))
        _require_no_paper(poll)
        rows = mixing.held_rows(poll)
        own = [row for row in rows if row.poll == poll.pk]
        Ballot.objects.bulk_create(_ballots(own, random or SystemRandom()), batch_size=BATCH)
        mixing.rewrite(poll, [row for row in rows if row.poll != poll.pk], [])
        Poll.objects.filter(pk=poll.pk).update(closed=True, closed_at=instant, mix_after=None)
        members = PollMember.objects.filter(poll=poll).values_list("person_id", flat=True)
        settle(about=occasion(poll), people=list(members), at=instant)
        voted = BallotParticipation.objects.filter(poll=poll).count()
        note(actor, poll.bureau, "close_poll", "poll", str(poll.year), after={"voters": voted})
    transaction.on_commit(partial(mixing.forget_traces, tries=CLOSING_TRIES), robust=True)
    poll.refresh_from_db()
    return poll


def _require_no_paper(poll: Poll) -> None:
    if numbers := list(PaperBatch.objects.filter(poll=poll).values_list("number", flat=True)):
        told = "、".join(str(number) for number in sorted(numbers))
        raise Refused(_("Paper ballots are not entered twice yet: batch %(numbers)s.") % {"numbers": told})


def _ballots(rows: Sequence[mixing.Cast], random: Random) -> Iterator[Ballot]:
    """The rows in the order of random serials, which is no order at all."""
    # The keys of staging were drawn without the given chance: what is repeatable starts from the contents.
    told = sorted(rows, key=lambda row: (row.ballot_class, row.ratee, row.options))
    serials = sorted(random_serials(len(told), random))
    for serial, row in zip(serials, random.sample(told, len(told)), strict=True):
        yield Ballot(
            poll_id=row.poll,
            ballot_class=row.ballot_class,
            serial=serial,
            ratee_id=row.ratee,
            options=row.options,
        )
