"""Which item of the plan an entry probably serves, told from its words, and why.

A pure function, and only ever a suggestion: nobody but the person links an entry. What speaks for an item are
its own words (title, measure, goal) in the entry, and entries that are like this one and serve it, be it
known or likely. Rare words, places and colleagues say more than those that stand everywhere.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log, sqrt

# How much a word says by where it stands.
IN_TITLE, IN_MEASURE, IN_GOAL = 3.0, 2.0, 1.0
IN_CONTENT, IN_THE_REST = 1.0, 0.6
# A matter has entries of its own: one that names another, or none, hardly serves it.
OF_A_MATTER, AFTER_THE_DUE_DATE = 0.1, 0.5
SCALE = 20.0  # brings a fair overlap of words to the order of one
LIKE = 0.05  # less alike than this is chance
SURE = 1 / 3  # evidence from which an entry speaks for others like it with its whole weight
ENOUGH, CLEAR_OF_OTHERS = 0.1, 3.0  # chosen on three years of the demo: precision before recall
WORDS = 2  # where no entry is like it, one word alone is chance
MOST_REASONS = 3

Row = list[float]
Marks = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry: the words of its content and of its other disclosures, place, colleagues, matter.

    `serves` is the item it is known to serve; of an entry of an earlier month, the present one like it.
    """

    key: int
    day: date
    content: frozenset[str]
    rest: frozenset[str] = frozenset()
    place: str = ""
    people: frozenset[str] = frozenset()
    matter: int | None = None
    serves: int | None = None

    def marks(self) -> dict[str, float]:
        """Everything by which it can be like another, with what each says."""
        # In order, so that the sums below are the same in every run.
        marks = dict.fromkeys(sorted(self.rest), IN_THE_REST) | dict.fromkeys(
            sorted(self.content), IN_CONTENT
        )
        around = [f"@{self.place}"] if self.place else []
        return marks | dict.fromkeys([*around, *sorted(f"&{name}" for name in self.people)], IN_CONTENT)


@dataclass(frozen=True, slots=True)
class Line:
    """An item of the plan: the words of its title, its measure and its goal; its matter and due date."""

    key: int
    title: frozenset[str]
    measure: frozenset[str] = frozenset()
    goal: frozenset[str] = frozenset()
    matter: int | None = None
    due_date: date | None = None

    def marks(self) -> dict[str, float]:
        """Its words, with what each says."""
        goal, measure = dict.fromkeys(self.goal, IN_GOAL), dict.fromkeys(self.measure, IN_MEASURE)
        return goal | measure | dict.fromkeys(self.title, IN_TITLE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The item an entry probably serves and why: the same matter, words of the item, entries like it."""

    entry: int
    item: int
    same_matter: bool = False
    words: tuple[str, ...] = ()
    like: tuple[int, ...] = ()


def suggestions(lines: Sequence[Line], told: Sequence[Told], before: Sequence[Told] = ()) -> list[Suggestion]:
    """For each entry not known to serve an item the one it probably serves, in order; many have none.

    `before` are entries of earlier months, as far as it is known whether they served one.
    """
    evidence = _Evidence(lines, [*told, *before], known=frozenset(each.key for each in before))
    found = (evidence.suggestion(place) for place, each in enumerate(told) if each.serves is None)
    return [each for each in found if each is not None]


class _Evidence:
    """What speaks for each item in each entry; the last column speaks for none of them."""

    def __init__(self, lines: Sequence[Line], told: Sequence[Told], known: frozenset[int]) -> None:
        self.lines, self.told, self.known = lines, told, known
        self.rarity = _rarity([each.marks() for each in told])
        self.vectors = [_unit(each.marks(), self.rarity) for each in told]
        self.items = self._items()
        self.direct = [self._direct(place) for place in range(len(told))]
        self.trust = [self._trust(place) for place in range(len(told))]
        self.near = _near(self.vectors)

    def suggestion(self, place: int) -> Suggestion | None:
        """The item an entry probably serves, and why."""
        entry = self.told[place]
        if entry.matter is not None:
            own = next((line for line in self.lines if line.matter == entry.matter), None)
            return Suggestion(entry.key, own.key, same_matter=True) if own else None
        best = self._best(place)
        if best is None:
            return None
        words, like = self._shared(place, best), self._alike(place, best)
        if not like and len(words) < WORDS:
            return None
        return Suggestion(entry.key, self.lines[best].key, words=words, like=like)

    def _best(self, place: int) -> int | None:
        """The item for which enough speaks, and for nothing else nearly as much."""
        row = self._row(place)
        best = max(range(len(self.lines)), key=row.__getitem__, default=None)
        if best is None or row[best] < ENOUGH:
            return None
        others = (row[each] for each in range(len(row)) if each != best)
        return best if all(row[best] >= CLEAR_OF_OTHERS * other for other in others) else None

    def _items(self) -> list[Marks]:
        """The words of each item; one that stands in several items says less."""
        marks = [line.marks() for line in self.lines]
        held = Counter(word for each in marks for word in each)
        return [
            {
                word: weight * self.rarity[word] * log(1 + len(marks) / held[word])
                for word, weight in each.items()
                if word in self.rarity
            }
            for each in marks
        ]

    def _direct(self, place: int) -> Row:
        """How far the entry's own words are those of each item."""
        entry, vector = self.told[place], self.vectors[place]
        row = [sum(said * item[word] for word, said in vector.items() if word in item) for item in self.items]
        weighed = zip(row, self.lines, strict=True)
        return [value / SCALE * _fitting(line, entry) for value, line in weighed] + [0.0]

    def _trust(self, place: int) -> Row:
        """For which items an entry speaks where another is like it: at most one in all."""
        entry, row = self.told[place], self.direct[place]
        if entry.serves is not None or entry.key in self.known:
            return [float(line.key == entry.serves) for line in self.lines] + [float(entry.serves is None)]
        total, most = sum(row), max(row)
        return [value / total * min(1.0, most / SURE) for value in row] if total else row

    def _row(self, place: int) -> Row:
        row = list(self.direct[place])
        for other, likeness in self.near[place].items():
            for each, trust in enumerate(self.trust[other]):
                row[each] += likeness * likeness * trust
        return row

    def _shared(self, place: int, item: int) -> tuple[str, ...]:
        """The words of the item that say most, of those in the entry."""
        vector, words = self.vectors[place], self.items[item]
        shared = sorted(vector.keys() & words.keys(), key=lambda word: (-vector[word] * words[word], word))
        return tuple(shared)

    def _alike(self, place: int, item: int) -> tuple[int, ...]:
        """The entries most like it that speak for the item."""
        near = self.near[place]
        speaking = [each for each in near if self.trust[each][item] * 2 > sum(self.trust[each])]
        ordered = sorted(speaking, key=lambda each: (-near[each], self.told[each].key))
        return tuple(self.told[each].key for each in ordered[:MOST_REASONS])


def _fitting(line: Line, entry: Told) -> float:
    """How far day and matter of an entry fit an item."""
    late = line.due_date is not None and entry.day > line.due_date
    return (OF_A_MATTER if line.matter is not None else 1.0) * (AFTER_THE_DUE_DATE if late else 1.0)


def _rarity(marks: Sequence[Marks]) -> dict[str, float]:
    """How rare each mark is among the entries."""
    held = Counter(word for each in marks for word in each)
    return {word: log(1 + len(marks) / count) for word, count in held.items()}


def _unit(marks: Marks, rarity: Mapping[str, float]) -> dict[str, float]:
    """The marks weighed by rarity, to length one."""
    weighed = {word: weight * rarity[word] for word, weight in marks.items()}
    length = sqrt(sum(value * value for value in weighed.values()))
    return {word: value / length for word, value in weighed.items()} if length else {}


def _near(vectors: Sequence[Marks]) -> list[dict[int, float]]:
    """For each entry those that are like it (the cosine of their marks), by way of the marks they share."""
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(vectors):
        for word, value in vector.items():
            holders[word].append((place, value))
    return [_like(place, vector, holders) for place, vector in enumerate(vectors)]


def _like(place: int, vector: Marks, holders: Mapping[str, Sequence[tuple[int, float]]]) -> dict[int, float]:
    likeness: dict[int, float] = defaultdict(float)
    for word, value in vector.items():
        for other, its in holders[word]:
            likeness[other] += value * its
    return {other: value for other, value in likeness.items() if other != place and value > LIKE}
