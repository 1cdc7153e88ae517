"""A final year that comes in a book is sealed, once; what is sealed is what verify compares."""

from __future__ import annotations

from pathlib import Path

import pytest

from daybook.annual.models import SealedResult
from daybook.annual.queries.verified import disagreements
from daybook.books.importing import imported_book
from daybook.org.models import Bureau

pytestmark = pytest.mark.django_db

BOOK = {
    "bureau": "code,name,policy\nSEAL,印章局,log-style-2026\n",
    "departments": "code,name,valid_from\nD01,一处,2020-01-01\n",
    "people": "number,name,staff_category,employed_from\nS1,甲,civil_servant,2020-01-01\n",
    "appointments": "person,department,role,valid_from\nS1,D01,staff,2020-01-01\n",
}
DECISIONS = "year,person,version,stage,grade\n2025,S1,1,{stage},competent\n"


def take_in(folder: Path, stage: str) -> Bureau:
    for name, text in {**BOOK, "decisions": DECISIONS.format(stage=stage)}.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with imported_book(folder) as imported:
        assert imported.accepted
    return Bureau.objects.get(code="SEAL")


def test_a_final_year_is_sealed_once(tmp_path: Path) -> None:
    bureau = take_in(tmp_path, "final")
    first = SealedResult.objects.get(bureau=bureau, year=2025)
    assert first.figures["person"] == "S1"
    assert list(disagreements(bureau)) == []
    take_in(tmp_path, "final")
    assert SealedResult.objects.get(bureau=bureau, year=2025).pk == first.pk


def test_a_year_still_proposed_is_not_sealed(tmp_path: Path) -> None:
    bureau = take_in(tmp_path, "proposed")
    assert not SealedResult.objects.filter(bureau=bureau).exists()
