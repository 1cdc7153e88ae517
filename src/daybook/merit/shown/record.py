"""A person's record over the years as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import pgettext

from daybook.annual.wording import grade_word
from daybook.merit.queries.kept import SealedYear
from daybook.merit.queries.record import PersonRecord
from daybook.merit.queries.use_year import hundredths_of
from daybook.merit.shown.tree import CareerBranch, career_branch, dimension_branches, is_closed
from daybook.merit.wording import dimension_word, score_or_dash
from daybook.org.enums import Role
from daybook.quarterly.queries.own_facts import Post
from daybook.rules.exact import MISSING
from daybook.rules.periods import QUARTERS


@dataclass(frozen=True, slots=True)
class YearRow:
    """A year in a line: its quarters, and what the reader may know of the rest; a dash where nothing is."""

    year: int
    quarters: Sequence[str]
    routine: str
    assessment: str
    total: str
    rank: str
    grade: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post: role, department, title, and its days."""

    role: str
    post: Post


@dataclass(frozen=True)
class RecordPage:
    """The page of a person's record."""

    record: PersonRecord

    @property
    def whole(self) -> bool:
        """Whether the reader sees more than quarters and routine scores."""
        return self.record.sight.whole

    @property
    def links_years(self) -> bool:
        """Whether the pages of the years are open to the reader."""
        sight = self.record.sight
        return sight.frame.reads_record and (sight.own or sight.office or sight.principal)

    @property
    def may_issue(self) -> bool:
        """Whether a reference sheet is the reader's to see."""
        sight = self.record.sight
        return sight.frame.reads_record and (sight.office or sight.principal)

    @cached_property
    def years(self) -> list[YearRow]:
        """The years, the latest first."""
        rows = [*self._sealed_rows(), *self._running_rows()]
        return sorted(rows, key=lambda each: each.year, reverse=True)

    def _sealed_rows(self) -> Iterator[YearRow]:
        for year, each in self.record.sealed.items():
            quarters = [each.quarters.get(f"{year}-Q{number}") or MISSING for number in QUARTERS]
            yield self._row(year, quarters, each.routine, each)

    def _running_rows(self) -> Iterator[YearRow]:
        for year, each in self.record.running.items():
            quarters = [score_or_dash(hundredths_of(each.quarters.get(number))) for number in QUARTERS]
            yield self._row(year, quarters, hundredths_of(each.routine), None)

    def _row(self, year: int, quarters: list[str], routine: int | None, sealed: SealedYear | None) -> YearRow:
        known = sealed if self.whole else None
        grade = self.record.grade(year)
        return YearRow(
            year=year,
            quarters=quarters,
            routine=score_or_dash(routine),
            assessment=score_or_dash(known.assessment) if known else MISSING,
            total=score_or_dash(known.total) if known else MISSING,
            rank=str(known.rank) if known and known.rank else MISSING,
            grade=grade_word(grade.grade) if grade else MISSING,
            is_final=sealed is not None,
        )

    @property
    def posts(self) -> list[PostRow]:
        """Every post, the latest first."""
        return [PostRow(str(Role(each.held.role).label), each) for each in self.record.posts]

    @cached_property
    def branches(self) -> list[CareerBranch]:
        """The career evaluation opened, as far as the reader may."""
        found, sight = self.record.evaluation, self.record.sight
        if found is None:
            return []
        if is_closed(found, classes=sight.classes):
            return dimension_branches(found, self.record.policy)
        whole = career_branch(found, self.record.policy, classes=sight.classes)
        return [whole] if whole else []

    @property
    def is_closed(self) -> bool:
        """Whether the evaluation itself is not for this reader."""
        found = self.record.evaluation
        return found is not None and is_closed(found, classes=self.record.sight.classes)

    @property
    def dropped(self) -> str:
        """The names of the dimensions without a value."""
        found = self.record.evaluation
        names = [dimension_word(self.record.policy, code) for code in found.dropped] if found else []
        return pgettext("list of names", ", ").join(names)
