"""The quarters of some people, scored by the rules that settle the year: no page reckons by itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache

from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day
from daybook.org.policies import policy
from daybook.org.roster import fact_of
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.facts import QUARTERS
from daybook.quarterly.queries.own_facts import OwnFacts
from daybook.rules import facts
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import Fault, PolicyFault
from daybook.rules.result import PersonResult
from daybook.rules.settlement import PolicyOn, Settlement
from daybook.rules.sheet import Form, SheetFigure, UnfitSheet, fitting_form, form_for, sheet_score
from daybook.rules.units import CATEGORY_OF_ROLE


class ScoredYears:
    """The years of some people, each settled when it is first asked for; asking costs no statement.

    `sheets` are all sheets of theirs, with their element scores; `calendar` covers the years asked for.
    """

    def __init__(
        self,
        bureau: Bureau,
        people: Iterable[Person],
        sheets: Sequence[ScoreSheet],
        about: OwnFacts,
        calendar: facts.WorkCalendar,
    ) -> None:
        self.bureau, self.about, self.calendar = bureau, about, calendar
        self.people = {person.pk: fact_of(person) for person in people}
        self.sheets: dict[int, dict[str, list[facts.Sheet]]] = defaultdict(lambda: defaultdict(list))
        for sheet in sheets:
            number = self.people[sheet.person_id].number
            self.sheets[int(sheet.quarter[:4])][number].append(fact_of_sheet(bureau, sheet))
        self._years: dict[int, dict[str, PersonResult]] = {}

    def result(self, number: str, year: int) -> PersonResult | None:
        """Somebody's year; nothing for who is not appraised at its end. Raises PolicyFault."""
        if year not in self._years:
            self._years[year] = settled_people(self.bureau, self._facts(year))
        return self._years[year].get(number)

    def _facts(self, year: int) -> facts.YearFacts:
        known = self.people.items()
        grades: dict[str, dict[int, str]] = defaultdict(dict)
        for (row, quarter), decided in self.about.grades.items():
            if quarter.startswith(f"{year}-"):
                grades[self.people[row].number][QUARTERS[quarter[5:]]] = decided.grade
        return facts.YearFacts(
            bureau=self.bureau.code,
            year=year,
            calendar=self.calendar,
            departments=(),
            appointments=[post.held for row, _each in known for post in self.about.posts.get(row, ())],
            portfolios=(),
            people=list(self.people.values()),
            absences={each.number: self.about.absences.get(row, []) for row, each in known},
            sheets=self.sheets.get(year, {}),
            routine_grades=grades,
        )


def settled_people(bureau: Bureau, known: facts.YearFacts) -> dict[str, PersonResult]:
    """The people of a year with their quarters and grades, under the policy that settles it, by number.

    A published sheet keeps the policy it was published under. Raises PolicyFault.
    """
    in_force = policy(bureau.policy, date(known.year, 12, 31))
    settlement = Settlement(in_force, known, _policy_on(bureau.policy))
    try:
        return {each.number: each for each in settlement.people()}
    except UnfitSheet as unfit:
        raise PolicyFault([Fault(bureau.policy, "sheets", "unfit_sheet", {"value": str(unfit)})]) from unfit


def fact_of_sheet(bureau: Bureau, sheet: ScoreSheet) -> facts.Sheet:
    """A sheet as the rules know it."""
    return facts.Sheet(
        quarter=QUARTERS[sheet.quarter[5:]],
        scores=_scores(sheet),
        published_on=local_day(bureau, sheet.published_at) if sheet.published_at else None,
        kind=sheet.kind,
        version=sheet.version,
        first_day=sheet.first_day,
        last_day=sheet.last_day,
        rater=sheet.rater.number if sheet.rater else "",
        policy=sheet.policy,
    )


def policy_of_sheet(sheet: ScoreSheet) -> Policy:
    """The policy a published sheet stands under. Raises PolicyFault."""
    bureau = sheet.bureau
    on = local_day(bureau, sheet.published_at) if sheet.published_at else sheet.last_day
    return policy(sheet.policy or bureau.policy, on)


def figure_of_sheet(sheet: ScoreSheet, about: OwnFacts) -> SheetFigure:
    """The score of a published sheet by itself, on the form of the post at its end. Raises PolicyFault."""
    in_force, known = policy_of_sheet(sheet), fact_of_sheet(sheet.bureau, sheet)
    form = form_of_post(in_force, sheet, about)
    try:
        return sheet_score(fitting_form(in_force, form, known.scores), known, sheet.quarter)
    except UnfitSheet as unfit:
        raise PolicyFault([Fault(in_force.id, "sheets", "unfit_sheet", {"value": str(unfit)})]) from unfit


def form_of_post(in_force: Policy, sheet: ScoreSheet, about: OwnFacts) -> Form:
    """The form of a policy for the post that the person held at the end of a sheet's days."""
    post = about.post_on(sheet.person, sheet.last_day)
    role, post_class = (post.held.role, post.held.post_class) if post else ("", "")
    return form_for(in_force, CATEGORY_OF_ROLE.get(role, "staff"), post_class)


def _scores(sheet: ScoreSheet) -> Mapping[str, int]:
    return {each.element: int(each.score * 100) for each in sheet.element_scores.all()}


def _policy_on(own: str) -> PolicyOn:
    @cache
    def policy_on(policy_id: str, day: date) -> Policy:
        return policy(policy_id or own, day)

    return policy_on
