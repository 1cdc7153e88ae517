"""A request belongs to a person of a bureau, on the bureau's own day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from daybook.org.frame import Frame
from daybook.org.models import Account, Bureau, Person
from daybook.org.moments import local_day, zone


class PersonRequest(HttpRequest):
    """A request of somebody signed in, as the views of the bureau's pages get it."""

    user: Account
    person: Person
    bureau: Bureau
    today: date
    frame: Frame


class PersonMiddleware:
    """Notes who asks, in which bureau, and which day it is there; times are told in the bureau's zone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the bureau's clock; somebody not signed in is no concern of ours."""
        user = request.user
        if not isinstance(user, Account):
            return self.get_response(request)
        person, bureau = user.person, user.person.bureau
        today = local_day(bureau, timezone.now())
        noted = {
            "person": person,
            "bureau": bureau,
            "today": today,
            "frame": Frame(person, today, request.path),
        }
        vars(request).update(noted)
        with timezone.override(zone(bureau.time_zone)):
            return self.get_response(request)
