"""小结草稿: a month's summary put together from the rows of its statement, by rule.

Every sentence knows the plan items and entries it comes from, and says nothing that does not stand in them.
Everybody reads a submitted summary: internal entries lend it no word, and nothing is said to be missing where
they may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.daily.models import LogEntry
from daybook.daily.statement import Side
from daybook.monthly.models import MonthlyReport
from daybook.monthly.statement import MonthStatement
from daybook.monthly.telling import NONE, clause_of, is_told, joined, quoted, telling, visible_words
from daybook.org.checked import length_limit
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem

PROMISE = 40  # signs of a measure that stand beside a title
PIECES = 4  # single pieces of work that are named
# From the fullest telling down: clauses for each item or matter.
FULLNESS = (3, 2, 1, 0)

COUNTED: dict[str, str | Promise] = {
    PlanState.DONE: gettext_lazy("%(count)s done"),
    PlanState.PARTIAL: gettext_lazy("%(count)s partly done"),
    PlanState.NOT_DONE: gettext_lazy("%(count)s not done"),
    PlanState.CANCELLED: gettext_lazy("%(count)s cancelled"),
}
STATES: dict[str, str | Promise] = {
    PlanState.DONE: gettext_lazy("completed"),
    PlanState.PARTIAL: gettext_lazy("%(progress)s%% completed"),
    PlanState.NOT_DONE: gettext_lazy("not completed"),
    PlanState.CANCELLED: gettext_lazy("called off"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the draft and the keys of the plan items and entries it comes from."""

    text: str
    items: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a summary: carried over from a sentence of the draft, or typed by the person."""

    text: str
    source: Sentence | None


def draft_of(statement: MonthStatement, limit: int = 0) -> list[Sentence]:
    """The draft summary of a statement as its person sees it; never longer than the column (or `limit`)."""
    most = limit or length_limit(MonthlyReport, "summary")
    for fullness in FULLNESS:
        draft = list(_sentences(statement, fullness))
        if len(text_of(draft)) <= most:
            return draft
    return _cut(draft, most)


def text_of(draft: Iterable[Sentence]) -> str:
    """The draft as the person is given it to edit: a sentence a line."""
    return "\n".join(sentence.text for sentence in draft)


def passages_of(text: str, draft: Sequence[Sentence]) -> list[Passage]:
    """A summary told apart: the sentences that stand in it as they were drafted, and what was typed."""
    standing = [(text.find(sentence.text), sentence.text, sentence) for sentence in draft]
    places = sorted((each for each in standing if each[0] >= 0), key=itemgetter(0))
    found: list[Passage] = []
    reached = 0
    for start, carried, sentence in places:
        if start >= reached:
            found += [Passage(text[reached:start], None), Passage(carried, sentence)]
            reached = start + len(carried)
    return [each for each in [*found, Passage(text[reached:], None)] if each.text.strip()]


def _cut(draft: Sequence[Sentence], most: int) -> list[Sentence]:
    """As many whole sentences as fit."""
    kept: list[Sentence] = []
    for sentence in draft:
        if len(text_of([*kept, sentence])) <= most:
            kept.append(sentence)
    return kept


def _sentences(statement: MonthStatement, fullness: int) -> Iterator[Sentence]:
    items = [side.item for side in statement.planned if side.item is not None]
    yield _opening(items)
    empty = {item.pk for item in statement.unrecorded} if not statement.joined.hidden else set()
    for side in statement.planned:
        if side.item is not None and side.item.pk not in empty:
            yield from _planned(side.item, side, fullness)
    for side in statement.unplanned:
        yield from _unplanned(side, fullness)
    yield from (_unrecorded(item) for item in items if item.pk in empty)


def _opening(items: Sequence[PlanItem]) -> Sentence:
    """How many items, and what became of them."""
    if not items:
        return Sentence(_("Nothing was planned for this month."))
    found = Counter(item.state for item in items)
    told = [str(words) % {"count": _number(found[state])} for state, words in COUNTED.items() if found[state]]
    words = {"count": _number(len(items)), "states": pgettext("summary counts", ", ").join(told)}
    text = _("Planned this month: %(count)s; %(states)s.") if told else _("Planned this month: %(count)s.")
    return Sentence(text % words, items=tuple(item.key for item in items))


def _planned(item: PlanItem, side: Side, fullness: int) -> Iterator[Sentence]:
    """What was promised, what was done, what can be seen of it, how far it is, and what is left.

    Nothing of an item of which nothing may be said: its entries are internal, and it is not answered.
    """
    told = telling((line.seen.entry for line in side.lines), fullness)
    clauses = [clause_of(entry) for entry in told]
    clauses += [quoted(item.execution)] if not told or item.state == PlanState.CANCELLED else []
    visible = quoted(item.visible_progress)
    if visible not in {"", NONE} and not _is_told_already(visible, clauses):
        clauses.append(visible_words(visible))
    clauses = [clause for clause in [*clauses, *_state_words(item)] if clause]
    promise = quoted(item.measure, PROMISE) if fullness else ""
    words = {"title": quoted(item.title), "promise": promise, "told": joined(clauses)}
    text = _("%(title)s (%(promise)s): %(told)s.") if promise else _("%(title)s: %(told)s.")
    if clauses:
        yield Sentence(text % words, (item.key,), tuple(entry.key for entry in told))


def _is_told_already(visible: str, clauses: Sequence[str]) -> bool:
    """Whether what can be seen was said word for word in what was done."""
    said = "\n".join(clauses)
    return all(quoted(part) in said for part in visible.replace(";", "；").split("；"))


def _state_words(item: PlanItem) -> list[str]:
    """How far an item is and, where it is not finished, what its person says of that."""
    if not item.state:
        return []
    state = str(STATES[item.state]) % {"progress": item.progress or 0}
    left = quoted(item.work_status) if item.state in {PlanState.PARTIAL, PlanState.NOT_DONE} else ""
    return [state, left] if left else [state]


def _unplanned(side: Side, fullness: int) -> Iterator[Sentence]:
    """Work outside the plan: a sentence for a matter, one for all single pieces of work."""
    entries = [line.seen.entry for line in side.lines if is_told(line.seen.entry)]
    if not entries:
        return
    if side.matter is None:
        yield _pieces(entries)
        return
    told = telling(entries, fullness)
    words = {"title": quoted(side.matter.title), "told": joined([clause_of(entry) for entry in told])}
    text = _("Outside the plan, %(title)s: %(told)s.") if told else _("Outside the plan: %(title)s.")
    yield Sentence(text % words, entries=tuple(entry.key for entry in told or entries))


def _pieces(entries: Sequence[LogEntry]) -> Sentence:
    told = telling(entries, PIECES)
    words = {"told": joined([clause_of(entry) for entry in told])}
    text = _("Besides: %(told)s.") if len(told) == len(entries) else _("Besides, among others: %(told)s.")
    return Sentence(text % words, entries=tuple(entry.key for entry in told))


def _unrecorded(item: PlanItem) -> Sentence:
    """Planned, and nothing recorded: with the person's own words on it."""
    clauses = [quoted(item.execution), *_state_words(item)]
    words = {"title": quoted(item.title), "told": joined([clause for clause in clauses if clause])}
    text = _("“%(title)s” has no record: %(told)s.") if words["told"] else _("“%(title)s” has no record.")
    return Sentence(text % words, items=(item.key,))


def _number(count: int) -> str:
    """A count before its measure word."""
    numbers = pgettext("numbers before a measure word", "0 1 2 3 4 5 6 7 8 9 10").split()
    return numbers[count] if count < len(numbers) else str(count)
