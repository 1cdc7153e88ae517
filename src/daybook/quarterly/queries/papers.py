"""The drafts of a quarter as papers to be signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from daybook.daily.models import LogEntry
from daybook.quarterly.actions.papers import Paper
from daybook.quarterly.enums import SheetKind
from daybook.quarterly.queries.grid import SheetRow, Workbench
from daybook.quarterly.typed import hundredths_typed
from daybook.rules.exact import decimal_of


def papers_of(bench: Workbench) -> list[Paper]:
    """Everything whose time has come, in order of the page; in one statement.

    What does not read as a score, or as a key of an entry, is left out.
    """
    keys = {
        key
        for row in bench.ripe
        for name, text in row.fields.items()
        if _is_cite(name)
        for key in text.split()
    }
    rows = LogEntry.objects.filter(bureau=bench.rater.bureau_id, key__in=keys) if keys else ()
    entries = {entry.key: entry for entry in rows}
    return [_paper(row, entries) for row in bench.ripe]


def _paper(row: SheetRow, entries: Mapping[str, LogEntry]) -> Paper:
    comment = row.fields.get("comment", "")
    if row.is_opinion:
        opinion = SheetKind.OPINION
        return Paper(row.person, row.span.first, comment=comment, version=row.version, kind=opinion)
    codes = [code for code, _weight in row.form.elements]
    typed = {code: hundredths_typed(row.fields.get(f"score:{code}", "")) for code in codes}
    return Paper(
        person=row.person,
        first_day=row.span.first,
        scores={code: decimal_of(score) for code, score in typed.items() if score is not None},
        reasons={code: reason for code in codes if (reason := row.fields.get(f"reason:{code}", "").strip())},
        comment=comment,
        citations={code: found for code in codes if (found := _cited(row, code, entries))},
        version=row.version,
    )


def _cited(row: SheetRow, code: str, entries: Mapping[str, LogEntry]) -> Sequence[LogEntry]:
    keys = row.fields.get(f"cite:{code}", "").split()
    return [entries[key] for key in keys if key in entries]


def _is_cite(name: str) -> bool:
    return name.startswith("cite:")
