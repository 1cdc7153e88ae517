"""The script of the demonstration: what the people of one bureau do, read from the files in `content/`.

A file describes one department in TOML. Two long texts in it have a line format of their own.

`work` lists a person's routines. One begins with
`# title | measure | goal | months | weight | times | places | people`; `c`, `m` and `o` lines give variants
of content, measures and outcome (`m13 …` fits the first and third content only, `m …` all of them), and
`t content|measures|outcome` all three at once. `i reason` makes it internal; `f` and `u` give its first and
last day. Lists within a cell are joined by `；`.

`steps` tells a matter: `day | author | time | place | people | content | measures | progress | outcome`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.resources import files
from typing import Any

CONTENT = files("daybook.demo") / "content"
DEPARTMENTS = ("d01", "d02", "d03", "d04", "d05", "d06", "d07", "d08")
LEADERS = "leaders"
SHARED = "bureau"
BUREAU = "DEMO"  # its code
EVERY_MONTH = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to say something, and the contents (from 0) it fits; empty: all."""

    text: str
    fits: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Routine:
    """Work that comes again: its line in the plan, and the variants of its entries."""

    title: str
    measure: str
    goal: int
    months: frozenset[int]
    weight: int
    times: Sequence[str]
    places: Sequence[str]
    people: Sequence[str]
    contents: Sequence[str]
    measures: Sequence[Variant]
    outcomes: Sequence[Variant]
    internal: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a matter; `day` is `03-05`."""

    day: str
    author: str
    time: str
    place: str
    people: str
    content: str
    measures: str
    progress: int
    outcome: str


@dataclass(frozen=True, slots=True)
class MatterScript:
    """A matter over weeks; `years` names the years it runs in: previous, current, or both."""

    title: str
    goal: int
    years: str
    steps: Sequence[Step]
    unplanned: bool = False
    internal: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A later appointment: what changes, and from which day (`c-05-16`: the current year's 16 May)."""

    on: str
    department: str = ""
    role: str = ""
    post: str = ""
    duties: str = ""


@dataclass(frozen=True)
class PersonScript:
    """A person: facts of the roster, goals, routines, and the scores that superiors give."""

    number: str
    name: str
    gender: str
    birth: str
    post: str
    role: str
    duties: str
    goals: Sequence[tuple[str, str]]
    routines: Sequence[Routine]
    previous: Sequence[str] = ()
    current: Sequence[str] = ()
    vote: float = 88.0
    style: str = ""
    staff_category: str = "civil_servant"
    diligence: float = 0.985
    flat: bool = False
    copy_paste: bool = False
    secretary_of: str = ""
    right: str = ""
    starts: str = ""
    ends: str = ""
    opinion_until: str = ""
    start_in: str = ""
    moves: Sequence[Move] = ()
    absences: Sequence[str] = ()


@dataclass(frozen=True)
class DepartmentScript:
    """A department: its goals, people, matters, and words of its own."""

    code: str
    name: str
    short: str
    leader: str
    goals: Sequence[tuple[str, str]]
    people: Sequence[PersonScript]
    matters: Sequence[MatterScript]
    slots: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A day on which the whole bureau does one thing."""

    day: str
    time: str
    places: Sequence[str]
    routine: Routine


@dataclass(frozen=True)
class BureauScript:
    """The whole script."""

    code: str
    name: str
    leaders: DepartmentScript
    departments: Sequence[DepartmentScript]
    slots: Mapping[str, Sequence[str]]
    chores: Sequence[Routine]
    duty: Routine
    help_measures: Sequence[str]
    help_outcomes: Sequence[str]
    occasions: Sequence[Occasion] = field(default_factory=tuple)

    @cached_property
    def units(self) -> Sequence[DepartmentScript]:
        """The leaders and the departments."""
        return [self.leaders, *self.departments]

    @cached_property
    def people(self) -> Mapping[str, PersonScript]:
        """Everybody by name."""
        return {person.name: person for unit in self.units for person in unit.people}


def read_script() -> BureauScript:
    """Read the content files."""
    shared = _toml(SHARED)
    help_lines = list(_lines(shared["help"]))
    return BureauScript(
        code=BUREAU,
        name=shared["name"],
        leaders=_department(_toml(LEADERS)),
        departments=[_department(_toml(name)) for name in DEPARTMENTS],
        slots=_slots(shared),
        chores=[routine for chore in shared["chore"] for routine in _routines(chore["work"])],
        duty=_routines(shared["duty"]["work"])[0],
        help_measures=[line[2:] for line in help_lines if line[0] == "m"],
        help_outcomes=[line[2:] for line in help_lines if line[0] == "o"],
        occasions=[_occasion(row) for row in shared["occasion"]],
    )


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def _department(raw: Mapping[str, Any]) -> DepartmentScript:
    return DepartmentScript(
        code=raw["code"],
        name=raw["name"],
        short=raw["short"],
        leader=raw["leader"],
        goals=_pairs(raw["goals"]),
        people=[_person(row) for row in raw["person"]],
        matters=[_matter(row) for row in raw["matter"]],
        slots=_slots(raw),
    )


def _person(raw: Mapping[str, Any]) -> PersonScript:
    rest = {key: value for key, value in raw.items() if key not in {"goals", "work", "p", "c", "moves"}}
    renamed = {"from": "starts", "until": "ends"}
    rest.pop("retires", None)
    return PersonScript(
        goals=_pairs(raw["goals"]),
        routines=_routines(raw["work"]),
        previous=str(raw.get("p", "")).split(),
        current=str(raw.get("c", "")).split(),
        moves=[Move(**move) for move in raw.get("moves", [])],
        **{renamed.get(key, key): value for key, value in rest.items()},
    )


def _matter(raw: Mapping[str, Any]) -> MatterScript:
    return MatterScript(
        title=raw["title"],
        goal=raw["goal"],
        years=raw["years"],
        steps=[_step(line) for line in _lines(raw["steps"])],
        unplanned=raw.get("unplanned", False),
        internal=raw.get("internal", ""),
    )


def _step(line: str) -> Step:
    day, author, time, place, people, content, measures, progress, outcome = line.split("|")
    return Step(day, author, time, place, people, content, measures, int(progress), outcome)


def _occasion(raw: Mapping[str, Any]) -> Occasion:
    head = f"# {raw['day']} | | | | 1 | {raw['time']} | {raw['place']} | 全局同志\n"
    routine = _routines(head + raw["work"])[0]
    return Occasion(raw["day"], raw["time"], routine.places, routine)


def _routines(text: str) -> list[Routine]:
    blocks: list[list[str]] = []
    for line in _lines(text):
        if line.startswith("# "):
            blocks.append([])
        blocks[-1].append(line)
    return [_routine(block[0][2:], block[1:]) for block in blocks]


def _routine(head: str, lines: Sequence[str]) -> Routine:
    title, measure, goal, months, weight, times, places, people = (cell.strip() for cell in head.split("|"))
    marks = {line[0]: line[2:] for line in lines if line[0] in "ifu"}
    contents = [line[2:] for line in lines if line[0] == "c"]
    whole = [line[2:].split("|") for line in lines if line[0] == "t"]
    places_of_whole = [frozenset([number]) for number in range(len(contents), len(contents) + len(whole))]
    return Routine(
        title=title,
        measure=measure,
        goal=int(goal or 0),
        months=_months(months),
        weight=int(weight),
        times=times.split(","),
        places=places.split("；"),
        people=people.split("；"),
        contents=[*contents, *(row[0] for row in whole)],
        measures=[
            *_variants("m", lines, len(contents)),
            *map(Variant, (row[1] for row in whole), places_of_whole),
        ],
        outcomes=[
            *_variants("o", lines, len(contents)),
            *map(Variant, (row[2] for row in whole), places_of_whole),
        ],
        internal=marks.get("i", ""),
        first=marks.get("f", ""),
        last=marks.get("u", ""),
    )


def _variants(kind: str, lines: Sequence[str], count: int) -> list[Variant]:
    """The `m` or `o` lines; one without digits fits every `c` line, and none of the whole ones."""
    found: list[Variant] = []
    for line in lines:
        mark, _blank, text = line.partition(" ")
        if mark[0] == kind:
            fits = frozenset(int(digit) - 1 for digit in mark[1:]) or frozenset(range(count))
            found.append(Variant(text, fits))
    return found


def _months(text: str) -> frozenset[int]:
    """`4-10,12` as months; nothing is every month, and `10-3` runs over the turn of the year."""
    if not text:
        return EVERY_MONTH
    found: set[int] = set()
    for part in text.split(","):
        first, _dash, last = part.partition("-")
        month, end = int(first), int(last or first)
        while month != end:
            found.add(month)
            month = month % 12 + 1
        found.add(end)
    return frozenset(found)


def _slots(raw: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    return {name: text.split("、") for name, text in raw.get("slots", {}).items()}


def _pairs(text: str) -> list[tuple[str, str]]:
    rows = (line.partition("|") for line in _lines(text))
    return [(title, measure) for title, _bar, measure in rows]


def _lines(text: str) -> Iterator[str]:
    return (line for line in text.strip().splitlines() if line.strip())
