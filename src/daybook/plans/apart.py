"""Plan items and matters of one title, told apart: by department and time, at last by the end of the key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from daybook.plans.models import Matter
from daybook.web.dates import day_words, month_words
from daybook.web.folding import folded

END_OF_KEY = 4  # signs


def told_apart(titles: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Of `(key, title, words)`, for each whose title another bears too: what tells it apart, by key.

    The words are enough where no other of the same title has the same; else the end of the key is added.
    """
    told = [(key, folded(title).strip(), words) for key, title, words in titles]
    alike = Counter(title for _key, title, _words in told)
    same = Counter((title, words) for _key, title, words in told)
    return {
        key: words if words and same[title, words] == 1 else _with_key(words, key)
        for key, title, words in told
        if alike[title] > 1
    }


class Choice(NamedTuple):
    """What one may choose: its key, and its title with what tells it apart."""

    key: str
    title: str


def choices_of(rows: Iterable[tuple[str, str, str]]) -> list[Choice]:
    """Of `(key, title, words)`: what one may choose, told apart where titles are the same."""
    rows = list(rows)
    apart = told_apart(rows)
    return [Choice(key, with_words(title, apart.get(key, ""))) for key, title, _words in rows]


def matter_choices(matters: Iterable[Matter]) -> list[Choice]:
    """Matters to choose from; their departments are there."""
    homes = ((each, each.department.name if each.department else "") for each in matters)
    return choices_of((each.key, each.title, matter_words(home, each.first_day)) for each, home in homes)


def item_words(due: date | None) -> str:
    """Which plan item of the month: the day it is due."""
    return _("due %(day)s") % {"day": day_words(due)} if due else ""


def matter_words(department: str | None, since: date | None) -> str:
    """Which matter: its department, and the month it began."""
    begun = _("since %(month)s") % {"month": month_words(f"{since:%Y-%m}")} if since else ""
    return joined(department or "", begun)


def with_words(title: str, words: str) -> str:
    """A title with what tells it apart behind it, if anything does."""
    return _("%(title)s (%(words)s)") % {"title": title, "words": words} if words else title


def _with_key(words: str, key: str) -> str:
    return joined(words, _("key …%(end)s") % {"end": key[-END_OF_KEY:]})


def joined(*words: str) -> str:
    """Words side by side, without the empty ones."""
    return " · ".join(word for word in words if word)
