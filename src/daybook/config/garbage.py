"""The search for garbage in a process that serves pages: seldom, and never through what stays for good.

A page makes tens of thousands of small objects that go by themselves when it is sent. Python looks for
circles among them each time a few hundred more were made, now and then through the whole program: that took
longer than the page of a large bureau's month itself.
"""

from __future__ import annotations

import gc

SELDOM = 50_000, 20, 50  # new objects until the youngest are searched, searches until their elders are


def collect_seldom() -> None:
    """Put what was loaded by now beyond the search, and search seldom among the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)
