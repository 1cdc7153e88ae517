"""The rule behind a figure as a sentence, its numbers taken from the policy."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.annual.enums import BallotClass
from daybook.rules.exact import HUNDRED, plain
from daybook.rules.policy import Policy
from daybook.rules.working import Working


def rule_words(working: Working, policy: Policy) -> str:
    """The rule that made a figure; empty for a given score."""
    words = RULES.get(working.label)
    return words(working, policy) if words else ""


def _annual_total(working: Working, policy: Policy) -> str:
    share = policy.annual_total.routine_weight[working.detail]
    whose = _("department heads") if working.detail == "head" else _("staff")
    return _("for %(whose)s the routine score counts %(share)s%%, the annual assessment the rest") % {
        "whose": whose,
        "share": plain(Fraction(share) * HUNDRED),
    }


def _routine_score(working: Working, policy: Policy) -> str:
    return _("the mean of the scored quarters; a missing one is left out; at least %(count)s are needed") % {
        "count": policy.routine_score.min_quarters
    }


def _assessment(working: Working, policy: Policy) -> str:
    weights = pgettext("list of numbers", ", ").join(
        f"{BallotClass(each).label} {plain(weight)}" for each, weight in policy.assessment.weights.items()
    )
    words = _(
        "classes weighted %(weights)s; of over %(most)s ballots in a class the highest and lowest drop out"
    )
    return words % {"weights": weights, "most": policy.assessment.trim_over}


def _group(working: Working, policy: Policy) -> str:
    signed = set(working.detail.split("+")) & set(policy.assessment.signed)
    return _("the principal leader signs the assessment") if signed else ""


RULES: dict[str, Callable[[Working, Policy], str]] = {
    "annual_total": _annual_total,
    "routine_score": _routine_score,
    "assessment": _assessment,
    "ballot_group": _group,
}
