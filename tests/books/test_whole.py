"""The books hold everything a bureau would miss, and say what they hold."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from django.apps import apps
from django.db import models

from daybook.books.tables import TABLES
from daybook.books.tables.kinds import Code, Reference
from daybook.books.tables.words import WORDS

ROOT = Path(__file__).resolve().parents[2]

NOT_IN_A_BOOK = {
    "Account": "credentials never leave",
    "ApiToken": "credentials never leave",
    "Writing": "drafts never leave",
    "Message": "message queues never leave",
    "MonthWriting": "drafts never leave",
    "SheetWriting": "drafts never leave",
    "ObjectionWriting": "drafts never leave",
    "ReportWriting": "drafts never leave",
    "GradeWriting": "drafts never leave",
    "SheetReopening": "restored from the objection that opened the sheet",
    "LedgerHead": "the ledger has an export of its own",
    "LedgerLine": "the ledger has an export of its own",
    "EntryPerson": "derived from the people of an entry",
    "SealedMonth": "derived from the submitted reports",
    "StagedBallot": "ballots of an open poll, which does not travel",
    "PaperBatch": "paper of an open poll, which does not travel",
    "PaperTyping": "drafts never leave",
    "Vignette": "a calibration of one quarter; no record and no score rests on it",
    "VignetteScore": "single scores of a sample are told to nobody but the scorer",
    "MappedBlock": "made again from the words of the entries",
    "WordMap": "made again from the words of the entries",
    "SealedResult": "computed again from the same tables under the same policy",
}
"""Models that a book leaves out, each with its reason."""


def own_models() -> set[str]:
    return {model.__name__ for model in apps.get_models() if model.__module__.startswith("daybook.")}


def test_every_model_is_in_the_book_or_named_with_a_reason() -> None:
    in_books = {table.model.__name__ for table in TABLES}
    assert own_models() - in_books == set(NOT_IN_A_BOOK)
    assert in_books & NOT_IN_A_BOOK.keys() == set()


def test_every_field_is_in_the_book_or_derived() -> None:
    """A field that people would miss has a column."""
    derived = {
        "recorded_at",  # when a fact became known here: the import itself
        "department",  # of an entry: the author's on the day
        "version",  # of an entry: after those that are kept
        "quarantined",  # of an entry: while one of its quarantines is not lifted
        "score",  # of a sheet: computed by the rules
        "policy",
        "policy_hash",
        "closed",  # of a poll: only closed ones travel
        "mix_after",  # of an open poll alone
    }
    keys = {"id", "bureau", "key", "poll", "sheet", "freeze"}
    for table in TABLES:
        kept = {column.path for column in table.columns}
        fields = {field.name for field in table.model._meta.concrete_fields}
        assert fields - kept - keys <= derived, table.name


def test_every_reference_points_at_the_first_key_of_a_table_before_it() -> None:
    before: set[str] = set()
    for table in TABLES:
        before.add(table.name)
        for _column, target in table.references:
            assert target in before, f"{table.name} → {target}"


def test_headers_and_labels_are_told_apart() -> None:
    assert len({table.chinese for table in TABLES}) == len(TABLES)
    for table in TABLES:
        headers = [column.chinese for column in table.columns]
        assert len(set(headers)) == len(headers), table.name
        for column in table.columns:
            if isinstance(column.kind, Code):
                labels = list(column.kind.labels().values())
                assert len(set(labels)) == len(labels), (table.name, column.name)


def test_the_words_of_the_procedure_stand_for_codes() -> None:
    for choices, words in WORDS.items():
        assert set(words.values()) == {str(code) for code in choices.values}, choices


def test_the_labels_of_the_pages_are_accepted_too() -> None:
    for table in TABLES:
        for column in table.columns:
            if isinstance(column.kind, Code):
                for code, label in column.kind.choices.choices:
                    assert column.kind.canonical(str(label)) == code, (table.name, column.name, label)


def test_a_reference_is_a_reference_in_the_model_too() -> None:
    for table in TABLES:
        for column in table.columns:
            field: models.Field[object, object] = table.model._meta.get_field(column.path.split("__")[0])  # type: ignore[assignment]
            if isinstance(column.kind, Reference):
                assert field.is_relation, (table.name, column.name)


def test_the_documentation_is_current() -> None:
    script = ROOT / "scripts" / "interchange_page.py"
    done = subprocess.run([sys.executable, script, "--check"], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
