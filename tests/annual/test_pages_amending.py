"""Changing decided grades on a page: also of whoever the table does not list by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from daybook.annual.models import Decision, Notice
from daybook.annual.shown import amend
from daybook.objections.actions.year_filing import object_to_notice
from daybook.org.models import Person
from tests.annual.graded import JANUARY_14, decided, graded_year, noticed
from tests.pages import page, reading, statements, words
from tests.people import Cast

REOPEN = "/years/2025/reopen?pool=civil&unit=L02"
WHY = {"why": "值守记录核减", "by": "考核委员会"}


@pytest.fixture
def cast(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cast]:
    """A decided year, and a form of no more than two rows."""
    monkeypatch.setattr(amend, "MOST", 2)
    with translation.override("en"), time_machine.travel(JANUARY_14, tick=False):
        yield decided(graded_year())


def rows(html: str) -> list[str]:
    return re.findall(r'name="grade:(\w+)"', html)


def sent(client: Client, given: dict[str, str], status: int = 200, address: str = REOPEN) -> str:
    answer = client.post(address, {**WHY, **given})
    assert answer.status_code == status
    return answer.content.decode()


@pytest.mark.parametrize("named", ["S06", "卫东"])
def test_whoever_is_named_gets_a_row_and_keeps_it(cast: Cast, named: str) -> None:
    client = reading(cast["L01"])
    listed = rows(page(client, REOPEN))
    assert len(listed) == 2
    assert "S06" not in listed
    html = sent(client, {"act": "add", "also": named, f"grade:{listed[0]}": "good"})
    assert rows(html) == ["S06", *listed]
    assert 'autofocus name="grade:S06"' in html
    assert 'name="also" maxlength="100" autocomplete="off" value=""' in html
    assert "值守记录核减</textarea>" in html
    given = {"grade:S06": "basically_competent", "reason:S06": "失误"}
    assert rows(sent(client, {"act": "add", "also": "S05", **given})) == ["S05", "S06", *listed]
    html = sent(client, {"act": "preview", **given})
    assert "卫东" in words(html)
    seen = html.split('name="seen" value="')[1].split('"')[0]
    assert rows(sent(client, {"act": "back", **given})) == ["S06", *listed]
    assert client.post(REOPEN, {**WHY, **given, "act": "confirm", "seen": seen}).status_code == 302
    last = Decision.objects.filter(person=cast["S06"]).order_by("version").last()
    assert last is not None
    assert (last.grade, last.reason) == ("basically_competent", "失误")


def test_whoever_is_listed_already_gets_no_second_row(cast: Cast) -> None:
    client = reading(cast["L01"])
    listed = rows(page(client, REOPEN))
    assert rows(sent(client, {"act": "add", "also": listed[1]})) == listed


def test_nobody_is_left_out_of_a_preview_because_the_row_was_not_added(cast: Cast) -> None:
    html = sent(reading(cast["L01"]), {"act": "preview", "also": "S06"}, 422)
    assert "卫东 has a row now; choose the grade there." in words(html)
    assert rows(html)[0] == "S06"


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("", "Nobody of this year is called so."),
        ("X99", "Nobody of this year is called so."),
        ("L02", "Nobody of this year is called so."),
        ("钱进", "Several people have this name; write the staff number."),
    ],
)
def test_a_name_of_no_one_person_is_refused_by_its_field(cast: Cast, named: str, told: str) -> None:
    Person.objects.filter(pk=cast["S03"].pk).update(name="钱进")
    html = sent(reading(cast["L01"]), {"act": "add", "also": named}, 422)
    assert told in words(html)
    assert f'value="{named}" aria-invalid="true" aria-describedby="fault"' in html
    assert "值守记录核减</textarea>" in html
    assert len(rows(html)) == 2
    assert rows(sent(reading(cast["L01"]), {"act": "add", "also": "S03"}))[0] == "S03"


def test_the_own_case_is_added_but_not_chosen(cast: Cast) -> None:
    client = reading(cast["S01"])
    html = sent(client, {"act": "add", "also": "S01"})
    assert "S01" not in rows(html)
    assert "your own case" in words(html)


def test_an_objection_that_is_upheld_may_change_whoever_is_named(cast: Cast) -> None:
    noticed(cast)
    made = object_to_notice(
        notice=Notice.objects.get(), person=cast["S02"], whose=cast["H01"], text="请核对", at=JANUARY_14
    )
    address, client = f"/objections/years/{made.key}", reading(cast["L01"])
    assert "S06" not in rows(page(client, address))
    assert "S06" in rows(sent(client, {"act": "add", "also": "卫东"}, address=address))
    html = sent(client, {"act": "add", "also": "X99"}, 422, address)
    assert "Nobody of this year is called so." in words(html)


def test_naming_somebody_takes_no_statement_more(cast: Cast) -> None:
    client = reading(cast["L01"])
    read = statements(client, REOPEN)
    with CaptureQueriesContext(connection) as captured:
        sent(client, {"act": "add", "also": "S06"})
    assert len(captured) == read <= 15
