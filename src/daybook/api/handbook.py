"""The description of the interface as a page for people: every operation, its fields, its answers, a call."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from daybook.api.v1.site import description

Part = Mapping[str, Any]

EXAMPLES: dict[str, Any] = {
    "work_date": "2026-03-31",
    "content": "核对二季度水利投资计划执行情况",
    "start": "09:00",
    "end": "11:30",
    "version": 1,
    "outcome": "形成核对表",
    "reason": "误记，另行登记",
    "key": "OA-2026-0312",
    "title": "2026年水利投资计划",
    "due_date": "2026-03-27",
    "month": "2026-03",
    "year": "2026",
    "department": "D02",
}
SHOWN = frozenset({"start", "end", "outcome", "due_date", "key", "department"})
"""Fields that are not needed and stand in the example all the same."""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: its name, what it holds, whether it is needed, what it means."""

    name: str
    holds: str
    needed: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: its status, and when it is given."""

    status: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing a program can ask for."""

    mark: str
    method: str
    path: str
    summary: str
    words: str
    scope: str
    asked: list[FieldRow]
    body: list[FieldRow]
    told: list[FieldRow]
    answers: list[AnswerRow]
    call: str


def handbook(address: str) -> dict[str, list[Operation]]:
    """The operations under their headings; `address` is where this installation is called."""
    told = description()
    groups: dict[str, list[Operation]] = {}
    for path, methods in told["paths"].items():
        for method, operation in methods.items():
            made = _operation(told, address, path, method, operation)
            groups.setdefault(operation["tags"][0], []).append(made)
    return groups


def _operation(told: Part, address: str, path: str, method: str, operation: Part) -> Operation:
    body = _body(told, operation)
    return Operation(
        mark=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=operation["summary"],
        words=operation.get("description", ""),
        scope=operation["x-scope"],
        asked=[_asked(told, each) for each in operation.get("parameters", [])],
        body=list(_fields(told, body)) if body else [],
        told=list(_fields(told, _answered(told, operation))),
        answers=list(_answers(operation)),
        call=_call(told, address, path, method, body),
    )


def _body(told: Part, operation: Part) -> Part | None:
    content = operation.get("requestBody", {}).get("content", {})
    return _resolved(told, content["application/json"]["schema"]) if content else None


def _answered(told: Part, operation: Part) -> Part:
    good = next(answer for status, answer in operation["responses"].items() if str(status).startswith("2"))
    return _resolved(told, good["content"]["application/json"]["schema"])


def _resolved(told: Part, schema: Part) -> Part:
    """The schema itself, behind a reference and without the choice of saying nothing."""
    if "$ref" in schema:
        return _resolved(told, told["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return _resolved(told, choices[0]) if choices else schema


def _asked(told: Part, parameter: Part) -> FieldRow:
    schema = _resolved(told, parameter["schema"])
    meaning = parameter.get("description") or parameter["schema"].get("description", "")
    return FieldRow(parameter["name"], _holds(told, schema), bool(parameter.get("required")), meaning)


def _fields(told: Part, schema: Part, before: str = "") -> Iterator[FieldRow]:
    """The fields of an object, and after a list those of what it lists."""
    for name, written in schema.get("properties", {}).items():
        inner = _resolved(told, written)
        needed = name in schema.get("required", ())
        yield FieldRow(before + name, _holds(told, inner), needed, written.get("description", ""))
        if inner.get("type") == "array":
            yield from _fields(told, _resolved(told, inner["items"]), f"{before}{name}[].")


def _holds(told: Part, schema: Part) -> str:
    """In words, what a field holds."""
    if "enum" in schema:
        return " | ".join(str(each) for each in schema["enum"])
    kinds = {
        "integer": _("whole number"),
        "boolean": "true | false",
        "array": _("list"),
        "object": _("object"),
    }
    kind = schema.get("type", "string")
    if kind == "integer" and "minimum" in schema:
        return _("whole number from %(low)s to %(high)s") % {
            "low": schema["minimum"],
            "high": schema["maximum"],
        }
    return kinds.get(kind) or _text(schema)


def _text(schema: Part) -> str:
    if schema.get("format") == "date":
        return _("day, such as %(example)s") % {"example": "2026-03-31"}
    if examples := schema.get("examples"):
        return _("text, such as %(example)s") % {"example": examples[0]}
    if limit := schema.get("maxLength"):
        return _("text of at most %(limit)d characters") % {"limit": limit}
    return _("text")


def _answers(operation: Part) -> Iterator[AnswerRow]:
    for status, answer in operation["responses"].items():
        yield AnswerRow(str(status), answer["description"])


def _call(told: Part, address: str, path: str, method: str, body: Part | None) -> str:
    """The call for a command line, with the token in a variable."""
    for name, example in EXAMPLES.items():
        path = path.replace("{" + name + "}", str(example))
    lines = [f"curl -X {method.upper()} {shlex.quote(address + path)}", '-H "Authorization: Bearer $TOKEN"']
    if body is not None:
        given = json.dumps(_example(told, body), ensure_ascii=False, indent=2)
        lines += ["-H 'Content-Type: application/json'", f"-d {shlex.quote(given)}"]
    return " \\\n  ".join(lines)


def _example(told: Part, schema: Part) -> dict[str, Any]:
    """An object with the fields that are needed, and a few that say most."""
    found: dict[str, Any] = {}
    for name, written in schema.get("properties", {}).items():
        inner = _resolved(told, written)
        if inner.get("type") == "array":
            found[name] = [_example(told, _resolved(told, inner["items"]))]
        elif name in EXAMPLES and (name in SHOWN or name in schema.get("required", ())):
            found[name] = EXAMPLES[name]
    return found
