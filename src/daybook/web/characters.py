"""Which characters a text may hold that an office file is to hold: XML knows no control characters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

BREAKS = re.compile(r"[\x0b\x0c]")
"""What a word processor puts where a line or a page was broken by hand."""
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no paper can hold."""


def writable(text: str) -> str:
    """A text without what no paper can hold; rows kept before this was asked of them may have some."""
    return UNWRITABLE.sub("", BREAKS.sub("\n", text))


def all_writable(told: Any) -> Any:
    """Plain data, every text in it writable."""
    if isinstance(told, str):
        return writable(told)
    if isinstance(told, Mapping):
        return {name: all_writable(each) for name, each in told.items()}
    return [all_writable(each) for each in told] if isinstance(told, (list, tuple)) else told
