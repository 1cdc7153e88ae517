"""The words of an entry that is purged, taken from where its person's months quoted them.

A summary and the answers to plan items are put together from the words of entries, and a reviewer may repeat
them. The month of the entry is not all that tells of it: every month of its person is gone through. What was
planned stays: an entry repeats the words of its plan item, not the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.utils import translation

from daybook.daily.access import PURGED
from daybook.daily.models import EntryContent, LogEntry
from daybook.daily.passages import TELLING, Passages
from daybook.monthly.models import MonthEvent, MonthlyReport, MonthlyReview, MonthWriting
from daybook.monthly.telling import clause_of, day_and_content, outcome_of, visible_words
from daybook.org.models import Person
from daybook.plans.models import AnnualGoal, MonthExtension, PlanChange, PlanItem

ANSWERS = ("execution", "visible_progress", "work_status")
PARTED = re.compile(r"([；;])")  # between the outcomes of an answer; kept, so that the rest stays as it was
# By kind, as the ledger tells it: what holds texts of a person's months, in which columns, named by what.
HELD: tuple[tuple[str, type[Model], tuple[str, ...], tuple[str, ...]], ...] = (
    ("summaries", MonthlyReport, ("summary",), ("month",)),
    ("reviews", MonthlyReview, ("comment",), ("month", "first_day")),
    ("events", MonthEvent, ("reason",), ("month", "kind")),
    ("plan_items", PlanItem, ANSWERS, ("key",)),
    ("plan_changes", PlanChange, ("reason", "answer"), ("key",)),
    ("extensions", MonthExtension, ("reason",), ("key",)),
    ("annual_goals", AnnualGoal, ANSWERS, ("key",)),
    ("month_drafts", MonthWriting, ("fields",), ("month", "kind", "first_day")),
)


def remove_quotations(*, entry: LogEntry, said: Passages) -> dict[str, list[str]]:
    """Take the passages from every text of the months of an entry's person, drafts of anybody included."""
    quoted = _Quoted.of(entry, said)
    return {
        kind: [_key(row, names) for row in _held(model, entry.person) if _mended(row, columns, quoted)]
        for kind, model, columns, names in HELD
    }


@dataclass(frozen=True, slots=True)
class _Quoted:
    """What goes: passages, and outcomes that stand alone in what can be seen of these items, by row."""

    said: Passages
    outcomes: frozenset[str]
    items: frozenset[int | None]

    @classmethod
    def of(cls, entry: LogEntry, said: Passages) -> _Quoted:
        """What an entry and its versions say."""
        told: list[EntryContent] = [entry, *entry.versions.all()]
        outcomes = frozenset(filter(None, map(outcome_of, told)))
        return cls(said.with_wholes(clauses(told)), outcomes, frozenset(each.plan_item_id for each in told))

    def taken_from(self, row: Model, column: str) -> Any:
        """What a column holds, without it."""
        left = self.said.taken_from_all(getattr(row, column))
        is_visible = isinstance(row, PlanItem) and column == "visible_progress" and row.pk in self.items
        return "".join(map(self._unless_outcome, PARTED.split(left))) if is_visible else left

    def _unless_outcome(self, part: str) -> str:
        return PURGED if part.strip() in self.outcomes else part


def clauses(told: Sequence[EntryContent]) -> Iterator[str]:
    """What drafts made of an entry whose words are too few to tell by themselves: in a clause they do."""
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for each in told:
                if len(each.content) < TELLING:
                    yield day_and_content(each)
                if 0 < len(outcome_of(each)) < TELLING:
                    yield clause_of(each)
                    yield visible_words(outcome_of(each))


def _held(model: type[Model], person: Person) -> QuerySet[Any]:
    """The rows of a person, held for this transaction."""
    rows: QuerySet[Any] = model._default_manager.filter(person=person)
    return rows.order_by("pk").select_for_update()


def _mended(row: Any, columns: Sequence[str], quoted: _Quoted) -> bool:
    """Whether a passage stood in a row, which is saved without it."""
    told = {column: getattr(row, column) for column in columns}
    left = {column: quoted.taken_from(row, column) for column in columns}
    if left == told:
        return False
    # A window that still shows the words must not save them again as if nothing had happened.
    counted = {"version": row.version + 1} if isinstance(row, MonthWriting) else {}
    type(row)._default_manager.filter(pk=row.pk).update(**left, **counted)
    return True


def _key(row: Any, names: Sequence[str]) -> str:
    return ":".join(str(getattr(row, name)) for name in names)
