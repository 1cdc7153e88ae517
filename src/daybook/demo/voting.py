"""An assessment that is open on the day the demonstration is made, where the calendar has one then.

Bureaus vote in the second half of December, or in January once the summaries are in. Some have voted by now;
those whom one signs in as have not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from daybook.annual.actions.voting import Form, cast_ballots, open_poll
from daybook.annual.models import Poll
from daybook.annual.queries.polls import own_ballot
from daybook.demo.dates import Dates, local
from daybook.demo.founding import Stage

OFFICER = "高敏芝"
STILL_TO_VOTE = frozenset({"林晓舟", "秦岚", "贺文柏", "冯立", "邓凯"})
SHARE = 0.6  # of the others, who have voted
FIRST_WORKDAY, LAST_WORKDAY = 7, 15  # of January
FIRST_DAY, LAST_DAY = 15, 28  # of December
LIKING = {"A": 10, "B": 5, "C": 1}


def window(dates: Dates) -> tuple[int, date, date] | None:
    """The year that is voted on today, from when, until when."""
    today = dates.today
    if today.month == 1:
        first, last = (dates.nth_workday(today.year, 1, nth) for nth in (FIRST_WORKDAY, LAST_WORKDAY))
        found = (dates.previous, first, last)
    else:
        first, last = (dates.workday_from(date(today.year, 12, day)) for day in (FIRST_DAY, LAST_DAY))
        found = (dates.current, first, last)
    return found if first <= today <= last and local(first, 10) <= dates.now else None


@dataclass
class OpenPoll:
    """The assessment of a year while people vote."""

    stage: Stage
    random: Random

    @property
    def is_due(self) -> bool:
        """Whether one is open today that was not held already."""
        found = window(self.stage.dates)
        polls = Poll.objects.filter(bureau=self.stage.bureau, year=found[0] if found else 0)
        return found is not None and not polls.exists()

    def run(self) -> int:
        """Open it and let people vote; how many have. Nothing is opened outside its days."""
        if (found := window(self.stage.dates)) is None:
            return 0
        year, first, last = found
        officer = self.stage.people[OFFICER]
        at = local(first, 9)
        poll = open_poll(bureau=self.stage.bureau, year=year, closes_on=last, actor=officer, at=at)
        names = [name for name in self.stage.people if name not in STILL_TO_VOTE]
        return sum(self._vote(poll, name) for name in names if self.random.random() < SHARE)

    def _vote(self, poll: Poll, name: str) -> bool:
        """Somebody's vote, if he has one."""
        person, today = self.stage.people[name], self.stage.dates.today
        ballot = own_ballot(poll, person.number, today)
        if not ballot.ratees:
            return False
        letters, weights = list(LIKING), list(LIKING.values())
        options = {each.number: "".join(self.random.choices(letters, weights, k=5)) for each in ballot.ratees}
        at = min(self.stage.dates.now, local(poll.opened_on or today, 10) + timedelta(minutes=30))
        cast_ballots(voter=person, poll=poll, form=Form(options, confirmed=True), at=at)
        return True
