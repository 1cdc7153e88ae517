"""What a text of a row may hold: ordinary breaks, and no character that no paper can hold."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from daybook.org.checked import checked
from daybook.org.models import Conflict, Department
from daybook.web.refusals import Refused
from tests.factories import noon

DAY = date(2026, 3, 2)


def conflict(reason: str) -> Conflict:
    return Conflict(first_day=DAY, last_day=DAY, reason=reason, recorded_at=noon(2026, 3, 2))


def department(name: str) -> Department:
    return Department(code="D01", name=name, valid_from=DAY)


def test_breaks_of_a_word_processor_are_kept_as_ordinary_ones() -> None:
    assert checked(conflict("异议\x0b成立\x0c附件")).reason == "异议\n成立\n附件"
    assert checked(department("办公\x0b室")).name == "办公 室"
    assert checked(conflict("一行\r\n二行\t三栏")).reason == "一行\r\n二行\t三栏"


def test_a_text_that_is_too_long_is_told_by_how_much() -> None:
    with translation.override("en"), pytest.raises(Refused) as refused:
        checked(department("处" * 101))
    assert str(refused.value.message) == "This text has 101 characters; at most 100 fit."


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x08", "\x0e", "\x1f", "\ud800", "\ufffe", "\uffff"])
def test_what_no_paper_can_hold_is_refused_by_the_field(sign: str) -> None:
    for row, field in ((conflict(f"异议{sign}"), "reason"), (department(f"办公{sign}室"), "name")):
        with pytest.raises(Refused) as refused:
            checked(row)
        assert refused.value.field == field
