"""The head of the pages on which results are used: years, and the ways between the pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.merit.access import UseSight
from daybook.merit.enums import BenefitKind
from daybook.merit.wording import LISTS


@dataclass(frozen=True, slots=True)
class Way:
    """A page of the same kind."""

    label: str
    href: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class UseHead:
    """The years and the ways of a page; `here` is its route, `kind` the list it shows."""

    year: int
    years: Sequence[int]
    sight: UseSight
    here: str
    kind: str = ""

    @property
    def ways(self) -> list[Way]:
        """Evaluations, the three lists, alerts, the register, and the sheets for who may see them."""
        found = [self._way(_("Career evaluation"), "year_use")]
        for code in BenefitKind.values:
            href = reverse("preference_list", args=[self.year, code])
            is_here = self.here == "preference_list" and code == self.kind
            found.append(Way(str(LISTS[code]), href, is_here))
        found += [self._way(_("Alerts"), "merit_alerts"), self._way(_("Register"), "merit_register")]
        if self.sight.whole:
            found.append(Way(_("Reference sheets"), reverse("promotion_issues"), is_here=False))
        return found

    @property
    def other_years(self) -> list[Way]:
        """The same page of every year that has figures."""
        more = [self.kind] if self.kind else []
        return [
            Way(str(year), reverse(self.here, args=[year, *more]), year == self.year) for year in self.years
        ]

    def _way(self, label: str, route: str) -> Way:
        return Way(label, reverse(route, args=[self.year]), route == self.here)
