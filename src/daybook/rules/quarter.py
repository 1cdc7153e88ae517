"""The quarter (季评鉴): which sheets stand, and the score they give."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from daybook.rules.exact import published
from daybook.rules.facts import Sheet, WorkCalendar
from daybook.rules.figure import Figure, Term, weighted_mean
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.sheet import SheetFigure

TRANSFER = "quarterly.transfer"


class Standing(NamedTuple):
    """The score sheets of a quarter that count, and whether an unpublished one waits."""

    counted: Sequence[Sheet]
    has_draft: bool


def standing_sheets(sheets: Sequence[Sheet], period: Period) -> Standing:
    """Of each span the highest version: published scores count, drafts never do and replace nothing.

    A withdrawn sheet takes the versions below it away; an opinion is not counted.
    """
    if len(sheets) == 1:
        return _alone(sheets[0])
    spans: dict[date, list[Sheet]] = {}
    for sheet in sheets:
        spans.setdefault(sheet.first_day or period.first, []).append(sheet)
    counted: list[Sheet] = []
    has_draft = False
    for first in sorted(spans):
        stands, draft = _of_one_span(spans[first])
        has_draft = has_draft or draft
        if stands is not None and stands.kind == "score":
            counted.append(stands)
    return Standing(counted, has_draft)


def _alone(sheet: Sheet) -> Standing:
    if sheet.kind != "score":
        return Standing((), False)
    return Standing((), True) if sheet.published_on is None else Standing((sheet,), False)


def _of_one_span(versions: Iterable[Sheet]) -> tuple[Sheet | None, bool]:
    """The version in force, and whether a newer draft of a score waits above it."""
    stands, draft = None, False
    for sheet in sorted(versions, key=lambda each: each.version):
        if sheet.published_on is not None or sheet.kind == "withdrawn":
            stands, draft = sheet, False
        else:
            draft = draft or sheet.kind == "score"
    return stands, draft


def span_of(sheet: Sheet, period: Period) -> tuple[date, date]:
    """The bounds a sheet carries, those of the quarter where it carries none, never beyond the quarter."""
    first = period.first if sheet.first_day is None else max(sheet.first_day, period.first)
    return first, period.last if sheet.last_day is None else min(sheet.last_day, period.last)


def quarter_score(
    policy: Policy, period: Period, sheets: Sequence[SheetFigure], calendar: WorkCalendar
) -> Figure | None:
    """The score of a quarter from its counted sheets, in order of their spans. Source: confirmed_default.

    By ``majority`` the sheet whose span has most of the bureau's workdays (tie: the later); ``day_weighted``
    the mean by workdays, published. ``None`` where no span has a workday: such spans are dropped, whichever
    way is taken. Absences are ignored.
    """
    only = sheets[0]
    if len(sheets) == 1 and _is_whole(only.sheet, period) and _by_majority(policy):
        # By far the most frequent case: one sheet over the whole quarter, which always has workdays.
        return Figure("majority", only.number, (Term(1, only),), TRANSFER, period.key)
    days = [calendar.workdays(*span_of(each.sheet, period)) for each in sheets]
    if not any(days):
        return None
    if _by_majority(policy):
        return _majority(period, sheets, days)
    return _day_weighted(period, sheets, days)


def _is_whole(sheet: Sheet, period: Period) -> bool:
    """Whether a sheet's span is the whole quarter."""
    begins = sheet.first_day is None or sheet.first_day <= period.first
    return begins and (sheet.last_day is None or sheet.last_day >= period.last)


def _by_majority(policy: Policy) -> bool:
    return policy.quarterly.transfer == "majority"


def _majority(period: Period, sheets: Sequence[SheetFigure], days: Sequence[int]) -> Figure:
    chosen = max(range(len(sheets)), key=lambda index: (days[index], index))
    terms = [Term(int(index == chosen), sheet) for index, sheet in enumerate(sheets)]
    return Figure("majority", sheets[chosen].number, terms, TRANSFER, period.key)


def _day_weighted(period: Period, sheets: Sequence[SheetFigure], days: Sequence[int]) -> Figure:
    terms = [Term(count, sheet) for count, sheet in zip(days, sheets, strict=True)]
    return Figure("day_weighted", published(weighted_mean(terms)), terms, TRANSFER, period.key)
