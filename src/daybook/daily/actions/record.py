"""Recording: a whole day saves at once, many people's days in one transaction where they come together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from daybook.daily.actions.desk import Desk
from daybook.daily.actions.drafts import EntryDraft, Fault, put
from daybook.daily.actions.forgetting import forget_seen
from daybook.daily.actions.standing import ToldOtherwise, is_told_otherwise, leave_as_change
from daybook.daily.indexing import index_new
from daybook.daily.live.wake import wake
from daybook.daily.models import EntryPerson, LogEntry
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.keys import new_keys
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.plans.actions.seal import keep_unsealed
from daybook.web.prepared import repeated
from daybook.web.refusals import Refused
from daybook.web.statements import insert, together

FORGET_DRAFTS = "DELETE FROM daily_writing WHERE person_id = %s AND key IN ({keys})"


@dataclass(frozen=True, slots=True)
class DayDraft:
    """One person's day to be recorded at an instant; `writer` is who enters it, if not the author.

    `kept` holds by key the version of each draft on the server that the words were taken from.
    """

    author: Person
    day: date
    drafts: Sequence[EntryDraft]
    at: datetime
    backfill_reason: str = ""
    writer: Person | None = None
    kept: Mapping[str, int] = field(default_factory=dict)


def record_day(
    *,
    author: Person,
    day: date,
    drafts: Sequence[EntryDraft],
    at: datetime | None = None,
    backfill_reason: str = "",
    writer: Person | None = None,
    kept: Mapping[str, int] | None = None,
) -> list[LogEntry]:
    """Record entries of one day, all of them or none. Raises Refused, with a sentence for every faulty row.

    Refused: a future day, a day too far back, a backfill without a reason, a submitted month, a writer who is
    not entrusted. An entry whose key stands already is not written twice; where it says something else, the
    draft is refused as ToldOtherwise.
    """
    given = DayDraft(author, day, drafts, moment(at), backfill_reason, writer, kept or {})
    return record_days(days=[given])


def record_days(*, days: Sequence[DayDraft]) -> list[LogEntry]:
    """Record many people's days of one bureau in the order given, in one transaction and few statements.

    The rows of a refusal are numbered through all days. A draft on the server that became an entry is gone.
    """
    if not days:
        return []
    try:
        return _recorded(days)
    except IntegrityError:
        # The same form was sent twice at once, and the other sending came first: now its entry stands.
        if not any(draft.key for day in days for draft in day.drafts):
            raise
        return _recorded(days)


def _recorded(days: Sequence[DayDraft]) -> list[LogEntry]:
    with recorded():
        keep_unsealed({day.author.pk for day in days})
        desk = Desk(days[0].author.bureau, days)
        _require_sound(desk, days)
        rows = [entry for day in days for entry in _entries(desk, day)]
        new = [entry for entry in rows if entry.pk is None]
        insert(new)
        named = named_rows(desk, new)
        with together():
            insert(named, keyless=True)
            index_new(new)
            _forget_written(days)
        _forget_seen(days, {entry.key: entry for entry in rows})
        _note(desk, days, new)
        if new:
            transaction.on_commit(wake)
    return rows


def _forget_written(days: Sequence[DayDraft]) -> None:
    """The drafts that became entries go, each writer's at once."""
    written: dict[int, list[str]] = {}
    for day, key in _kept_keys(days):
        if key not in day.kept:
            written.setdefault(_writer(day).pk, []).append(key)
    with repeated() as cursor:
        for writer, keys in written.items():
            cursor.execute(FORGET_DRAFTS.format(keys=", ".join(["%s"] * len(keys))), [writer, *keys])


def _forget_seen(days: Sequence[DayDraft], entries: Mapping[str, LogEntry]) -> None:
    """The drafts go as they were seen; what another window wrote meanwhile is a change of its entry."""
    for day in days:
        seen = {each.key: day.kept[each.key] for each in day.drafts if each.key and each.key in day.kept}
        for key in seen.keys() - forget_seen(_writer(day), seen):
            leave_as_change(day.author, entries[key])


def _kept_keys(days: Sequence[DayDraft]) -> Iterator[tuple[DayDraft, str]]:
    return ((day, draft.key) for day in days for draft in day.drafts if draft.key)


def _writer(day: DayDraft) -> Person:
    return day.writer or day.author


def _require_sound(desk: Desk, days: Sequence[DayDraft]) -> None:
    """Every day may be written, and every draft holds; all faults at once."""
    faults: dict[int, Fault] = {}
    number = 0
    for day in days:
        desk.require_writable(day)
        for draft in day.drafts:
            if (fault := desk.fault(draft, day) or _crossing(desk, draft, day)) is not None:
                faults[number] = fault
            number += 1
    if faults:
        first = next(iter(faults.values()))
        kind = ToldOtherwise if isinstance(first, Crossing) else Refused
        rows = {row: fault.message for row, fault in faults.items()}
        raise kind(first.message, field=first.field, rows=rows)


class Crossing(Fault):
    """The entry under the draft's key says something else."""


def _crossing(desk: Desk, draft: EntryDraft, day: DayDraft) -> Crossing | None:
    standing = desk.known.get(draft.key)
    if standing is None or not is_told_otherwise(standing, draft, day.day):
        return None
    told = _("This was recorded in another window meanwhile, in other words; compare the two.")
    return Crossing("key", told)


def _entries(desk: Desk, day: DayDraft) -> Iterator[LogEntry]:
    keys = iter(new_keys(day.at, sum(not draft.key for draft in day.drafts)))
    for draft in day.drafts:
        yield desk.known.get(draft.key) or _entry(desk, day, draft, draft.key or next(keys))


def _entry(desk: Desk, day: DayDraft, draft: EntryDraft, key: str) -> LogEntry:
    entry = LogEntry(
        bureau=desk.bureau,
        department_id=desk.department_of(day.author, day.day),
        key=key,
        person=day.author,
        work_date=day.day,
        recorded_at=day.at,
        backfill_reason=desk.late_reason(day) if desk.is_late(day) else "",
        entered_by=day.writer if day.writer != day.author else None,
    )
    put(draft, entry)
    return entry


def named_rows(desk: Desk, entries: Sequence[LogEntry]) -> list[EntryPerson]:
    """The colleagues that saved entries name, unsaved."""
    return [
        EntryPerson(entry=entry, person_id=row)
        for entry in entries
        if entry.people
        for row in desk.colleagues.named_in(entry.people, entry.person_id)
    ]


def _note(desk: Desk, days: Sequence[DayDraft], entries: Sequence[LogEntry]) -> None:
    """One line a day; the ledger keeps a salted digest of each entry's words, never the words."""
    of_day: dict[tuple[int, date], dict[str, str]] = {}
    for entry in entries:
        of_day.setdefault((entry.person_id, entry.work_date), {})[entry.key] = sealed(words_of_entry(entry))
    for day in days:
        kept = of_day.pop((day.author.pk, day.day), None)
        if kept:
            who = f"{day.author.number}:{day.day}"
            note(_writer(day), desk.bureau, "record_day", "day", who, after={"entries": kept})


def words_of_entry(entry: LogEntry) -> str:
    """The words of an entry that the ledger keeps a digest of."""
    return "\n".join((entry.content, entry.measures, entry.outcome, entry.place, entry.people))
