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
from daybook.daily.enums import Visibility
from daybook.daily.models import LogComment
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.monthly.access import visible_reviews
from daybook.monthly.models import MonthlyReview
from daybook.org.above import Above
from daybook.org.frame import Frame
from daybook.org.models import Person
from daybook.plans.models import AnnualGoal, PlanItem
from daybook.quarterly.access import SheetSight, sheet_sights
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.grid import OwnSpan, span_for
from daybook.quarterly.queries.recorded import Recorded, RecordedMonth
from daybook.quarterly.standing import in_force

MOST_MENTIONS = 50  # entries of colleagues that are shown


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
    months: Sequence[RecordedMonth]
    reviews: Sequence[MonthlyReview]
    plan: Sequence[tuple[PlanItem, int]]
    goals: Sequence[AnnualGoal]
    earlier: Sequence[EarlierSheet]
    comments: Sequence[LogComment]


def evidence_for(frame: Frame, quarter: str, number: str, first: date) -> Evidence:
    """The evidence of one span of somebody's own, in at most fifteen statements. Raises Http404."""
    about = span_for(frame, quarter, number, first)
    above = Above(about.lines.structure, about.lines.conflicts)
    reader = replace(reader_of(frame), above=above)
    recorded = Recorded(reader, about, above)
    entries, served = recorded.entries, recorded.served
    return Evidence(
        about=about,
        entries=entries,
        mentions=_mentions(reader, about),
        hidden=recorded.hidden,
        months=recorded.by_month(),
        reviews=_reviews(reader, about.person, recorded.months, above),
        plan=[(item, served.get(item.pk, 0)) for item in recorded.items],
        goals=_goals(about.person, about.period.last.year),
        earlier=_earlier(reader, about, above),
        comments=_comments(entries),
    )


def _mentions(reader: Reader, about: OwnSpan) -> list[SeenEntry]:
    """What colleagues recorded in the open and said this person took part in, the latest first."""
    span, person = (about.span.first, about.span.last), about.person
    rows = entries_visible_to(reader).filter(named__person=person, work_date__range=span, withdrawn_reason="")
    rows = rows.filter(visibility=Visibility.OPEN, quarantined=False).exclude(person=person)
    found = rows.select_related("person").order_by("-work_date", "-id")[:MOST_MENTIONS]
    return seen_by(reader, list(found), told_fully=False)


def _reviews(reader: Reader, person: Person, months: Sequence[str], above: Above) -> list[MonthlyReview]:
    """The reviews of these months that the reader may read."""
    rows = MonthlyReview.objects.filter(person=person, month__in=months, reviewed_at__isnull=False)
    reviews = list(rows.select_related("reviewer").order_by("month", "first_day"))
    for review in reviews:
        review.person = person
    return visible_reviews(reader.person, reader.today, reviews, rights=reader.rights, above=above)


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
    sheets = [found[key] for key in sorted(found, reverse=True)]
    sights = sheet_sights(reader.person, reader.today, sheets, rights=reader.rights, above=above)
    seen = [(each, sights[each.pk] is SheetSight.WHOLE) for each in sheets if each.pk in sights]
    return [EarlierSheet(each, elements[each.pk] if whole else {}, whole) for each, whole in seen]


def _published_before(about: OwnSpan) -> Iterable[Any]:
    """Every element of every sheet of a year before that stands, with its sheet."""
    period, person = about.period, about.person
    since = f"{period.first.year - 1:04d}-Q{period.number}"
    rows = ScoreSheet.objects.filter(bureau=person.bureau_id, person=person)
    rows = in_force(rows.filter(quarter__gte=since, quarter__lt=period.key)).select_related("person", "rater")
    told = rows.annotate(element=F("element_scores__element"), given=F("element_scores__score"))
    return told.order_by("element_scores__id")


def _comments(entries: Sequence[SeenEntry]) -> list[LogComment]:
    """What was said under these entries, the latest first."""
    keys = [seen.entry.pk for seen in entries]
    rows = LogComment.objects.filter(entry__in=keys).select_related("author")
    return list(rows.order_by("-recorded_at", "-id"))
