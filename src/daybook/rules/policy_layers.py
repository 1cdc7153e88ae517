"""From policy files to one tree of values: parents, amendments, and who said what.

A file ``extends`` another and overrides single values; ``[[amendments]]`` override from a day on. Every
value keeps the file it stands in and the source that file names for it: whoever changes a value must say
where it comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from daybook.rules.policy_fault import Fault, PolicyFault

Table = Mapping[str, Any]
SOURCES_FILE = "sources"
HEADING = ("id", "name", "effective_from", "extends", "amendments", "sources")
MARKS = ("source", "source_of", "replaces")
UNSOURCED = ("labels",)


@dataclass(slots=True)
class Layers:
    """The values of a policy on a day, merged, with the file and the source of each by dotted path."""

    values: dict[str, Any] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    table_sources: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def file_of(self, path: str) -> str:
        """The file that has the last word on a path, or on what encloses it."""
        while path and path not in self.files:
            path = path.rpartition(".")[0]
        return self.files[path]

    def lay(self, file: str, table: Table) -> None:
        """Lay one file, or one amendment of it, over what is there."""
        body = {key: value for key, value in table.items() if key not in (*HEADING, "from")}
        self.files[""] = file
        self._lay(file, body, self.values, "", "")

    def _lay(self, file: str, table: Table, below: dict[str, Any], path: str, source: str) -> None:
        source = self._mark(file, path, table, source)
        named = table.get("source_of", {})
        named = named if isinstance(named, Mapping) else {}
        if table.get("replaces") is True:
            self._forget(path, below)
        for key, value in table.items():
            if key in MARKS:
                continue
            place = f"{path}.{key}" if path else key
            self.files[place] = file
            if isinstance(value, Mapping):
                self._lay(file, value, self._table(below, key), place, named.get(key, source))
            else:
                below[key] = value
                self._credit(place, named.get(key, source))

    def _mark(self, file: str, path: str, table: Table, source: str) -> str:
        """The source that holds in this table; faults of the marks themselves are kept."""
        own = table.get("source", source)
        named = table.get("source_of", {})
        if not isinstance(table.get("replaces", False), bool):
            self._fault(file, path, "not_a_switch")
        if not isinstance(own, str) or not isinstance(named, Mapping):
            self._fault(file, path, "wrong_type", expected="来源", expected_en="a source", value=str(own))
            return source
        for key in named:
            if key not in table:
                self._fault(file, path, "source_of_nothing", value=key)
        if "source" in table:
            self.table_sources[path] = own
        return own

    @staticmethod
    def _table(below: dict[str, Any], key: str) -> dict[str, Any]:
        """The table to merge into; a plain value that stood there gives way."""
        if not isinstance(below.get(key), dict):
            below[key] = {}
        table: dict[str, Any] = below[key]
        return table

    def _forget(self, path: str, below: dict[str, Any]) -> None:
        below.clear()
        for place in [place for place in self.sources if place.startswith(path + ".")]:
            del self.sources[place]

    def _credit(self, place: str, source: str) -> None:
        if place.partition(".")[0] not in UNSOURCED:
            self.sources[place] = source

    def _fault(self, file: str, key: str, code: str, **details: str) -> None:
        self.faults.append(Fault(file, key, code, details))


def completed(files: Mapping[str, Table]) -> dict[str, Table]:
    """The files, completed by what a policy that extends another may leave out.

    Its id is the file's name, its name the id, its source the policy itself. A policy that stands alone must
    say everything.
    """
    return {
        name: _completed(name, table) if name != SOURCES_FILE and "extends" in table else table
        for name, table in files.items()
    }


def _completed(file: str, table: Table) -> Table:
    policy_id = table.get("id", file)
    name = table.get("name", {"zh": policy_id, "en": policy_id})
    whole: dict[str, Any] = {"id": policy_id, "name": name, **table}
    named = table.get("sources", {})
    if "source" not in table and isinstance(named, Mapping) and isinstance(name, Mapping):
        titles = {"title": name.get("zh", policy_id), "title_en": name.get("en", policy_id)}
        whole["source"] = policy_id
        whole["sources"] = {policy_id: {"kind": "bureau", **titles}, **named}
    return whole


def lineage(files: Mapping[str, Table], policy_id: str) -> list[tuple[str, Table]]:
    """The files of a policy, the eldest first. Raises PolicyFault: unknown parent, circle, double id."""
    chain: list[tuple[str, Table]] = []
    wanted, asked_by = policy_id, policy_id
    while wanted:
        if any(table.get("id") == wanted for _, table in chain):
            circle = " → ".join([*(str(table["id"]) for _, table in chain), wanted])
            raise PolicyFault([Fault(asked_by, "extends", "cycle", {"value": circle})])
        file, table = _find(files, wanted, asked_by)
        chain.append((file, table))
        wanted, asked_by = table.get("extends", ""), file
    return chain[::-1]


def _find(files: Mapping[str, Table], policy_id: str, asked_by: str) -> tuple[str, Table]:
    found = [(name, table) for name, table in files.items() if table.get("id") == policy_id]
    if not found:
        raise PolicyFault([Fault(asked_by, "extends", "unknown_policy", {"value": str(policy_id)})])
    if len(found) > 1:
        raise PolicyFault([Fault(found[1][0], "id", "same_id", {"value": policy_id})])
    return found[0]


def amendments(table: Table) -> list[Table]:
    """The dated amendments of a file, the earliest first; those without a day are left to the check."""
    listed = table.get("amendments", [])
    dated = [each for each in listed if isinstance(each, Mapping) and type(each.get("from")) is date]
    return sorted(dated, key=lambda each: each["from"])


def layered(chain: list[tuple[str, Table]], on: date) -> Layers:
    """Everything that holds on a day: each file, then its amendments up to then, the eldest file first."""
    layers = Layers()
    for file, table in chain:
        layers.lay(file, table)
        for amendment in amendments(table):
            if amendment["from"] <= on:
                layers.lay(file, {"source": table.get("source", ""), **amendment})
    return layers


def turning_days(chain: list[tuple[str, Table]]) -> Iterator[date]:
    """Every day on which an amendment of the policy takes effect."""
    for _, table in chain:
        for amendment in amendments(table):
            yield amendment["from"]
