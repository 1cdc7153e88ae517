"""Changing grades that are decided: the form with what stands and what is suggested now, and the preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.annual.fitness import GradeDraft
from daybook.annual.models import Decision, SealedResult
from daybook.annual.queries.amending import Amending, SeatChange
from daybook.annual.queries.decided import standing
from daybook.annual.queries.results import YearResults
from daybook.annual.shown.grading import GRADE, REASON, open_grades
from daybook.annual.shown.ranks import department_of
from daybook.annual.shown.units import UnitNames, unit_names
from daybook.annual.wording import grade_word
from daybook.org.frame import Frame
from daybook.rules.exact import MISSING, score_text
from daybook.rules.result import PersonResult
from daybook.web.refusals import Refused

MOST = 150  # rows of a form; whoever else is meant is named and gets a row before them
ALSO = "also"


@dataclass(frozen=True, slots=True)
class AmendRow:
    """Somebody in the form: what stands, what is suggested now, what is chosen."""

    number: str
    name: str
    place: str
    unit: str
    rank: str
    total: str
    standing: str
    suggested: str
    differs: bool
    options: Sequence[tuple[str, str]]
    grade: str
    reason: str
    is_own: bool
    is_named: bool


@dataclass(frozen=True, slots=True)
class TouchedLine:
    """Before and after of one person that the change touches; `total` old and new of a final year."""

    name: str
    unit: str
    before: str
    after: str
    suggested: str
    total_before: str
    total_after: str
    reason: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """Seats of a unit and grade, used before and after."""

    name: str
    before: int
    after: int
    seats: int


@dataclass
class AmendPage:
    """A change of grades being written for the people of a unit, and for whoever else is named.

    `typed` is what was sent.
    """

    frame: Frame
    results: YearResults
    pool: str
    unit: str
    typed: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def names(self) -> UnitNames:
        """What the units are called."""
        return unit_names(self.results.settled)

    @cached_property
    def standing(self) -> Mapping[str, Decision]:
        """What stands of everybody, by number."""
        return standing(self.frame.bureau, self.results.year)

    @property
    def is_decided(self) -> bool:
        """Whether everybody's grade is decided, so that it can be changed."""
        return bool(self.standing) and all(row.stage != "proposed" for row in self.standing.values())

    @property
    def is_final(self) -> bool:
        """Whether the year is final."""
        return any(row.stage == "final" for row in self.standing.values())

    @cached_property
    def rows(self) -> list[AmendRow]:
        """Who was named; whoever is suggested otherwise now; the unit in order of rank."""
        listed = self._listed
        here = {each.number for each in listed}
        others = self.results.settled.result.people
        meant = [each for each in others if self._is_meant(each) and each.number not in here]
        return [self._row(each) for each in [*meant, *listed]]

    @property
    def _listed(self) -> list[PersonResult]:
        """As many as a form shows by itself."""
        unit = self.results.members(self.pool, self.unit)
        here = {each.number for each in unit}
        others = [each for each in self.results.settled.result.people if self._differs(each)]
        listed = [each for each in others if each.number not in here]
        ranked = sorted(unit, key=lambda each: (each.rank is None, each.rank or 0, each.number))
        return [each for each in [*listed, *ranked] if each.number in self.standing][:MOST]

    def _is_meant(self, each: PersonResult) -> bool:
        """Whether somebody has a row because he was named, now or before."""
        return each.number in self.standing and (f"{GRADE}{each.number}" in self.typed or each is self.also)

    @cached_property
    def also(self) -> PersonResult | None:
        """Who is named beside those that are listed; nobody where the text names no one person."""
        try:
            return self.named() if self.also_typed else None
        except Refused:
            return None

    @property
    def also_typed(self) -> str:
        """How somebody beside those that are listed was named."""
        return self.typed.get(ALSO, "")

    @property
    def also_left(self) -> str:
        """The same, once more to be typed where it names no one person."""
        return "" if self.also else self.also_typed

    def named(self) -> PersonResult:
        """The one person with a decided grade whose number, else name, was typed. Raises Refused."""
        text, names = self.also_typed, self.results.settled.roster.names
        people = self.results.settled.result.people
        found = [each for each in people if text and text in {each.number, names[each.number]}]
        numbered = [each for each in found if each.number == text]
        if len(numbered or found) != 1:
            several = _("Several people have this name; write the staff number.")
            raise Refused(several if found else _("Nobody of this year is called so."), field=ALSO)
        [one] = numbered or found
        if one.number not in self.standing:
            name = {"name": names[one.number]}
            raise Refused(_("The grade of %(name)s is not decided yet.") % name, field=ALSO)
        return one

    @cached_property
    def drafts(self) -> list[GradeDraft]:
        """What was chosen, for those whose grade it changes."""
        chosen = {row.number: row for row in self.rows if row.grade and not row.is_own}
        return [
            GradeDraft(self.standing[number].person, row.grade, row.reason)
            for number, row in chosen.items()
            if row.grade != self.standing[number].grade
        ]

    @property
    def reason(self) -> str:
        """The reason they have in common."""
        return self.typed.get("why", "")

    @property
    def by(self) -> str:
        """Who decided it, as it was named."""
        return self.typed.get("by", "")

    @cached_property
    def change(self) -> Amending:
        """The change, checked. Raises Refused."""
        settled, year = self.results.settled, self.results.year
        change = Amending(self.frame.bureau, year, settled, self.standing, self.drafts, self.reason)
        if not self.by.strip():
            raise Refused(_("Name who decided, such as the appraisal committee."), field="by")
        if self.also_typed:
            name = {"name": self.results.settled.roster.names[self.named().number]}
            raise Refused(_("%(name)s has a row now; choose the grade there.") % name, field="grade")
        return change.checked()

    @property
    def touched(self) -> list[TouchedLine]:
        """Before and after of everybody the change touches."""
        names, sealed = self.results.settled.roster.names, self._sealed
        return [
            TouchedLine(
                name=names[each.found.number],
                unit=self.names.full(each.found.unit),
                before=grade_word(each.before),
                after=grade_word(each.after),
                suggested=grade_word(each.found.suggested),
                total_before=sealed.get(each.found.number, ""),
                total_after=_total(each.found),
                reason=each.reason,
            )
            for each in self.change.touched
        ]

    @property
    def seats(self) -> list[SeatLine]:
        """The seats before and after."""
        return [self._seat(each) for each in self.change.seats]

    @cached_property
    def _sealed(self) -> Mapping[str, str]:
        """The sealed totals of those it touches, where the year is final."""
        if not self.is_final:
            return {}
        people = [each.found.number for each in self.change.touched]
        rows = SealedResult.objects.filter(
            bureau=self.frame.bureau, year=self.results.year, person__number__in=people
        )
        told = rows.values_list("person__number", "annual_total")
        return {number: MISSING if total is None else str(total) for number, total in told}

    def _seat(self, each: SeatChange) -> SeatLine:
        name = f"{self.names.full(each.after.unit)} {grade_word(each.after.grade)}"
        return SeatLine(name, each.before.used, each.after.used, each.after.seats)

    def _differs(self, each: PersonResult) -> bool:
        row = self.standing.get(each.number)
        return row is not None and each.suggested is not None and each.suggested != row.grade

    def _row(self, each: PersonResult) -> AmendRow:
        row, names = self.standing[each.number], self.results.settled.roster.names
        options = open_grades(each)
        return AmendRow(
            number=each.number,
            name=names[each.number],
            place=department_of(self.results, each),
            unit=self.names.short(each.unit),
            rank=str(each.rank) if each.rank else "–",
            total=_total(each),
            standing=grade_word(row.grade),
            suggested=grade_word(each.suggested),
            differs=self._differs(each),
            options=options if row.grade in dict(options) else [(row.grade, grade_word(row.grade)), *options],
            grade=self.typed.get(f"{GRADE}{each.number}", row.grade),
            reason=self.typed.get(f"{REASON}{each.number}", ""),
            is_own=each.number == self.frame.person.number,
            is_named=each is self.also,
        )


def _total(each: PersonResult) -> str:
    return score_text(each.total.hundredths) if each.total else MISSING
