"""From facts to people: who is appraised, and the figures of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction

from daybook.rules.assessment import assessment
from daybook.rules.circumstances import Effect, effects_on, last_day_employed
from daybook.rules.eligibility import barred_by, eligible_grades
from daybook.rules.facts import Absence, Appointment, Member, Person, Sheet, YearFacts
from daybook.rules.figure import Figure
from daybook.rules.periods import Period, holds_on, quarters_of
from daybook.rules.policy import Policy
from daybook.rules.presence import due_workdays, employed_span
from daybook.rules.quarter import quarter_score, standing_sheets
from daybook.rules.result import PersonResult, is_appraised
from daybook.rules.routine import annual_total, routine_score
from daybook.rules.sheet import Form, SheetFigure, fitting_form, form_for, sheet_score
from daybook.rules.statutory import quarter_grades
from daybook.rules.units import CATEGORY_OF_ROLE, UnitMap, counted_member, pool_of_category

PolicyOn = Callable[[str, date], Policy]
NONE: Mapping[int, str] = {}


class Settlement:
    """The people of a bureau-year. What everybody shares is looked up once."""

    def __init__(self, policy: Policy, facts: YearFacts, policy_on: PolicyOn | None) -> None:
        self.policy = policy
        self.facts = facts
        self.policy_on = policy_on
        self.policies: dict[tuple[str, date], Policy] = {}
        self.first, self.last = date(facts.year, 1, 1), date(facts.year, 12, 31)
        self.quarters = quarters_of(facts.year)
        self.workdays = {
            each.number: facts.calendar.workdays(each.first, each.last) for each in self.quarters
        }
        self.units = UnitMap(policy, self.last, facts.portfolios, facts.appointments)
        self.appointments: dict[str, list[Appointment]] = {}
        for each in facts.appointments:
            self.appointments.setdefault(each.person, []).append(each)

    def people(self) -> Iterator[PersonResult]:
        """Everybody employed in the year whose last role in it is appraised, by number."""
        for person in sorted(self.facts.people):
            held = self._last_appointment(person)
            if held is not None and held.role in CATEGORY_OF_ROLE:
                yield self._person(person, held)

    def _last_appointment(self, person: Person) -> Appointment | None:
        """The appointment on 31 December, or on the last day employed; none if never employed in the year."""
        day = last_day_employed(person, self.facts.year)
        if day < self.first or person.employed_from > day:
            return None
        for each in self.appointments.get(person.number, ()):
            if holds_on(each.valid_from, each.valid_to, day):
                return each
        return None

    def _person(self, person: Person, held: Appointment) -> PersonResult:
        result = PersonResult()
        result.person, result.department = person, held.department
        result.category = CATEGORY_OF_ROLE[held.role]
        result.pool = pool_of_category(self.policy)[person.staff_category]
        result.unit = self.units.unit_of(held.department, result.category)
        result.rank = result.suggested = None
        self._measure(result)
        self._judge(result)
        self._place(result)
        return result

    def _place(self, result: PersonResult) -> None:
        """Where the person counts: as frozen, where the units are frozen; else as the facts have it."""
        result.known = Member(result.pool, result.unit, is_appraised(result.barred_by))
        counted = counted_member(self.facts.members, result.number, result.known)
        result.pool, result.unit, result.in_base = counted
        if not result.in_base:
            result.eligible = ()  # a quota is a share of a base: whoever is in none has no part in it

    def _measure(self, result: PersonResult) -> None:
        """Quarters, routine score, assessment and total, with the reasons for what is missing."""
        number = result.person.number
        result.why = []
        result.quarters = self._quarters(result.person, result.why)
        result.routine = routine_score(self.policy, list(result.quarters.values()))
        if result.routine is None:
            result.why.append("too_few_quarters")
        ballots = self.facts.ballots.get(number)
        result.assessment = assessment(self.policy, ballots) if ballots else None
        if result.assessment is None:
            result.why.append("no_ballots")
        result.total = self._total(result.category, result.routine, result.assessment)

    def _total(self, category: str, routine: Figure | None, assessed: Figure | None) -> Figure | None:
        if routine is None or assessed is None:
            return None
        return annual_total(self.policy, category, routine, assessed)

    def _judge(self, result: PersonResult) -> None:
        """Quarterly grades, circumstances, and what they bar."""
        number = result.person.number
        scores = {quarter: figure.hundredths for quarter, figure in result.quarters.items()}
        result.grades = quarter_grades(self.policy, scores, self.facts.routine_grades.get(number, NONE))
        routine = None if result.routine is None else result.routine.hundredths
        effects = self._effects(result.person)
        result.barred_by = barred_by(self.policy, effects, routine, list(result.grades.values()))
        result.eligible = eligible_grades(result.barred_by, result.total is not None)

    def _effects(self, person: Person) -> list[Effect]:
        entered = self.facts.circumstances.get(person.number, ())
        absences = self.facts.absences.get(person.number, ())
        if not entered and not absences and person.employed_to is None:
            return []
        return effects_on(
            self.policy,
            self.facts.calendar,
            person,
            self.facts.year,
            circumstances=entered,
            absences=absences,
        )

    def _quarters(self, person: Person, why: list[str]) -> dict[int, Figure]:
        """The scored quarters; the first reason that applies for each of the others goes to ``why``."""
        absences = self.facts.absences.get(person.number, ())
        by_quarter: dict[int, list[Sheet]] = {}
        for sheet in self.facts.sheets.get(person.number, ()):
            by_quarter.setdefault(sheet.quarter, []).append(sheet)
        scored: dict[int, Figure] = {}
        for period in self.quarters:
            reason = self._absent_reason(person, absences, period)
            if not reason:
                figure = self._scored(person, period, by_quarter.get(period.number, ()))
                if isinstance(figure, Figure):
                    scored[period.number] = figure
                    continue
                reason = figure
            why.append(f"{reason}:{period.key}")
        return scored

    def _absent_reason(self, person: Person, absences: Sequence[Absence], period: Period) -> str:
        """Why somebody was not there long enough to be scored; empty for who was."""
        whole = person.employed_from <= period.first and person.employed_to is None
        if whole and not absences:
            due: Fraction | int = self.workdays[period.number]
        else:
            first, last = employed_span(person, period.first, period.last)
            if last < first:
                return "not_employed"
            due = due_workdays(self.facts.calendar, person, absences, period.first, period.last)
        return "" if due >= self.policy.quarterly.min_workdays else "below_min_workdays"

    def _scored(self, person: Person, period: Period, sheets: Sequence[Sheet]) -> Figure | str:
        """The figure of a quarter, or the reason why there is none."""
        standing = standing_sheets(sheets, period) if sheets else None
        if standing is None or not standing.counted:
            return "not_published" if standing is not None and standing.has_draft else "no_sheet"
        figures = [self._sheet(person, period, sheet) for sheet in standing.counted]
        return quarter_score(self.policy, period, figures, self.facts.calendar) or "no_sheet"

    def _sheet(self, person: Person, period: Period, sheet: Sheet) -> SheetFigure:
        """The score of a sheet under the policy it was published under."""
        policy = self._in_force(sheet.policy, sheet.published_on)
        form = fitting_form(policy, self._form(policy, person, sheet.last_day or period.last), sheet.scores)
        return sheet_score(form, sheet, period.key)

    def _in_force(self, policy_id: str, day: date | None) -> Policy:
        """The policy a sheet published on a day is scored by; each id and day is asked for once."""
        if self.policy_on is None or day is None:
            return self.policy
        if (policy_id, day) not in self.policies:
            self.policies[policy_id, day] = self.policy_on(policy_id, day)
        return self.policies[policy_id, day]

    def _form(self, policy: Policy, person: Person, day: date) -> Form:
        """The form of the post held on the last day of a sheet's span, or last held before it."""
        held = self.appointments[person.number]
        if len(held) > 1:
            held = [each for each in held if each.valid_from <= day] or held
        last = max(held, key=_since) if len(held) > 1 else held[0]
        return form_for(policy, CATEGORY_OF_ROLE.get(last.role, "staff"), last.post_class)


def _since(appointment: Appointment) -> date:
    return appointment.valid_from
