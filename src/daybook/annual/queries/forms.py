"""What annual appraisal forms are made from: the settled year once, then a few people at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from daybook.annual.access import YearSight
from daybook.annual.enums import ANNOUNCED, Stage
from daybook.annual.models import AnnualReport, Decision, Signature
from daybook.annual.queries.results import Kept, YearResults, results_of
from daybook.org.frame import Frame
from daybook.org.models import Appointment, Person
from daybook.plans.models import AnnualGoal
from daybook.rules.circumstances import last_day_employed
from daybook.rules.result import PersonResult

TOGETHER = 50  # people whose forms are read at once
GIVEN = frozenset({Stage.DECIDED, Stage.NOTICED, Stage.FINAL})


@dataclass(frozen=True)
class FormRead:
    """One person's year: the settled result, the post held at its end, the summary, decisions, signature.

    No decision stands in the own form before the person may know of it.
    """

    person: Person
    year: int
    result: PersonResult
    results: YearResults
    post: Appointment | None
    goals: Sequence[AnnualGoal]
    report: AnnualReport | None
    decisions: Sequence[Decision]
    signature: Signature | None

    @property
    def proposed(self) -> Decision | None:
        """What was proposed last."""
        return next((each for each in reversed(self.decisions) if each.stage == Stage.PROPOSED), None)

    @property
    def decided(self) -> Decision | None:
        """What was decided, if the latest word is no mere proposal."""
        last = self.decisions[-1] if self.decisions else None
        return last if last and last.stage in GIVEN else None

    @property
    def is_final(self) -> bool:
        """Whether the result stands for good; before that a form is for checking alone."""
        return bool(self.decisions) and self.decisions[-1].stage == Stage.FINAL


@dataclass
class YearForms:
    """The forms of a year that a reader may take: the own one, and those of the ranked tables he sees."""

    frame: Frame
    year: int
    sight: YearSight

    @cached_property
    def results(self) -> YearResults | None:
        """The settled year; nothing where it has no figures. Raises PolicyFault."""
        found = results_of(self.frame.bureau, self.year)
        return None if isinstance(found, Kept) else found

    @cached_property
    def numbers(self) -> list[str]:
        """Whose they are."""
        people = self.results.settled.result.people if self.results else []
        return [each.number for each in people if self.sight.result_of(each.number, each.unit)]

    @cached_property
    def people(self) -> list[Person]:
        """Whose they are, by number."""
        rows = Person.objects.filter(bureau=self.frame.bureau, number__in=self.numbers)
        return sorted(rows.select_related("bureau"), key=lambda person: person.number)

    def person(self, number: str) -> Person | None:
        """One of them; nothing where there is no form of his for this reader."""
        return next((each for each in self.people if each.number == number), None)

    def read(self, people: Sequence[Person]) -> Iterator[FormRead]:
        """What the forms of some of them say, read a few at a time, in five statements each time."""
        if self.results is None:
            return
        for start in range(0, len(people), TOGETHER):
            yield from self._together(self.results, people[start : start + TOGETHER])

    def _together(self, results: YearResults, people: Sequence[Person]) -> Iterator[FormRead]:
        of_year = {"year": self.year, "person__in": people}
        goals = _by_person(AnnualGoal.objects.filter(**of_year), lambda row: row.key)
        reports = _by_person(AnnualReport.objects.filter(submitted_at__isnull=False, **of_year), _row)
        decisions = _by_person(Decision.objects.filter(**of_year), lambda row: row.version)
        signatures = _by_person(Signature.objects.filter(**of_year), lambda row: row.version)
        posts = _by_person(self._posts(people), lambda row: row.valid_from)
        for person in people:
            result = results.find(person.number)
            if result is None:
                continue
            end = last_day_employed(result.person, self.year)
            held = [post for post in posts.get(person.pk, ()) if post.valid_from <= end]
            decided = decisions.get(person.pk, [])
            signed = signatures.get(person.pk, [])
            version = decided[-1].version if decided else 0
            yield FormRead(
                person=person,
                year=self.year,
                result=result,
                results=results,
                post=held[-1] if held else None,
                goals=goals.get(person.pk, []),
                report=next(iter(reports.get(person.pk, [])), None),
                decisions=decided if self._is_told(result, decided) else [],
                signature=next((each for each in signed if each.version == version), None),
            )

    def _is_told(self, result: PersonResult, decisions: Sequence[Decision]) -> bool:
        """Whether the reader may know what was proposed and decided."""
        return self.sight.ranking_of(result.unit) or (bool(decisions) and decisions[-1].stage in ANNOUNCED)

    def _posts(self, people: Sequence[Person]) -> QuerySet[Appointment]:
        rows = Appointment.objects.filter(person__in=people, valid_from__year__lte=self.year)
        return rows.select_related("department")


def _row(row: Any) -> int:
    pk: int = row.pk
    return pk


def _by_person(rows: QuerySet[Any], order: Callable[[Any], Any]) -> Mapping[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in sorted(rows, key=order):
        found.setdefault(row.person_id, []).append(row)
    return found
