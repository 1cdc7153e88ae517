"""A person's own day: what is open, what is recorded, what is being written, and what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Case, IntegerField, Q, When, prefetch_related_objects

from daybook.daily.access import Reader
from daybook.daily.day_rows import DraftRow, EntryRow, entry_rows
from daybook.daily.half_days import HalfDays, half_days_of
from daybook.daily.models import LogEntry, LogUnlock, Writing
from daybook.daily.queries.person import marks_between, record_begins
from daybook.daily.queries.today_threads import Lately, OpenMatter, lately, open_matters
from daybook.daily.unlocked import unlock_deadlines
from daybook.daily.year_grid import MonthGrid, month_grid, weekday_letters
from daybook.org.above import above_of
from daybook.org.calendar import work_calendar
from daybook.org.models import Person
from daybook.plans.models import PlanItem, SealedMonth
from daybook.plans.months import month_bounds, month_of
from daybook.rules.deadlines import BACKFILL, FUTURE, LOCKED, ON_TIME, entry_timing
from daybook.rules.facts import ONE_DAY, WorkCalendar
from daybook.rules.month import UNWORKED
from daybook.rules.periods import holds_on
from daybook.rules.policy import Policy

SEALED, OUTSIDE = "sealed", "outside"
MOST_DRAFTS = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """What may be done with a day: its timing, or that its month is sealed; the last word on unlocking it."""

    day: date
    today: date
    timing: str
    unlock: LogUnlock | None = None
    unlocked: bool = False

    @property
    def open(self) -> bool:
        """Whether entries may be recorded and changed."""
        return self.timing in {ON_TIME, BACKFILL} or self.unlocked

    @property
    def changeable(self) -> bool:
        """Whether what is recorded may be changed: until the month is submitted, however long ago the day."""
        return self.timing in {ON_TIME, BACKFILL, LOCKED}

    @property
    def sealed(self) -> bool:
        """Whether the month is submitted: what stands is corrected, not changed."""
        return self.timing == SEALED

    @property
    def locked(self) -> bool:
        """Whether only the superior can open the day."""
        return self.timing == LOCKED and not self.unlocked

    @property
    def future(self) -> bool:
        """Whether the day is still to come."""
        return self.timing == FUTURE

    @property
    def outside(self) -> bool:
        """Whether the person was not employed then."""
        return self.timing == OUTSIDE

    @property
    def late(self) -> bool:
        """Whether it is a backfill, which needs a reason."""
        return self.timing == BACKFILL or self.unlocked

    @property
    def reason(self) -> str:
        """Why the day is recorded late, as it was said when it was asked for or unlocked."""
        return self.unlock.reason if self.unlock and self.unlocked else ""

    @property
    def asked(self) -> bool:
        """Whether the superior's answer is awaited."""
        return self.unlock is not None and self.unlock.decided_at is None


@dataclass(frozen=True, slots=True)
class DayPage:
    """Everything the page of a day shows."""

    person: Person
    standing: Standing
    matters: Sequence[OpenMatter]
    entries: Sequence[EntryRow]
    drafts: Sequence[DraftRow]
    more_drafts: bool
    grid: MonthGrid
    items: Sequence[PlanItem]
    reason: str
    superior: str
    copies: Sequence[date]
    missing_calendar: bool

    @property
    def day(self) -> date:
        """The day."""
        return self.standing.day

    @property
    def rows(self) -> list[EntryRow | DraftRow]:
        """Entries and drafts of this very day in the order of the work."""
        return sorted([*self.entries, *self.own_drafts], key=lambda row: row.order)

    @property
    def own_drafts(self) -> list[DraftRow]:
        """The drafts of this very day."""
        return [row for row in self.drafts if row.elsewhere is None]

    @property
    def drafts_elsewhere(self) -> list[DraftRow]:
        """The drafts of other days, the latest day first."""
        found = [row for row in self.drafts if row.elsewhere is not None]
        return sorted(found, key=lambda row: (row.elsewhere or date.min, row.key), reverse=True)

    @property
    def counting(self) -> list[EntryRow]:
        """The entries that count: neither withdrawn nor set aside."""
        return [row for row in self.entries if not row.mute]

    @property
    def lacking(self) -> list[str]:
        """Which disclosures are missing in some entry of the day, in words, each once."""
        return list(dict.fromkeys(label for row in self.counting for label in row.missing))

    @property
    def fillable(self) -> bool:
        """Whether one tap would fill something with 无."""
        return self.standing.changeable and any(row.fillable for row in self.counting)

    @property
    def complete(self) -> bool:
        """Whether the day is written in full: something is recorded, and every entry makes all seven."""
        return bool(self.counting) and not self.lacking

    @property
    def weekdays(self) -> list[str]:
        """A letter for each weekday, Monday first."""
        return weekday_letters()

    @property
    def month(self) -> str:
        """The month, `2026-07`."""
        return month_of(self.day)

    @property
    def before(self) -> date:
        """The day before."""
        return self.day - ONE_DAY

    @property
    def after(self) -> date | None:
        """The day after, as long as it is not in the future."""
        return self.day + ONE_DAY if self.day < self.standing.today else None

    @property
    def month_before(self) -> date:
        """The last day of the month before."""
        return self.day.replace(day=1) - ONE_DAY

    @property
    def is_today(self) -> bool:
        """Whether it is the present day."""
        return self.day == self.standing.today


def day_page(reader: Reader, day: date, policy: Policy, faults: Mapping[str, str] | None = None) -> DayPage:
    """The page of a reader's own day; `faults` are sentences for drafts that could not be saved."""
    person, today = reader.person, reader.today
    calendar = work_calendar(person.bureau, min(day, today).year - 1, max(day, today).year + 1)
    standing = standing_of(person, day, today, policy, calendar)
    found = lately(person, day)
    writings = _writings(person, day)
    halves = half_days_of(person.bureau, day)
    return DayPage(
        person=person,
        standing=standing,
        matters=open_matters(found) if standing.open else (),
        entries=_entries(found, writings[:MOST_DRAFTS], standing, halves, faults or {}),
        drafts=_drafts(writings[:MOST_DRAFTS], standing, halves, faults or {}),
        more_drafts=len(writings) > MOST_DRAFTS,
        grid=_grid(reader, day, calendar, found),
        items=found.items,
        reason=kept_reason(found.of_day) or standing.reason,
        superior=_superior(person, today) if standing.locked else "",
        copies=_copies(found),
        missing_calendar=day.year in calendar.missing,
    )


def standing_of(person: Person, day: date, today: date, policy: Policy, calendar: WorkCalendar) -> Standing:
    """What may be done with a day, in one statement; in three where it lies too far back."""
    if not holds_on(person.employed_from or date.min, person.employed_to, day):
        return Standing(day, today, OUTSIDE)
    if SealedMonth.objects.filter(person=person, month=month_of(day)).exists():
        return Standing(day, today, SEALED)
    timing = entry_timing(policy, calendar, day, today)
    if timing != LOCKED:
        return Standing(day, today, timing)
    asked = LogUnlock.objects.filter(person=person, day=day).select_related("decided_by")
    latest = asked.order_by("-asked_at", "-id").first()
    granted = latest is not None and latest.granted
    until = unlock_deadlines(person.bureau, [latest], policy) if latest and granted else []
    return Standing(day, today, timing, latest, any(today <= last for last in until))


def _superior(person: Person, today: date) -> str:
    """The name of the superior of today; empty where the committee decides."""
    number = above_of(person.bureau, [person.pk], today, today).superior_on(person.number, today)
    found = Person.objects.filter(bureau=person.bureau_id, number=number) if number else Person.objects.none()
    return found.values_list("name", flat=True).first() or ""


def kept_reason(entries: Sequence[LogEntry]) -> str:
    """The reason for recording late that was given for the day already."""
    return next((entry.backfill_reason for entry in reversed(entries) if entry.backfill_reason), "")


def reason_kept_for(person: Person, day: date) -> str:
    """The same, read by itself."""
    return kept_reason(list(LogEntry.objects.filter(person=person, work_date=day).order_by("id")))


def _writings(person: Person, day: date) -> list[Writing]:
    """The drafts shown on a day, and one more where there are more: the day's own first, then the newest."""
    of_day = Case(When(Q(day=day) | Q(entry__work_date=day), then=0), default=1, output_field=IntegerField())
    mine = Writing.objects.filter(person=person).order_by(of_day, "-saved_at", "-id")
    return list(mine[: MOST_DRAFTS + 1])


def _entries(
    found: Lately,
    writings: Sequence[Writing],
    standing: Standing,
    halves: HalfDays,
    faults: Mapping[str, str],
) -> list[EntryRow]:
    # Of several changes of one entry the newest is led to, before all one that could not be saved.
    ordered = sorted(writings, key=lambda writing: (writing.key in faults, writing.saved_at))
    revisions = {writing.entry_id: writing for writing in ordered if writing.entry_id is not None}
    if standing.sealed:
        prefetch_related_objects(found.of_day, "corrections")
    sources = _sources(found) if standing.open else {}
    rows = entry_rows(found.of_day, halves=halves, sources=sources, open_to_change=standing.changeable)
    if standing.sealed:
        rows = [replace(row, corrected=list(row.entry.corrections.all())) for row in rows]
    return [_with_revision(row, revisions.get(row.entry.pk), faults) for row in rows]


def _with_revision(row: EntryRow, revision: Writing | None, faults: Mapping[str, str]) -> EntryRow:
    """The row with the change of it that is not saved yet; of an entry that is set aside, none is shown."""
    if revision is None or row.entry.quarantined:
        return row
    return replace(row, revision=revision, fault=faults.get(revision.key, ""))


def _sources(found: Lately) -> dict[int, date]:
    """For entries of the day that repeat an earlier one word for word: the day of the latter."""
    told: dict[tuple[str, str], date] = {}
    for entry in reversed(found.before):
        told[entry.content, entry.place] = entry.work_date
    worked = [entry for entry in found.of_day if entry.version == 1 and entry.state not in UNWORKED]
    same = {entry.pk: told.get((entry.content, entry.place)) for entry in worked}
    return {pk: day for pk, day in same.items() if day is not None}


def _drafts(
    writings: Sequence[Writing], standing: Standing, halves: HalfDays, faults: Mapping[str, str]
) -> list[DraftRow]:
    return [
        DraftRow(
            writing,
            halves,
            fault=faults.get(writing.key, ""),
            locked=writing.day == standing.day and not standing.open,
            elsewhere=writing.day if writing.day != standing.day else None,
        )
        for writing in writings
        if writing.entry_id is None
    ]


def _grid(reader: Reader, day: date, calendar: WorkCalendar, found: Lately) -> MonthGrid:
    """The month as a neutral calendar. Today is no gap yet, nor is a day before the record began."""
    span = month_bounds(month_of(day))
    worked = (each for each in found.entries if not each.withdrawn_reason and each.state not in UNWORKED)
    recorded = {each.work_date for each in worked}
    marks = marks_between(reader, reader.person, calendar, span, recorded, near=True)
    since = record_begins(reader.person.bureau)
    gaps = {each for each in marks.due if since and since <= each < reader.today}
    return month_grid(day.year, day.month, replace(marks, due=gaps))


def _copies(found: Lately) -> list[date]:
    """The days that can be copied to this one: the last one recorded, and the same weekday last week."""
    told = {entry.work_date for entry in found.before if not entry.withdrawn_reason and not entry.quarantined}
    wanted = {max(told, default=None), found.day - timedelta(weeks=1)}
    return sorted((day for day in wanted if day in told), reverse=True)
