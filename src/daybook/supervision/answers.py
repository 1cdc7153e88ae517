"""What waits for somebody's word: comments, entries to confirm, days to unlock, changes of plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.daily.access import Reader
from daybook.daily.queries import comments, confirming, unlocks
from daybook.daily.queries.quarantine import purges_waiting_for
from daybook.monthly.queries.told import asked_back
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.plans.months import month_bounds
from daybook.plans.queries import changes
from daybook.quarterly.queries.unread import unread_by
from daybook.rules import deadlines
from daybook.rules.facts import Absence
from daybook.rules.periods import Period
from daybook.supervision.own import LOOKING_BACK, OwnMonth
from daybook.supervision.quarter import (
    QuarterTodos,
    absence_told,
    away_in,
    own_sheet_todo,
    samples_for,
    signed_in,
)
from daybook.supervision.superior import Led
from daybook.supervision.todo import ANSWER_MINUTES, DAY_MINUTES, ToDo, last_quarter
from daybook.supervision.waiting import Waiting, rows_of
from daybook.supervision.year import year_rows, year_todos
from daybook.supervision.year_grades import grade_todos
from daybook.web.dates import day_words

NAMES_TOLD = 3
COMMENT, CONFIRMATION, UNLOCK, CHANGE = "comment", "confirmation", "unlock", "change"
PURGE, GRANTED, MONTH, SCORES = "purge", "granted", "month", "scores"
SIGNED, AWAY, SAMPLE = "signed", "away", "sample"


def answer_todos(month: OwnMonth, led: Led | None) -> Iterator[ToDo]:
    """Everything that waits for a person's word, and the days unlocked for him, in one statement.

    `led` are those whose superior he is.
    """
    today = month.reader.today
    found = _waiting(month.reader, led)
    yield from _unlocked([each for each in found if each.kind == GRANTED], month)
    if led:
        yield from _quarter(month, led, found)
    yield from _scores([each for each in found if each.kind == SCORES], month)
    yield from year_todos(found, month.policy, month.calendar, today)
    yield from grade_todos(month.reader.person.bureau, found, month.policy, month.calendar, today)
    yield from _comments([each for each in found if each.kind == COMMENT], today)
    yield from _confirmations([each for each in found if each.kind == CONFIRMATION], today)
    asked = _("Answer who asks for an unlock"), reverse("unlocks")
    yield from _requests([each for each in found if each.kind == UNLOCK], today, *asked)
    asked = _("Answer who asks to change a plan"), reverse("plan_consents")
    yield from _requests([each for each in found if each.kind == CHANGE], today, *asked)
    asked = _("Answer who asks for a month back"), reverse("this_review")
    yield from _requests([each for each in found if each.kind == MONTH], today, *asked)
    asked = _("Decide on a purge, as the second of two"), reverse("quarantine")
    yield from _requests([each for each in found if each.kind == PURGE], today, *asked)


def _waiting(reader: Reader, led: Led | None) -> list[Waiting]:
    """What waits, oldest first."""
    person, today = reader.person, reader.today
    seen = comments.unseen_by(person)
    told = confirming.unconfirmed(person)
    parts = [
        rows_of(seen, COMMENT, "author", since="recorded_at", entry="entry__", words="content"),
        rows_of(told, CONFIRMATION, "entered_by", since="recorded_at", entry=""),
    ]
    if led:
        people = led.people
        parts.append(rows_of(unlocks.unanswered().filter(person__in=people), UNLOCK, "person"))
        parts.append(rows_of(changes.unanswered().filter(person__in=people), CHANGE, "person"))
        parts.append(rows_of(asked_back(people), MONTH, "person", since="at", words="month"))
        parts += _quarter_rows(person, led, last_quarter(today))
    purges = purges_waiting_for(person, reader.rights)
    parts.append(rows_of(purges, PURGE, "purge_asked_by", since="purge_asked_at"))
    unread = unread_by(person, last_quarter(today).key)
    parts.append(rows_of(unread, SCORES, "person", since="published_at", words="quarter"))
    unlocked = unlocks.granted_to(person, today - LOOKING_BACK)
    parts.append(rows_of(unlocked, GRANTED, "decided_by", since="decided_at", day="day"))
    parts += year_rows(person, today)
    found = parts[0].union(*parts[1:], all=True)
    rows = [Waiting(*row) for row in sorted(found, key=lambda row: (row[-1], row[1]))]
    return [each for each in rows if _answers(led, each, today)]


def _quarter_rows(person: Person, led: Led, period: Period) -> list[QuerySet[Any, Any]]:
    """What tells how the last quarter stands with those whom somebody leads, and which samples wait."""
    signed, away = signed_in(period.key, led.people), away_in(period, led.people)
    samples = samples_for(person, period.key)
    return [
        rows_of(signed, SIGNED, "person", since="published_at", day="first_day"),
        rows_of(away, AWAY, "person", since="recorded_at", day="first_day", words="until"),
        rows_of(samples, SAMPLE, "written_by", since="opened_at"),
    ]


def _quarter(month: OwnMonth, led: Led, found: Sequence[Waiting]) -> Iterator[ToDo]:
    """The people and the samples to score."""
    today = month.reader.today
    away: dict[str, list[Absence]] = {}
    for each in (each for each in found if each.kind == AWAY):
        away.setdefault(each.number, []).append(absence_told(each.day or today, each.words))
    signed = {(each.number, each.day or today) for each in found if each.kind == SIGNED}
    samples = sum(each.kind == SAMPLE for each in found)
    yield from QuarterTodos(month, led, last_quarter(today), signed, away, samples).found()


def _answers(led: Led | None, each: Waiting, today: date) -> bool:
    """Whether it waits for the one whom these lead to: of a month, for the superior of that time."""
    if each.kind == MONTH:
        return any(_above(led, each.number, day) for day in month_bounds(each.words))
    return each.kind not in {UNLOCK, CHANGE} or _above(led, each.number, today)


def _above(led: Led | None, number: str, today: date) -> bool:
    """Whether the superior of today is the one whom these lead to."""
    return led is not None and led.lines.structure.superior_on(number, today) == led.superior.number


def _unlocked(granted: Sequence[Waiting], month: OwnMonth) -> Iterator[ToDo]:
    """The days that may be recorded by a grant and are not yet."""
    reader, today = month.reader, month.reader.today
    for each in granted:
        day = each.day or today
        granted_on = local_day(reader.person.bureau, each.since)
        due = deadlines.unlock_deadline(month.policy, month.calendar, granted_on)
        if today <= due:
            what = _("Backfill %(day)s") % {"day": day_words(day, today)}
            more = _("%(name)s has unlocked the day") % {"name": each.name}
            yield ToDo(what, more, due, DAY_MINUTES, today, reverse("day", args=[day]), _("Backfill"))


def _scores(unread: Sequence[Waiting], month: OwnMonth) -> Iterator[ToDo]:
    """One's scores of the last quarter, where they are published and not acknowledged."""
    for each in unread[-1:]:
        published_on = local_day(month.reader.person.bureau, each.since)
        yield own_sheet_todo(month.policy, month.calendar, each.words, published_on, month.reader.today)


def _comments(waiting: Sequence[Waiting], today: date) -> Iterator[ToDo]:
    if not waiting:
        return
    first = waiting[0]
    told = {"name": first.name, "day": day_words(first.day or today, today)}
    what = _("See what %(name)s says under your record of %(day)s") % told
    more = _further(len(waiting) - 1) if waiting[1:] else first.words
    href = f"{reverse('entry', args=[first.entry])}#comments"
    yield ToDo(what, more, None, ANSWER_MINUTES, today, href, _("Look"))


def _further(count: int) -> str:
    return ngettext("and %(count)s more comment", "and %(count)s more comments", count) % {"count": count}


def _confirmations(waiting: Sequence[Waiting], today: date) -> Iterator[ToDo]:
    days = sorted({each.day or today for each in waiting})
    if days:
        what = _("Confirm what was entered for you since %(day)s") % {"day": day_words(days[0], today)}
        minutes, href = ANSWER_MINUTES * len(days), reverse("day", args=[days[0]])
        yield ToDo(what, _names(waiting), None, minutes, today, href, _("See and confirm"))


def _requests(waiting: Sequence[Waiting], today: date, what: str, href: str) -> Iterator[ToDo]:
    if waiting:
        minutes = ANSWER_MINUTES * len(waiting)
        yield ToDo(what, _names(waiting), None, minutes, today, href, _("Answer"))


def _names(waiting: Sequence[Waiting]) -> str:
    """Who asks, by name; beyond a few the rest is told as such."""
    names = list(dict.fromkeys(each.name for each in waiting))
    if len(names) <= NAMES_TOLD:
        return "、".join(names)
    told = {"names": "、".join(names[:NAMES_TOLD]), "count": len(names)}
    return _("%(names)s and others, %(count)s people") % told
