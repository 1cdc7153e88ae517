"""A word to the live feed of this process: something was recorded. It looks for itself what that was."""

from __future__ import annotations

from collections.abc import Callable

_listeners: list[Callable[[], None]] = []


def wake() -> None:
    """Let whoever watches in this process look at once; from any thread, after the commit."""
    for listener in tuple(_listeners):
        listener()


def listen(listener: Callable[[], None]) -> None:
    """Be told; the listener must return at once."""
    _listeners.append(listener)


def listen_no_more(listener: Callable[[], None]) -> None:
    """Be told no longer."""
    if listener in _listeners:
        _listeners.remove(listener)
