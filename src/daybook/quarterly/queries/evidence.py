"""What a score can stand on: the record of a span and what was said of it, as the rater may read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F

from daybook.daily.access import Reader, entries_visible_to, reader_of
from daybook.daily.models import LogComment
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.daily.statement import Side
from daybook.monthly.access import visible_reviews
from daybook.monthly.models import MonthlyReview
from daybook.monthly.queries.statement import Known, statements_of
from daybook.monthly.statement import MonthStatement
from daybook.org.above import Above
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.plans.models import AnnualGoal
from daybook.plans.months import month_of
from daybook.quarterly.access import SheetSight, sheet_sights
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.grid import OwnSpan, span_for
from daybook.quarterly.spans import ScoreSpan
from daybook.rules.facts import ONE_DAY

MOST_MENTIONS = 50  # entries of colleagues that are shown


@dataclass(frozen=True, slots=True)
class Month:
    """A month's statement, and the reviews of it that the rater may read."""

    statement: MonthStatement
    reviews: Sequence[MonthlyReview]


@dataclass(frozen=True, slots=True)
class EarlierSheet:
    """A published sheet of an earlier quarter; of one not seen whole, the total and comment only."""

    sheet: ScoreSheet
    elements: Mapping[str, Decimal]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything beside the cell in hand. `entries` are those of the span that can be read, latest first.

    `mentions` are those of colleagues that name the person; they can be cited too.
    """

    about: OwnSpan
    entries: Sequence[SeenEntry]
    mentions: Sequence[SeenEntry]
    hidden: int
    months: Sequence[Month]
    goals: Sequence[AnnualGoal]
    earlier: Sequence[EarlierSheet]
    comments: Sequence[LogComment]

    @property
    def planned(self) -> list[tuple[str, Side]]:
        """Every plan item of these months, with its month."""
        told = [(each.statement.month, side) for each in self.months for side in each.statement.planned]
        return [(month, side) for month, side in told if side.item is not None]


def evidence_for(frame: Frame, quarter: str, number: str, first: date) -> Evidence:
    """The evidence of one span of somebody's own, in at most fifteen statements. Raises Http404."""
    about = span_for(frame, quarter, number, first)
    above = Above(about.lines.structure, about.lines.conflicts)
    reader = replace(reader_of(frame), above=above)
    known = Known(above=above, calendar=about.lines.calendar)
    months = _months(about.span.first, min(about.span.last, frame.today))
    statements = statements_of(reader, [about.person], months, known=known)
    shown, hidden = _entries(statements, about.span)
    return Evidence(
        about=about,
        entries=shown,
        mentions=_mentions(reader, about),
        hidden=hidden,
        months=_with_reviews(reader, statements, about.person, above),
        goals=_goals(about.person, about.period.last.year),
        earlier=_earlier(reader, about, above),
        comments=_comments(shown),
    )


def _months(first: date, last: date) -> list[str]:
    """The months that these days touch."""
    day, found = first, []
    while day <= last:
        found.append(month_of(day))
        day = (day.replace(day=28) + 4 * ONE_DAY).replace(day=1)
    return found


def _entries(statements: Sequence[MonthStatement], span: ScoreSpan) -> tuple[list[SeenEntry], int]:
    """The entries of the span, the latest first, and how many there are that cannot be read."""

    def inside(seen: SeenEntry) -> bool:
        return span.first <= seen.entry.work_date <= span.last

    sides = [side for told in statements for side in (*told.planned, *told.unplanned)]
    read = [line.seen for side in sides for line in side.lines if inside(line.seen)]
    hidden = [seen for told in statements for seen in told.joined.hidden if inside(seen)]
    return sorted(read, key=lambda seen: (seen.entry.work_date, seen.entry.pk), reverse=True), len(hidden)


def _mentions(reader: Reader, about: OwnSpan) -> list[SeenEntry]:
    """What colleagues recorded of the span and said this person took part in, the latest first."""
    span, person = (about.span.first, about.span.last), about.person
    rows = entries_visible_to(reader).filter(named__person=person, work_date__range=span, withdrawn_reason="")
    found = rows.exclude(person=person).select_related("person").order_by("-work_date", "-id")
    seen = seen_by(reader, list(found[:MOST_MENTIONS]), told_fully=False)
    return [each for each in seen if not each.hidden]


def _with_reviews(
    reader: Reader, statements: Sequence[MonthStatement], person: Person, above: Above
) -> list[Month]:
    rows = MonthlyReview.objects.filter(
        person=person, month__in=[each.month for each in statements], reviewed_at__isnull=False
    )
    reviews = list(rows.select_related("person", "reviewer", "on_behalf_of").order_by("first_day"))
    read = visible_reviews(reader.person, reader.today, reviews, rights=reader.rights, above=above)
    return [Month(each, [review for review in read if review.month == each.month]) for each in statements]


def _goals(person: Person, year: int) -> list[AnnualGoal]:
    rows = AnnualGoal.objects.filter(bureau=person.bureau_id, person=person, year=year)
    return sorted(rows, key=lambda goal: goal.key)


def _earlier(reader: Reader, about: OwnSpan, above: Above) -> list[EarlierSheet]:
    """The published sheets of the quarters of a year before, the latest first, as they stand."""
    found: dict[tuple[str, date], ScoreSheet] = {}
    elements: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for row in _published_before(about):
        found[row.quarter, row.first_day] = row
        if row.element is not None:
            elements[row.pk][row.element] = row.given
    sheets = [found[key] for key in sorted(found, reverse=True) if found[key].kind != SheetKind.WITHDRAWN]
    sights = sheet_sights(reader.person, reader.today, sheets, rights=reader.rights, above=above)
    seen = [(each, sights[each.pk] is SheetSight.WHOLE) for each in sheets if each.pk in sights]
    return [EarlierSheet(each, elements[each.pk] if whole else {}, whole) for each, whole in seen]


def _published_before(about: OwnSpan) -> Iterable[Any]:
    """Every element of every published sheet of a year before, with its sheet; the oldest versions first."""
    period, person = about.period, about.person
    since = f"{period.first.year - 1:04d}-Q{period.number}"
    rows = ScoreSheet.objects.filter(bureau=person.bureau_id, person=person, published_at__isnull=False)
    rows = rows.filter(quarter__gte=since, quarter__lt=period.key).select_related("person", "rater")
    told = rows.annotate(element=F("element_scores__element"), given=F("element_scores__score"))
    return told.order_by("version", "element_scores__id")


def _comments(entries: Sequence[SeenEntry]) -> list[LogComment]:
    """What was said under these entries, the latest first."""
    keys = [seen.entry.pk for seen in entries]
    rows = LogComment.objects.filter(entry__in=keys).select_related("author", "entry")
    return list(rows.order_by("-recorded_at", "-id"))
