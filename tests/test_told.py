"""What is told again is what was acted out."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.core import serializers
from django.db import transaction

from daybook.ledger.models import LedgerLine
from daybook.ledger.queries import chain_faults
from daybook.org.models import Account, Appointment, Department, Person, Portfolio, Right
from tests.factories import entry_of, noon
from tests.people import FOUNDED, Cast, found_water_bureau, water_bureau
from tests.stage import everything

pytestmark = pytest.mark.django_db


def rows_of(cast: Cast) -> dict[str, Any]:
    """Every row with its references by name, and how many rows there are of each kind."""
    # Drawn by lot: how the password of nobody is spelled.
    Account.objects.update(password="")
    models = (Department, Person, Appointment, Portfolio, Right, Account, LedgerLine)
    return {
        "counts": {name: len(rows) for name, rows in everything().items()},
        "rows": {model.__name__: [_spelled(row) for row in model.objects.order_by("pk")] for model in models},
        "heads": [person.account.username for person in cast.people.values()],
    }


def _spelled(row: Any) -> dict[str, Any]:
    fields = serializers.serialize("python", [row])[0]["fields"]
    for name, value in fields.items():
        if row._meta.get_field(name).is_relation:
            fields[name] = value and str(getattr(row, name))
    return dict(fields)


def test_the_bureau_told_again_is_the_one_that_was_founded() -> None:
    told = []
    for found in (water_bureau, water_bureau, found_water_bureau):
        with transaction.atomic(), time_machine.travel(FOUNDED, tick=False):
            told.append(rows_of(found()))
            assert list(chain_faults("WATER")) == []
            transaction.set_rollback(True)
    assert told[0] == told[1] == told[2]
    assert len(told[0]["rows"]["LedgerLine"]) > 40


def test_what_a_test_does_to_the_bureau_is_not_told_again() -> None:
    with transaction.atomic():
        first = water_bureau()
        first["S01"].name = "改名"
        first["S01"].save()
        transaction.set_rollback(True)
    again = water_bureau()
    assert again["S01"].name == Person.objects.get(number="S01").name == "孙丽"
    assert entry_of(again["S02"], noon(2026, 3, 10).date()).pk
