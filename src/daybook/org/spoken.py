"""What the policy calls things, in the language of the reader."""

from __future__ import annotations

from django.utils.translation import get_language

from daybook.rules.policy import Label, Policy


def in_english() -> bool:
    """Whether the page is told in English."""
    return (get_language() or "").startswith("en")


def spoken(label: Label) -> str:
    """A label in Chinese or English."""
    return label.en if in_english() else label.zh


def spoken_code(policy: Policy, code: str) -> str:
    """What a policy calls a code; the code itself where it has no name."""
    label = policy.labels.get(code)
    return spoken(label) if label else code
