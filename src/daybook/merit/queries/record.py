"""A person's whole record over the years: posts, years, circumstances, benefits, career evaluation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from daybook.annual.enums import ANNOUNCED
from daybook.merit.access import RecordSight
from daybook.merit.models import Benefit
from daybook.merit.queries.ballots import recognitions
from daybook.merit.queries.career import Evaluation, evaluated, inputs_of
from daybook.merit.queries.kept import Grade, Kept, SealedYear, kept_years
from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau, Circumstance, Person
from daybook.org.policies import policy
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own_facts import OwnFacts, Post, facts_about
from daybook.quarterly.queries.own_scored import ScoredYears
from daybook.quarterly.standing import in_force
from daybook.rules.policy import Policy
from daybook.rules.result import PersonResult


@dataclass
class PersonRecord:
    """What a reader may know of somebody over the years; each part is looked up when it is asked for.

    In at most thirteen statements. Figures of final years are those that were sealed; the others are the
    quarters as they settle now.
    """

    sight: RecordSight

    @property
    def person(self) -> Person:
        """Whose record it is."""
        return self.sight.person

    @property
    def bureau(self) -> Bureau:
        """The bureau."""
        return self.sight.person.bureau

    @cached_property
    def kept(self) -> Kept:
        """What was sealed and decided of the person, every year."""
        return kept_years(self.bureau, person=self.person.pk)

    @cached_property
    def about(self) -> OwnFacts:
        """Posts, absences, grades of quarters."""
        return facts_about([self.person])

    @cached_property
    def posts(self) -> Sequence[Post]:
        """Every post, the latest first."""
        held = self.about.posts.get(self.person.pk, [])
        return sorted(held, key=lambda each: each.held.valid_from, reverse=True)

    @property
    def sealed(self) -> Mapping[int, SealedYear]:
        """The person's final years."""
        return {year: rows[self.person.pk] for year, rows in self.kept.sealed.items()}

    @cached_property
    def running(self) -> Mapping[int, PersonResult]:
        """The years that are not final and have a published sheet, as they settle now. Raises PolicyFault."""
        sheets = list(self._sheets())
        years = sorted({int(each.quarter[:4]) for each in sheets})
        if not years:
            return {}
        calendar = work_calendar(self.bureau, years[0], years[-1])
        scored = ScoredYears(self.bureau, [self.person], sheets, self.about, calendar)
        found = {year: scored.result(self.person.number, year) for year in years}
        return {year: result for year, result in found.items() if result is not None}

    def _sheets(self) -> QuerySet[ScoreSheet]:
        """The published sheets of the years that are not final."""
        rows = in_force(ScoreSheet.objects.filter(person=self.person))
        for year in self.sealed:
            rows = rows.exclude(quarter__startswith=f"{year}-")
        return rows.select_related("bureau", "rater").prefetch_related("element_scores").order_by("first_day")

    def grade(self, year: int) -> Grade | None:
        """The grade that stands for a year as the reader may know it: the person once it is announced."""
        found = self.kept.grades.get(year, {}).get(self.person.pk)
        if found is None or not self.sight.whole:
            return None
        told = found.stage in ANNOUNCED or not self.sight.own or self.sight.office
        return found if told else None

    @cached_property
    def circumstances(self) -> Sequence[Circumstance]:
        """The special circumstances, the latest first; none for whom they are not."""
        rows = Circumstance.objects.filter(person=self.person)
        return list(rows.order_by("-first_day", "kind")) if self.sight.whole else []

    @cached_property
    def benefits(self) -> Sequence[Benefit]:
        """Awards, training and recuperation leave that stand, the latest first."""
        rows = Benefit.objects.filter(person=self.person, cancelled_at=None)
        return list(rows.order_by("-year", "-entered_at"))

    @cached_property
    def policy(self) -> Policy:
        """The policy of the year that is evaluated. Raises PolicyFault."""
        year = self.evaluated_year
        sealed = self.sealed.get(year)
        return policy(sealed.policy if sealed else self.bureau.policy, date(year, 12, 31))

    @property
    def evaluated_year(self) -> int:
        """The year of the evaluation: the latest final one."""
        return max(self.sealed, default=self.sight.frame.today.year)

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """The career evaluation of the latest final year; none before there is one. Raises PolicyFault."""
        if not self.sight.whole or not self.sealed:
            return None
        return evaluation_of(self.person, self.evaluated_year, self.kept, self.policy)


def evaluation_of(person: Person, year: int, kept: Kept, in_force: Policy) -> Evaluation:
    """One person's evaluation of a final year, in two statements."""
    totals = {of: total for of, total in kept.totals_of(person.pk).items() if of <= year}
    recognised = recognitions(in_force, person.bureau, year, [person.pk]).get(person.pk)
    inputs = inputs_of(person.bureau, year, [person.pk]).get(person.pk, {})
    return evaluated(in_force, year, totals, recognised, inputs)
