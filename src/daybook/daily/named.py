"""Colleagues named in an entry: which words of its people point at one person of the bureau."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db import connection

from daybook.org.models import Bureau, Person
from daybook.web.prepared import repeated

BETWEEN = re.compile(r"[；;、，,/\n]+")


# The list of names is one value, so that a statement for two names is the statement for ten.
WITH_NAMES = {
    "sqlite": """
SELECT id, number, name FROM org_person WHERE bureau_id = %s
AND (number IN (SELECT value FROM json_each(%s)) OR name IN (SELECT value FROM json_each(%s)))""",
    "postgresql": """
SELECT id, number, name FROM org_person WHERE bureau_id = %s AND (number = ANY(%s) OR name = ANY(%s))""",
}


def names_in(text: str) -> Iterator[str]:
    """The names and numbers of a text of people, as they may stand between separators or blanks."""
    for part in BETWEEN.split(text):
        if name := part.strip():
            yield name
            yield from name.split() if " " in name or "\u3000" in name else ()


class Colleagues:
    """The people of one bureau by number, and by name where the name is one person's only."""

    def __init__(self, people: Iterable[tuple[int, str, str]]) -> None:
        """Take `(row, number, name)` of everybody."""
        rows = list(people)
        shared = Counter(name for _, _, name in rows)
        self._rows = {name: row for row, _, name in rows if shared[name] == 1}
        self._rows.update((number, row) for row, number, _ in rows)

    def named_in(self, text: str, author: int) -> list[int]:
        """The rows of the colleagues a text names, each once, without the author."""
        found = dict.fromkeys(self._rows[name] for name in names_in(text) if name in self._rows)
        found.pop(author, None)
        return list(found)


def colleagues_of(bureau: Bureau) -> Colleagues:
    """Everybody of a bureau, in one statement."""
    return Colleagues(Person.objects.filter(bureau=bureau).values_list("id", "number", "name"))


def colleagues_among(bureau: Bureau, texts: Iterable[str]) -> Colleagues:
    """Those of a bureau to whom the names and numbers in some texts may point, in one statement."""
    names = list({name for text in texts for name in names_in(text)})
    if not names:
        return Colleagues(())
    given = json.dumps(names) if connection.vendor == "sqlite" else names
    with repeated() as cursor:
        cursor.execute(WITH_NAMES[connection.vendor], [bureau.pk, given, given])
        return Colleagues(cursor.fetchall())
