"""Tokens as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from daybook.api.access import holds
from daybook.api.actions.tokens import mark_of
from daybook.api.enums import Scope
from daybook.api.models import ApiToken


@dataclass(frozen=True, slots=True)
class ShownToken:
    """A token, what it may be used for in words, and whether it holds."""

    token: ApiToken
    mark: str
    scopes: list[str]
    holds: bool


def shown_tokens(tokens: QuerySet[ApiToken], now: datetime) -> list[ShownToken]:
    """Those that hold first; each in the order given."""
    labels = dict(Scope.choices)
    rows = [
        ShownToken(
            each, mark_of(each), [str(labels[scope]) for scope in each.scopes.split()], holds(each, now)
        )
        for each in tokens.select_related("person__bureau", "person__account")
    ]
    return sorted(rows, key=lambda row: not row.holds)


def year_on(day: date) -> date:
    """The same day of the next year, or the last of February: how long a new token holds at first."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
