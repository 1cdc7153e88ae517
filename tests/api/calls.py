"""Calls of another program in tests: a token of somebody, and what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from daybook.api.actions.tokens import make_token
from daybook.api.enums import Scope
from daybook.org.models import Person

TODAY = date(2026, 3, 31)
NOW = datetime(2026, 3, 31, 2, 0, tzinfo=UTC)  # ten in the morning there


class Program:
    """A program that shows a token with every call, and speaks JSON."""

    def __init__(self, token: str, language: str = "zh-hans") -> None:
        self.client = Client(headers={"authorization": f"Bearer {token}"} if token else {})
        self.client.cookies["django_language"] = language

    def __call__(self, method: str, path: str, given: Any = None, **more: Any) -> HttpResponse:
        body = given if isinstance(given, bytes) else b"" if given is None else json.dumps(given).encode()
        path = f"/api/v1{path}"
        return self.client.generic(method, path, body, content_type="application/json", **more)  # type: ignore[return-value]  # the stubs' response is an HttpResponse in all but name

    def told(self, method: str, path: str, given: Any = None, status: int = 200) -> Any:
        """What a call answers; it must have this status."""
        answer = self(method, path, given)
        assert answer.status_code == status, (answer.status_code, answer.content.decode())
        assert answer["Content-Type"].startswith("application/json")
        return json.loads(answer.content)

    def refused(self, method: str, path: str, given: Any = None) -> tuple[int, list[tuple[str, str]]]:
        """The status of a call that is not carried out, and its faults."""
        answer = self(method, path, given)
        faults = json.loads(answer.content)["errors"]
        return answer.status_code, [(each["field"], each["message"]) for each in faults]


def program_of(person: Person, scopes: Iterable[str] = tuple(Scope.values), **more: Any) -> Program:
    """A program with a token of a person."""
    return Program(make_token(person=person, name="办公系统", scopes=scopes, **more)[1])
