"""The worked examples in tests/cases: each is one sentence, what is given, and what must come out."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from .case_runners import RUNNERS
from .cast import own_policy, shipped

CASES = Path(__file__).parent.parent / "cases"


def _cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*/*.toml")):
        table = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
        found += [
            pytest.param(table["rule"], case, id=f"{path.parent.name}/{path.stem}: {case['name']}")
            for case in table["case"]
        ]
    return found


@pytest.mark.parametrize(("rule", "case"), _cases())
def test_worked_example(rule: str, case: dict[str, Any]) -> None:
    base = case.get("policy", "log-style-2026")
    policy = own_policy(base, **case["override"]) if "override" in case else shipped(base)
    assert RUNNERS[rule](policy, case["given"]) == case["expect"]


def test_every_kind_of_example_has_one() -> None:
    assert {param.values[0] for param in _cases()} == set(RUNNERS)


def test_every_example_says_something_of_its_own() -> None:
    names = [param.id for param in _cases()]
    assert len(names) == len(set(names))
    assert set().union(*(param.values[1] for param in _cases())) <= {
        "name", "policy", "override", "given", "expect", "basis",
    }  # fmt: skip
