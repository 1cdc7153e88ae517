"""The alerts that the decided grades raise, and what was noted of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from daybook.merit.models import AlertNote
from daybook.merit.queries.kept import kept_years
from daybook.merit.queries.use_year import Member, UseYear
from daybook.org.models import Bureau, Person
from daybook.org.policies import policy_of
from daybook.rules.alerts import Raised, alerts_raised


@dataclass(frozen=True, slots=True)
class AlertTold:
    """An alert about somebody, what was noted of it (the newest first), and what of the same before."""

    member: Member
    raised: Raised
    notes: Sequence[AlertNote]
    earlier: Sequence[AlertNote]

    @property
    def is_open(self) -> bool:
        """Whether nothing was noted yet."""
        return not self.notes


def alerts_of(use: UseYear) -> list[AlertTold]:
    """The alerts of a year, the open ones first, in one statement."""
    notes = _notes(use.bureau, use.year)
    found = [
        _told(use, member, raised, notes)
        for member in use.members
        for raised in alerts_raised(use.policy, use.year, use.kept.grades_of(member.row))
    ]
    return sorted(found, key=lambda each: not each.is_open)


def raised_for(person: Person, year: int) -> list[str]:
    """The alerts that a person's decided grades raise in a year."""
    policy = policy_of(person.bureau, date(year, 12, 31))
    most = max((alert.years for alert in policy.alerts.values()), default=1)
    kept = kept_years(person.bureau, range(year - most + 1, year + 1), person.pk)
    return [each.alert for each in alerts_raised(policy, year, kept.grades_of(person.pk))]


def _notes(bureau: Bureau, year: int) -> Mapping[tuple[int, str], Sequence[AlertNote]]:
    """The notes up to a year by person and alert, the newest first."""
    rows = AlertNote.objects.filter(bureau=bureau, year__lte=year).select_related("noted_by")
    found: dict[tuple[int, str], list[AlertNote]] = {}
    for row in rows.order_by("-year", "-version"):
        found.setdefault((row.person_id, row.alert), []).append(row)
    return found


def _told(
    use: UseYear, member: Member, raised: Raised, notes: Mapping[tuple[int, str], Sequence[AlertNote]]
) -> AlertTold:
    known = notes.get((member.row, raised.alert), ())
    own = [row for row in known if row.year == use.year]
    newest: dict[int, AlertNote] = {}
    for row in known:
        newest.setdefault(row.year, row)
    earlier = [row for year, row in newest.items() if year < use.year]
    return AlertTold(member, raised, own, earlier)
