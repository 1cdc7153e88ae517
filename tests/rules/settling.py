"""Settling a bureau of the cast, for the tests of a year."""

from __future__ import annotations

from typing import Any

from daybook.rules.policy import Policy
from daybook.rules.record import year_record
from daybook.rules.result import YearResult
from daybook.rules.year import settle

from .cast import Bureau, shipped

FULL = ("90", "90", "90", "90")
VOTED = {"D": ["AAAAA"]}


def office() -> Bureau:
    """One department under one leader."""
    return Bureau().principal("L01").department("D01", "L02")


def settled(bureau: Bureau, policy: Policy | None = None) -> YearResult:
    return settle(policy or shipped(), bureau.facts())


def one(bureau: Bureau, number: str = "S01", policy: Policy | None = None) -> dict[str, Any]:
    people = year_record(settled(bureau, policy))["people"]
    found: dict[str, Any] = next(each for each in people if each["person"] == number)
    return found
