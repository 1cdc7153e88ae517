"""Why somebody's year comes out otherwise in a replay, in sentences with the values that made it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.annual.shown.units import UnitNames
from daybook.annual.wording import grade_word, reason_words
from daybook.org.policy_page import label_of, told_value
from daybook.org.policy_words import CODES
from daybook.quarterly.wording import quarter_word
from daybook.rules.exact import MISSING
from daybook.rules.policy import Policy
from daybook.rules.replay import Cause, Differing

CIRCUMSTANCES, SHEETS = "circumstances.", "sheets."
MOST_VALUES = 2


@dataclass(frozen=True, slots=True)
class ValueChange:
    """A value of the policy on both sides."""

    label: str
    then: str
    now: str


class ReplayWords:
    """Words for the causes of one replay."""

    def __init__(
        self, year: int, policies: tuple[Policy, Policy], differing: Differing, names: UnitNames
    ) -> None:
        self.year, self.policies, self.differing, self.names = year, policies, differing, names

    def changed_values(self) -> list[ValueChange]:
        """Every value that differs: a sheet in one line, and so the circumstances that one side lacks."""
        places = list(dict.fromkeys(_place(path) for path in self.differing))
        lacking = [[place for place in places if self._lacks(side, place)] for side in (0, 1)]
        alone = [place for place in places if place not in lacking[0] + lacking[1]]
        values = [self._change(place) for place in alone]
        return [*values, *(self._lacking(side, found) for side, found in enumerate(lacking) if found)]

    def _lacks(self, side: int, place: str) -> bool:
        name = place.removeprefix(CIRCUMSTANCES)
        return place != name and name not in self.policies[side].circumstances

    def _lacking(self, side: int, places: Sequence[str]) -> ValueChange:
        names = (str(CODES.get(name, name)) for name in (each.removeprefix(CIRCUMSTANCES) for each in places))
        words = {"names": pgettext("list of names", ", ").join(names)}
        told = [_("as the policy says"), _("as the policy says")]
        told[side] = _("not in the policy")
        return ValueChange(_("Special circumstances: %(names)s") % words, *told)

    def _change(self, place: str) -> ValueChange:
        if place.startswith(CIRCUMSTANCES):
            name = place.removeprefix(CIRCUMSTANCES)
            label = _("Special circumstance: %(name)s") % {"name": CODES.get(name, name)}
            return ValueChange(label, *(_circumstance(policy, name) for policy in self.policies))
        if place.startswith(SHEETS):
            heads = place.partition(".")[2].startswith("head")
            label = _("Score sheet of heads") if heads else _("Score sheet of staff")
            return ValueChange(label, _("as published"), _("with other weights"))
        then, now = self.differing[place]
        old, new = self.policies
        label = label_of(old if then is not None else new, place)
        return ValueChange(label, _value(old, place, then), _value(new, place, now))

    def why(self, causes: Iterable[Cause]) -> list[str]:
        """A sentence for each link that differs."""
        return [self._sentence(cause) for cause in causes]

    def _sentence(self, cause: Cause) -> str:
        told = WORDS[cause.link](self, cause)
        rests = self._rests_on(cause)
        return _("%(what)s (%(why)s)") % {"what": told, "why": rests} if rests else told

    def _rests_on(self, cause: Cause) -> str:
        """The values that made it: 工作人员平时成绩占比 50% → 25%."""
        places = list(dict.fromkeys(_place(path) for path in cause.paths))
        told = [self._value_words(place) for place in places[:MOST_VALUES]]
        if len(places) > MOST_VALUES:
            told.append(_("and others"))
        told += [str(BECAUSE[each]) for each in cause.because]
        return pgettext("list of reasons", "; ").join(told)

    def _value_words(self, place: str) -> str:
        change = self._change(place)
        return f"{change.label} {change.then} → {change.now}"

    def quarter(self, cause: Cause) -> str:
        """A quarter is scored otherwise."""
        name = quarter_word(f"{self.year}-Q{cause.detail}")
        return f"{name} {_figures(cause)}"

    def barred(self, cause: Cause) -> str:
        """Something bars a grade now."""
        return _("now: %(reason)s") % {"reason": self._reason(cause.detail, 1)}

    def freed(self, cause: Cause) -> str:
        """Something bars no grade any more."""
        return _("no longer: %(reason)s") % {"reason": self._reason(cause.detail, 0)}

    def _reason(self, code: str, side: int) -> str:
        return reason_words(code, str(self.policies[side].eligibility.routine_minimum))

    def unit(self, cause: Cause) -> str:
        """Another unit."""
        if cause.before == cause.after:
            return _("another base of the unit")
        words = {"before": self.names.short(cause.before), "after": self.names.short(cause.after)}
        return _("unit: %(before)s → %(after)s") % words

    def seats(self, cause: Cause) -> str:
        """Another number of seats in the unit."""
        words = {"grade": grade_word(cause.detail), "before": cause.before, "after": cause.after}
        return _("seats of the unit, %(grade)s: %(before)s → %(after)s") % words


def _place(path: str) -> str:
    """A circumstance and a sheet by themselves, whatever differs in them; any other value by its path."""
    if path.startswith((CIRCUMSTANCES, SHEETS)):
        return ".".join(path.split(".")[:2])
    return path


def _circumstance(policy: Policy, name: str) -> str:
    rule = policy.circumstances.get(name)
    if rule is None:
        return _("not in the policy")
    words: Sequence[str] = [str(CODES[effect]) for effect in rule.effects]
    return pgettext("list of names", ", ").join(words)


def _value(policy: Policy, path: str, value: Any) -> str:
    return MISSING if value is None else told_value(policy, path, value)


def _figures(cause: Cause) -> str:
    return f"{cause.before or MISSING} → {cause.after or MISSING}"


BECAUSE: dict[str, str | Promise] = {
    "decided": gettext_lazy("the decided seats are set aside"),
    "frozen": gettext_lazy("the frozen units are set aside"),
    "bases": gettext_lazy("the bases of the units are others"),
    "eligible": gettext_lazy("others are eligible, so that other seats are given back"),
}
WORDS: dict[str, Callable[[ReplayWords, Cause], str]] = {
    "quarter": ReplayWords.quarter,
    "routine": lambda words, cause: f"{_('routine score')} {_figures(cause)}",
    "assessment": lambda words, cause: f"{_('annual assessment')} {_figures(cause)}",
    "weight": lambda words, cause: _("routine score and assessment weigh otherwise"),
    "barred": ReplayWords.barred,
    "freed": ReplayWords.freed,
    "unit": ReplayWords.unit,
    "seats": ReplayWords.seats,
    "suggestion": lambda words, cause: _("the bounds of the suggestion are others"),
    "rank": lambda words, cause: _("others of the unit changed places"),
    "others": lambda words, cause: _("others of the unit get the seats, or give them up"),
}
