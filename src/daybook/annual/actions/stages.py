"""The stages of a decision: what stands, and what the next stage asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext as _

from daybook.annual.enums import Stage
from daybook.annual.models import Decision
from daybook.annual.queries.decided import standing
from daybook.ledger.actions import sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked
from daybook.org.models import Bureau, Person
from daybook.web.refusals import Refused

__all__ = [
    "Step",
    "hold_open_year",
    "hold_year",
    "keep",
    "moved_to",
    "next_version",
    "require_open",
    "standing",
]
TABLE = Bureau._meta.db_table


def hold_year(bureau: Bureau, *, alone: bool = True) -> None:
    """Let the acts on a bureau's years come one after the other until the transaction ends.

    What is scored is held together, without `alone`: it waits for the acts on a year, and they for it. On
    SQLite there is one writer at a time anyway.
    """
    if connection.vendor != "postgresql":
        return
    how = "NO KEY UPDATE" if alone else "SHARE"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {TABLE} WHERE id = %s FOR {how}", [bureau.pk])  # noqa: S608  # our names


def hold_open_year(bureau: Bureau, year: int) -> None:
    """Hold a year that is not final. Raises Refused."""
    hold_year(bureau)
    require_open(bureau, year)


def require_open_to_scores(bureau: Bureau, year: int) -> None:
    """Refuse scores in a final year, and keep it from becoming final meanwhile."""
    hold_year(bureau, alone=False)
    require_open(bureau, year)


def require_open(bureau: Bureau, year: int) -> None:
    """Refuse a year that is final: it changes only by a reopened decision."""
    if Decision.objects.filter(bureau=bureau, year=year, stage=Stage.FINAL).exists():
        raise Refused(_("This year is final; it changes only by a reopened decision."), field="year")


class Step(NamedTuple):
    """What a version of a decision says, by whom and when."""

    stage: Stage
    grade: str
    reason: str
    by: str
    at: datetime


def next_version(person: Person, year: int, before: Decision | None, step: Step) -> Decision:
    """The next version of a person's decision, unsaved; every stage and change is a version of its own."""
    return checked(
        Decision(
            bureau=person.bureau,
            year=year,
            person=person,
            version=before.version + 1 if before else 1,
            stage=step.stage,
            grade=step.grade,
            reason=step.reason.strip(),
            decided_by=step.by,
            decided_at=step.at,
        )
    )


def moved_to(stage: Stage, rows: Iterable[Decision], actor: Person, at: datetime) -> list[Decision]:
    """The same grades one stage on, unsaved."""
    return [
        next_version(
            row.person, row.year, row, Step(stage, row.grade, row.reason, row.decided_by or actor.name, at)
        )
        for row in rows
    ]


def keep(
    rows: Iterable[Decision], before: Mapping[str, Decision], actor: Person | None, action: str
) -> list[Decision]:
    """Save decisions and note each with what stood before, grades and reasons as digests."""
    made = Decision.objects.bulk_create(rows, batch_size=500)
    for row in made:
        number = row.person.number
        note(
            actor,
            row.bureau,
            action,
            "decision",
            f"{number}:{row.year}:{row.version}",
            before=_digest(before.get(number)),
            after=_digest(row),
        )
    return made


def _digest(row: Decision | None) -> dict[str, str]:
    if row is None:
        return {}
    return {"stage": str(row.stage), "grade": sealed(row.grade), "reason": sealed(row.reason)}
