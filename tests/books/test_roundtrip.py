"""What goes out comes back, byte for byte: on one engine, from one to the other, through a workbook."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from daybook.books.tables import TABLES
from daybook.books.tables.kinds import plain
from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from tests.books.shelf import PAPER, PAPER_SHA, Tables, give_out, sample, take_in, write_book
from tests.oracle.books import make_book

REAL_LOG = Path(__file__).resolve().parents[3] / "shared" / "data" / "real-log-2022"
AWKWARD = ' 逗号,引号",换行\n回车\r\n单独回车\r制表\t尾空 '


def awkward_sample() -> Tables:
    """The sample with texts that spellings stumble over."""
    tables = sample()
    tables["log_entries"][0] |= {
        "content": AWKWARD,
        "outcome": "=SUM(A1)",
        "measures": "_x000D_",
        "place": "007",
    }
    tables["log_entries"][1]["content"] = "\x0b控制符\x1f与\u2028行分隔\ufeff𠮷野家"
    tables["people"][1]["name"] = "'李"
    tables["decisions"].extend(
        {**tables["decisions"][0], "version": str(n), "stage": "公示"} for n in range(2, 12)
    )
    tables["people"].extend(
        {"number": number, "name": "同名", "staff_category": "公务员"}
        for number in ("a1", "A1", "张", "é1", "z", "𠮷", "ﬀ", "_", "10", "9")
    )
    return tables


@pytest.mark.django_db
def test_every_table_goes_out_as_it_came(tmp_path: Path) -> None:
    take_in(write_book(tmp_path / "book", awkward_sample()))
    out = give_out("SAMPLE", tmp_path / "out")
    assert list(out) == sorted(table.name for table in TABLES)
    assert all(len(text.splitlines()) > 1 for text in out.values())
    numbers = [line.split(",")[0] for line in out["people"].splitlines()[1:]]
    assert numbers == sorted(numbers)
    versions = [line.split(",")[2] for line in out["decisions"].splitlines()[1:]]
    assert versions == ["1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"]


@pytest.mark.django_db
def test_the_same_book_again_changes_nothing(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", awkward_sample())
    take_in(book)
    lines = LedgerLine.objects.count()
    again = take_in(book)
    assert {(counts.new, counts.changed) for counts in again.counts.values()} == {(0, 0)}
    assert LedgerLine.objects.count() == lines


@pytest.mark.django_db
def test_the_ledger_has_one_line_a_table(tmp_path: Path) -> None:
    take_in(write_book(tmp_path / "book", awkward_sample()))
    lines = list(LedgerLine.objects.filter(bureau_code="SAMPLE").order_by("sequence"))
    out = give_out("SAMPLE", tmp_path / "out")
    noted = {line.object_type: (line.after["rows"], line.after["sha256"]) for line in lines}
    assert noted == {
        name: (len(rows), hashlib.sha256(out[name].encode()).hexdigest())
        for name, rows in awkward_sample().items()
    }
    assert len(lines) == len(TABLES)
    assert list(chain_faults("SAMPLE")) == []
    newest = LedgerLine.objects.filter(bureau_code="SAMPLE").latest("sequence")
    assert (newest.action, newest.after) == ("export_book", {"form": "folder"})


@pytest.mark.django_db
def test_a_workbook_gives_the_same_book_and_the_same_bytes(tmp_path: Path) -> None:
    take_in(write_book(tmp_path / "book", awkward_sample()))
    folder = give_out("SAMPLE", tmp_path / "out")
    daybook_export("SAMPLE", tmp_path / "one.xlsx")
    daybook_export("SAMPLE", tmp_path / "two.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    outcome = take_in(tmp_path / "one.xlsx")
    assert outcome.lines == []
    assert {(counts.new, counts.changed) for counts in outcome.counts.values()} == {(0, 0)}
    assert folder.keys() == outcome.counts.keys()
    assert (tmp_path / "one.attachments" / PAPER_SHA).read_bytes() == PAPER


def daybook_export(code: str, target: Path) -> None:
    from daybook.books.exporting import export_book
    from daybook.org.models import Bureau

    export_book(Bureau.objects.get(code=code), target)


def daybook(home: Path, url: str, *arguments: str) -> None:
    """The command in a process of its own, on a database of its own."""
    environment = {**os.environ, "DAYBOOK_HOME": str(home), "DAYBOOK_DATABASE_URL": url}
    command = [str(Path(sys.executable).parent / "daybook"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a book by its way from the folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def across_the_engines(book: Path, tmp_path: Path, made: Path, postgresql: str) -> None:
    """SQLite to PostgreSQL to SQLite: three exports, all the same bytes."""
    exports = []
    for place, url in enumerate(("", postgresql, "")):
        home = Path(shutil.copytree(made, tmp_path / f"home{place}"))
        daybook(home, url, "import", str(book))
        book = tmp_path / f"out{place}"
        daybook(home, url, "export", str(book))
        exports.append(files(book))
    assert exports[0] == exports[1] == exports[2]


@pytest.mark.once
def test_from_one_engine_to_the_other_and_back(tmp_path: Path, made_home: Path, made_postgresql: str) -> None:
    book = write_book(tmp_path / "book", awkward_sample())
    across_the_engines(book, tmp_path, made_home, made_postgresql)
    out = files(tmp_path / "out2")
    assert out[f"attachments/{PAPER_SHA}"] == PAPER
    assert all(len(out[f"{table.name}.csv"].splitlines()) > 1 for table in TABLES)


@pytest.mark.once
def test_a_random_bureau_from_one_engine_to_the_other_and_back(
    tmp_path: Path, made_home: Path, made_postgresql: str
) -> None:
    folder = tmp_path / "book"
    folder.mkdir()
    make_book(4, folder)
    across_the_engines(folder, tmp_path, made_home, made_postgresql)


@pytest.mark.once
def test_a_real_log_from_one_engine_to_the_other_and_back(
    tmp_path: Path, made_home: Path, made_postgresql: str
) -> None:
    if not REAL_LOG.is_dir():
        pytest.skip("the real log is not beside this checkout")
    across_the_engines(REAL_LOG, tmp_path, made_home, made_postgresql)
    given = files(REAL_LOG)
    assert {name: data for name, data in files(tmp_path / "out2").items() if name in given} == given


MANY = 24  # texts in one book: a book goes through every table, so books are dear and texts are cheap
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
KEYS = st.lists(TEXT.filter(bool), min_size=12, max_size=MANY, unique=True)


@pytest.mark.django_db
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    keys=KEYS,
    texts=st.lists(TEXT, min_size=MANY, max_size=MANY),
    weights=st.lists(st.integers(1, 10**8), min_size=MANY, max_size=MANY),
)
def test_any_text_comes_back(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], texts: list[str], weights: list[int]
) -> None:
    """Keys and texts of any characters: written, read, ordered by code point, and the same again."""
    folder = tmp_path_factory.mktemp("any")
    code = hashlib.sha256(repr((keys, texts, weights)).encode()).hexdigest()[:16]
    tables = sample()
    tables["bureau"][0]["code"] = code
    item = tables["plan_items"][0]
    spelled = [plain(Decimal(weight).scaleb(-4)) for weight in weights]
    tables["plan_items"] += [
        {**item, "key": "k" + key, "title": key, "measure": text, "weight": weight}
        for key, text, weight in zip(keys, texts, spelled, strict=False)
    ]
    outcome = take_in(write_book(folder / "book", tables))
    assert outcome.lines == []
    out = give_out(code, folder / "out")
    rewritten = take_in(folder / "out")
    assert {(counts.new, counts.changed) for counts in rewritten.counts.values()} == {(0, 0)}
    for weight, times in Counter(spelled[: len(keys)]).items():
        assert out["plan_items"].count(f",{weight},") >= times
    for text in texts[: len(keys)]:
        assert text.replace('"', '""') in out["plan_items"]
