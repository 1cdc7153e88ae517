"""Loading a bureau's own policy beside the shipped ones, for the tests of the loader."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault
from daybook.rules.policy_load import load_policy

from .cast import NEW_YEAR, NEW_YEARS_EVE, policy_files


def load(own: Mapping[str, Any], on: date = NEW_YEARS_EVE, **files: Any) -> Policy:
    return load_policy({**policy_files(), **files, "own": own}, "own", on)


def own(**tables: Any) -> dict[str, Any]:
    return {
        "id": "own",
        "name": {"zh": "本局办法", "en": "Our own"},
        "effective_from": NEW_YEAR,
        "extends": "log-style-2026",
        "source": "confirmed_default",
        **tables,
    }


def faults_of(table: Mapping[str, Any], **files: Any) -> list[tuple[str, str, str]]:
    with pytest.raises(PolicyFault) as refused:
        load(table, **files)
    return [(fault.file, fault.key, fault.code) for fault in refused.value.faults]
