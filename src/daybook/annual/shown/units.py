"""What the units of a year are called: 第二单元 贺文柏, and the departments of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.queries.settled import Settled
from daybook.annual.shown.words import ordinal_words
from daybook.annual.wording import unit_word
from daybook.rules.units import HEADS, NOBODY


@dataclass(frozen=True, slots=True)
class UnitNames:
    """The names of a year's units; those of a leader are counted in order of the leader's number."""

    ordinals: Mapping[str, int]
    people: Mapping[str, str]
    department_names: Mapping[str, str]

    def short(self, unit: str) -> str:
        """第二单元; a unit without a leader by what it is."""
        if unit not in self.ordinals:
            return unit_word(unit, self.people)
        return _("Unit %(ordinal)s") % {"ordinal": ordinal_words(self.ordinals[unit])}

    def full(self, unit: str) -> str:
        """第二单元 贺文柏."""
        if unit not in self.ordinals:
            return unit_word(unit, self.people)
        return f"{self.short(unit)} {unit_word(unit, self.people)}"

    def departments(self, codes: Sequence[str]) -> str:
        """The names of departments, in the order of their codes."""
        return pgettext("list of names", ", ").join(self.department_names[code] for code in codes)


def unit_names(settled: Settled) -> UnitNames:
    """The names of the units that a settled year has."""
    units = _with_leaders(each.unit for each in settled.result.people)
    ordinals = {unit: number for number, unit in enumerate(units, start=1)}
    return UnitNames(ordinals, settled.roster.names, settled.roster.department_names)


def _with_leaders(units: Iterable[str]) -> list[str]:
    return sorted({*units} - {HEADS, NOBODY})
