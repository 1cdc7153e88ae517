"""What superiors write: comments of a month and a quarter in the voice of each, about what happened."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from random import Random

from daybook.demo.diary import Note
from daybook.demo.script import CONTENT

GOOD, MIXED, WEAK, QUARTER = "good", "mixed", "weak", "quarter"
TONES = ((88.5, GOOD), (81.0, MIXED), (0.0, WEAK))
UNFINISHED, BLANK = "差", "{差}"
MONTH_AS_QUARTER = (
    ("这个月", "这一季"),
    ("一个月", "一季"),
    ("本月", "本季"),
    ("上月", "上季"),
    ("下月", "下季"),
    ("月初", "季初"),
    ("月底", "季末"),
)
SHORTEST, LONGEST = 4, 40  # of an outcome that is worth a word; of what is quoted


class Voices:
    """The sentences of each superior's style, drawn so that none comes twice in a row."""

    def __init__(self, random: Random) -> None:
        raw = tomllib.loads((CONTENT / "voices.toml").read_text(encoding="utf-8"))
        self._sentences: Mapping[str, Mapping[str, Sequence[str]]] = {
            style: {tone: text.strip().splitlines() for tone, text in tones.items()}
            for style, tones in raw.items()
        }
        self._random = random
        self._last: dict[tuple[str, str, bool], list[str]] = {}

    def say(self, style: str, tone: str, facts: Mapping[str, str]) -> str:
        """One comment in a style and tone, with the facts of the case in it."""
        sentence = self._draw(style, tone, finished=not facts[UNFINISHED])
        return (_of_quarter(sentence) if tone == QUARTER else sentence).format_map(facts)

    def _draw(self, style: str, tone: str, *, finished: bool) -> str:
        """A sentence not drawn lately; where nothing is unfinished, one that does not speak of it."""
        fitting = [text for text in self._sentences[style][tone] if not finished or BLANK not in text]
        if not fitting:
            return self._draw(style, GOOD if tone == MIXED else MIXED, finished=finished)
        left = self._last.setdefault((style, tone, finished), [])
        if not left:
            left += self._random.sample(fitting, len(fitting))
        return left.pop()


def _of_quarter(sentence: str) -> str:
    """A sentence about a month, borrowed for a quarter."""
    for month, quarter in MONTH_AS_QUARTER:
        sentence = sentence.replace(month, quarter)
    return sentence


def tone_of(score: float) -> str:
    """How a superior speaks of work worth a score."""
    return next(tone for least, tone in TONES if score >= least)


def facts_of(
    notes: Sequence[Note], titles: Mapping[str, str], open_titles: Sequence[str], random: Random
) -> dict[str, str]:
    """What a comment may speak of: the strongest piece of work, a routine, and what is not finished."""
    told = sorted(
        (note for note in notes if (note.line or note.matter) and len(note.outcome) >= SHORTEST),
        key=_weight,
        reverse=True,
    )
    best = told[0] if told else None
    other = next((note for note in told[1:] if best and note.line != best.line), best)
    return {
        "好": _named(best, titles),
        "果": _short(best.outcome) if best else "各项工作",
        "日": f"{best.day.month}月{best.day.day}日" if best else "月内",
        "事": _short(best.content) if best else "日常工作",
        "另": _named(other, titles),
        "又": _short(other.outcome) if other else "按期",
        "差": random.choice(list(open_titles)) if open_titles else "",
    }


def evidence(note: Note) -> str:
    """A piece of the record as the reason of a score."""
    return f"{note.day.month}月{note.day.day}日“{_short(note.content)}”：{_short(note.outcome)}"


def _weight(note: Note) -> tuple[bool, bool, int, str]:
    return bool(note.matter and note.line), bool(note.matter), len(note.outcome), note.content


def _named(note: Note | None, titles: Mapping[str, str]) -> str:
    return titles.get(note.line) or titles.get(note.matter) or "日常工作" if note else "日常工作"


def _short(text: str) -> str:
    text = text.replace("“", "‘").replace("”", "’")
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit("，", 1)[0]
