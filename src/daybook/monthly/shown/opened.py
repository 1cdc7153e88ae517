"""由来: an indicator of a month opened: its quotient, and the days or items it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from daybook.monthly.statement import Indicators, MonthStatement
from daybook.rules.exact import HUNDRED, fixed, plain
from daybook.rules.figure import Term
from daybook.rules.month import Indicator
from daybook.rules.policy import Policy
from daybook.web.dates import day_words, weekday_words

DUE, COVERAGE, SATURATION, COMPLETION = "due", "coverage", "saturation", "completion"
OPENED = (DUE, COVERAGE, SATURATION, COMPLETION)


@dataclass(frozen=True, slots=True)
class OpenedRow:
    """What a figure is made from: a day or an item, what it adds, and where it stands."""

    label: str
    value: str
    more: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class OpenedFigure:
    """A figure with its working: formula, meaning, rule, and rows under two heads."""

    name: str
    title: str
    value: str
    formula: str
    meaning: str
    source: str
    heads: tuple[str, str, str]
    rows: Sequence[OpenedRow]


def opened_figure(statement: MonthStatement, name: str) -> OpenedFigure | None:
    """The working of one figure; nothing where the reader knows none, or it has none."""
    if statement.indicators is None or statement.policy is None or name not in OPENED:
        return None
    indicator = figure_of(statement.indicators, name)
    if indicator is None:
        return None
    due = due_days(statement.indicators)
    title, meaning = _words(name)
    return OpenedFigure(
        name=name,
        title=title,
        value=due if name == DUE else indicator.shown,
        formula=due if name == DUE else indicator.formula,
        meaning=meaning,
        source=_source(indicator, statement.policy),
        heads=_heads(name),
        rows=list(ROWS[name](statement, indicator.terms)),
    )


def figure_of(indicators: Indicators, name: str) -> Indicator | None:
    """The indicator of a name; the due workdays are those of coverage."""
    found: Mapping[str, Indicator | None] = {
        DUE: indicators.coverage,
        COVERAGE: indicators.coverage,
        SATURATION: indicators.saturation,
        COMPLETION: indicators.completion,
    }
    return found[name]


def due_days(indicators: Indicators) -> str:
    """The due workdays, half days as halves; empty where none is due."""
    if indicators.coverage is None:
        return ""
    return plain(sum((Fraction(term.weight) for term in indicators.coverage.terms), Fraction()))


def _due_rows(_statement: MonthStatement, terms: Sequence[Term]) -> Iterator[OpenedRow]:
    for term in terms:
        yield OpenedRow(_day(term), plain(Fraction(term.weight)), _half(term))


def _covered_rows(_statement: MonthStatement, terms: Sequence[Term]) -> Iterator[OpenedRow]:
    for term in terms:
        told = _("recorded") if term.figure.number else _("nothing recorded")
        yield OpenedRow(_day(term), plain(Fraction(term.weight) * term.figure.number / HUNDRED), told)


def _hour_rows(_statement: MonthStatement, terms: Sequence[Term]) -> Iterator[OpenedRow]:
    for term in terms:
        yield OpenedRow(_day(term), fixed(Fraction(term.figure.number, HUNDRED), 1))


def _credit_rows(statement: MonthStatement, terms: Sequence[Term]) -> Iterator[OpenedRow]:
    titles = {side.item.key: side.item.title for side in statement.planned if side.item is not None}
    for term in terms:
        weight, credit = Fraction(term.weight), Fraction(term.figure.number, HUNDRED)
        key = term.figure.detail
        more = f"{plain(weight)} × {plain(credit)}"
        yield OpenedRow(titles.get(key, key), plain(weight * credit), more, f"#item-{key}")


ROWS: Mapping[str, Callable[[MonthStatement, Sequence[Term]], Iterator[OpenedRow]]] = {
    DUE: _due_rows,
    COVERAGE: _covered_rows,
    SATURATION: _hour_rows,
    COMPLETION: _credit_rows,
}


def _day(term: Term) -> str:
    day = date.fromisoformat(term.figure.detail)
    return f"{day_words(day)}（{weekday_words(day)}）"


def _half(term: Term) -> str:
    return _("half due: absent for the other half") if Fraction(term.weight) < 1 else ""


def _words(name: str) -> tuple[str, str]:
    """What a figure is called, and what it says."""
    return {
        DUE: (_("Due workdays"), _("Workdays within employment that no absence covers.")),
        COVERAGE: (_("Coverage"), _("Due workdays with at least one entry ÷ due workdays.")),
        SATURATION: (
            _("Saturation"),
            _("Recorded hours ÷ (hours of a workday × due workdays). Overlapping time counts once."),
        ),
        COMPLETION: (
            _("Completion"),
            _("Σ weight × credit ÷ Σ weight. Done credits 1, partly done its progress, not done 0."),
        ),
    }[name]


def _heads(name: str) -> tuple[str, str, str]:
    day = pgettext("head of a table", "Day")
    return {
        DUE: (day, _("Due"), ""),
        COVERAGE: (day, _("Counted"), ""),
        SATURATION: (day, _("Hours"), ""),
        COMPLETION: (_("Plan item"), _("Completed weight"), _("Weight × credit")),
    }[name]


def _source(indicator: Indicator, policy: Policy) -> str:
    source = policy.source_texts[policy.source_of(indicator.path)]
    english = (get_language() or "").startswith("en")
    return f"{source.title_en if english else source.title} {source.articles}".strip()
