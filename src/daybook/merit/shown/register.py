"""The register as its page shows it: by kind, for the people whom the reader sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daybook.merit.access import UseSight
from daybook.merit.enums import BenefitKind
from daybook.merit.models import Benefit
from daybook.merit.queries.use_year import UseYear
from daybook.merit.wording import LISTS


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An entry; `may_cancel` where it stands, and is not the officer's own."""

    benefit: Benefit
    department: str
    may_cancel: bool


@dataclass(frozen=True, slots=True)
class RegisterPart:
    """The entries of one kind."""

    kind: str
    title: str
    rows: Sequence[RegisterRow]


def register_parts(use: UseYear, benefits: Iterable[Benefit], sight: UseSight) -> list[RegisterPart]:
    """The register of a year as a reader sees it; a leader the entries of his own unit."""
    members = {each.row: each for each in use.members}
    rows: dict[str, list[RegisterRow]] = {kind: [] for kind in BenefitKind.values}
    for each in benefits:
        member = members.get(each.person_id)
        if sight.whole or (member is not None and sight.unit(member.unit)):
            cancels = sight.office and each.cancelled_at is None and each.person.number != sight.number
            rows[each.kind].append(RegisterRow(each, member.department if member else "", cancels))
    return [RegisterPart(kind, str(LISTS[kind]), rows[kind]) for kind in BenefitKind.values]
