"""Keys that leave the building in links and books: sortable by time, never guessable counters."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from random import Random

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: order of value = order of code points
KEY_LENGTH = 26
PAIRS = [first + second for first in ALPHABET for second in ALPHABET]
PLACES = range((KEY_LENGTH - 2) * 5, -1, -10)
RANDOM_BITS = 80
GIVEN_KEY = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")


def new_key(at: datetime, random: Random | None = None) -> str:
    """A key of 26 characters: the milliseconds of `at`, then 80 random bits."""
    return new_keys(at, 1, random)[0]


def new_keys(at: datetime, count: int, random: Random | None = None) -> list[str]:
    """So many keys of one instant, in ascending order; `random` makes them repeatable."""
    milliseconds = int(at.timestamp() * 1000)
    draw = random.getrandbits if random else secrets.randbits
    tails = sorted(draw(RANDOM_BITS) for _ in range(count))
    return [_spelled(milliseconds << RANDOM_BITS | tail) for tail in tails]


def is_key(text: str) -> bool:
    """Whether a text may be a key: ASCII letters and digits with `.`, `_`, `-` inside, at most 100."""
    return GIVEN_KEY.fullmatch(text) is not None


def _spelled(value: int) -> str:
    return "".join([PAIRS[value >> shift & 1023] for shift in PLACES])
