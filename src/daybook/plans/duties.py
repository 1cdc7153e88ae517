"""Which duties of a post no goal speaks of: compared by their words, told as a hint, never as a fault."""

from __future__ import annotations

import re
from collections.abc import Iterable

# What every post's duties say, and what therefore tells nothing about which goal answers them.
GENERAL = re.compile(
    r"负责|协助|主持|协调|承担|参与|配合|做好|组织|开展|实施|推进|落实|全处|全局|全面|处长|局长|日常|工作|管理|及其|以及|有关|相关|其他|（.*?）|\(.*?\)"
)
BETWEEN = re.compile(r"[，、,；;。\n]+")
HAN = re.compile(r"[\u3400-\u9fff]+")
WORD = re.compile(r"[a-z0-9]{3,}")


def unanswered(duties: str, goals: Iterable[str]) -> list[str]:
    """The duties, one by one, none of whose words stands in any goal; those of general words left out."""
    known = set().union(*(_words(goal) for goal in goals))
    return [duty for duty in _single(duties) if (words := _words(duty)) and words.isdisjoint(known)]


def _single(duties: str) -> list[str]:
    parts = (part.strip(" .") for part in BETWEEN.split(duties))
    return [re.sub(r"^(?:负责|协助|承担) *(?=.)", "", part) for part in parts if part]


def _words(text: str) -> set[str]:
    """The pairs of neighbouring Chinese characters of a text, and its longer words in Latin letters."""
    told = GENERAL.sub(" ", text.lower())
    pairs = {run[at : at + 2] for run in HAN.findall(told) for at in range(len(run) - 1)}
    return pairs | set(WORD.findall(told))
