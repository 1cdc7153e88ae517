"""开锁: a day too far back is unlocked by the superior, asked or not; then it is recorded as a backfill."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.daily.actions.desk import not_employed
from daybook.daily.models import LogUnlock
from daybook.daily.unlocked import standing_unlock
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.calendar import work_calendar
from daybook.org.checked import checked, text_given
from daybook.org.deciding import decides_for
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.policies import policy_of
from daybook.plans.models import SealedMonth
from daybook.plans.months import month_of
from daybook.rules.deadlines import FUTURE, LOCKED, entry_timing
from daybook.rules.periods import holds_on
from daybook.web.refusals import Refused


def ask_unlock(*, person: Person, day: date, reason: str, at: datetime | None = None) -> LogUnlock:
    """Ask one's superior to unlock a day, with a reason. Raises Refused.

    Where nobody stands above, the committee decides, and the personnel office records it. Refused: a day that
    can be recorded without, one asked for already, a submitted month.
    """
    instant = moment(at)
    with recorded():
        _hold(person)
        _require_locked(person, day, instant)
        if _waiting(person, day) is not None:
            raise Refused(_("You have asked for this day already; the answer is still out."), field="day")
        row = _asked(person, day, reason, instant)
        note(
            person,
            person.bureau,
            "ask_unlock",
            "day",
            _key(person, day),
            after={"reason": sealed(row.reason)},
        )
    return row


def grant_unlock(
    *, person: Person, day: date, superior: Person, reason: str = "", at: datetime | None = None
) -> LogUnlock:
    """Unlock a day of somebody one is superior of today, or whom the committee decides on. Raises Refused.

    Answers the request that waits; where nobody asked, `reason` says why and the row stands for both.
    """
    instant = moment(at)
    with recorded():
        _hold(person)
        _require_decider(person, superior, instant)
        _require_locked(person, day, instant)
        row = _waiting(person, day) or _asked(person, day, reason, instant)
        row.granted = True
        _decide(row, superior, reason, instant)
        note(superior, person.bureau, "grant_unlock", "day", _key(person, day), after=_digest(row))
    return row


def decline_unlock(
    *, person: Person, day: date, superior: Person, reason: str, at: datetime | None = None
) -> LogUnlock:
    """Decline a request, with a reason: the day stays locked. Raises Refused."""
    instant = moment(at)
    with recorded():
        _hold(person)
        _require_decider(person, superior, instant)
        row = _waiting(person, day)
        if row is None:
            raise Refused(_("No request waits for an answer here."))
        if not reason.strip():
            raise Refused(_("Say why you decline; the answer is shown to whoever asked."), field="reason")
        _decide(row, superior, reason, instant)
        note(superior, person.bureau, "decline_unlock", "day", _key(person, day), after=_digest(row))
    return row


def _hold(person: Person) -> None:
    """One request or answer about a person at a time: a double click is one."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _require_decider(person: Person, superior: Person, at: datetime) -> None:
    if not decides_for(superior, [person], local_day(person.bureau, at)):
        raise Refused(_("Only the superior of today unlocks a day."))


def _require_locked(person: Person, day: date, at: datetime) -> None:
    """A day lies too far back to be recorded, and nothing but that keeps it from being so."""
    today = local_day(person.bureau, at)
    policy = policy_of(person.bureau, today)
    if not holds_on(person.employed_from or date.min, person.employed_to, day):
        raise Refused(not_employed(), field="day")
    calendar = work_calendar(person.bureau, min(day, today).year, today.year)
    timing = entry_timing(policy, calendar, day, today)
    if timing == FUTURE:
        raise Refused(_("A future day cannot be recorded; plan it instead."), field="day")
    if timing != LOCKED:
        raise Refused(_("This day is not locked; it can be recorded as it is."), field="day")
    if SealedMonth.objects.filter(person=person, month=month_of(day)).exists():
        raise Refused(_("This month is submitted; append a correction instead."), field="day")
    if standing_unlock(person.bureau, person, day, today=today, policy=policy) is not None:
        raise Refused(_("This day is unlocked already; it can be recorded now."), field="day")


def _waiting(person: Person, day: date) -> LogUnlock | None:
    """The request for a day that is not answered yet, held for this transaction."""
    rows = LogUnlock.objects.select_for_update().filter(person=person, day=day, decided_at__isnull=True)
    return rows.order_by("id").first()


def _asked(person: Person, day: date, reason: str, at: datetime) -> LogUnlock:
    if LogUnlock.objects.filter(person=person, day=day, asked_at=at).exists():
        raise Refused(_("You have asked for this day this very second."), field="day")
    row = LogUnlock(person=person, day=day, asked_at=at, reason=text_given(reason, "reason"))
    checked(row).save()
    return row


def _decide(row: LogUnlock, superior: Person, answer: str, at: datetime) -> None:
    row.decided_by, row.decided_at, row.answer = superior, at, answer.strip()
    checked(row).save()


def _digest(row: LogUnlock) -> dict[str, object]:
    return {"granted": row.granted, "reason": sealed(row.reason), "answer": sealed(row.answer)}


def _key(person: Person, day: date) -> str:
    return f"{person.number}:{day}"
