"""The interface keeps its own description, whatever a program sends: no crash, no answer of another shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core import signals
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from daybook.api.doorkeeper import DOORKEEPER
from daybook.api.v1.site import description
from daybook.ledger.queries import chain_faults
from daybook.plans.actions.goals import open_matter, set_annual_goal
from daybook.plans.actions.month import PlanLine, plan_month
from tests.api.calls import NOW, program_of
from tests.factories import entry_of
from tests.people import Cast

EXAMPLES = 6
load_all_checks()
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(description())))
SCHEMA.app = get_wsgi_application()
# Every call is given our token: one that lacked nothing but a token would be fitting after all.
SCHEMA.config.generation.update(with_security_parameters=False)
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)]
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]
# A call that fits the description may still be refused by the procedure, in a sentence.
LEFT_OUT = ["positive_data_acceptance"]


@pytest.fixture
def headers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A token in a bureau that has one of everything, under a key that a generator finds."""
    monkeypatch.setattr(DOORKEEPER, "turns_away", lambda _address, _digest: False)
    # As Django's own client does: the calls share the connection, and the transaction, of the test.
    monkeypatch.setattr(signals.request_started, "receivers", [])
    monkeypatch.setattr(signals.request_finished, "receivers", [])
    signals.request_started.sender_receivers_cache.clear()
    signals.request_finished.sender_receivers_cache.clear()
    with time_machine.travel(NOW, tick=False):
        entry_of(cast["S02"], NOW.date(), key="0")
        open_matter(bureau=cast.bureau, title="事项", key="0", actor=cast["H01"], at=NOW)
        set_annual_goal(person=cast["S02"], year=2026, title="目标", key="0", actor=cast["S02"], at=NOW)
        plan_month(person=cast["S02"], month="2026-04", lines=[PlanLine("事项", key="0")], at=NOW)
        yield {"Authorization": program_of(cast["S02"]).client.defaults["HTTP_AUTHORIZATION"]}


@pytest.mark.parametrize("mode", MODES, ids=["fitting", "not fitting"])
def test_any_call_is_answered_as_described(mode: GenerationMode, headers: dict[str, str]) -> None:
    uncalled = [operation for operation in OPERATIONS if not _called(operation, mode, headers)]
    # Where only a key is asked for, or nothing, every text is one: such a call cannot be wrong.
    assert [each.label for each in uncalled if list(each.query) or list(each.body)] == []
    assert mode is GenerationMode.NEGATIVE or not uncalled
    assert list(chain_faults("WATER")) == []


def _called(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, headers: dict[str, str]
) -> bool:
    """Call an operation with many things; whether there was any such call."""
    # An operation that asks nothing in its address takes no notice of what stands there.
    left_out = LEFT_OUT if list(operation.query) else [*LEFT_OUT, "negative_data_rejection"]

    @settings(max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def call(case: Case[Any]) -> None:
        case.call_and_validate(headers=headers, excluded_checks=CHECKS.get_by_names(left_out))  # type: ignore[arg-type]  # what its own registry gives

    try:
        call()
    except Unsatisfiable:
        return False
    return True
