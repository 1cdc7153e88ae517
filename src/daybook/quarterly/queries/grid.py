"""评分表: whom somebody scores in a quarter, as of its days, and how far each sheet is.

One row for each span that is somebody's own: a sheet to score, or where another superior had most of the
quarter a written opinion. Scoring is never delegated; where the chain ends the personnel office records what
the committee decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from django.http import Http404

from daybook.daily.access import reader_of
from daybook.monthly.access import Reviewer
from daybook.monthly.queries.queue import people_of
from daybook.org.calendar import work_calendar
from daybook.org.frame import Frame
from daybook.org.lines import Lines, lines_at_once
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.org.roster import fact_of
from daybook.quarterly.access import Scorer
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import Citation, ElementScore, ScoreSheet, SheetWriting
from daybook.quarterly.queries.presence import due_in
from daybook.quarterly.spans import ScoreSpan, form_of, period_of, spans_to_score
from daybook.rules import facts
from daybook.rules.deadlines import sheet_deadline
from daybook.rules.exact import fixed
from daybook.rules.periods import Period
from daybook.rules.policy import Policy
from daybook.rules.presence import employed_span
from daybook.rules.sheet import Form


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A span of somebody's quarter that a superior scores, or writes an opinion on.

    `fields` are what stands in the cells, as typed: the draft, else what an older draft says. `sheet` is the
    published one; `reopened` says that an objection opened it again, to be corrected on its own page.
    """

    person: Person
    span: ScoreSpan
    form: Form
    is_whole: bool
    fields: Mapping[str, str]
    version: int
    saved_at: datetime | None
    sheet: ScoreSheet | None
    reopened: bool

    @property
    def key(self) -> str:
        """How the page names it."""
        return f"{self.person.number}/{self.span.first}"

    @property
    def is_opinion(self) -> bool:
        """Whether words alone are asked for."""
        return self.span.kind == SheetKind.OPINION

    @property
    def committee(self) -> bool:
        """Whether the committee decides, and the personnel office records it."""
        return self.span.superior is None

    @property
    def is_open(self) -> bool:
        """Whether it may be written."""
        return self.sheet is None


@dataclass(frozen=True, slots=True)
class Absentee:
    """Somebody who was there for too few workdays to be scored, and for how many."""

    name: str
    workdays: str


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything somebody scores of a quarter, with what it was read from."""

    rater: Person
    period: Period
    today: date
    policy: Policy
    lines: Lines
    rows: Sequence[SheetRow]
    absentees: Sequence[Absentee]
    due: date

    @property
    def scored(self) -> list[SheetRow]:
        """The rows with elements."""
        return [row for row in self.rows if not row.is_opinion]

    @property
    def opinions(self) -> list[SheetRow]:
        """The rows that ask for words alone."""
        return [row for row in self.rows if row.is_opinion]

    @property
    def open_rows(self) -> list[SheetRow]:
        """What is not signed yet."""
        return [row for row in self.rows if row.is_open]

    @property
    def ripe(self) -> list[SheetRow]:
        """What may be signed by now: its span is over."""
        return [row for row in self.open_rows if row.span.last <= self.today]

    @property
    def unripe(self) -> list[SheetRow]:
        """What may be written, and signed later."""
        return [row for row in self.open_rows if row.span.last > self.today]

    def row(self, number: str, first: date) -> SheetRow | None:
        """The one of a person whose span begins on a day."""
        return next(
            (row for row in self.rows if (row.person.number, row.span.first) == (number, first)), None
        )


def workbench_of(frame: Frame, quarter: str, only: str = "") -> Workbench:
    """What somebody scores of a quarter, `only` of one person where a number is given.

    In eight statements beside those of the frame. Raises Http404 for an administrator; PolicyFault; Refused
    for what is no quarter.
    """
    period, policy = period_of(quarter), _policy(frame)
    calendar = work_calendar(frame.bureau, period.first.year, period.last.year + 1)
    lines = lines_at_once(frame.bureau, period.first, period.last, calendar, about=only)
    scorer = Scorer(frame.person, frame.standing.rights)
    reading = _Reading(scorer, period, frame.today, policy, lines, only=only)
    rows, absentees = reading.rows()
    due = sheet_deadline(policy, calendar, period)
    return Workbench(frame.person, period, frame.today, policy, lines, rows, absentees, due)


def row_for(frame: Frame, quarter: str, number: str, first: date) -> tuple[Workbench, SheetRow]:
    """One row of somebody's own. Raises Http404 where it is not there."""
    bench = workbench_of(frame, quarter, only=number)
    row = bench.row(number, first)
    if row is None:
        raise Http404
    return bench, row


@dataclass(frozen=True, slots=True)
class OwnSpan:
    """A span of somebody's quarter that is the reader's to score, and the lines it was found in."""

    person: Person
    period: Period
    span: ScoreSpan
    policy: Policy
    lines: Lines


def span_for(frame: Frame, quarter: str, number: str, first: date) -> OwnSpan:
    """One span of somebody's own, in two statements; its lines reach a year back, and up to today.

    Raises Http404 where it is not there; PolicyFault.
    """
    period, policy = period_of(quarter), _policy(frame)
    since, until = period.first.replace(year=period.first.year - 1), max(period.last, frame.today)
    calendar = work_calendar(frame.bureau, since.year, until.year + 1)
    lines = lines_at_once(frame.bureau, since, until, calendar, about=number)
    scorer = Scorer(frame.person, frame.standing.rights)
    for person, span in _Reading(scorer, period, frame.today, policy, lines, only=number).spans():
        if span.first == first:
            return OwnSpan(person, period, span, policy, lines)
    raise Http404


def _policy(frame: Frame) -> Policy:
    reader_of(frame)
    return frame.policy or policy_of(frame.bureau, frame.today)


@dataclass
class _Reading:
    """What the rows are read from, each part once."""

    scorer: Scorer
    period: Period
    today: date
    policy: Policy
    lines: Lines
    only: str = ""
    people: Mapping[int, Person] = field(init=False, default_factory=dict)

    def rows(self) -> tuple[list[SheetRow], list[Absentee]]:
        """Every span of the rater's own, by person and day; and those who are not scored."""
        if self.period.first > self.today:
            return [], []
        found = self._concerned()
        own = {person.pk: spans for person in found if (spans := self._own(person))}
        self.people = {person.pk: person for person in found if person.pk in own}
        due, least = due_in(self.lines, self.people.values(), self.period), self.policy.quarterly.min_workdays
        rows = [
            self._row(person, span)
            for row, person in self.people.items()
            for span in own[row]
            if due[row] >= least
        ]
        away = [each for row, each in self.people.items() if due[row] < least]
        return rows, [Absentee(person.name, _days(due[person.pk])) for person in away]

    def spans(self) -> Iterator[tuple[Person, ScoreSpan]]:
        """Every span of the rater's own, whether there was enough of the quarter or not."""
        if self.period.first <= self.today:
            yield from ((person, span) for person in self._concerned() for span in self._own(person))

    def _concerned(self) -> list[Person]:
        """Everybody whom the rater may score, by number."""
        if self.only:
            return [self._person(each) for each in self.lines.roster.people if each.number == self.only]
        reviewer = Reviewer(self.scorer.person, frozenset(), self.scorer.office)
        return people_of(self.lines, reviewer, self.period.first, self.period.last, self.today)

    def _person(self, known: facts.Person) -> Person:
        """A row never to be saved."""
        return Person(
            pk=self.lines.rows[known.number],
            bureau=self.lines.bureau,
            number=known.number,
            name=self.lines.roster.names[known.number],
            staff_category=known.staff_category,
            employed_from=known.employed_from,
            employed_to=known.employed_to,
        )

    def _own(self, person: Person) -> list[ScoreSpan]:
        spans = spans_to_score(self.lines, self.policy, person, self.period, self.today)
        return self.scorer.own(self.lines, person, spans)

    def _row(self, person: Person, span: ScoreSpan) -> SheetRow:
        standing = self.standing.get((person.pk, span.first))
        writing = self.writings.get((person.pk, span.first))
        return SheetRow(
            person=person,
            span=span,
            form=form_of(self.lines, person, span, self.policy),
            is_whole=self._is_whole(person, span),
            fields=self._fields(standing, writing, person, span),
            version=writing.version if writing else 0,
            saved_at=writing.saved_at if writing else None,
            sheet=standing,
            reopened=standing is not None and hasattr(standing, "reopening"),
        )

    def _fields(
        self, standing: ScoreSheet | None, writing: SheetWriting | None, person: Person, span: ScoreSpan
    ) -> Mapping[str, str]:
        if standing is None and writing is not None:
            return dict(writing.fields)
        return self._said(standing or self._own_draft(person, span))

    def _is_whole(self, person: Person, span: ScoreSpan) -> bool:
        """Whether the span is all that the person was here of the quarter."""
        return (span.first, span.last) == employed_span(fact_of(person), self.period.first, self.period.last)

    def _own_draft(self, person: Person, span: ScoreSpan) -> ScoreSheet | None:
        versions = self.sheets.get((person.pk, span.first), [])
        drafts = [
            each for each in versions if each.published_at is None and each.rater_id == self.scorer.person.pk
        ]
        return drafts[-1] if drafts else None

    def _said(self, sheet: ScoreSheet | None) -> dict[str, str]:
        """What a sheet says, as the cells of a draft would."""
        if sheet is None:
            return {}
        said = {"comment": sheet.comment} if sheet.comment else {}
        for each in self.elements.get(sheet.pk, []):
            said[f"score:{each.element}"] = score_shown(self.policy, each.score)
            if each.reason:
                said[f"reason:{each.element}"] = each.reason
        for element, keys in self.cited.get(sheet.pk, {}).items():
            said[f"cite:{element}"] = " ".join(keys)
        return said

    @cached_property
    def sheets(self) -> Mapping[tuple[int, date], list[ScoreSheet]]:
        """All versions of a span, the oldest first."""
        rows = ScoreSheet.objects.filter(
            bureau=self.scorer.person.bureau_id, quarter=self.period.key, person__in=self.people
        )
        found: dict[tuple[int, date], list[ScoreSheet]] = defaultdict(list)
        for sheet in rows.select_related("rater", "reopening").order_by("version"):
            found[sheet.person_id, sheet.first_day].append(sheet)
        return found

    @cached_property
    def standing(self) -> Mapping[tuple[int, date], ScoreSheet]:
        """The published sheet of each span, of several the latest; a withdrawn one stands for none."""
        latest = {
            place: published[-1]
            for place, versions in self.sheets.items()
            if (
                published := [
                    each for each in versions if each.published_at or each.kind == SheetKind.WITHDRAWN
                ]
            )
        }
        return {place: sheet for place, sheet in latest.items() if sheet.kind != SheetKind.WITHDRAWN}

    @cached_property
    def elements(self) -> Mapping[int, list[ElementScore]]:
        found: dict[int, list[ElementScore]] = defaultdict(list)
        sheets = [sheet.pk for versions in self.sheets.values() for sheet in versions]
        for row in ElementScore.objects.filter(sheet__in=sheets).order_by("id") if sheets else ():
            found[row.sheet_id].append(row)
        return found

    @cached_property
    def cited(self) -> Mapping[int, Mapping[str, list[str]]]:
        found: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        sheets = [sheet.pk for versions in self.sheets.values() for sheet in versions]
        rows = Citation.objects.filter(sheet__in=sheets).order_by("id")
        for sheet, element, key in rows.values_list("sheet_id", "element", "entry__key") if sheets else ():
            found[sheet][element].append(key)
        return found

    @cached_property
    def writings(self) -> Mapping[tuple[int, date], SheetWriting]:
        rows = SheetWriting.objects.filter(
            writer=self.scorer.person, quarter=self.period.key, person__in=self.people
        )
        return {(row.person_id, row.first_day): row for row in rows}


def score_shown(policy: Policy, score: object) -> str:
    """A score with the decimal places of the scale."""
    return fixed(Fraction(str(score)), score_places(policy))


def score_places(policy: Policy) -> int:
    """How many decimal places a score on the scale has."""
    exponent = policy.quarterly.score_step.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _days(days: Fraction | int) -> str:
    exact = Fraction(days)
    return fixed(exact, 0 if exact.denominator == 1 else 1)
