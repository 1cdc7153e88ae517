"""The words for what a quarter's scores are made of: quarters, sheets, elements, their rules and sources."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.org.spoken import in_english, spoken_code
from daybook.rules.policy import Policy
from daybook.rules.working import Working

QUARTER_NAMES: dict[str, str | Promise] = {
    "Q1": gettext_lazy("first quarter"),
    "Q2": gettext_lazy("second quarter"),
    "Q3": gettext_lazy("third quarter"),
    "Q4": gettext_lazy("fourth quarter"),
}
RULES: dict[str, str | Promise] = {
    "majority": gettext_lazy("of several sheets, the one whose span has most workdays"),
    "day_weighted": gettext_lazy("several sheets, weighted by the workdays of their spans"),
    "sheet_score": gettext_lazy("the sum of weight × element ÷ 100"),
}
QUARTERS = frozenset({"majority", "day_weighted"})
OF_QUARTER = QUARTERS | {"sheet_score", "element"}
"""The figures that a quarter is made of: itself, by either rule, its sheets, and their elements."""


def quarter_word(key: str) -> str:
    """The name of a quarter such as `2026-Q1`, without its year."""
    return str(QUARTER_NAMES[key[-2:]])


def figure_of_quarter(working: Working, policy: Policy) -> str:
    """What a figure of a quarter's working is called."""
    if working.label in QUARTERS:
        return quarter_word(working.detail)
    return spoken_code(policy, working.detail) if working.label == "element" else _("score sheet")


def rule_of_quarter(working: Working) -> str:
    """The rule that made a figure of a quarter as a sentence; empty for a given score."""
    return str(RULES.get(working.label, ""))


def source_words(key: str, policy: Policy) -> str:
    """The source of a rule: its title and articles."""
    source = policy.source_texts[key]
    return f"{source.title_en if in_english() else source.title} {source.articles}".strip()
