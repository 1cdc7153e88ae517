"""What a change of grades would do: before and after of everybody it touches, seats used of seats.

Asked before anything is confirmed; the mark over it makes sure that what is done is what was seen.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.annual.enums import Stage
from daybook.annual.fitness import GradeDraft, SeatUse, require_grade, require_seats, seats_used
from daybook.annual.models import Decision
from daybook.annual.queries.settled import Settled
from daybook.org.models import Bureau
from daybook.rules.record import year_record
from daybook.rules.result import PersonResult
from daybook.web.refusals import Refused


class Touched(NamedTuple):
    """A person whose grade would be another: what stands, what would stand, and why."""

    found: PersonResult
    before: str
    after: str
    reason: str


class SeatChange(NamedTuple):
    """The seats of a unit and grade that are given before and after."""

    before: SeatUse
    after: SeatUse


@dataclass(frozen=True)
class Amending:
    """A change of grades that stand, not done yet: of whom, to what, and for what reason in common."""

    bureau: Bureau
    year: int
    settled: Settled
    standing: Mapping[str, Decision]
    drafts: Sequence[GradeDraft]
    reason: str

    @property
    def is_final(self) -> bool:
        """Whether the year is final, so that the change reopens it."""
        return any(row.stage == Stage.FINAL for row in self.standing.values())

    @cached_property
    def people(self) -> Mapping[str, PersonResult]:
        """Everybody in the settled year, by number."""
        return {each.number: each for each in self.settled.result.people}

    @cached_property
    def changing(self) -> list[GradeDraft]:
        """The drafts that change a grade, each with a reason: its own, else the common one."""
        return [
            GradeDraft(each.person, each.grade, each.reason.strip() or self.reason.strip())
            for each in self.drafts
            if each.grade != self._grade(each.person.number)
        ]

    @property
    def touched(self) -> list[Touched]:
        """Before and after of everybody whose grade would be another."""
        return [
            Touched(self.people[each.person.number], self._grade(each.person.number), each.grade, each.reason)
            for each in self.changing
        ]

    @property
    def seats(self) -> list[SeatChange]:
        """The seats of every unit that the change touches, before and after."""
        units = {(each.found.pool, each.found.unit) for each in self.touched}
        pairs = zip(
            seats_used(self.settled.result, self._before),
            seats_used(self.settled.result, self._after),
            strict=True,
        )
        return [SeatChange(*pair) for pair in pairs if (pair[0].pool, pair[0].unit) in units]

    @property
    def list_changes(self) -> bool:
        """Whether the public notice would name other people, so that a corrected list is put up."""
        notice = self.settled.policy.notice
        return notice.applies and any(
            (each.before in notice.grades) != (each.after in notice.grades) for each in self.touched
        )

    @property
    def mark(self) -> str:
        """One mark over what stands, what is settled and what would be; what is confirmed must bear it."""
        stands = sorted((number, row.version, row.grade) for number, row in self.standing.items())
        wanted = sorted((each.person.number, each.grade) for each in self.changing)
        seen = [stands, wanted, year_record(self.settled.result)]
        return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()

    def checked(self) -> Amending:
        """The change itself, if it can be made. Raises Refused.

        Refused: no reason, no change, somebody without a decision, a grade that is not open to the person,
        more of a grade than seats.
        """
        if not self.reason.strip():
            raise Refused(_("Give the reason of the change."), field="reason")
        if not self.changing:
            raise Refused(_("No grade is changed."), field="grade")
        for each in self.changing:
            self._require_decided(each)
            require_grade(each, self.people[each.person.number])
        of = [each.person.number for each in self.changing]
        require_seats(self.settled.result, self._after, self.settled.roster.names, of=of)
        return self

    def _require_decided(self, draft: GradeDraft) -> None:
        name, row = {"name": draft.person.name}, self.standing.get(draft.person.number)
        if draft.person.number not in self.people or draft.person.bureau_id != self.bureau.pk:
            raise Refused(_("%(name)s is not appraised in this year.") % name, field="person")
        if row is None or row.stage == Stage.PROPOSED:
            raise Refused(_("The grade of %(name)s is not decided yet.") % name, field="person")

    def _grade(self, number: str) -> str:
        row = self.standing.get(number)
        return row.grade if row else ""

    @property
    def _before(self) -> dict[str, str]:
        return {number: row.grade for number, row in self.standing.items()}

    @property
    def _after(self) -> dict[str, str]:
        return {**self._before, **{each.person.number: each.grade for each in self.changing}}
