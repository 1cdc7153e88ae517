"""A request belongs to a person of a bureau, on the bureau's own day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from daybook.org.models import Account, Bureau, Person
from daybook.org.moments import local_day, zone


class PersonRequest(HttpRequest):
    """A request of somebody signed in, as the views of the bureau's pages get it."""

    user: Account
    person: Person
    bureau: Bureau
    today: date


class PersonMiddleware:
    """Notes who asks, in which bureau, and which day it is there; times are told in the bureau's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not isinstance(user, Account):
            return self.get_response(request)
        bureau = user.person.bureau
        noted = {"person": user.person, "bureau": bureau, "today": local_day(bureau, timezone.now())}
        vars(request).update(noted)
        with timezone.override(zone(bureau.time_zone)):
            return self.get_response(request)
