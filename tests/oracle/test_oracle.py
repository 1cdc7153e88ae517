"""Random books through import and settle, field by field against the second opinion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from daybook.annual.commands import settle as settle_command
from daybook.books.commands import import_

from .books import RandomBook, make_book
from .policy import SHIPPED, Policy
from .settle import settle
from .tables import Book

SEEDS = range(40)


def expected(book: RandomBook, year: int, policy: Policy) -> dict[str, Any]:
    """The second opinion; decided seats stand where the policy is the year's own."""
    return settle(Book(book.folder), year, policy, own_policy=policy["id"] == book.policy["id"])


def settled(*arguments: str) -> dict[str, Any]:
    """What `daybook settle --json` prints."""
    result = CliRunner().invoke(settle_command, [*arguments, "--json"])
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def differences(path: str, ours: Any, theirs: Any) -> list[str]:
    """Every place where two results are not the same, named by person and unit."""
    if isinstance(ours, dict) and isinstance(theirs, dict) and list(ours) == list(theirs):
        return [d for key in ours for d in differences(f"{path}.{key}", ours[key], theirs[key])]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return [d for place, pair in pairs for d in differences(f"{path}[{name_of(pair[0], place)}]", *pair)]
    return [] if ours == theirs and type(ours) is type(theirs) else [f"{path}: {ours!r} is not {theirs!r}"]


def name_of(row: Any, place: int) -> str:
    """What a row of a list is called."""
    return str(row.get("person", row.get("unit", place))) if isinstance(row, dict) else str(place)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_book_settles_as_the_rules_say(seed: int, tmp_path: Path, settings: Settings) -> None:
    policies = tmp_path / "policies"
    policies.mkdir()
    settings.POLICY_DIR = str(policies)
    book = make_book(seed, tmp_path / "book")
    if book.policy_toml:
        (policies / f"{book.policy['id']}.toml").write_text(book.policy_toml, encoding="utf-8")
    taken = CliRunner().invoke(import_, [str(book.folder)])
    assert taken.exit_code == 0, taken.output
    year, bureau = str(book.year), ("--bureau", book.code)
    assert differences("own", expected(book, book.year, book.policy), settled(year, *bureau)) == []
    after = str(book.year + 1)
    assert differences("after", expected(book, book.year + 1, book.policy), settled(after, *bureau)) == []
    for policy in SHIPPED.values():
        replayed = settled(year, *bureau, "--policy", policy["id"])
        assert differences(policy["id"], expected(book, book.year, policy), replayed) == []


def test_a_difference_is_named() -> None:
    ours = {"people": [{"person": "S1", "rank_in_unit": 1}, {"person": "S2", "rank_in_unit": 2}]}
    theirs = {"people": [{"person": "S1", "rank_in_unit": 1}, {"person": "S2", "rank_in_unit": None}]}
    assert differences("year", ours, ours) == []
    assert differences("year", ours, theirs) == ["year.people[S2].rank_in_unit: 2 is not None"]
