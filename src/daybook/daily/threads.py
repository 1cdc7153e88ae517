"""What somebody works on over days: a plan item, a matter, or a piece of work that stands alone.

Its next entry is made from last time's words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from daybook.daily.actions.drafts import FULL, EntryDraft
from daybook.daily.enums import EntryState, Visibility
from daybook.daily.models import LogEntry
from daybook.plans.models import Matter, PlanItem
from daybook.rules.month import UNWORKED

# What stands in a record, whatever the language of its page: none, and the author alone.
NONE = "无"
MYSELF = "本人"


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread of work; `last` is its latest entry before the day."""

    item: PlanItem | None
    matter: Matter | None
    last: LogEntry | None

    @property
    def title(self) -> str:
        """What it is called: the plan's words, the matter's, else last time's."""
        if self.item is not None:
            return self.item.title
        if self.matter is not None:
            return self.matter.title
        return self.last.content if self.last else ""

    @property
    def ref(self) -> str:
        """Its mark in a form."""
        if self.item is not None:
            return f"item:{self.item.key}"
        if self.matter is not None:
            return f"matter:{self.matter.key}"
        return f"entry:{self.last.key}" if self.last else ""

    @property
    def progress(self) -> int | None:
        """How far it was last time, in per cent."""
        return self.last.progress if self.last else None

    def holds(self, entry: LogEntry) -> bool:
        """Whether an entry belongs to this thread."""
        if self.item is not None:
            if entry.plan_item_id is not None:
                return entry.plan_item_id == self.item.pk
            return self.item.matter_id is not None and entry.matter_id == self.item.matter_id
        if entry.plan_item_id is not None:
            return False
        if self.matter is not None:
            return entry.matter_id == self.matter.pk
        return self.last is not None and entry.content == self.last.content


def tapped(thread: Thread, state: str, key: str = "") -> EntryDraft:
    """The entry that one tap makes: last time's words; for what was not worked on, that it was not."""
    draft = _unworked(thread) if state in UNWORKED else _worked(thread)
    last = thread.last
    return replace(
        draft,
        state=state,
        progress=FULL if state == EntryState.DONE else thread.progress,
        plan_item=thread.item,
        matter=thread.matter or (thread.item.matter if thread.item else None),
        visibility=last.visibility if last else Visibility.OPEN,
        internal_reason=last.internal_reason if last else "",
        key=key,
    )


def _unworked(thread: Thread) -> EntryDraft:
    return EntryDraft(content=thread.title, place=NONE, people=MYSELF, measures=NONE, outcome=NONE)


def _worked(thread: Thread) -> EntryDraft:
    last = thread.last
    if last is None or last.state in UNWORKED:
        return EntryDraft(content=thread.title, people=last.people if last and last.people else MYSELF)
    return EntryDraft(
        content=last.content, place=last.place, people=last.people or MYSELF, measures=last.measures
    )


def says(entry: LogEntry, draft: EntryDraft) -> bool:
    """Whether an entry says just what a tap made of it: nobody has touched its words since."""
    words = ("content", "place", "people", "measures", "outcome", "start", "end", "half_day")
    return all(getattr(entry, name) == getattr(draft, name) for name in words)


def words_from(thread: Thread, entry: LogEntry) -> date | None:
    """The day whose words an entry of a thread repeats; `None` where they are its own."""
    last = thread.last
    repeated = last is not None and (last.content, last.place) == (entry.content, entry.place)
    return last.work_date if last is not None and repeated and entry.state not in UNWORKED else None
