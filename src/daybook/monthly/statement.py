"""月对账单: a person's month as a statement: what was planned, what was recorded, and what does not match."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from daybook.daily.disclosures import missing_disclosures
from daybook.daily.models import LogEntry
from daybook.daily.seen import SeenEntry
from daybook.daily.statement import Side, Statement, recorded_of
from daybook.monthly.models import MonthlyReport
from daybook.org.models import Person
from daybook.plans.enums import PlanState
from daybook.plans.models import Matter, PlanItem
from daybook.rules.exact import fixed, plain
from daybook.rules.month import Indicator, Planned, completion, coverage, credit, recorded_hours, saturation
from daybook.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Indicators:
    """The three indicators of a month, each with its working; none where its divisor is 0."""

    coverage: Indicator | None
    saturation: Indicator | None
    completion: Indicator | None


@dataclass(frozen=True, slots=True)
class Gap:
    """An entry without all seven disclosures, and which are missing: the month cannot be submitted so."""

    seen: SeenEntry
    missing: Sequence[str]


@dataclass(frozen=True, slots=True)
class Share:
    """The hours that went into one matter, or into a plan item without one, or into single pieces of work."""

    matter: Matter | None
    item: PlanItem | None
    hours: Fraction

    @property
    def title(self) -> str:
        """What it is called; single pieces of work have no name."""
        named = self.matter or self.item
        return named.title if named else ""

    @property
    def shown(self) -> str:
        """The hours, to one place."""
        return fixed(self.hours, 1)


@dataclass(frozen=True, slots=True)
class MonthStatement:
    """A person's month as one reader sees it.

    `joined` holds plan and record; `indicators`, `gaps` and `missing_days` are empty for whoever is not to
    know them. `indicators` are reckoned up to today in a month that still runs.
    """

    person: Person
    month: str
    joined: Statement
    report: MonthlyReport | None
    policy: Policy | None
    indicators: Indicators | None
    gaps: Sequence[Gap]
    missing_days: Sequence[date]

    @property
    def planned(self) -> Sequence[Side]:
        """Every plan item with the entries that serve it."""
        return self.joined.planned

    @property
    def unplanned(self) -> Sequence[Side]:
        """Recorded but not planned, by matter; single pieces of work come last."""
        return self.joined.unplanned

    @property
    def unrecorded(self) -> list[PlanItem]:
        """Planned but nothing recorded; what was called off is not among them.

        A reader to whom entries are hidden cannot know: there may be one among those.
        """
        empty = [side.item for side in self.planned if side.item is not None and not side.lines]
        return [item for item in empty if item.state != PlanState.CANCELLED]

    @property
    def unanswered(self) -> list[PlanItem]:
        """The plan items of which it was not said yet what became of them."""
        return [side.item for side in self.planned if side.item is not None and not side.item.state]

    @property
    def is_submitted(self) -> bool:
        """Whether the month stands submitted."""
        return self.report is not None and self.report.submitted_at is not None

    @property
    def weight(self) -> str:
        """The weights of the items that were not called off, added up."""
        return plain(sum((Fraction(item.weight) for item in self._counted()), Fraction()))

    @property
    def credit(self) -> str:
        """How much of that weight is completed (完成折算), to one place; empty where nothing was planned."""
        counted = self._counted()
        return fixed(sum(map(_credited, counted), Fraction()), 1) if counted else ""

    @property
    def planned_hours(self) -> str:
        """The hours of the entries that serve the plan, to one place; no minute counts twice."""
        return self._hours(self.planned)

    @property
    def unplanned_hours(self) -> str:
        """The hours of the entries outside the plan, to one place."""
        return self._hours(self.unplanned)

    def entries(self) -> list[LogEntry]:
        """The entries that can be read, in the order of the statement."""
        return [line.seen.entry for side in (*self.planned, *self.unplanned) for line in side.lines]

    def shares(self) -> list[Share]:
        """The hours by matter, the most first; those of hidden entries are not told."""
        if self.policy is None:
            return []
        found = [
            Share(matter, item, recorded_hours(self.policy, map(recorded_of, entries)))
            for (matter, item), entries in self._by_matter().items()
        ]
        return sorted(found, key=lambda share: (-share.hours, share.title))

    def _by_matter(self) -> Mapping[tuple[Matter | None, PlanItem | None], list[LogEntry]]:
        groups: dict[tuple[Matter | None, PlanItem | None], list[LogEntry]] = {}
        for side in (*self.planned, *self.unplanned):
            for line in side.lines:
                matter = line.seen.entry.matter or (side.item.matter if side.item else None)
                groups.setdefault((matter, None if matter else side.item), []).append(line.seen.entry)
        return groups

    def _counted(self) -> list[PlanItem]:
        items = (side.item for side in self.planned if side.item is not None)
        return [item for item in items if item.state != PlanState.CANCELLED]

    def _hours(self, sides: Sequence[Side]) -> str:
        if self.policy is None:
            return ""
        told = [recorded_of(line.seen.entry) for side in sides for line in side.lines]
        return fixed(recorded_hours(self.policy, told), 1)


def indicators_of(
    policy: Policy, due: Mapping[date, Fraction], items: Sequence[PlanItem], entries: Sequence[LogEntry]
) -> Indicators:
    """The indicators of a month; `entries` are those that count."""
    told = [recorded_of(entry) for entry in entries]
    return Indicators(
        coverage(due, told), saturation(policy, due, told), completion(planned_of(item) for item in items)
    )


def planned_of(item: PlanItem) -> Planned:
    """What the indicators need of a plan item."""
    return Planned(Fraction(item.weight), item.state, item.progress, item.key)


def credit_of(item: PlanItem) -> str:
    """How much of an item's weight is completed (折算), as the statement's column; empty once called off."""
    if item.state == PlanState.CANCELLED:
        return ""
    weighed = _credited(item)
    return fixed(weighed, 1) if (weighed * 10).denominator == 1 else plain(weighed)


def _credited(item: PlanItem) -> Fraction:
    return Fraction(item.weight) * credit(planned_of(item))


def gaps_of(entries: Sequence[SeenEntry]) -> list[Gap]:
    """The entries that keep a month from being submitted: of those that count; none in quarantine.

    What is in quarantine cannot be completed by its author, and sealing does not ask for it.
    """
    counted = [seen for seen in entries if not seen.withdrawn and not seen.entry.quarantined]
    told = [(seen, missing_disclosures(seen.entry)) for seen in counted]
    return [Gap(seen, missing) for seen, missing in told if missing]
