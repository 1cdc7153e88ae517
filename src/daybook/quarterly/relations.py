"""Which entries of a quarter are looked at first for an element: a plain sign of the entry, told on the page.

Signs order what is shown; nothing of them enters a score, and every entry stays one tap away.
"""

from __future__ import annotations

from daybook.daily.enums import EntryState
from daybook.daily.models import LogEntry

PLANNED, UNPLANNED, DONE, OUTCOME, TOGETHER, THREAD = (
    "planned",
    "unplanned",
    "done",
    "outcome",
    "together",
    "thread",
)
NOTHING = frozenset({"", "无"})
FINISHED = 100

# Elements of the shipped policies. One that is not named here has all entries alike.
SIGN_OF_ELEMENT = {
    "policy_grasp": THREAD,
    "planning": THREAD,
    "coordination": TOGETHER,
    "team_leading": TOGETHER,
    "innovation": OUTCOME,
    "deployment": PLANNED,
    "key_tasks": PLANNED,
    "timeliness": DONE,
    "collaboration": TOGETHER,
    "expertise": OUTCOME,
    "casework": DONE,
    "communication": TOGETHER,
    "learning": OUTCOME,
    "quantity": PLANNED,
    "quality": OUTCOME,
    "urgent_tasks": UNPLANNED,
}


def signs_of(entry: LogEntry) -> list[str]:
    """The signs that an entry bears."""
    done = entry.state == EntryState.DONE or entry.progress == FINISHED
    borne = {
        PLANNED: entry.plan_item_id is not None,
        UNPLANNED: entry.plan_item_id is None,
        DONE: done,
        OUTCOME: entry.outcome.strip() not in NOTHING and done,
        TOGETHER: entry.people.strip() not in NOTHING,
        THREAD: entry.matter_id is not None,
    }
    return [sign for sign, bears in borne.items() if bears]
