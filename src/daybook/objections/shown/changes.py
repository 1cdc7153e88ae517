"""What a correction changes, old beside new, as far as a reader may know the figures of each person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.queries.results import YearResults
from daybook.annual.shown.cells import ROUTINE, TOTAL, figure_of
from daybook.annual.shown.sight import PersonSight, sight_of
from daybook.annual.shown.units import UnitNames, unit_names
from daybook.annual.wording import FIGURES, grade_word, reason_words, warning_words
from daybook.monthly.enums import Rating
from daybook.objections.queries.proposal import Proposal
from daybook.org.frame import Frame
from daybook.quarterly.wording import quarter_word
from daybook.rules.exact import MISSING, score_text
from daybook.rules.figure import Figure
from daybook.rules.periods import quarters_of
from daybook.rules.record import year_record
from daybook.rules.result import PersonResult
from daybook.rules.working import formula


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that changes: what it is called, old and new, and the working of the new one."""

    name: str
    old: str
    new: str
    working: str = ""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person of whom something changes, and what of it the reader may know."""

    number: str
    name: str
    unit: str
    is_subject: bool
    lines: Sequence[Line]


class Changes:
    """The differences between two settlings of a year, for one reader."""

    def __init__(self, frame: Frame, proposal: Proposal) -> None:
        self.frame = frame
        self.proposal = proposal
        self.sight = sight_of(frame)

    @property
    def year(self) -> int:
        """The year that is settled."""
        return self.proposal.year

    @property
    def is_final(self) -> bool:
        """Whether the year is final: then it stays as it was sealed."""
        return self.proposal.is_final

    @cached_property
    def _changed(self) -> list[tuple[PersonResult, PersonResult]]:
        """Whose record is another, before and after; the person of the sheet first, then by number."""
        before = {each.number: each for each in self.proposal.before.settled.result.people}
        olds, news = _records(self.proposal.before), _records(self.proposal.after)
        pairs = [(before[each.number], each) for each in self.proposal.after.settled.result.people]
        found = [
            (old, new)
            for old, new in pairs
            if olds[new.number] != news[new.number] or old.grades != new.grades
        ]
        return sorted(found, key=lambda pair: (pair[1].number != self.proposal.number, pair[1].number))

    @cached_property
    def _told(self) -> list[tuple[PersonChange, int]]:
        """Everybody of whom something changes, and how many lines there are of him in all."""
        listed = [(old, new, list(_lines(self.proposal, old, new))) for old, new in self._changed]
        return [(self._person(new, lines), len(lines)) for _old, new, lines in listed if lines]

    @property
    def people(self) -> list[PersonChange]:
        """Everybody whose change the reader may know."""
        return [each for each, _count in self._told if each.lines]

    @property
    def hidden(self) -> int:
        """Of how many other people something changes that is not the reader's to know."""
        return len(self._told) - len(self.people)

    @property
    def is_partial(self) -> bool:
        """Whether of somebody shown, more changes than the reader may know."""
        return any(0 < len(each.lines) < count for each, count in self._told)

    @property
    def seats(self) -> list[Line]:
        """The seats of units that change, with refilling; open to everybody in the bureau."""
        old, new = (_seats(each) for each in (self.proposal.before, self.proposal.after))
        return [
            Line(f"{self.names.full(unit)} {grade_word(grade)}", str(old.get(key, 0)), str(count))
            for key, count in new.items()
            for _pool, unit, grade in [key]
            if old.get(key, 0) != count
        ]

    @property
    def warnings(self) -> list[str]:
        """What `settle` warns of only after the correction."""
        old, new = (each.settled.result.warnings for each in (self.proposal.before, self.proposal.after))
        return [warning_words(code) for code in new if code not in old]

    @property
    def lifted(self) -> list[str]:
        """What `settle` warned of only before the correction."""
        old, new = (each.settled.result.warnings for each in (self.proposal.before, self.proposal.after))
        return [warning_words(code) for code in old if code not in new]

    @cached_property
    def names(self) -> UnitNames:
        """What the units are called."""
        return unit_names(self.proposal.after.settled)

    @cached_property
    def mark(self) -> str:
        """One mark over both settlings: what is confirmed must be what was seen."""
        both = [year_record(each.settled.result) for each in (self.proposal.before, self.proposal.after)]
        return hashlib.sha256(json.dumps(both, ensure_ascii=False).encode()).hexdigest()

    def _person(self, each: PersonResult, lines: Sequence[tuple[str, Line]]) -> PersonChange:
        is_subject = each.number == self.proposal.number
        sight = PersonSight(self.sight, self.proposal.after, each, self.frame.today)
        allowed = _allowed(sight, is_subject=is_subject)
        shown = [line for level, line in lines if level in allowed]
        name = self.proposal.after.settled.roster.names[each.number]
        return PersonChange(each.number, name, self.names.short(each.unit), is_subject, shown)


QUARTER, ROUTINE_SCORE, YEAR, SUGGESTION = "quarter", "routine", "year", "suggestion"


def _allowed(sight: PersonSight, *, is_subject: bool) -> set[str]:
    """Which of a person's lines the reader of a sight may know; whoever sees the sheet knows its quarter."""
    levels = {QUARTER} if is_subject else set()
    if sight.result:
        levels |= {QUARTER, ROUTINE_SCORE}
    if sight.rank:
        levels.add(YEAR)
    if sight.ranking:
        levels.add(SUGGESTION)
    return levels


def _lines(proposal: Proposal, old: PersonResult, new: PersonResult) -> Iterator[tuple[str, Line]]:
    """Everything that changes of a person, each with who may know it."""
    policy = proposal.after.settled.policy
    quarter = quarters_of(proposal.year)[proposal.quarter - 1]
    figures = (
        (QUARTER, quarter_word(quarter.key), f"Q{proposal.quarter}"),
        (ROUTINE_SCORE, str(FIGURES[ROUTINE]), ROUTINE),
        (YEAR, str(FIGURES[TOTAL]), TOTAL),
    )
    for level, name, key in figures:
        was, now = figure_of(old, key), figure_of(new, key)
        if _text(was) != _text(now):
            opened = now.terms[0].figure if now and level == QUARTER and len(now.terms) == 1 else now
            yield level, Line(name, _text(was), _text(now), formula(opened, policy) if opened else "")
        if level == QUARTER:
            yield from _grade(proposal, old, new)
    yield from _year(proposal, old, new)


def _grade(proposal: Proposal, old: PersonResult, new: PersonResult) -> Iterator[tuple[str, Line]]:
    was, now = (each.grades.get(proposal.quarter) for each in (old, new))
    if was != now:
        yield QUARTER, Line(_("grade of the quarter"), _rating(was), _rating(now))


def _year(proposal: Proposal, old: PersonResult, new: PersonResult) -> Iterator[tuple[str, Line]]:
    minimum = str(proposal.after.settled.policy.eligibility.routine_minimum)
    if old.eligible != new.eligible:
        barred = [reason_words(code, minimum) for code in new.barred_by]
        yield YEAR, Line(_("eligible for"), _grades(old), _grades(new), "；".join(barred))
    if old.rank != new.rank:
        working = _("by annual total, then routine score")
        yield YEAR, Line(_("rank in the unit"), _rank(old), _rank(new), working)
    if old.suggested != new.suggested:
        ties = [reason_words(code) for code in new.why if code.startswith("tie:")]
        yield (
            SUGGESTION,
            Line(_("suggested grade"), grade_word(old.suggested), grade_word(new.suggested), "；".join(ties)),
        )


def _records(results: YearResults) -> dict[str, object]:
    return {each["person"]: each for each in year_record(results.settled.result)["people"]}


def _seats(results: YearResults) -> dict[tuple[str, str, str], int]:
    return {
        (pool.pool, unit.unit, grade): seats
        for pool in results.settled.result.pools
        for unit in pool.units
        for grade, seats in unit.seats.items()
    }


def _text(figure: Figure | None) -> str:
    return MISSING if figure is None else score_text(figure.hundredths)


def _rating(code: str | None) -> str:
    return str(Rating(code).label) if code else MISSING


def _grades(each: PersonResult) -> str:
    return pgettext("list of names", ", ").join(map(grade_word, each.eligible)) or MISSING


def _rank(each: PersonResult) -> str:
    return str(each.rank) if each.rank else MISSING
