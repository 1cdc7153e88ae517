"""The evidence beside the cell in hand, as its part of the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from daybook.daily.models import LogEntry
from daybook.monthly.models import MonthlyReview
from daybook.monthly.statement import credit_of
from daybook.org.spoken import spoken_code
from daybook.plans.models import PlanItem
from daybook.quarterly.queries.evidence import EarlierSheet, Evidence
from daybook.quarterly.queries.grid import score_shown
from daybook.quarterly.queries.recorded import RecordedMonth
from daybook.quarterly.relations import (
    DONE,
    NOTHING,
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
from daybook.web.dates import day_words, quarter_words


class Citable(NamedTuple):
    """An entry that can be cited, in words: its signs, and whose it is, where it is a colleague's."""

    key: str
    signs: str
    address: str
    day: str
    day_words: str
    content: str
    outcome: str
    author: str

    def line(self, cite: str) -> str:
        """The entry as the line of a list; what was written is escaped."""
        notes = "".join(f"<small>{escape(note)}</small>" for note in (self.outcome, self.author) if note)
        when = (
            f'<a href="{self.address}" tabindex="-1"><time datetime="{self.day}">{self.day_words}</time></a>'
        )
        button = f'<button class="btn btn-sm" type="button" aria-pressed="false">{cite}</button>'
        head = f'<li data-key="{escape(self.key)}" data-signs="{self.signs}" draggable="true">'
        return f"{head}{when}<span>{escape(self.content)}{notes}</span>{button}</li>"


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month's indicators and the ratings of it."""

    month: RecordedMonth
    reviews: Sequence[MonthlyReview]

    @property
    def name(self) -> str:
        """The month."""
        return self.month.month

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
    def is_submitted(self) -> bool:
        """Whether the month was handed in."""
        return self.month.is_submitted

    def _shown(self, name: str) -> str:
        indicators = self.month.indicators
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
        own = [self._citable(seen.entry, " ".join(signs_of(seen.entry))) for seen in self.evidence.entries]
        told = [seen.entry for seen in self.evidence.mentions]
        whose = _("from the log of %(name)s")
        return own + [self._citable(each, TOGETHER, whose % {"name": each.person.name}) for each in told]

    @property
    def lines(self) -> SafeString:
        """The entries as the lines of a list.

        A template takes longer for some hundred lines than all that is asked of the database.
        """
        cite = escape(_("Cite"))
        return SafeString("".join(each.line(cite) for each in self.entries))

    def _citable(self, entry: LogEntry, signs: str, author: str = "") -> Citable:
        day, outcome = entry.work_date, entry.outcome.strip()
        if day not in self._days:
            self._days[day] = day_words(day)
        shown = "" if outcome in NOTHING else outcome
        address = self._address.replace("KEY", quote(entry.key))
        return Citable(entry.key, signs, address, str(day), self._days[day], entry.content, shown, author)

    @cached_property
    def _days(self) -> dict[date, str]:
        return {}

    @cached_property
    def _address(self) -> str:
        return reverse("entry", args=["KEY"])

    @property
    def months(self) -> list[MonthRow]:
        """The months of the span."""
        reviews = self.evidence.reviews
        return [
            MonthRow(month, [each for each in reviews if each.month == month.month])
            for month in self.evidence.months
        ]

    @property
    def plan(self) -> list[PlanRow]:
        """The plan items of these months."""
        return [PlanRow(item.month, item, count) for item, count in self.evidence.plan]

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
