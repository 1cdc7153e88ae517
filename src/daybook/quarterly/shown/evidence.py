"""The evidence beside the cell in hand, as its part of the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.daily.seen import SeenEntry
from daybook.monthly.models import MonthlyReview
from daybook.monthly.statement import credit_of
from daybook.org.spoken import spoken_code
from daybook.plans.models import PlanItem
from daybook.quarterly.queries.evidence import EarlierSheet, Evidence, Month
from daybook.quarterly.queries.grid import score_shown
from daybook.quarterly.relations import (
    DONE,
    OUTCOME,
    PLANNED,
    SIGN_OF_ELEMENT,
    THREAD,
    TOGETHER,
    UNPLANNED,
    signs_of,
)
from daybook.rules.exact import shown_percent
from daybook.rules.month import Indicator
from daybook.web.dates import quarter_words


@dataclass(frozen=True, slots=True)
class Citable:
    """An entry that can be cited: its signs, and whose it is, where it is a colleague's."""

    seen: SeenEntry
    signs: str
    author: str = ""

    @property
    def entry(self) -> LogEntry:
        """The entry."""
        return self.seen.entry

    @property
    def outcome(self) -> str:
        """What came of it, where something was told."""
        told = self.entry.outcome.strip()
        return "" if told == "无" else told


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month's indicators and the ratings of it."""

    month: Month

    @property
    def name(self) -> str:
        """The month."""
        return self.month.statement.month

    @property
    def coverage(self) -> str:
        """On how many of the due workdays something was recorded."""
        return self._shown("coverage")

    @property
    def saturation(self) -> str:
        """The recorded hours over the due ones."""
        return self._shown("saturation")

    @property
    def completion(self) -> str:
        """How much of the plan is completed."""
        return self._shown("completion")

    @property
    def reviews(self) -> Sequence[MonthlyReview]:
        """The reviews that the rater may read."""
        return self.month.reviews

    @property
    def is_submitted(self) -> bool:
        """Whether the month was handed in."""
        return self.month.statement.is_submitted

    def _shown(self, name: str) -> str:
        indicators = self.month.statement.indicators
        found: Indicator | None = getattr(indicators, name) if indicators else None
        return shown_percent(found.ratio if found else None)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan item with what became of it, and how many entries serve it."""

    month: str
    item: PlanItem
    entries: int

    @property
    def credit(self) -> str:
        """How much of its weight is completed."""
        return credit_of(self.item)


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """A sheet of an earlier quarter: total, comment, and its elements where they are the rater's to see."""

    title: str
    earlier: EarlierSheet
    elements: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class EvidencePanel:
    """Everything beside the cell in hand."""

    evidence: Evidence

    @cached_property
    def entries(self) -> list[Citable]:
        """The entries of the span, the latest first, then those of colleagues that name the person."""
        own = [Citable(seen, " ".join(signs_of(seen.entry))) for seen in self.evidence.entries]
        told = self.evidence.mentions
        return own + [Citable(seen, TOGETHER, seen.entry.person.name) for seen in told]

    @property
    def months(self) -> list[MonthRow]:
        """The months of the span."""
        return [MonthRow(month) for month in self.evidence.months]

    @property
    def comments_of_months(self) -> list[MonthlyReview]:
        """The comments on these months."""
        return [review for month in self.evidence.months for review in month.reviews]

    @property
    def plan(self) -> list[PlanRow]:
        """The plan items of these months."""
        return [
            PlanRow(month, side.item, len(side.lines))
            for month, side in self.evidence.planned
            if side.item is not None
        ]

    @property
    def earlier(self) -> list[EarlierRow]:
        """The quarters before."""
        return [self._earlier(each) for each in self.evidence.earlier]

    def _earlier(self, each: EarlierSheet) -> EarlierRow:
        policy = self.evidence.about.policy
        told = [
            (spoken_code(policy, code), score_shown(policy, score)) for code, score in each.elements.items()
        ]
        return EarlierRow(quarter_words(each.sheet.quarter), each, told)


def sign_words() -> dict[str, str]:
    """What is looked at first, by the sign of it."""
    return {
        PLANNED: _("serving the plan"),
        UNPLANNED: _("outside the plan"),
        DONE: _("done"),
        OUTCOME: _("done, with an outcome"),
        TOGETHER: _("with others"),
        THREAD: _("in a longer matter"),
    }


def sign_of_elements() -> dict[str, str]:
    """The sign that belongs to each element."""
    return dict(SIGN_OF_ELEMENT)
