"""What people decided of a year: every version of every grade, what stands, what the last step changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from daybook.annual.enums import Stage
from daybook.annual.models import Decision
from daybook.org.models import Bureau


class Version(NamedTuple):
    """One version of a person's grade (the person by row)."""

    person: int
    version: int
    stage: str
    grade: str
    reason: str
    decided_by: str
    decided_at: datetime | None


class Changed(NamedTuple):
    """A version beside the one before it; none before the first."""

    before: Version | None
    after: Version

    @property
    def is_other(self) -> bool:
        """Whether the grade is another."""
        return self.before is not None and self.before.grade != self.after.grade


@dataclass(frozen=True)
class DecisionLog:
    """Every version of a year's grades, in order, by the person's row."""

    versions: Mapping[int, Sequence[Version]] = field(default_factory=dict)

    def last(self, person: int) -> Version | None:
        """What stands of a person."""
        return self.versions[person][-1] if person in self.versions else None

    def proposed(self, person: int) -> Version | None:
        """The latest proposal for a person."""
        return next((each for each in reversed(self.of(person)) if each.stage == Stage.PROPOSED), None)

    def of(self, person: int) -> Sequence[Version]:
        """All versions of a person, the first one first."""
        return self.versions.get(person, ())

    def finals(self, person: int) -> list[Version]:
        """The final versions of a person; more than one where the year was reopened."""
        return [each for each in self.of(person) if each.stage == Stage.FINAL]

    @property
    def is_final(self) -> bool:
        """Whether the year is final."""
        return any(each.stage == Stage.FINAL for each in self._standing)

    @cached_property
    def _standing(self) -> list[Version]:
        return [each[-1] for each in self.versions.values()]

    def last_step(self, people: Iterable[int]) -> list[Changed]:
        """What the latest step changed for some people: every version of its instant, and what stood before.

        A step that moved through two stages at once (decided and put up) is one.
        """
        listed = [self.of(person) for person in people]
        instants = [each[-1].decided_at for each in listed if each and each[-1].decided_at]
        if not instants:
            return []
        latest = max(instants)
        return [_changed(each, latest) for each in listed if each and each[-1].decided_at == latest]


def _changed(versions: Sequence[Version], at: datetime) -> Changed:
    earlier = [each for each in versions if each.decided_at != at]
    return Changed(earlier[-1] if earlier else None, versions[-1])


def decision_log(bureau: Bureau, year: int) -> DecisionLog:
    """Every version of a year's grades, in one statement."""
    rows = Decision.objects.filter(bureau=bureau, year=year).order_by("person_id", "version")
    found: dict[int, list[Version]] = {}
    names = ("person_id", "version", "stage", "grade", "reason", "decided_by", "decided_at")
    for row in rows.values_list(*names):
        found.setdefault(row[0], []).append(Version(*row))
    return DecisionLog(found)


def standing(bureau: Bureau, year: int) -> dict[str, Decision]:
    """The latest decision of each person, by number."""
    named = ("person", "person__bureau")
    rows = Decision.objects.filter(bureau=bureau, year=year).select_related(*named).order_by("version")
    return {row.person.number: row for row in rows}
