"""A process that serves pages searches for garbage seldom, and not through the program itself."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import gc
usual = gc.get_threshold()
from daybook.config.wsgi import application
assert gc.get_threshold()[0] > 10 * usual[0], gc.get_threshold()
print(gc.get_freeze_count(), len(gc.get_objects()))
"""


def test_what_was_loaded_is_not_searched_again() -> None:
    told = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True)
    frozen, searched = map(int, told.stdout.split())
    assert frozen > 50_000
    assert searched < frozen / 10


def test_a_circle_is_found_all_the_same() -> None:
    made = """
import gc, weakref
from daybook.config.wsgi import application
class Kept: pass
one = Kept(); one.itself = one
seen = weakref.ref(one)
del one
kept = [[] for _ in range(2 * gc.get_threshold()[0])]
assert seen() is None
"""
    subprocess.run([sys.executable, "-c", made], check=True, capture_output=True)
