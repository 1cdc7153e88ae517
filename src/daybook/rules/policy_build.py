"""From a tree of plain values to the typed record, strictly: nothing unknown, missing or guessed."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from daybook.rules.policy import OneOf

Report = Callable[..., None]
WORDS = {
    bool: ("true 或 false", "true or false"),
    int: ("整数", "a whole number"),
    Decimal: ("数", "a number"),
    str: ("文字", "text"),
    date: ("日期", "a date"),
    dict: ("一张表", "a table"),
    list: ("一列值", "a list"),
}


@cache
def _hints(record: type) -> dict[str, Any]:
    return get_type_hints(record, include_extras=True)


def build(kind: Any, raw: Any, path: str, report: Report) -> Any:
    """The value of ``kind`` that ``raw`` stands for; faults go to ``report(path, code, **details)``.

    What has a fault is ``None``: the caller refuses the whole when anything was reported.
    """
    if get_origin(kind) is Annotated:
        return _limited(kind, raw, path, report)
    if is_dataclass(kind):
        return _record(kind, raw, path, report)
    origin = get_origin(kind)
    if origin is tuple:
        return _list(get_args(kind)[0], raw, path, report)
    if origin is not None:
        return _mapping(get_args(kind)[1], raw, path, report)
    return _plain(kind, raw, path, report)


def _record(kind: Any, raw: Any, path: str, report: Report) -> Any:
    if not _is(raw, dict, path, report):
        return None
    known = {each.name: each for each in fields(kind)}
    for key in raw:
        if key not in known:
            report(_join(path, key), "unknown_key")
    values = {name: _field(kind, each, raw, path, report) for name, each in known.items()}
    return kind(**values)


def _field(kind: Any, each: Field[Any], raw: Mapping[str, Any], path: str, report: Report) -> Any:
    place = _join(path, each.name)
    if each.name not in raw:
        if each.default is not MISSING:
            return each.default
        report(place, "missing")
        return None
    return build(_hints(kind)[each.name], raw[each.name], place, report)


def _limited(kind: Any, raw: Any, path: str, report: Report) -> Any:
    """A plain value within the limit that stands beside its type."""
    plain, limit = get_args(kind)
    value = _plain(plain, raw, path, report)
    if value is None:
        return None
    if isinstance(limit, OneOf):
        if value not in limit.choices:
            report(path, "not_a_choice", limit="、".join(limit.choices), value=value)
    elif value < Decimal(limit.least):
        report(path, "too_small", limit=limit.least, value=str(value))
    elif limit.most is not None and value > Decimal(limit.most):
        report(path, "too_great", limit=limit.most, value=str(value))
    return value


def _mapping(kind: Any, raw: Any, path: str, report: Report) -> Any:
    if not _is(raw, dict, path, report):
        return None
    return types.MappingProxyType({key: build(kind, raw[key], _join(path, key), report) for key in raw})


def _list(kind: Any, raw: Any, path: str, report: Report) -> Any:
    if not _is(raw, list, path, report):
        return None
    return tuple(build(kind, each, path, report) for each in raw)


def _plain(kind: Any, raw: Any, path: str, report: Report) -> Any:
    if type(raw) is float:
        report(path, "inexact")
        return None
    if kind is Decimal and type(raw) is int:
        return Decimal(raw)
    if isinstance(raw, Decimal) and not raw.is_finite():
        _tell_type(kind, raw, path, report)
        return None
    return raw if _is(raw, kind, path, report) else None


def _is(raw: Any, kind: type, path: str, report: Report) -> bool:
    if type(raw) is kind or (kind is dict and isinstance(raw, Mapping)):
        return True
    _tell_type(kind, raw, path, report)
    return False


def _tell_type(kind: type, raw: Any, path: str, report: Report) -> None:
    zh, en = WORDS[kind]
    report(path, "wrong_type", expected=zh, expected_en=en, value=str(raw))


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
