"""What the entries of a month that serve no plan item probably serve, with the reasons to show beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from daybook.daily.models import LogEntry
from daybook.daily.search import RUN, words_of
from daybook.monthly.statement import MonthStatement
from daybook.monthly.suggesting import MOST_REASONS, Line, Told, suggestions
from daybook.org.models import Person
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds, month_of
from daybook.rules.facts import ONE_DAY

# What stands for "none" and "nobody but me" in a record says nothing about the work.
SAYS_NOTHING = frozenset({"", "无", "本人"})
# Units, times and words of form stand in any work: shared, they are no reason.
UNITS = "[一二两三四五六七八九十几半]*个?(?:小时|分钟|公里|千米|平方米?|立方米?|[万亿]元|[人场]次)"
TIMES = "[今明昨当每]天|[当每]日|[当本每]月|[本每]周|[每全]年|[年月][初底]|[上中下]旬|[上下]午|晚上"
FORM = "以[上下内前后及]|之[前后]|左右|超过|达到|不[少低]于|[按及]时|同时|开展|[有相]关|根据|按照|[对关]于"
SAYS_LITTLE = re.compile(f"{UNITS}|{TIMES}|{FORM}")
COUNT = re.compile(r"\d+人?")
NAMES = re.compile(r"[、，,；;\s]+")


@dataclass(frozen=True, slots=True)
class SuggestedLink:
    """An entry and the item it probably serves; why: the same matter, words in both, entries like it."""

    entry: LogEntry
    item: PlanItem
    same_matter: bool
    words: Sequence[str]
    like: Sequence[LogEntry]


def suggested_links(statement: MonthStatement) -> list[SuggestedLink]:
    """For the person of a statement, in its order; nobody but the person links an entry. In one statement.

    Entries of the two months before speak too, as far as their person linked entries then.
    """
    items = {
        side.item.pk: side.item
        for side in statement.planned
        if side.item is not None and side.item.state != PlanState.CANCELLED
    }
    now = statement.entries()
    before = _before(statement.person, statement.month)
    by_name = {name: item.pk for item in items.values() if (name := _name(item))}
    told = [_told(entry, entry.plan_item_id) for entry in now if entry.plan_item_id in {None, *items}]
    known = [_told(entry, None) for entry in now if entry.plan_item_id not in {None, *items}]
    known += [_told(entry, by_name.get(_name(entry.plan_item))) for entry in before]
    entries = {entry.pk: entry for entry in [*now, *before]}
    return [
        SuggestedLink(
            entry=entries[each.entry],
            item=items[each.item],
            same_matter=each.same_matter,
            words=shared_words(items[each.item], each.words),
            like=[entries[key] for key in each.like],
        )
        for each in suggestions([_line(item) for item in items.values()], told, known)
    ]


def shared_words(item: PlanItem, shared: Sequence[str]) -> list[str]:
    """The words of an item of which these pairs of signs are made, those that say most first."""
    rank = {word: place for place, word in enumerate(shared)}
    goal = item.annual_goal
    texts = (item.title, item.measure, goal.title if goal else "", goal.measure if goal else "")
    found: dict[str, int] = {}
    for text in texts:
        for word, place in _spelled(text, rank):
            found[word] = min(place, found.get(word, place))
    whole = [word for word in found if not any(word in other for other in found if other != word)]
    return sorted(whole, key=lambda word: (found[word], word))[:MOST_REASONS]


def _spelled(text: str, rank: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The longest stretches of a text that are made of known words, each with its best rank.

    Two signs within a clause, often the end of one word and the beginning of the next, are left out.
    """
    for run in re.findall(RUN.pattern, text, re.IGNORECASE):
        if run.isascii():
            yield from [(run, rank[run.lower()])] if run.lower() in rank else []
            continue
        for stretch in _stretches(run, rank):
            if len(stretch) > len("词语") or run.startswith(stretch) or run.endswith(stretch):
                yield stretch, min(rank[first + second] for first, second in pairwise(stretch))


def _stretches(run: str, rank: Mapping[str, int]) -> Iterator[str]:
    stretch = ""
    for first, second in [*pairwise(run), ("", "")]:
        if first + second in rank:
            stretch = (stretch or first) + second
        elif stretch:
            yield stretch
            stretch = ""


def _before(person: Person, month: str) -> list[LogEntry]:
    """The entries of the months before in which entries were linked; of others nothing is known."""
    last = month_bounds(month)[0] - ONE_DAY
    first = month_bounds(month_of(month_bounds(month_of(last))[0] - ONE_DAY))[0]
    rows = LogEntry.objects.filter(person=person, work_date__range=(first, last), withdrawn_reason="")
    found = list(rows.filter(quarantined=False).select_related("plan_item").order_by("work_date", "id"))
    linked = {month_of(entry.work_date) for entry in found if entry.plan_item_id is not None}
    return [entry for entry in found if month_of(entry.work_date) in linked]


def _name(item: PlanItem | None) -> frozenset[str]:
    """The words of a title, without its figures: the same work is planned anew every month."""
    return _words(item.title) if item is not None else frozenset()


def _line(item: PlanItem) -> Line:
    goal = item.annual_goal
    return Line(
        key=item.pk,
        title=_words(item.title),
        measure=_words(item.measure),
        goal=_words(goal.title, goal.measure) if goal else frozenset(),
        matter=item.matter_id,
        due_date=item.due_date,
    )


def _told(entry: LogEntry, serves: int | None) -> Told:
    place = COUNT.sub("", entry.place)
    names = {COUNT.sub("", name) for name in NAMES.split(entry.people)}
    return Told(
        key=entry.pk,
        day=entry.work_date,
        content=_words(entry.content),
        rest=_words(entry.measures, entry.outcome),
        place="" if place in SAYS_NOTHING else place,
        people=frozenset(names - SAYS_NOTHING),
        matter=entry.matter_id,
        serves=serves,
    )


def _words(*texts: str) -> frozenset[str]:
    """The words of some texts that can tell one piece of work from another: no figures, no single signs."""
    found = (word for text in texts for word in words_of(SAYS_LITTLE.sub(" ", text)))
    return frozenset(word for word in found if len(word) > 1 and not any(sign.isdigit() for sign in word))
