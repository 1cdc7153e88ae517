"""Keys that the same touch makes twice: a tap and a copy are then one entry, however often they are sent."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

KEY_LENGTH = 26
MOST = 16  # times that one touch is repeated after what it made is gone


def marks(salt: str, told: str) -> list[str]:
    """The keys of a touch in order: the first that no entry has used up is the key it makes now."""
    keys = (salted_hmac(salt, f"{told}:{time}", algorithm="sha256").hexdigest() for time in range(MOST))
    return [key[:KEY_LENGTH] for key in keys]


def first_free(keys: list[str], used: set[str]) -> str:
    """The first of the keys that is not used up; empty, for a key of chance, where all are."""
    return next((key for key in keys if key not in used), "")
