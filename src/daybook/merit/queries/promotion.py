"""What a reference sheet is made of, and the sheets that were issued."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.merit.models import PromotionIssue
from daybook.merit.queries.career import Evaluation
from daybook.merit.queries.kept import Kept, SealedYear, kept_years
from daybook.merit.queries.record import evaluation_of
from daybook.org.models import Appointment, Bureau, Person
from daybook.org.policies import policy
from daybook.org.roster import touching
from daybook.rules.policy import Policy

YEARS = 3


@dataclass
class SheetRead:
    """The last final years of a person, from what was sealed; in at most five statements."""

    person: Person
    today: date

    @cached_property
    def kept(self) -> Kept:
        """What was sealed and decided in the bureau in the last years."""
        bureau = self.person.bureau
        return kept_years(bureau, range(self.today.year - YEARS, self.today.year + 1))

    @property
    def years(self) -> list[int]:
        """The last final years of the bureau, the newest first; none before there is one."""
        newest = self.kept.final_years[:1]
        return [year - back for year in newest for back in range(YEARS)]

    def sealed(self, year: int) -> SealedYear | None:
        """The person's figures of a year."""
        return self.kept.sealed.get(year, {}).get(self.person.pk)

    def ranked(self, year: int) -> int:
        """How many have a rank in the person's unit of a year."""
        own = self.sealed(year)
        if own is None:
            return 0
        rows = self.kept.sealed[year].values()
        return sum((each.unit, each.pool) == (own.unit, own.pool) and each.rank is not None for each in rows)

    def grade(self, year: int) -> str:
        """The grade that stands for a year; empty for none."""
        found = self.kept.grades.get(year, {}).get(self.person.pk)
        return found.grade if found else ""

    def policy_of_year(self, year: int) -> Policy:
        """The policy that a year was settled under. Raises PolicyFault."""
        sealed = self.sealed(year)
        return policy(sealed.policy if sealed else self.person.bureau.policy, date(year, 12, 31))

    @cached_property
    def post(self) -> Appointment | None:
        """The post held today."""
        span = touching(self.today, self.today, start="valid_from", end="valid_to")
        return Appointment.objects.filter(span, person=self.person).select_related("department").first()

    @cached_property
    def evaluation(self) -> Evaluation:
        """The career evaluation of the newest final year. Raises PolicyFault."""
        year = self.years[0]
        return evaluation_of(self.person, year, self.kept, self.policy_of_year(year))


def issues_of(bureau: Bureau, person: Person | None = None) -> Sequence[PromotionIssue]:
    """The sheets that were issued, of one person or of all, the newest first; in one statement."""
    rows = PromotionIssue.objects.filter(bureau=bureau).defer("content")
    rows = rows if person is None else rows.filter(person=person)
    return list(rows.select_related("person", "issued_by").order_by("-issued_at", "-key"))
