"""Loading a policy: parents and amendments resolved, everything checked, all faults reported at once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from hashlib import sha256
from types import MappingProxyType
from typing import Any

from daybook.rules.policy import Label, Policy, Rules, Source
from daybook.rules.policy_build import build
from daybook.rules.policy_checks import CHECKS
from daybook.rules.policy_fault import Fault, PolicyFault
from daybook.rules.policy_layers import (
    SOURCES_FILE,
    Layers,
    Table,
    amendments,
    completed,
    layered,
    lineage,
    turning_days,
)


def policy_ids(files: Mapping[str, Table]) -> list[str]:
    """The ids of the policies among the files, in order."""
    tables = completed(files).items()
    return sorted(str(table["id"]) for name, table in tables if name != SOURCES_FILE and "id" in table)


def load_policy(files: Mapping[str, Table], policy_id: str, on: date) -> Policy:
    """The policy as it stands on a day.

    ``files`` are the parsed files by name (without ending), fractions read as Decimal; the one named
    ``sources`` holds the shipped sources, and a policy file may add its own under ``[sources]``. Raises
    PolicyFault with every fault found, in amendments of other days too.
    """
    files = completed(files)
    chain = lineage(files, policy_id)
    source_texts, faults = _sources(files, chain)
    faults += _heading_faults(chain)
    wanted = None
    for day in sorted({*turning_days(chain), on}):
        rules, layers = _resolve(chain, day, source_texts)
        faults += [fault for fault in layers.faults if fault not in faults]
        wanted = (rules, layers) if day == on else wanted
    if faults or wanted is None:
        raise PolicyFault(faults)
    return _policy(chain, on, *wanted, source_texts)


def _sources(
    files: Mapping[str, Table], chain: list[tuple[str, Table]]
) -> tuple[Mapping[str, Source], list[Fault]]:
    """The sources that may be named, the policy's own over the shipped ones, and what is wrong with them."""
    texts: dict[str, Source] = {}
    faults: list[Fault] = []
    tables = [(SOURCES_FILE, files.get(SOURCES_FILE, {}))]
    tables += [(file, table.get("sources", {})) for file, table in chain]
    for file, table in tables:
        layers = Layers(faults=faults)
        layers.files[""] = file
        texts.update(build(Mapping[str, Source], table, "sources", _reporter(layers)) or {})
    return MappingProxyType(texts), faults


def _reporter(layers: Layers) -> Any:
    def report(path: str, code: str, **details: str) -> None:
        layers.faults.append(Fault(layers.file_of(path), path, code, details))

    return report


def _heading_faults(chain: list[tuple[str, Table]]) -> list[Fault]:
    """What is wrong with id, name, first day and amendments of each file."""
    layers = Layers()
    for file, table in chain:
        layers.files[""] = file
        report = _reporter(layers)
        for key, kind in (("name", Label), ("effective_from", date)):
            if key in table:
                build(kind, table[key], key, report)
            elif "extends" not in table:
                report(key, "missing")
        listed = table.get("amendments", [])
        if not isinstance(listed, list) or len(amendments(table)) != len(listed):
            report(
                "amendments",
                "wrong_type",
                expected="带起始日的修订",
                expected_en="dated amendments",
                value="",
            )
    return layers.faults


def _resolve(
    chain: list[tuple[str, Table]], on: date, texts: Mapping[str, Source]
) -> tuple[Rules | None, Layers]:
    layers = layered(chain, on)
    report = _reporter(layers)
    rules = build(Rules, layers.values, "", report)
    for place, source in (*layers.sources.items(), *layers.table_sources.items()):
        if not source:
            report(place, "no_source")
        elif source not in texts:
            report(place, "unknown_source", value=source)
    if not layers.faults:
        for check in CHECKS:
            check(rules, report)
    return rules, layers


def _policy(
    chain: list[tuple[str, Table]], on: date, rules: Rules | None, layers: Layers, texts: Mapping[str, Source]
) -> Policy:
    table = chain[-1][1]
    values = {each.name: getattr(rules, each.name) for each in fields(Rules)}
    return Policy(
        **values,
        id=table["id"],
        name=Label(**table["name"]),
        effective_from=next(each["effective_from"] for _, each in chain[::-1] if "effective_from" in each),
        on=on,
        hash=canonical_hash(layers.values, layers.sources),
        lineage=tuple(each["id"] for _, each in chain),
        sources=MappingProxyType(layers.sources),
        source_texts=texts,
        table_sources=MappingProxyType(layers.table_sources),
        values=MappingProxyType(layers.values),
    )


def canonical_hash(values: Table, sources: Mapping[str, str]) -> str:
    """The SHA-256 of a policy's resolved content: equal content, equal hash, whatever files it came from."""
    text = json.dumps([values, dict(sources)], default=_canonical, sort_keys=True, ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> Any:
    return {"number": f"{value.normalize():f}"} if isinstance(value, Decimal) else str(value)
