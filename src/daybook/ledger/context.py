"""The request that an act belongs to, as far as there is one."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class RequestMark:
    """What the ledger keeps of a request: its id and the address it came from."""

    request_id: str = ""
    address: str = ""


_current: ContextVar[RequestMark] = ContextVar("current_request", default=RequestMark())  # noqa: B039  # frozen


def current_request() -> RequestMark:
    """The mark of the request being answered; empty on the command line."""
    return _current.get()


class RequestMarkMiddleware:
    """Marks everything done while a request is answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request with its mark set."""
        mark = RequestMark(uuid.uuid4().hex, str(request.META.get("REMOTE_ADDR", "")))
        token = _current.set(mark)
        try:
            return self.get_response(request)
        finally:
            _current.reset(token)
