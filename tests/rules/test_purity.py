"""The rules are pure: nothing but the standard library, no clock, no files, no floating point."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import daybook.rules

from .cast import policy_files

FILES = sorted(Path(daybook.rules.__file__).parent.glob("*.py"))
CLOCKS = {"today", "now", "utcnow", "time_ns", "perf_counter"}
FORBIDDEN = {"float", "open", "print", "input"}
REFUSED = {"policy_build": {"float"}}  # it names the type in order to refuse it
OUTSIDE = {
    "os",
    "io",
    "pathlib",
    "random",
    "socket",
    "subprocess",
    "tomllib",
    "zoneinfo",
    "importlib",
    "time",
}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_module_is_pure(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for name in imports(tree):
        top = name.partition(".")[0]
        assert name.startswith("daybook.rules.") or (top in sys.stdlib_module_names and top not in OUTSIDE), (
            name
        )
    for node in ast.walk(tree):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        assert not (isinstance(node, ast.Attribute) and node.attr in CLOCKS), node.lineno
        assert not (isinstance(node, ast.Name) and node.id in FORBIDDEN - REFUSED.get(path.stem, set())), (
            node.lineno
        )


def test_every_source_a_rule_names_is_one_of_the_policies() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in FILES)
    named = {
        key for keys in re.findall(r"Source: ([a-z_, \n]+)", texts) for key in re.findall(r"[a-z_]+", keys)
    }
    assert named == set(policy_files()["sources"])


def test_every_public_function_says_what_it_means() -> None:
    for path in FILES:
        tree = ast.parse(path.read_text("utf-8"))
        bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
        for node in (each for body in bodies for each in body):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.name}: {node.name}"
