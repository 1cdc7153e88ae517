"""A policy as a page: each value with its unit and its source, in the order of the procedure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from daybook.org.policy_words import (
    BALLOT_CLASSES,
    CODES,
    CODES_OF_TABLE,
    FAMILIES,
    KEYS,
    KINDS,
    SECTIONS,
)
from daybook.org.spoken import spoken, spoken_code
from daybook.rules.exact import plain
from daybook.rules.policy import CircumstanceRule, Policy, SheetForm, Source

RATIOS = ("ratio", "most")


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, and the key under which the page lists it."""

    key: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """One value: what it is, the value with its unit, and its source."""

    label: str
    value: str
    source: Cited


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the procedure with its values."""

    heading: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The elements of a category: group, element, weight, source."""

    heading: str
    groups: Sequence[tuple[str, Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class Circumstance:
    """A special circumstance: its kind, what it does year by year, and its source."""

    label: str
    kind: str
    effects: Sequence[str]
    source: Cited


def sections(policy: Policy) -> list[Section]:
    """The values by parts of the procedure, sheets and circumstances apart."""
    return [
        Section(
            str(heading), [row for table in tables for row in _rows(policy, table, policy.values.get(table))]
        )
        for heading, tables in SECTIONS
    ]


def sheets(policy: Policy) -> list[Sheet]:
    """The score sheets, by category and post class."""
    return [Sheet(_category(name), list(_groups(policy, name, form))) for name, form in policy.sheets.items()]


def circumstances(policy: Policy) -> list[Circumstance]:
    """The special circumstances, each with its effect in the year and the years after."""
    return [_circumstance(policy, name, rule) for name, rule in policy.circumstances.items()]


def cited_sources(policy: Policy) -> list[tuple[str, Source]]:
    """The sources that some value names, in the order of the sources' own list."""
    used = set(policy.sources.values())
    return [(key, source) for key, source in policy.source_texts.items() if key in used]


def title_of(source: Source) -> str:
    """A source's title in the language of the page."""
    return source.title_en if _english() else source.title


def _english() -> bool:
    return (get_language() or "").startswith("en")


def _rows(policy: Policy, path: str, value: Any) -> Iterator[Row]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _rows(policy, f"{path}.{key}", below)
    elif value is not None:
        yield Row(_label(policy, path), _spelled(policy, path, value), _cited(policy, path))


def label_of(policy: Policy, path: str) -> str:
    """What a value of a policy is called, by its dotted path."""
    return _label(policy, path)


def told_value(policy: Policy, path: str, value: Any) -> str:
    """A value of a policy with its unit, as its page tells it."""
    return _spelled(policy, path, value)


def _label(policy: Policy, path: str) -> str:
    if path in KEYS:
        return str(KEYS[path])
    family, _dot, last = path.rpartition(".")
    if family in FAMILIES:
        return str(FAMILIES[family]) % {"name": _code(policy, family, last)}
    return path


def _code(policy: Policy, path: str, code: str) -> str:
    """What a code is called where it stands; the code itself where nobody named it."""
    table = "ballot_classes" if path in BALLOT_CLASSES else path
    found = CODES_OF_TABLE.get(table, {}).get(code) or CODES.get(code)
    return str(found) if found else spoken_code(policy, code)


def _spelled(policy: Policy, path: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if path.startswith("monthly.half_days"):
        return "–".join(value)
    if path == "career.year_weights":
        return " : ".join(str(each) for each in value)
    if isinstance(value, list | tuple):
        nested = any(isinstance(each, list | tuple) for each in value)
        joint = _(" + ") if path == "assessment.shown_groups" and not nested else _("; ")
        return joint.join(_spelled(policy, path, each) for each in value)
    if isinstance(value, str):
        return _code(policy, path, value)
    return _number(path, value)


def _number(path: str, value: Decimal | int) -> str:
    name = path.rpartition(".")[2]
    if name in RATIOS or "share" in name.split("_") or ".routine_weight." in path:
        return f"{plain(Decimal(value) * 100)}%"
    unit = _unit(name, int(value))
    return unit or plain(value)


def _unit(name: str, count: int) -> str:
    """A whole number with the unit that the name of its key ends with; empty for a bare number."""
    endings = {
        "workdays": ngettext("%(count)s workday", "%(count)s workdays", count),
        "_workday": _("workday no. %(count)s"),
        "_days": ngettext("%(count)s day", "%(count)s days", count),
        "years": ngettext("%(count)s year", "%(count)s years", count),
        "_hours": ngettext("%(count)s hour", "%(count)s hours", count),
        "_quarters": ngettext("%(count)s quarter", "%(count)s quarters", count),
        "_ballots": ngettext("%(count)s ballot", "%(count)s ballots", count),
        "age_most": _("%(count)s years of age"),
    }
    found = next((words for ending, words in endings.items() if name.endswith(ending)), "")
    return found % {"count": count}


def _cited(policy: Policy, path: str) -> Cited:
    key = policy.source_of(path)
    source = policy.source_texts[key]
    return Cited(key, title_of(source), source.kind)


def _category(name: str) -> str:
    category, _slash, post_class = name.partition("/")
    heading = _("Score sheet of heads") if category == "head" else _("Score sheet of staff")
    return f"{heading} {post_class}".strip()


def _groups(policy: Policy, name: str, form: SheetForm) -> Iterator[tuple[str, list[Row]]]:
    for group, elements in form.groups.items():
        total = sum(form.weights[element] for element in elements)
        path = f"sheets.{name}.weights"
        rows = [
            Row(spoken_code(policy, each), plain(form.weights[each]), _cited(policy, f"{path}.{each}"))
            for each in elements
        ]
        yield f"{spoken_code(policy, group)} {plain(total)}", rows


def _circumstance(policy: Policy, name: str, rule: CircumstanceRule) -> Circumstance:
    return Circumstance(
        label=str(CODES.get(name, name)),
        kind=str(KINDS[rule.kind]),
        effects=[str(CODES[effect]) for effect in rule.effects],
        source=_cited(policy, f"circumstances.{name}"),
    )


def policy_name(policy: Policy) -> str:
    """The policy's name in the language of the page."""
    return spoken(policy.name)
