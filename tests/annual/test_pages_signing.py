"""Signing the own final result: what is refused is told on the page itself, and what was typed stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import translation

from daybook.annual.actions.signing import record_refusal
from daybook.annual.models import Signature
from tests.annual.graded import NOTICE_OVER, decided, final, graded_year
from tests.pages import page, reading, words
from tests.people import Cast

OWN, SIGN = "/years/2025/people/S02", "/years/2025/sign"
OBJECTION = "我对<测评>结果有异议。"


@pytest.fixture(autouse=True)
def _january() -> Iterator[None]:
    with translation.override("en"), time_machine.travel(NOTICE_OVER, tick=False):
        yield


@pytest.fixture
def cast(db: None) -> Cast:
    return final(graded_year())


def sent(client: Client, **given: str) -> str:
    answer = client.post(SIGN, given)
    assert answer.status_code == 422
    assert not Signature.objects.filter(kind="signed").exists()
    return answer.content.decode()


def test_an_objection_that_is_refused_stays_as_it_was_typed(cast: Cast) -> None:
    client = reading(cast["S02"])
    html = sent(client, version="1", kind="objected", text=OBJECTION)
    assert "The result was changed meanwhile; read it once more." in words(html)
    assert "我对&lt;测评&gt;结果有异议。</textarea>" in html
    assert 'value="objected" checked' in html
    assert 'name="version" value="3"' in html
    assert client.post(SIGN, {"version": "3", "kind": "objected", "text": OBJECTION}).status_code == 302
    assert Signature.objects.get().text == OBJECTION


@pytest.mark.parametrize(
    ("given", "marked"),
    [
        ({"kind": "objected", "text": "  "}, 'aria-invalid="true" aria-describedby="fault"'),
        ({"kind": "objected", "text": "长" * 2001}, 'aria-invalid="true" aria-describedby="fault"'),
        ({"kind": "", "text": OBJECTION}, '<fieldset class="field" aria-describedby="fault">'),
    ],
)
def test_the_field_at_fault_is_marked(cast: Cast, given: dict[str, str], marked: str) -> None:
    html = sent(reading(cast["S02"]), version="3", **given)
    assert marked in html
    assert 'id="fault" role="alert"' in html


def test_what_was_typed_is_told_where_there_is_nothing_to_sign_any_more(cast: Cast) -> None:
    client = reading(cast["S02"])
    record_refusal(person=cast["S02"], year=2025, witness="周文", actor=cast["S01"], at=NOTICE_OVER)
    html = sent(client, version="3", kind="objected", text=OBJECTION)
    assert "This result is signed already." in words(html)
    assert "我对&lt;测评&gt;结果有异议。" in html


def test_nothing_is_refused_on_the_page_as_it_is_read(cast: Cast) -> None:
    html = page(reading(cast["S02"]), OWN)
    assert 'id="fault"' not in html
    assert "checked" not in html.partition("year-sign-form")[2].partition("</form>")[0]


def test_signing_leads_to_the_result_and_so_does_asking(cast: Cast) -> None:
    client = reading(cast["S02"])
    assert client.get(f"{SIGN}?open=Q1")["Location"] == f"{OWN}?open=Q1"
    assert client.post(SIGN, {"version": "3", "kind": "signed"})["Location"] == OWN
    assert Signature.objects.get().kind == "signed"


def test_who_has_no_result_is_told_at_home(cast: Cast) -> None:
    answer = reading(cast["L01"]).post(SIGN, {"kind": "signed"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "The result of this year is not final yet." in words(answer.content.decode())


def test_a_result_that_is_not_final_is_not_signed(db: None) -> None:
    cast = decided(graded_year())
    html = sent(reading(cast["S02"]), kind="objected", text=OBJECTION)
    assert "The result of this year is not final yet." in words(html)
    assert OBJECTION.partition("<")[0] in html
