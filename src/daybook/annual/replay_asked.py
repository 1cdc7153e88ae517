"""What a replay is asked for: a policy, and values laid over it, as they stand in the address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from unicodedata import normalize

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from daybook.annual.queries.settled import Replay
from daybook.org.policies import known_policies, policy
from daybook.org.policy_page import label_of, told_value
from daybook.org.spoken import in_english, spoken
from daybook.rules.exact import plain
from daybook.rules.policy import HEADS_IN, METHODS, Policy
from daybook.rules.policy_fault import PolicyFault

POLICY = "policy"
PATHS = (
    "annual_total.routine_weight",
    "eligibility.routine_minimum",
    "assessment.weights",
    "quotas.excellent.ratio",
    "quotas.good.ratio",
    "quotas.method",
    "units.heads",
)
"""The values that may be chosen; a table stands for every value in it."""
CHOICES: Mapping[str, Sequence[str]] = {"quotas.method": METHODS, "units.heads": HEADS_IN}
TOGETHER: Mapping[str, str | Promise] = {
    "quotas": gettext_lazy("The ratios together"),
    "assessment.weights": gettext_lazy("The weights of the ballot classes"),
}
NUMBER = re.compile(r"-?[0-9]{1,6}(\.[0-9]{1,6})?")
PERCENT = "%"
LONGEST = 40


@dataclass(frozen=True, slots=True)
class ReplayField:
    """A value in the form: what it is, what the policy has, what is typed, and why that is refused."""

    path: str
    label: str
    own: str
    typed: str
    choices: Sequence[tuple[str, str]]
    fault: str


@dataclass
class AskedReplay:
    """What was asked for, kept as typed; faults by the path of the value they are about."""

    own_policy: str
    typed: Mapping[str, str]
    policies: Sequence[str] = field(default_factory=known_policies)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def policy_id(self) -> str:
        """The policy asked for, else the bureau's own."""
        return self.typed.get(POLICY) or self.own_policy

    def named_policies(self, on: date) -> list[tuple[str, str]]:
        """Every policy with its name; one whose file does not hold with its id alone."""
        return [(each, _policy_name(each, on)) for each in self.policies]

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.typed.values())

    @property
    def is_known(self) -> bool:
        """Whether there is such a policy; if not, that is noted as its fault."""
        if self.policy_id in self.policies:
            return True
        self.faults[POLICY] = _("There is no policy “%(id)s”.") % {"id": self.policy_id[:LONGEST]}
        return False

    def replay(self, base: Policy) -> Replay:
        """What to replay: values that are those of the policy anyway are left out."""
        values: dict[str, Any] = {}
        for path, own in chosen_values(base):
            typed = self.typed.get(path, "").strip()
            if typed and (given := _given(typed)) != own:
                _lay(values, path.split("."), given)
        return Replay(self.policy_id, values)

    def refused(self, refused: PolicyFault) -> None:
        """Note what is wrong with the values, each by its name."""
        for fault in refused.faults:
            self.faults.setdefault(fault.key, fault.reason_en if in_english() else fault.reason)

    def policy_refused(self, refused: PolicyFault) -> None:
        """Note that the policy itself does not hold, key by key."""
        told = (f"{each.key} {each.reason_en if in_english() else each.reason}" for each in refused.faults)
        words = {"faults": pgettext("list of reasons", "; ").join(told)}
        self.faults[POLICY] = _("This policy does not hold: %(faults)s") % words

    def fields(self, base: Policy) -> list[ReplayField]:
        """The form, over what the chosen policy has."""
        return [self._field(base, path, own) for path, own in chosen_values(base)]

    def _field(self, base: Policy, path: str, own: Any) -> ReplayField:
        choices = [(each, told_value(base, path, each)) for each in CHOICES.get(path, ())]
        told = told_value(base, path, own)
        shown = told if choices or told.endswith(PERCENT) else plain(own)
        fault = self.faults.get(path, "")
        return ReplayField(path, label_of(base, path), shown, self.typed.get(path, ""), choices, fault)

    def other_faults(self, base: Policy) -> list[tuple[str, str]]:
        """Faults that stand by no field: what they are about, and the reason."""
        beside = {POLICY, *(path for path, _own in chosen_values(base))}
        return [
            (str(TOGETHER.get(key) or label_of(base, key)), reason)
            for key, reason in self.faults.items()
            if key not in beside
        ]


def chosen_values(base: Policy) -> Iterator[tuple[str, Any]]:
    """The values that may be chosen, with what a policy has, by dotted path."""
    for path in PATHS:
        found: Any = base.values
        for step in path.split("."):
            found = found[step]
        if isinstance(found, Mapping):
            yield from ((f"{path}.{key}", value) for key, value in found.items())
        else:
            yield path, found


def _policy_name(policy_id: str, on: date) -> str:
    with suppress(PolicyFault):
        return spoken(policy(policy_id, on).name)
    return policy_id


def _given(text: str) -> Decimal | str:
    """A number as one, per cent as a share; all else stays a text, for the policy to refuse by its name."""
    plain_text = normalize("NFKC", text)
    number = plain_text.removesuffix(PERCENT).strip()
    if not NUMBER.fullmatch(number):
        return text[:LONGEST]
    return Decimal(number).scaleb(-2) if plain_text.endswith(PERCENT) else Decimal(number)


def _lay(values: dict[str, Any], steps: Sequence[str], given: Decimal | str) -> None:
    *tables, last = steps
    for table in tables:
        values = values.setdefault(table, {})
    values[last] = given


def read_replay(own_policy: str, query: Mapping[str, str]) -> AskedReplay:
    """What an address asks for; keys that name nothing are left alone."""
    named = {name: str(text).strip() for name, text in query.items() if _is_value(name)}
    return AskedReplay(own_policy, named)


def _is_value(name: str) -> bool:
    return name == POLICY or any(name == path or name.startswith(f"{path}.") for path in PATHS)
