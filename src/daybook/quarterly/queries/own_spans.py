"""The sheets of one person and quarter, span by span: the version that stands, and those before it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from daybook.quarterly.enums import SheetKind
from daybook.quarterly.models import ScoreSheet


@dataclass(frozen=True, slots=True)
class SpanSheets:
    """All versions of a span's sheet that were published, in order; the last of them stands."""

    first: date
    versions: Sequence[ScoreSheet]

    @property
    def current(self) -> ScoreSheet:
        """The version that stands."""
        return self.versions[-1]

    @property
    def before(self) -> ScoreSheet | None:
        """The version before, where this one corrects it."""
        published = self.published
        if self.is_replaced:
            return published[-1] if published else None
        return published[-2] if len(published) > 1 else None

    @property
    def published(self) -> list[ScoreSheet]:
        """The versions that say something."""
        return [each for each in self.versions if each.kind != SheetKind.WITHDRAWN]

    @property
    def is_replaced(self) -> bool:
        """Whether a sheet of other days stands in its place."""
        return self.current.kind == SheetKind.WITHDRAWN

    @property
    def counts(self) -> bool:
        """Whether a score stands."""
        return self.current.kind == SheetKind.SCORE


def by_span(sheets: Iterable[ScoreSheet]) -> list[SpanSheets]:
    """Published and withdrawn sheets of a quarter, grouped by the first day of their span."""
    found: dict[date, list[ScoreSheet]] = {}
    for sheet in sorted(sheets, key=lambda each: (each.first_day, each.version)):
        found.setdefault(sheet.first_day, []).append(sheet)
    return [SpanSheets(first, versions) for first, versions in found.items()]
