"""An entry as it is written, and what keeps it from being saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, time
from types import MappingProxyType
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.daily.enums import EntryState, Visibility
from daybook.daily.models import EntryContent, LogEntry
from daybook.org.checked import length_limit
from daybook.org.enums import HalfDay
from daybook.org.models import Person
from daybook.plans.models import Matter, PlanItem
from daybook.plans.months import month_of
from daybook.rules.policy import Policy

FULL = 100  # per cent
LIMITS: Mapping[str, int] = MappingProxyType(
    {name: length_limit(LogEntry, name) for name in ("place", "people", "content", "measures", "outcome")}
)


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """What an author says of one matter (一事一记).

    Time is `start` and `end`, or `half_day`. `key` is the form's own mark: the same key twice is one entry.
    """

    content: str
    start: time | None = None
    end: time | None = None
    half_day: str = ""
    place: str = ""
    people: str = ""
    measures: str = ""
    progress: int | None = None
    state: str = ""
    outcome: str = ""
    plan_item: PlanItem | None = None
    matter: Matter | None = None
    visibility: str = Visibility.OPEN
    internal_reason: str = ""
    key: str = ""


class Fault(NamedTuple):
    """What is wrong with a draft: the field, and a sentence."""

    field: str
    message: str


class Setting(NamedTuple):
    """Where a draft stands: its author, its day, and the policy of that day."""

    author: Person
    day: date
    policy: Policy


def draft_fault(draft: EntryDraft, setting: Setting) -> Fault | None:
    """The first thing that keeps a draft from being saved, or `None`."""
    for check in CHECKS:
        if (found := check(draft, setting)) is not None:
            return found
    return None


def put(draft: EntryDraft, row: EntryContent) -> None:
    """Write a draft's words into a row; blanks around texts go, seconds too."""
    for name in LIMITS:
        setattr(row, name, getattr(draft, name).strip())
    row.start, row.end, row.half_day = _minute(draft.start), _minute(draft.end), draft.half_day
    row.progress, row.state = draft.progress, draft.state
    row.plan_item, row.matter = draft.plan_item, draft.matter
    row.visibility, row.internal_reason = draft.visibility, draft.internal_reason


def _minute(moment: time | None) -> time | None:
    return moment and moment.replace(second=0, microsecond=0)


def _texts(draft: EntryDraft, _setting: Setting) -> Fault | None:
    if not draft.content.strip():
        return Fault("content", _("Say what was worked on."))
    for name, limit in LIMITS.items():
        text = getattr(draft, name)
        if len(text.strip()) > limit:
            return Fault(name, _("At most %(limit)s characters fit here.") % {"limit": limit})
        if "\x00" in text:
            return Fault(name, _("A text may not hold the character NUL."))
    return None


def _time(draft: EntryDraft, _setting: Setting) -> Fault | None:
    start, end = _minute(draft.start), _minute(draft.end)
    if draft.half_day and (start or end):
        return Fault("half_day", _("Give a beginning and an end, or a half-day."))
    if draft.half_day and draft.half_day not in HalfDay.values:
        return Fault("half_day", _("This is no half of a day."))
    if start is None and end is not None:
        return Fault("start", _("An end needs its beginning."))
    if start is not None and end is not None and end <= start:
        return Fault("end", _("The end must lie after the beginning."))
    return None


def _progress(draft: EntryDraft, _setting: Setting) -> Fault | None:
    if draft.progress is not None and not 0 <= draft.progress <= FULL:
        return Fault("progress", _("Progress lies between 0 and 100 per cent."))
    if draft.state and draft.state not in EntryState.values:
        return Fault("state", _("This is no state of an entry."))
    return None


def _visibility(draft: EntryDraft, setting: Setting) -> Fault | None:
    if draft.visibility == Visibility.OPEN:
        return (
            Fault("internal_reason", _("An open entry needs no reason.")) if draft.internal_reason else None
        )
    if draft.visibility != Visibility.INTERNAL or not setting.policy.daily.internal:
        return Fault("visibility", _("The policy does not know this visibility."))
    if draft.internal_reason not in setting.policy.daily.internal_reasons:
        return Fault("internal_reason", _("An internal entry needs a reason from the list."))
    return None


def _references(draft: EntryDraft, setting: Setting) -> Fault | None:
    item, matter = draft.plan_item, draft.matter
    if item is not None and (item.person_id, item.month) != (setting.author.pk, month_of(setting.day)):
        return Fault("plan_item", _("An entry serves an item of its author's plan of that month."))
    if matter is not None and matter.bureau_id != setting.author.bureau_id:
        return Fault("matter", _("This does not belong to this bureau."))
    return None


CHECKS: tuple[Callable[[EntryDraft, Setting], Fault | None], ...] = (
    _texts,
    _time,
    _progress,
    _visibility,
    _references,
)
