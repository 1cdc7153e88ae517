"""Telling an entry in a clause, from its own words: when, what, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext, pgettext

from daybook.daily.enums import Visibility
from daybook.daily.models import EntryContent, LogEntry
from daybook.rules.month import UNWORKED
from daybook.web.dates import day_words

NONE = "无"
CLOSING = "。．.；;，,、 "
BLANKS = re.compile(r"\s+")
FIGURES = re.compile(r"\d+")
LONGEST_QUOTE = 120


def is_told(entry: LogEntry) -> bool:
    """Whether an entry's words may stand in a text that everybody reads, and it tells of work done."""
    return entry.visibility == Visibility.OPEN and not entry.quarantined and entry.state not in UNWORKED


def telling(entries: Iterable[LogEntry], most: int) -> list[LogEntry]:
    """Those that say most of some entries, in their order: the last one, and the fullest in outcome.

    Of entries that say the same but for their figures only the last speaks.
    """
    kinds = {FIGURES.sub("", entry.content): entry for entry in entries if is_told(entry)}
    distinct = sorted(kinds.values(), key=lambda entry: (entry.work_date, entry.pk))
    fullest = sorted(distinct[:-1], key=lambda entry: -len(outcome_of(entry)))[: max(0, most - 1)]
    chosen = {entry.pk for entry in [*fullest, *distinct[-1:][:most]]}
    return [entry for entry in distinct if entry.pk in chosen]


def clause_of(entry: EntryContent) -> str:
    """`6月12日复查渗水点，无扩大`: day, content and outcome; without an outcome day and content."""
    words = {
        "day": day_words(entry.work_date),
        "content": quoted(entry.content),
        "outcome": outcome_of(entry),
    }
    if not words["outcome"] or words["outcome"] in words["content"]:
        return day_and_content(entry)
    return pgettext("summary", "%(day)s %(content)s, %(outcome)s") % words


def day_and_content(entry: EntryContent) -> str:
    """`6月12日复查渗水点`: a clause without what came of it."""
    words = {"day": day_words(entry.work_date), "content": quoted(entry.content)}
    return pgettext("summary", "%(day)s %(content)s") % words


def visible_words(visible: str) -> str:
    """`形象进度：完成九成`: what can be seen, as a clause."""
    return gettext("visible progress: %(visible)s") % {"visible": visible}


def outcome_of(entry: EntryContent) -> str:
    """What came of it; nothing where none was told, or 无."""
    said = quoted(entry.outcome)
    return "" if said == NONE else said


def joined(clauses: Sequence[str]) -> str:
    """Clauses as one."""
    return pgettext("summary", "; ").join(clauses)


def quoted(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A text as it can stand within a sentence: on one line, without its last sign, cut where it is long."""
    plain = BLANKS.sub(" ", text).strip().rstrip(CLOSING)
    return plain if len(plain) <= longest else f"{plain[: longest - 2].rstrip(CLOSING)}……"
