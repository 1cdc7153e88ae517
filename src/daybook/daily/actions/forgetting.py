"""Forgetting drafts that are saved, as they were seen: what another window wrote since stays."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import connection

from daybook.org.models import Person

FORGET = "DELETE FROM daily_writing WHERE person_id = %s AND (key, version) IN (VALUES {seen}) RETURNING key"


def forget_seen(writer: Person, versions: Mapping[str, int]) -> set[str]:
    """Forget drafts that still are of the version in which each was seen; the keys of those that went."""
    if not versions:
        return set()
    statement = FORGET.format(seen=", ".join(["(%s, %s)"] * len(versions)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [writer.pk, *(value for seen in versions.items() for value in seen)])
        return {key for (key,) in cursor.fetchall()}
