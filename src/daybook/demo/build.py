"""Making the demonstration: every part in its order, with what was made and how long it took."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from random import Random

from django.utils.translation import gettext as _

from daybook.demo.cast import company_of
from daybook.demo.dates import dates_of
from daybook.demo.diary import Diary, all_notes
from daybook.demo.founding import Stage, found
from daybook.demo.goals import set_goals
from daybook.demo.months import MonthlyRound
from daybook.demo.quarters import QuarterlyRound
from daybook.demo.recording import Recorder
from daybook.demo.remarks import Voices
from daybook.demo.script import read_script
from daybook.demo.talk import Talk
from daybook.demo.using import ResultsUsed
from daybook.demo.voting import OpenPoll
from daybook.demo.year import YearEnd
from daybook.ledger.actions import recorded
from daybook.org.models import Bureau
from daybook.web.refusals import Refused

Say = Callable[[str], None]
LAST_MONTH_OF_QUARTER = 3
SELDOM = 200_000  # new objects between two searches for garbage


class Progress:
    """Says each step and its time."""

    def __init__(self, say: Say) -> None:
        self._say = say

    @contextmanager
    def step(self, name: str) -> Iterator[list[str]]:
        """One step; what is put into the list is said behind its name."""
        started, made = time.perf_counter(), list[str]()
        yield made
        seconds = f"{time.perf_counter() - started:5.1f}"
        self._say(
            _("%(seconds)s s  %(step)s  %(made)s")
            % {"seconds": seconds, "step": name, "made": "，".join(made)}
        )


def make_demo(*, today: date, seed: int = 1, say: Say = print) -> Bureau:
    """Make the bureau of the script with two years of work, all of it or nothing. Raises Refused.

    The same day and seed make the same books.
    """
    script = read_script()
    if Bureau.objects.filter(code=script.code).exists():
        raise Refused(_("The demo is here already (bureau %(code)s).") % {"code": script.code})
    progress = Progress(say)
    with _few_collections(), recorded():
        with progress.step(_("The diary of everybody")) as made:
            company = company_of(script, dates_of(today), seed)
            diary = Diary(company, seed).write()
            made.append(_("%(count)s entries thought out") % {"count": len(list(all_notes(diary)))})
        with progress.step(_("Roster")) as made:
            stage = found(company)
            made.append(_("%(count)s people") % {"count": len(stage.people)})
        _play(stage, diary, seed, progress)
        with progress.step(_("Closing the ledger")):
            pass
    return stage.bureau


@contextmanager
def _few_collections() -> Iterator[None]:
    """Look for garbage seldom while so much is made at once."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _play(stage: Stage, diary: Diary, seed: int, progress: Progress) -> None:
    """Both years, month by month."""
    with progress.step(_("Goals and matters")) as made:
        goals = set_goals(stage, diary)
        made.append(_("%(count)s goals") % {"count": len(goals.of_department) + len(goals.of_person)})
        made.append(_("%(count)s matters") % {"count": len(goals.matters)})
    voices = Voices(Random(f"{seed}:voices"))
    recorder = Recorder(stage, diary, goals, Random(f"{seed}:recorder"))
    talk = Talk(stage, Random(f"{seed}:talk"))
    months = MonthlyRound(stage, diary, goals, recorder, voices, talk, Random(f"{seed}:months"))
    quarters = QuarterlyRound(stage, diary, goals, voices, Random(f"{seed}:quarters"))
    for year, month in stage.dates.months():
        with progress.step(_("%(year)s-%(month)02d") % {"year": year, "month": month}) as made:
            made.append(_("%(count)s entries") % {"count": months.run(year, month)})
            if month % LAST_MONTH_OF_QUARTER == 0 and (sheets := quarters.run(year, month // 3 - 1)):
                made.append(_("%(count)s score sheets") % {"count": sheets})
        if (year, month) == (stage.dates.previous, 12) and YearEnd.is_over(stage.dates):
            _end(stage, diary, seed, progress, YearEnd(stage, diary, goals, Random(f"{seed}:year")))
    poll = OpenPoll(stage, Random(f"{seed}:poll"))
    if poll.is_due:
        with progress.step(_("The assessment that is open")) as made:
            made.append(_("%(count)s have voted") % {"count": poll.run()})


def _end(stage: Stage, diary: Diary, seed: int, progress: Progress, end: YearEnd) -> None:
    with progress.step(_("Poll, grades and the end of %(year)s") % {"year": stage.dates.previous}) as made:
        made.append(_("%(count)s people settled") % {"count": len(end.run().people)})
    with progress.step(_("Use of the results of %(year)s") % {"year": stage.dates.previous}) as made:
        used = ResultsUsed(stage, stage.dates.previous).run()
        made.append(_("%(count)s decided in people's favour") % {"count": used})
