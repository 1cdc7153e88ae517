"""Opening a policy replay: nothing is changed, and that somebody looked is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from daybook.annual.queries.settled import Replay
from daybook.ledger.actions import recorded
from daybook.org.actions.guards import note
from daybook.org.models import Person


def note_replay(*, actor: Person, year: int, replay: Replay, form: str = "") -> None:
    """Note that somebody opened a replay of people's years, or with a `form` took it away."""
    action = "export_replay" if form else "open_replay"
    after: dict[str, Any] = {"policy": replay.policy_id, "values": _told(replay.values)}
    with recorded():
        note(actor, actor.bureau, action, "replay", str(year), after=after | ({"form": form} if form else {}))


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _told(each) if isinstance(each, Mapping) else str(each) for key, each in values.items()}
