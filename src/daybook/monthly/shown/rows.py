"""The rows of a statement: a plan item left, and to its right what serves it, or probably does."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from daybook.daily.statement import Line, Side
from daybook.monthly.answering import SuggestedAnswer
from daybook.monthly.queries.suggestions import SuggestedLink
from daybook.monthly.statement import MonthStatement, Share, credit_of
from daybook.plans.edition import answer_edition_of
from daybook.plans.enums import PlanState
from daybook.plans.models import PlanItem
from daybook.rules.exact import shown_percent
from daybook.web.dates import day_words

SHOWN_LINES = 3
ALL_ITEMS = "all"
LINE, MORE, SUGGESTED, ACCEPT_ALL, NOTHING, CALLED_OFF = (
    "line",
    "more",
    "suggested",
    "accept_all",
    "nothing",
    "called_off",
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row to the right of an item: an entry, those not shown, a suggestion, or that there is nothing."""

    kind: str
    line: Line | None = None
    link: SuggestedLink | None = None


@dataclass(frozen=True, slots=True)
class ItemRows:
    """A plan item with its rows; `number` is its place in the plan, by which the summary refers to it."""

    number: int
    side: Side
    item: PlanItem
    rows: Sequence[Row]
    left_out: int
    suggested: Sequence[SuggestedLink]
    answer: SuggestedAnswer | None

    @property
    def credit(self) -> str:
        """How much of its weight is completed."""
        return credit_of(self.item)

    @property
    def edition(self) -> str:
        """The edition of the answer that stands."""
        return answer_edition_of(self.item)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.item.state == PlanState.CANCELLED

    @property
    def is_bare(self) -> bool:
        """Whether nothing serves it and nothing is suggested."""
        return not self.side.lines and not self.suggested


@dataclass(frozen=True, slots=True)
class LooseRows:
    """What was recorded outside the plan, of one matter or in single pieces."""

    number: int
    side: Side

    @property
    def days(self) -> str:
        """Its days in words, a run of them as one."""
        return days_words([line.seen.entry.work_date for line in self.side.lines])

    @property
    def about(self) -> str:
        """What the matter's last entry told."""
        return self.side.lines[-1].seen.entry.content


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A matter with its hours, the length of its bar, and its share of all hours."""

    share: Share
    bar: int
    percent: str


def item_rows(
    statement: MonthStatement,
    links: Sequence[SuggestedLink],
    answers: Mapping[int, SuggestedAnswer],
    opened: Collection[str],
) -> list[ItemRows]:
    """The plan's side of the statement; of items that are not `opened` only the first entries are shown."""
    found = []
    sides = [side for side in statement.planned if side.item is not None]
    for number, side in enumerate(sides, start=1):
        item = side.item
        if item is None:
            continue
        own = [link for link in links if link.item.pk == item.pk]
        whole = bool({item.key, ALL_ITEMS} & set(opened)) or len(side.lines) <= SHOWN_LINES + 1
        shown = side.lines if whole else side.lines[:SHOWN_LINES]
        left_out = len(side.lines) - len(shown)
        rows = list(_rows(item, shown, left_out, own))
        found.append(ItemRows(number, side, item, rows, left_out, own, answers.get(item.pk)))
    return found


def _rows(
    item: PlanItem, shown: Sequence[Line], left_out: int, links: Sequence[SuggestedLink]
) -> Iterator[Row]:
    yield from (Row(LINE, line=line) for line in shown)
    if left_out:
        yield Row(MORE)
    yield from (Row(SUGGESTED, link=link) for link in links)
    if len(links) > 1:
        yield Row(ACCEPT_ALL)
    if not shown and not links:
        yield Row(CALLED_OFF if item.state == PlanState.CANCELLED else NOTHING)


def loose_rows(statement: MonthStatement) -> list[LooseRows]:
    """The record's side that no plan item is for."""
    return [LooseRows(number, side) for number, side in enumerate(statement.unplanned, start=1)]


def share_rows(shares: Sequence[Share]) -> list[ShareRow]:
    """The hours by matter, each with a bar as long as it is of the longest, in hundredths."""
    told = [share for share in shares if share.hours]
    total = sum((share.hours for share in told), Fraction())
    most = max((share.hours for share in told), default=Fraction(1))
    return [
        ShareRow(each, round(100 * each.hours / most), shown_percent(each.hours / total)) for each in told
    ]


def days_words(days: Sequence[date]) -> str:
    """Days in words: `6月12日至14日、16日` stands for four of them."""
    runs: list[list[date]] = []
    for day in sorted(set(days)):
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return "、".join(
        day_words(run[0]) if len(run) == 1 else f"{day_words(run[0])}–{day_words(run[-1])}" for run in runs
    )
