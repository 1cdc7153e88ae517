"""Finding the policy files: those that ship with the program, and a bureau's own folder over them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from daybook.org.models import Bureau
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import Fault, PolicyFault
from daybook.rules.policy_layers import Table, completed, lineage, turning_days
from daybook.rules.policy_load import load_policy, policy_ids

Stamp = tuple[tuple[str, int, int], ...]
CHANGED = " *"  # behind the id of a policy of which some values are changed: no file has such a name
SHIPPED = Path(__file__).resolve().parent.parent / "policies"


def policy_of(bureau: Bureau, on: date) -> Policy:
    """The policy in force for a bureau on a day. Raises PolicyFault where its files do not hold."""
    return policy(bureau.policy, on)


def policy(policy_id: str, on: date) -> Policy:
    """A policy as it stands on a day, amendments up to then applied. Raises PolicyFault.

    All days up to the next amendment are given the same object, so that a year whose sheets were published
    on a hundred days loads its policy once.
    """
    stamp = _stamp()
    turn = max((day for day in _turns(policy_id, stamp) if day <= on), default=date.min)
    return _resolved(policy_id, turn, stamp)


def changed_policy(policy_id: str, values: Table, on: date) -> Policy:
    """A policy as it stands on a day with some values changed, as if a file of its own extended it.

    Raises PolicyFault where the changed values do not hold.
    """
    changed = f"{policy_id}{CHANGED}"
    files = {**_files(_stamp()), changed: {"extends": policy_id, **values}}
    return load_policy(files, changed, on)


def known_policies() -> list[str]:
    """The ids of all policies, shipped and own, in order."""
    return policy_ids(_files(_stamp()))


def check_file(path: Path) -> Policy:
    """Load one file as if it stood in the bureau's folder, on its first day. Raises PolicyFault."""
    table = read_table(path)
    files = {**_files(_stamp()), path.stem: table}
    first_day = table.get("effective_from")
    return load_policy(
        files, str(table.get("id", path.stem)), first_day if type(first_day) is date else date.max
    )


def read_table(path: Path) -> Mapping[str, Any]:
    """One parsed file, fractions as Decimal. Raises PolicyFault where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyFault([Fault(path.name, "-", "unreadable", {"value": str(error)})]) from error


def _stamp() -> Stamp:
    """What tells whether a file has changed, so that a corrected policy is read without a restart."""
    folders = [str(SHIPPED), *([settings.POLICY_DIR] if settings.POLICY_DIR else [])]
    return tuple(each for folder in folders for each in _files_in(folder))


def _files_in(folder: str) -> list[tuple[str, int, int]]:
    """The policy files of a folder in order; asked by every saving, hence no `Path`."""
    with suppress(FileNotFoundError), os.scandir(folder) as found:
        files = [each for each in found if each.name.endswith(".toml")]
        return sorted((each.path, (stat := each.stat()).st_mtime_ns, stat.st_size) for each in files)
    return []


@lru_cache(maxsize=4)
def _files(stamp: Stamp) -> dict[str, Mapping[str, Any]]:
    """Every file that can be read; one that cannot is missed only by whoever asks for it."""
    files = {}
    for path in (Path(name) for name, _, _ in stamp):
        with suppress(PolicyFault):
            files[path.stem] = read_table(path)
    return files


@lru_cache(maxsize=64)
def _turns(policy_id: str, stamp: Stamp) -> tuple[date, ...]:
    """The days on which amendments of a policy take effect."""
    files = _files(stamp)
    for path in (Path(name) for name, _, _ in stamp):
        if path.stem == policy_id and path.stem not in files:
            read_table(path)
    return tuple(turning_days(lineage(completed(files), policy_id)))


@lru_cache(maxsize=64)
def _resolved(policy_id: str, turn: date, stamp: Stamp) -> Policy:
    return load_policy(_files(stamp), policy_id, turn)
