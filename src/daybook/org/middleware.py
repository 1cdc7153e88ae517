"""A request belongs to a person of a bureau, on the bureau's own day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from daybook.org.enums import RightKind
from daybook.org.frame import Frame
from daybook.org.models import Account, Bureau, Person
from daybook.org.moments import local_day, zone
from daybook.org.spoken import in_english
from daybook.rules.policy_fault import PolicyFault

UNAVAILABLE = 503


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

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Tell what is wrong with the bureau's policy, where its files do not hold, instead of the page.

        File and key are for the personnel office, which can have them mended.
        """
        frame: Frame | None = getattr(request, "frame", None)
        if frame is None or not isinstance(exception, PolicyFault):
            return None
        told = exception.faults if RightKind.PERSONNEL_OFFICE in frame.standing.rights else ()
        english = in_english()
        faults = [(each.file, each.key, each.reason_en if english else each.reason) for each in told]
        return render(request, "org/policy_unread.html", {"faults": faults}, status=UNAVAILABLE)
