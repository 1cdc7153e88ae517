"""A bureau that votes: `python -m bench.votes VOTERS RATEES` prints a session and a filled ballot a line.

Departments of one more than `RATEES`, all of them staff: everybody rates that many colleagues.
`python -m bench.votes close` closes the poll and prints how many voted, how many ballots there are, how many
people voted twice, and how many ballots had come out of staging before the close.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

CODE = "VOTE"
OPTIONS = ("AAAAA", "AABAA", "ABABA", "BBABB", "ABBCB", "AANAA")


def main(voters: int, ratees: int) -> None:
    """Make the bureau, open its poll, and print who sends what."""
    from django.conf import settings
    from django.db import connection, transaction

    from bench.fill import Filler
    from bench.sessions import session_of
    from daybook.annual.actions.voting import open_poll, poll_electorate
    from daybook.org.actions.people import make_account

    now = datetime.now(UTC)
    chance = random.Random(1)
    with transaction.atomic():
        filler = Filler(CODE, voters, now.year, random.Random(1))
        filler.found()
        _gather(filler.people, ratees + 1)
        closes_on = now.date() + timedelta(days=2)
        poll = open_poll(bureau=filler.bureau, year=now.year, closes_on=closes_on, at=now)
        electorate = poll_electorate(poll, now.date())
        for person in filler.people:
            options = {each.voter.number: chance.choice(OPTIONS) for each in electorate.ratees(person.number)}
            form = {
                f"o.{number}.{place}": letter
                for number, given in options.items()
                for place, letter in enumerate(given)
            }
            session = session_of(make_account(person=person, at=now), settings.AUTHENTICATION_BACKENDS[-1])
            print(session, urlencode({**form, "confirmed": "yes"}), len(options))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _gather(people: list[Any], size: int) -> None:
    """All of them staff, so many in a department."""
    from daybook.org.models import Appointment, Department

    departments = list(Department.objects.order_by("id"))
    Appointment.objects.filter(person__in=people).update(role="staff")
    for place in range(0, len(people), size):
        rows = Appointment.objects.filter(person__in=people[place : place + size])
        rows.update(department=departments[place // size])


def close() -> None:
    """Close the poll and count."""
    from django.db.models import Count

    from daybook.annual.actions.voting import close_poll
    from daybook.annual.models import Ballot, BallotParticipation, Poll, StagedBallot

    poll = Poll.objects.get(bureau__code=CODE)
    mixed = StagedBallot.objects.filter(mixed=True).count()
    close_poll(poll=poll)
    taken = BallotParticipation.objects.filter(poll=poll).values("voter").annotate(times=Count("id"))
    twice = sum(each["times"] > 1 for each in taken)
    print(len(taken), Ballot.objects.filter(poll=poll).count(), twice, mixed)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    if sys.argv[1] == "close":
        close()
    else:
        main(int(sys.argv[1]), int(sys.argv[2]))
