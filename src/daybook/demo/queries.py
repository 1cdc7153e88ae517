"""Whom a visitor of the demonstration may sign in as."""

from __future__ import annotations


def demo_sign_ins() -> list[tuple[str, str]]:
    """Label of the role and username of each door."""
    return []
