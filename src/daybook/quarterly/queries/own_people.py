"""How a quarter stands with the people somebody scores, and with the departments he looks after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404

from daybook.org.enums import RightKind, Role
from daybook.org.frame import Frame
from daybook.org.models import Department, Person
from daybook.quarterly.access import sheet_sights
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.expected import (
    OPEN,
    ExpectedDepartment,
    ExpectedPerson,
    ExpectedSheet,
    ExpectedSheets,
    expected_sheets,
)
from daybook.quarterly.queries.own_objections import ObjectionTold, objections_to
from daybook.quarterly.standing import in_force
from daybook.rules.periods import Period


@dataclass(frozen=True, slots=True)
class PersonStand:
    """A sheet of somebody, how far it is, and its score and objection where it is published."""

    about: ExpectedPerson
    sheet: ExpectedSheet
    score: str
    objection: ObjectionTold | None

    @property
    def is_part(self) -> bool:
        """Whether the sheet is of a part of the quarter."""
        return len(self.about.sheets) > 1

    @property
    def is_opinion(self) -> bool:
        """Whether words alone are due."""
        return self.sheet.span.kind == SheetKind.OPINION

    @property
    def is_open(self) -> bool:
        """Whether it is still to be written."""
        return self.sheet.state == OPEN and not self.about.is_below


@dataclass(frozen=True, slots=True)
class DepartmentStand:
    """How many sheets of a department are expected, published, acknowledged and objected to."""

    department: Department | None
    people: int
    expected: int
    published: int
    acknowledged: int
    objected: int

    @property
    def code(self) -> str:
        """The department's code; empty for those who hold a post in none."""
        return self.department.code if self.department else ""


@dataclass
class QuarterPeople:
    """The people and departments of a quarter that are a reader's; in at most twelve statements.

    `chosen` is the code of a department whose people are shown. Raises PolicyFault; Http404 for a department
    that is not the reader's to look after.
    """

    frame: Frame
    period: Period
    chosen: str | None = None

    def __post_init__(self) -> None:
        if self.chosen is not None and self.department is None:
            raise Http404

    @cached_property
    def found(self) -> ExpectedSheets:
        """Every sheet expected in the bureau."""
        return expected_sheets(self.frame.bureau, self.period, self.frame.today)

    @cached_property
    def own(self) -> list[PersonStand]:
        """The sheets that are the reader's to write, person by person."""
        return self._stands((person, sheet) for person in self.found.people for sheet in self._mine(person))

    @cached_property
    def looked_after(self) -> list[ExpectedDepartment]:
        """All departments for the personnel office and the principal leader; a leader's own for him."""
        standing = self.frame.standing
        if RightKind.PERSONNEL_OFFICE in standing.rights or standing.role == Role.PRINCIPAL_LEADER:
            return list(self.found.departments)
        if standing.role != Role.BUREAU_LEADER:
            return []
        return [each for each in self.found.departments if any(self._mine(person) for person in each.people)]

    @cached_property
    def departments(self) -> list[DepartmentStand]:
        """How each of them stands, in the bureau's order."""
        return [self._department(each) for each in self.looked_after]

    @property
    def department(self) -> ExpectedDepartment | None:
        """The one whose people are shown."""
        codes = ((each.department.code if each.department else "", each) for each in self.looked_after)
        return dict(codes).get(self.chosen) if self.chosen is not None else None

    @property
    def people(self) -> list[PersonStand]:
        """Its people, sheet by sheet."""
        shown = self.department.people if self.department else ()
        return self._stands((person, sheet) for person in shown for sheet in person.sheets)

    @property
    def owed(self) -> int:
        """How many sheets the reader has still to write."""
        return sum(each.is_open for each in self.own)

    def _mine(self, person: ExpectedPerson) -> list[ExpectedSheet]:
        return [sheet for sheet in person.sheets if self._is_mine(person.person, sheet)]

    def _is_mine(self, person: Person, sheet: ExpectedSheet) -> bool:
        reader = self.frame.person
        if sheet.rater is None:
            return RightKind.PERSONNEL_OFFICE in self.frame.standing.rights and person.pk != reader.pk
        return sheet.rater.pk == reader.pk

    def _stands(self, rows: Iterable[tuple[ExpectedPerson, ExpectedSheet]]) -> list[PersonStand]:
        return [self._stand(person, sheet) for person, sheet in rows]

    def _stand(self, person: ExpectedPerson, sheet: ExpectedSheet) -> PersonStand:
        row = self._published.get((person.person.pk, str(sheet.signed.first))) if sheet.signed else None
        score = f"{row.score:.2f}" if row and row.score is not None else ""
        return PersonStand(person, sheet, score, self._objections.get(row.pk) if row else None)

    def _department(self, each: ExpectedDepartment) -> DepartmentStand:
        wanted = [(person, sheet) for person in each.people for sheet in person.wanted]
        stands = [stand for stand in self._stands(wanted) if not stand.is_open]
        return DepartmentStand(
            department=each.department,
            people=len(each.people),
            expected=len(wanted),
            published=len(stands),
            acknowledged=sum(stand.sheet.state == "acknowledged" for stand in stands),
            objected=sum(stand.objection is not None for stand in stands),
        )

    @cached_property
    def _published(self) -> Mapping[tuple[int, str], ScoreSheet]:
        """What stands of all whom the reader scores or looks after, by person and first day.

        Looking after a department shows how far its sheets are; what they say is for who may see them.
        """
        people = {person.person.pk for each in self.looked_after for person in each.people}
        people |= {person.person.pk for person in self.found.people if self._mine(person)}
        of_quarter = ScoreSheet.objects.filter(bureau=self.frame.bureau, quarter=self.period.key)
        sheets = [each for each in in_force(of_quarter).select_related("person") if each.person_id in people]
        rights = self.frame.standing.rights
        sights = sheet_sights(self.frame.person, self.frame.today, sheets, rights=rights)
        return {(each.person_id, str(each.first_day)): each for each in sheets if each.pk in sights}

    @cached_property
    def _objections(self) -> Mapping[int, ObjectionTold]:
        return objections_to([row.pk for row in self._published.values()])


def people_of_quarter(frame: Frame, period: Period, chosen: str | None) -> QuarterPeople:
    """The quarter of those whom somebody scores or looks after. Raises Http404 for administrators."""
    if not frame.reads_record:
        raise Http404
    return QuarterPeople(frame, period, chosen)
