"""What is sent from the page of the routine grades: for whom which grade, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from daybook.daily.queries.unlocks import person_written
from daybook.monthly.enums import Rating
from daybook.org.models import Person
from daybook.quarterly.actions.grades import GradeDecision
from daybook.quarterly.queries.capped import GradeRow, GradesPage
from daybook.web.refusals import Refused

OTHER = "other"


@dataclass(frozen=True, slots=True)
class GradeLine:
    """A row of the page with what was typed beside it, and why that was refused."""

    row: GradeRow
    grade: str
    reason: str
    fault: str


@dataclass
class SentGrades:
    """The decisions sent, as typed; after a refusal with its sentence, by number where it is one person's."""

    typed: Mapping[str, str] = field(default_factory=dict)
    decisions: list[GradeDecision] = field(default_factory=list)
    fault: str = ""
    faults: Mapping[str, str] = field(default_factory=dict)

    def beside(self, rows: Sequence[GradeRow]) -> list[GradeLine]:
        """Rows of the page with what was typed for each."""
        return [self._line(row, row.person.number) for row in rows]

    def _line(self, row: GradeRow, number: str) -> GradeLine:
        grade, reason = (self.typed.get(f"{name}:{number}", "") for name in ("grade", "reason"))
        return GradeLine(row, grade, reason, self.faults.get(number, ""))

    def refused(self, refused: Refused) -> None:
        """Note why nothing was decided."""
        self.fault = refused.message
        numbers = [each.person.number for each in self.decisions]
        self.faults = {numbers[row]: words for row, words in refused.rows.items()}


def read_decisions(sent: SentGrades, viewer: Person, page: GradesPage) -> None:
    """Read what was chosen: in the table of the page, or for one other person. Raises Refused."""
    typed = sent.typed
    if typed.get("act") == OTHER:
        person = person_written(viewer, typed.get("person", ""))
        row = page.rows.get(person.number)
        sent.decisions = [
            GradeDecision(person, _grade(typed, "grade"), typed.get("reason", ""), row.seen if row else "")
        ]
        return
    common = typed.get("reason", "")
    sent.decisions = [
        GradeDecision(
            row.person,
            _grade(typed, f"grade:{number}"),
            typed.get(f"reason:{number}", "") or common,
            typed.get(f"seen:{number}", ""),
        )
        for number, row in page.rows.items()
        if typed.get(f"grade:{number}")
    ]


def _grade(typed: Mapping[str, str], name: str) -> str:
    grade = typed.get(name, "")
    if grade not in Rating.values:
        raise Refused(_("Choose a grade."), field="grade")
    return grade
