"""What recording must know, looked up once for all days that are recorded together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, CharField
from django.utils.translation import gettext as _

from daybook.daily.actions.drafts import EntryDraft, Fault, Setting, draft_fault
from daybook.daily.facts import facts_of
from daybook.daily.models import LogEntry
from daybook.daily.named import Colleagues, colleagues_among
from daybook.daily.unlocked import standing_unlock
from daybook.org.checked import length_limit
from daybook.org.enums import DelegationKind
from daybook.org.keys import is_key
from daybook.org.models import Bureau, Delegation, Person
from daybook.org.moments import local_day
from daybook.org.policies import policy_of
from daybook.plans.months import month_of
from daybook.rules.deadlines import BACKFILL, LOCKED, entry_timing
from daybook.rules.periods import holds_on
from daybook.web.refusals import Refused
from daybook.web.statements import Question, Slot

if TYPE_CHECKING:
    from daybook.daily.actions.record import DayDraft

LATE = (BACKFILL, LOCKED)  # a locked day is recorded late where its superior unlocked it
WITH_KEY = Question(
    lambda: LogEntry.objects.filter(bureau=Slot("bureau", BigIntegerField()), key=Slot("key", CharField()))
)


class Desk:
    """The facts of one bureau that a batch of days is checked against."""

    def __init__(self, bureau: Bureau, days: Sequence[DayDraft]) -> None:
        """Look everything up, in a fixed number of statements."""
        self.bureau = bureau
        self.first, self.last = min(day.day for day in days), max(day.day for day in days)
        self.today = {day.at: local_day(bureau, day.at) for day in days}
        self.policies = {today: policy_of(bureau, today) for today in set(self.today.values())}
        people = {day.author.pk for day in days}
        facts = facts_of(bureau, people, (self.first, self.last), max(self.today.values()))
        self.calendar, self.sealed, self.posts = facts
        entrusted = any(day.writer not in (None, day.author) for day in days)
        self.delegations = _delegations(people) if entrusted else []
        self.known = _known(bureau, days)
        self._people = [draft.people for day in days for draft in day.drafts]
        self._colleagues: Colleagues | None = None
        self._unlocked: dict[tuple[int, date], str] = {}

    @property
    def colleagues(self) -> Colleagues:
        """Those of the bureau whom the drafts name; looked up where an entry names people."""
        if self._colleagues is None:
            self._colleagues = colleagues_among(self.bureau, self._people)
        return self._colleagues

    def require_writable(self, day: DayDraft) -> None:
        """Refuse a day that cannot be written now, or not by this writer."""
        today = self.today[day.at]
        _require_member(self.bureau, day.author, day.day)
        if day.day > today:
            raise Refused(_("A future day cannot be recorded; plan it instead."), field="work_date")
        if (day.author.pk, month_of(day.day)) in self.sealed:
            raise Refused(_("This month is submitted; append a correction instead."), field="work_date")
        self._require_in_time(day)
        if day.writer is not None and day.writer != day.author:
            self._require_delegated(day.author, day.writer, today)
        if any(draft.key and not is_key(draft.key) for draft in day.drafts):
            raise Refused(_("A key holds letters, digits and . _ - only."), field="key")

    def _require_in_time(self, day: DayDraft) -> None:
        when = self._timeliness(day)
        if when == LOCKED and not self._is_unlocked(day):
            raise Refused(_("This day lies too far back; the superior must unlock it."), field="work_date")
        if when in LATE and not self.late_reason(day):
            raise Refused(_("A day recorded late needs a reason."), field="backfill_reason")
        limit = length_limit(LogEntry, "backfill_reason")
        if len(day.backfill_reason) > limit:
            told = _("At most %(limit)s characters fit here.") % {"limit": limit}
            raise Refused(told, field="backfill_reason")

    def is_late(self, day: DayDraft) -> bool:
        """Whether a day is a backfill (补记), flagged neutrally."""
        return self._timeliness(day) in LATE

    def late_reason(self, day: DayDraft) -> str:
        """Why a day is recorded late: the reason given, else that for which the day was unlocked."""
        return day.backfill_reason.strip() or self._unlocked.get((day.author.pk, day.day), "")

    def _is_unlocked(self, day: DayDraft) -> bool:
        """Whether the superior unlocked a locked day (开锁), and it may still be recorded."""
        today = self.today[day.at]
        policy = self.policies[today]
        unlock = standing_unlock(self.bureau, day.author, day.day, today=today, policy=policy)
        if unlock is not None:
            self._unlocked[day.author.pk, day.day] = unlock.reason
        return unlock is not None

    def _timeliness(self, day: DayDraft) -> str:
        today = self.today[day.at]
        return entry_timing(self.policies[today], self.calendar, day.day, today)

    def _require_delegated(self, author: Person, writer: Person, today: date) -> None:
        for person, deputy, first, last in self.delegations:
            if (person, deputy) == (author.pk, writer.pk) and holds_on(first, last, today):
                return
        raise Refused(_("Only the author, or who is entrusted with it, enters a log."), field="writer")

    def fault(self, draft: EntryDraft, day: DayDraft) -> Fault | None:
        """What keeps one draft from being saved."""
        standing = self.known.get(draft.key)
        if standing is not None and standing.person_id != day.author.pk:
            return Fault("key", _("This key is another entry's."))
        return draft_fault(draft, Setting(day.author, day.day, self.policies[self.today[day.at]]))

    def department_of(self, author: Person, day: date) -> int | None:
        """The row of the department the author was in on a day."""
        for department, first, last in self.posts.get(author.pk, ()):
            if holds_on(first, last, day):
                return department
        return None


def _require_member(bureau: Bureau, author: Person, day: date) -> None:
    if author.bureau_id != bureau.pk:
        raise Refused(_("This person does not belong to this bureau."), field="author")
    first, last = author.employed_from or date.min, author.employed_to
    if not holds_on(first, last, day):
        raise Refused(not_employed(), field="work_date")


def not_employed() -> str:
    """The sentence on a day on which somebody was not in office."""
    return _(
        "This day lies before the employment began or after it ended; choose another day, or ask the "
        "personnel office to correct the dates."
    )


def _delegations(people: Iterable[int]) -> list[tuple[int, int, date, date | None]]:
    rows = Delegation.objects.filter(person__in=people, kind=DelegationKind.ENTER_LOG)
    return list(rows.values_list("person_id", "deputy_id", "first_day", "last_day"))


def _known(bureau: Bureau, days: Sequence[DayDraft]) -> dict[str, LogEntry]:
    keys = {draft.key for day in days for draft in day.drafts if draft.key}
    if len(keys) == 1:
        found: Iterable[LogEntry] = WITH_KEY(bureau=bureau.pk, key=next(iter(keys)))
    else:
        found = LogEntry.objects.filter(bureau=bureau, key__in=keys) if keys else ()
    known = {entry.key: entry for entry in found}
    for entry in known.values():
        entry.bureau = bureau
    return known
