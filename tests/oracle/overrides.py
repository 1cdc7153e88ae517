"""A bureau's own policy, at random: it extends a shipped one and overrides single values."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from fractions import Fraction
from random import Random
from typing import Any

from .policy import SHIPPED, Policy

METHODS = ("largest_remainder", "sainte_lague", "jefferson", "huntington_hill", "adams")
Tables = dict[str, dict[str, Any]]


def random_policy(rng: Random, own_id: str) -> tuple[Policy, str | None]:
    """A shipped policy, or an overridden one with its TOML."""
    base = SHIPPED[rng.choice(("log-style-2026", "log-style-2026", "log-style-2018"))]
    policy = deepcopy(base)
    if rng.random() < 0.3:
        return policy, None
    tables: Tables = {}
    for override in OVERRIDES:
        if rng.random() < 0.35:
            override(rng, policy, tables)
    policy["id"] = own_id
    head = [
        f'id = "{own_id}"',
        'name = { zh = "本局办法", en = "Our own policy" }',
        "effective_from = 2018-01-01",
        f'extends = "{base["id"]}"',
        'source = "confirmed_default"',
    ]
    return policy, "\n".join(
        [*head, *(line for name, values in tables.items() for line in table(name, values))]
    ) + "\n"


def table(name: str, values: dict[str, Any]) -> list[str]:
    """One table of TOML."""
    return ["", f"[{name}]", *(f"{key} = {toml(value)}" for key, value in values.items())]


def toml(value: Any) -> str:
    """A value as TOML writes it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)


def transfer(rng: Random, policy: Policy, tables: Tables) -> None:
    """The quarter of a transfer, and how few due workdays are too few."""
    policy["transfer"] = rng.choice(("day_weighted", "day_weighted", "majority"))
    policy["min_workdays"] = rng.choice((1, 10, 20, 35))
    tables["quarterly"] = {key: policy[key] for key in ("transfer", "min_workdays")}


def sheets(rng: Random, policy: Policy, tables: Tables) -> None:
    """Other weights of the elements."""
    for category in ("head", "staff"):
        weights = list(policy["elements"][category].values())
        rng.shuffle(weights)
        weights[0], weights[1] = weights[0] + 3, weights[1] - 3
        policy["elements"][category] = dict(zip(policy["elements"][category], weights, strict=True))
        tables[f"sheets.{category}.weights"] = policy["elements"][category]


def routine(rng: Random, policy: Policy, tables: Tables) -> None:
    """How many quarters, how heavy the routine score, and the gate."""
    policy["min_quarters"] = rng.choice((1, 2, 3))
    tables["routine_score"] = {"min_quarters": policy["min_quarters"]}
    shares = {"head": rng.choice(("0.3", "0.4")), "staff": rng.choice(("0.6", "0.45"))}
    policy["routine_share"] = {category: Fraction(share) for category, share in shares.items()}
    tables["annual_total"] = {"routine_weight": {c: float(share) for c, share in shares.items()}}
    minimum = rng.choice(("80", "87.5", "90"))
    policy["routine_minimum"] = Fraction(minimum)
    tables.setdefault("eligibility", {})["routine_minimum"] = float(minimum)


def ballots(rng: Random, policy: Policy, tables: Tables) -> None:
    """Virtues, options, classes and trimming."""
    names = ("integrity", "ability", "diligence", "achievement", "probity")
    policy["virtues"] = rng.sample((10, 15, 20, 20, 35), k=5)
    policy["options"] = {"A": 100, "B": 80, "C": rng.choice((60, 65)), "D": rng.choice((0, 40))}
    policy["classes"] = dict(zip("ABCD", rng.sample((10, 20, 30, 40), k=4), strict=True))
    policy["trim_above"] = rng.choice((2, 4, 6))
    tables["assessment"] = {
        "virtues": dict(zip(names, policy["virtues"], strict=True)),
        "options": policy["options"],
        "weights": policy["classes"],
        "trim_over": policy["trim_above"],
    }


def quotas(rng: Random, policy: Policy, tables: Tables) -> None:
    """The method and how much there is to give."""
    policy["method"] = rng.choice(METHODS)
    ratios = {"excellent": rng.choice(("0.15", "0.2", "0.25")), "good": rng.choice(("0.3", "0.4", "0.55"))}
    policy["ratios"] = {grade: Fraction(ratio) for grade, ratio in ratios.items()}
    tables["quotas"] = {"method": policy["method"]}
    for grade, ratio in ratios.items():
        tables[f"quotas.{grade}"] = {"ratio": float(ratio)}


def method(rng: Random, policy: Policy, tables: Tables) -> None:
    """The method alone."""
    policy["method"] = rng.choice(METHODS)
    tables.setdefault("quotas", {})["method"] = policy["method"]


def heads(rng: Random, policy: Policy, tables: Tables) -> None:
    """The heads as one unit."""
    policy["heads"] = "own_pool"
    tables["units"] = {"heads": "own_pool"}


def suggestions(rng: Random, policy: Policy, tables: Tables) -> None:
    """Where competent and basically competent begin."""
    policy["competent_from"], policy["basically_competent_from"] = Fraction(88), Fraction(75)
    tables["suggestions"] = {"competent_from": 88, "basically_competent_from": 75}


def statutory(rng: Random, policy: Policy, tables: Tables) -> None:
    """Bands, cap, and what a quarter's grade takes away."""
    if policy["statutory"] is None:
        return
    bands = {"well": rng.choice((88, 92)), "fairly_well": 75, "fair": rng.choice((50, 70)), "poor": 0}
    cap = rng.choice(("0.3", "0.55"))
    policy["statutory"] = {**{band: Fraction(least) for band, least in bands.items()}, "cap": Fraction(cap)}
    tables["statutory"] = {"well_share": float(cap), "bands": bands}
    policy["excellent_well_share"] = Fraction(rng.choice(("0.25", "0.75")))
    tables.setdefault("eligibility", {})["excellent_well_share"] = float(policy["excellent_well_share"])


OVERRIDES: tuple[Callable[[Random, Policy, Tables], None], ...] = (
    transfer,
    sheets,
    routine,
    ballots,
    quotas,
    method,
    heads,
    suggestions,
    statutory,
)
