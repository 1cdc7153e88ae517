"""docs/rules.md from the shipped policies: every value in force, with its source.

`--check` says whether the page is current.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from daybook.rules.policy import Policy, Source
from daybook.rules.policy_load import load_policy, policy_ids

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src" / "daybook" / "policies"
PAGE = ROOT / "docs" / "rules.md"
HEAD = """# The rules

Generated from the policy files by `make fix`. A bureau overrides single values in a file of its own
(`DAYBOOK_POLICY_DIR`); `daybook policy show ID` prints what is in force, and [structure.md](structure.md)
says how figures are made from it.
"""


def main() -> int:
    """Write the page, or compare it."""
    text = page()
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    print("docs/rules.md is not what the policies say: run make fix")
    return 1


def page() -> str:
    """The whole page: the eldest policy in full, each other by what it changes, then the sources."""
    files = {path.stem: _table(path) for path in sorted(FOLDER.glob("*.toml"))}
    policies = [load_policy(files, each, date.max) for each in policy_ids(files)]
    lines = [HEAD]
    known: dict[str, Policy] = {}
    for policy in sorted(policies, key=lambda each: len(each.lineage)):
        parent = known.get(policy.lineage[-2]) if len(policy.lineage) > 1 else None
        lines += _policy(policy, parent)
        known[policy.id] = policy
    return "\n".join([*lines, *_sources(policies[-1].source_texts)]) + "\n"


def _table(path: Path) -> Mapping[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)


def _policy(policy: Policy, parent: Policy | None) -> Iterator[str]:
    yield f"## `{policy.id}` {policy.name.zh}\n"
    since = f"In force from {policy.effective_from}"
    yield f"{since}; what differs from `{parent.id}`:\n" if parent else f"{since}.\n"
    yield "| key | value | source |"
    yield "| --- | --- | --- |"
    before = dict(_leaves(parent.values, "")) if parent else {}
    for key, value in _leaves(policy.values, ""):
        if key.startswith("labels."):
            continue
        if key not in before or before[key] != value:
            yield f"| `{key}` | {_spelled(value)} | [{policy.sources[key]}](#{policy.sources[key]}) |"
    yield ""


def _leaves(table: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        place = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _leaves(value, place)
        else:
            yield place, value


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(_spelled(each) for each in value) or "none"
    return str(value)


def _sources(texts: Mapping[str, Source]) -> Iterator[str]:
    yield "## Sources"
    for key, source in texts.items():
        facts = (source.issuer, source.number, source.articles, source.effective_from, source.note)
        details = [each for each in facts if each]
        yield f"\n### {key}\n\n{source.title} ({source.title_en})" + "".join(
            f"  \n{each}" for each in details
        )


if __name__ == "__main__":
    sys.exit(main())
