"""The end of a year: what still stands before it, and who has signed the final result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.annual.fitness import SeatUse, exceeded, unfit
from daybook.annual.hindrances import open_objections
from daybook.annual.models import Notice, Signature
from daybook.annual.queries.decided import DecisionLog, Version, decision_log
from daybook.annual.queries.results import YearResults
from daybook.annual.wording import unit_word
from daybook.org.frame import Frame
from daybook.rules.result import PersonResult

UNDECIDED = frozenset({"", "proposed"})
PAGE = 100


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody with the version in force of his result, and what he did with it; nothing before he did."""

    number: str
    name: str
    department: str
    final: Version
    signature: Signature | None
    is_gone: bool


@dataclass
class Ending:
    """A year's end as the personnel office and the principal leader see it."""

    frame: Frame
    results: YearResults
    page: int = 1

    @cached_property
    def log(self) -> DecisionLog:
        """Every version of every grade."""
        return decision_log(self.frame.bureau, self.results.year)

    @property
    def is_final(self) -> bool:
        """Whether the year is final."""
        return self.log.is_final

    @cached_property
    def undecided(self) -> list[str]:
        """The names of those without a decided grade."""
        rows, names = self.results.rows, self.results.settled.roster.names
        lasts = {each.number: self.log.last(rows[each.number]) for each in self._people}
        return [names[number] for number, last in lasts.items() if (last.stage if last else "") in UNDECIDED]

    @cached_property
    def unfit(self) -> list[str]:
        """The names of those whose grade is not open to them any more."""
        names = self.results.settled.roster.names
        return [names[each.number] for each in unfit(self.results.settled.result, self._grades)]

    @cached_property
    def exceeded(self) -> list[tuple[str, SeatUse]]:
        """The units with more grades than seats, by name."""
        uses, names = exceeded(self.results.settled.result, self._grades), self.results.settled.roster.names
        return [(unit_word(use.unit, names), use) for use in uses]

    @property
    def _grades(self) -> Mapping[str, str]:
        lasts = {each.number: self.log.last(self.results.rows[each.number]) for each in self._people}
        return {number: last.grade for number, last in lasts.items() if last}

    @cached_property
    def notice(self) -> Notice | None:
        """The notice put up last."""
        return (
            Notice.objects.filter(bureau=self.frame.bureau, year=self.results.year).order_by("serial").last()
        )

    @property
    def needs_notice(self) -> bool:
        """Whether the policy asks for a public notice, and somebody has a grade that is put up."""
        policy = self.results.settled.policy.notice
        lasts = (self.log.last(row) for row in self.log.versions)
        return policy.applies and any(last.grade in policy.grades for last in lasts if last)

    @property
    def is_notice_over(self) -> bool:
        """Whether the notice has stood for its workdays."""
        return self.notice is not None and self.notice.last_day < self.today

    @cached_property
    def objections(self) -> int:
        """How many objections to the notice wait for a decision."""
        return open_objections(self.frame.bureau, self.results.year)

    @property
    def is_ready(self) -> bool:
        """Whether nothing stands before the end any more."""
        noticed = not self.needs_notice or self.is_notice_over
        stands = self.undecided or self.unfit or self.exceeded or self.objections
        return not self.is_final and noticed and not stands

    @property
    def today(self) -> date:
        """The day it is in the bureau."""
        return self.frame.today

    @cached_property
    def signed(self) -> list[Signed]:
        """Everybody, those who have not signed first, then by number."""
        rows = [each for each in (self._signed(number) for number in self.results.rows) if each]
        return sorted(rows, key=lambda each: (each.signature is not None or each.is_gone, each.number))

    @property
    def shown(self) -> Sequence[Signed]:
        """The page of the list that is shown."""
        here = min(max(1, self.page), len(self.pages))
        return self.signed[(here - 1) * PAGE : here * PAGE]

    @property
    def pages(self) -> range:
        """The pages of the list."""
        return range(1, max(1, -(-len(self.signed) // PAGE)) + 1)

    @property
    def unsigned(self) -> int:
        """How many have not signed who still could."""
        return sum(each.signature is None and not each.is_gone for each in self.signed)

    @property
    def _people(self) -> Sequence[PersonResult]:
        return self.results.settled.result.people

    @cached_property
    def _signatures(self) -> Mapping[tuple[int, int], Signature]:
        found = Signature.objects.filter(bureau=self.frame.bureau, year=self.results.year)
        return {(row.person_id, row.version): row for row in found.select_related("recorded_by")}

    @cached_property
    def _found(self) -> Mapping[str, PersonResult]:
        return {each.number: each for each in self._people}

    def _signed(self, number: str) -> Signed | None:
        row, roster = self.results.rows[number], self.results.settled.roster
        last, found = self.log.last(row), self._found.get(number)
        if last is None or last.stage != "final" or found is None:
            return None
        left = found.person.employed_to
        return Signed(
            number=number,
            name=roster.names[number],
            department=roster.department_names.get(found.department or "", ""),
            final=last,
            signature=self._signatures.get((row, last.version)),
            is_gone=left is not None and left < self.today,
        )
