"""The gate: what leads nowhere is told in a sentence, and the pages need not load the interface."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from daybook.api.gate import LARGEST_BODY
from daybook.ledger.models import LedgerLine
from tests.api.calls import Program, program_of
from tests.pages import page, reading, statements, words
from tests.people import Cast


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/entries/", "/entries/a/b/c", "/docs", "/nothing%0A/at%0Aall"]
)
def test_an_address_that_leads_nowhere_is_told(cast: Cast, path: str) -> None:
    answer = program_of(cast["S02"])("GET", path)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/json")
    assert json.loads(answer.content)["errors"] == [{"field": "", "message": "此处没有您可以查看的内容。"}]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/entries", {"GET", "POST"}),
        ("PUT", "/entries/x", {"GET", "PATCH"}),
        ("GET", "/entries/x/withdraw", {"POST"}),
        ("POST", "/people/me", {"GET"}),
    ],
)
def test_a_wrong_method_is_told(cast: Cast, method: str, path: str, allowed: set[str]) -> None:
    answer = program_of(cast["S02"])(method, path, {})
    assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, allowed)
    assert json.loads(answer.content)["errors"][0]["message"].startswith("这个地址只接受以下方法：")


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b"1" * 5_000])
def test_a_body_that_is_no_json_is_told(cast: Cast, body: bytes) -> None:
    lines = LedgerLine.objects.count() + 1  # the token's own
    refused = program_of(cast["S02"]).refused("POST", "/entries", body)
    assert refused == (400, [("", "请求内容不是 UTF-8 编码的 JSON。")])
    assert LedgerLine.objects.count() == lines


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"1",
        b'"x"',
        b"null",
        b"[]",
        b'{"content": "\\ud800"}',
        b'{"content": "\xed\xa0\x80"}',
        b'{"progress": NaN}',
    ],
)
def test_a_body_of_another_shape_is_told(cast: Cast, said: bytes) -> None:
    assert program_of(cast["S02"]).refused("POST", "/entries", said)[0] == 422


def test_a_body_that_is_too_large_is_not_read(cast: Cast) -> None:
    refused = program_of(cast["S02"]).refused("POST", "/entries", b" " * (LARGEST_BODY + 1))
    assert refused == (413, [("", "一次请求的内容最多 256 KiB。")])


def test_the_sentences_are_in_the_language_of_the_call(db: None) -> None:
    assert Program("", "en").refused("GET", "/people/me")[1][0][1].startswith("A token that holds is needed")


def test_answers_are_stored_nowhere(cast: Cast) -> None:
    assert program_of(cast["S02"])("GET", "/people/me")["Cache-Control"] == "no-store"


class TestHandbook:
    def test_every_operation_is_told_with_fields_and_a_call(self, cast: Cast) -> None:
        html = page(reading(cast["S02"], "zh-hans"), "/api/docs")
        described = json.loads(reading(cast["S02"]).get("/api/v1/openapi.json").content)
        for path, methods in described["paths"].items():
            for method, operation in methods.items():
                assert f"<strong>{method.upper()}</strong> {path}" in html
                assert f'id="{operation["operationId"]}"' in html
        assert html.count("curl -X ") == sum(len(each) for each in described["paths"].values())
        told = words(html)
        assert "work_date 必填 日期，如 2026-03-31 工作日期" in told
        assert "items[].title 必填" in told
        assert "state ongoing | done | untouched | cancelled" in told
        assert len(html) < 100_000

    def test_no_english_is_left_in_the_chinese_page(self, cast: Cast) -> None:
        described = Program("")("GET", "/openapi.json").content.decode()
        sentences = [
            value
            for part in walk(json.loads(described))
            for name, value in part.items()
            if name in {"summary", "description"} and isinstance(value, str)
        ]
        assert len(sentences) > 100
        assert [each for each in sentences if each.isascii()] == []

    def test_it_takes_few_statements(self, cast: Cast) -> None:
        assert statements(reading(cast["S02"]), "/api/docs") <= 6


def walk(part: object) -> list[dict[str, object]]:
    """Every object within a JSON text."""
    if isinstance(part, dict):
        return [part, *(found for value in part.values() for found in walk(value))]
    return [found for each in part for found in walk(each)] if isinstance(part, list) else []


def test_pages_do_not_load_the_interface(tmp_path: Path) -> None:
    """A server process that no program calls keeps its memory."""
    script = (
        "import sys, django; django.setup()\n"
        "from django.urls import reverse, resolve\n"
        "reverse('feed'); resolve('/api/v1/entries'); resolve('/api/tokens')\n"
        "import daybook.config.wsgi, daybook.config.cli\n"
        "print(sorted(m for m in ('ninja', 'pydantic', 'daybook.api.v1') if m in sys.modules))"
    )
    environment = {
        **os.environ,
        "DAYBOOK_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "daybook.config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
