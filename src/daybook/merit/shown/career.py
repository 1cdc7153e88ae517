"""The table of career evaluations, and the page of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.merit.access import UseSight
from daybook.merit.models import CareerInput
from daybook.merit.queries.career import Evaluation, evaluations_of
from daybook.merit.queries.use_year import Member, UseYear
from daybook.merit.shown.pages import Paged, paged
from daybook.merit.shown.tree import (
    CareerBranch,
    career_branch,
    dimension_branches,
    is_closed,
    shown_value,
)
from daybook.merit.wording import dimension_word
from daybook.org.frame import Frame
from daybook.rules.career import APPRAISAL
from daybook.rules.exact import plain


@dataclass(frozen=True, slots=True)
class CareerRow:
    """A person with the dimensions as texts, in the policy's order, and the evaluation."""

    member: Member
    cells: Sequence[str]
    value: str
    can_open: bool


@dataclass(frozen=True)
class CareerTable:
    """The evaluations of a year that a reader sees, a page of them; `asked` is whose working is opened."""

    use: UseYear
    sight: UseSight
    page: int = 1
    asked: str = ""

    @cached_property
    def members(self) -> list[Member]:
        """Whom the reader sees, by department and number."""
        order = {each.code: each.order for each in self.use.roster.departments}
        places = {name: order.get(code, 0) for code, name in self.use.roster.department_names.items()}
        seen = [each for each in self.use.members if self.sight.unit(each.unit)]
        return sorted(seen, key=lambda each: (places.get(each.department, 0), each.department, each.number))

    @cached_property
    def paged(self) -> Paged[Member]:
        """The page that is shown: the one on which whoever is opened stands."""
        return paged(self.members, self.page, lambda each: each.number == self.asked)

    @cached_property
    def evaluations(self) -> Mapping[str, Evaluation]:
        """The evaluations of the page by number."""
        return evaluations_of(self.use, self.paged.rows)

    @cached_property
    def dimensions(self) -> list[tuple[str, str]]:
        """Name and weight of each dimension."""
        return [
            (dimension_word(self.use.policy, code), plain(weight))
            for code, weight in self.use.policy.career.dimensions.items()
        ]

    @property
    def rows(self) -> list[CareerRow]:
        """The rows of the page."""
        return [self._row(each) for each in self.paged.rows]

    @cached_property
    def opened(self) -> OpenedCareer | None:
        """Whose working is opened. Raises Http404 for whom the reader does not see."""
        if not self.asked:
            return None
        member = next((each for each in self.members if each.number == self.asked), None)
        if member is None:
            raise Http404
        return OpenedCareer(self.use, member, self.evaluations[member.number], classes=self.sight.classes)

    def _row(self, member: Member) -> CareerRow:
        found = self.evaluations[member.number]
        closed = is_closed(found, classes=self.sight.classes)
        cells = [
            _("closed")
            if closed and code != APPRAISAL and self._is_told(found, code)
            else shown_value(found.dimensions.get(code))
            for code in self.use.policy.career.dimensions
        ]
        value = _("closed") if closed else shown_value(found.figure)
        return CareerRow(member, cells, value, found.figure is not None and not closed)

    @staticmethod
    def _is_told(found: Evaluation, code: str) -> bool:
        return code in found.dimensions and found.dimensions[code].rule == "career_recognition"


@dataclass(frozen=True)
class OpenedCareer:
    """One person's evaluation opened, as far as the reader may."""

    use: UseYear
    member: Member
    evaluation: Evaluation
    classes: bool

    @cached_property
    def branches(self) -> list[CareerBranch]:
        """The tree; the dimensions alone where the whole is closed."""
        if self.is_closed:
            return dimension_branches(self.evaluation, self.use.policy)
        whole = career_branch(self.evaluation, self.use.policy, classes=self.classes)
        return [whole] if whole else []

    @property
    def is_closed(self) -> bool:
        """Whether the evaluation itself is not for this reader."""
        return is_closed(self.evaluation, classes=self.classes)

    @property
    def dropped(self) -> str:
        """The names of the dimensions without a value."""
        names = [dimension_word(self.use.policy, code) for code in self.evaluation.dropped]
        return pgettext("list of names", ", ").join(names)

    @property
    def missing_years(self) -> str:
        """The years that the appraisal misses, where it has others."""
        figure = self.evaluation.dimensions.get(APPRAISAL)
        if figure is None:
            return ""
        known = {term.figure.detail for term in figure.terms}
        wanted = [str(self.use.year - back) for back in range(len(self.use.policy.career.year_weights))]
        return pgettext("list of names", ", ").join(year for year in wanted if year not in known)


@dataclass(frozen=True, slots=True)
class Entry:
    """A dimension that may be entered: what stands, what stood before, and the form where it is open."""

    code: str
    name: str
    weight: str
    versions: Sequence[CareerInput]
    is_open: bool

    @property
    def version(self) -> int:
        """The version that stands; 0 for none."""
        return self.versions[0].version if self.versions else 0

    @property
    def standing(self) -> CareerInput | None:
        """What stands, if anything."""
        return self.versions[0] if self.versions else None

    @property
    def earlier(self) -> Sequence[CareerInput]:
        """What stood before."""
        return self.versions[1:]


def entries_of(opened: OpenedCareer, frame: Frame, sight: UseSight) -> list[Entry]:
    """The dimensions that are entered, in the policy's order; the officer's own case is not his to enter."""
    found, policy = opened.evaluation, opened.use.policy
    open_to = sight.office and frame.person.number != opened.member.number
    return [
        Entry(
            code=code,
            name=dimension_word(policy, code),
            weight=plain(weight),
            versions=found.inputs.get(code, ()),
            is_open=open_to and not _is_reckoned(found, code),
        )
        for code, weight in policy.career.dimensions.items()
        if code != APPRAISAL and (found.inputs.get(code) or not _is_reckoned(found, code))
    ]


def _is_reckoned(found: Evaluation, code: str) -> bool:
    return code in found.dimensions and found.dimensions[code].rule == "career_recognition"
