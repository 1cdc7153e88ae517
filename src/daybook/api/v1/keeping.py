"""Who calls: the token of the header, its person on the bureau's own day, and what it may be used for."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from daybook.api.access import keep_use, token_shown, token_text
from daybook.api.actions.tokens import digest_of
from daybook.api.doorkeeper import DOORKEEPER, WINDOW
from daybook.api.enums import Scope
from daybook.api.models import ApiToken
from daybook.api.v1.faults import NotCarriedOut
from daybook.daily.access import Reader, own_reader_of, reader_of
from daybook.org.frame import Frame
from daybook.org.middleware import PersonRequest
from daybook.org.models import Person
from daybook.org.moments import local_day, zone


class Call(PersonRequest):
    """A call of another program in a person's name."""

    token: ApiToken


class Bearer(HttpBearer):
    """A token that may be used for one thing; `None` for what every token may be used for."""

    openapi_name = "token"

    def __init__(self, scope: Scope | None = None) -> None:
        self.scope = scope
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """The token's person, noted on the call. Raises NotCarriedOut."""
        return self.authenticate(request, token_text(request.headers.get("Authorization", "")))

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """The person whose token this is. Raises NotCarriedOut."""
        found = _held(str(request.META.get("REMOTE_ADDR", "")), token)
        if self.scope is not None and self.scope not in found.scopes.split():
            words = {"scope": self.scope.value}
            raise NotCarriedOut(403, _("This token may not be used for this; it needs %(scope)s.") % words)
        _seat(request, found)
        return found.person


def _held(address: str, text: str) -> ApiToken:
    now, digest = timezone.now(), digest_of(text)
    if DOORKEEPER.turns_away(address, digest):
        words = {"seconds": WINDOW}
        raise NotCarriedOut(
            429, _("Too many calls with tokens that do not hold; wait %(seconds)d seconds.") % words
        )
    token = token_shown(text, now)
    if token is None:
        DOORKEEPER.failed(address, digest)
        raise NotCarriedOut(
            401,
            _("A token that holds is needed, in the header “Authorization: Bearer …”; make one in Daybook."),
        )
    DOORKEEPER.held(digest)
    keep_use(token, now)
    return token


def _seat(request: HttpRequest, token: ApiToken) -> None:
    """Put the person, the bureau and its day on the call; whose session comes along does not matter."""
    person = token.person
    today = local_day(person.bureau, timezone.now())
    noted = {
        "token": token,
        "person": person,
        "bureau": person.bureau,
        "today": today,
        "frame": Frame(person, today, request.path),
    }
    vars(request).update(noted)
    timezone.activate(zone(person.bureau.time_zone))


def caller(request: HttpRequest) -> Call:
    """The call with its person."""
    return cast("Call", request)


def reader(request: HttpRequest) -> Reader:
    """The caller as a reader of the record. Raises Http404 for the three administrators."""
    return reader_of(caller(request).frame)


def own_reader(request: HttpRequest) -> Reader:
    """The caller as a reader of entries; one of the three administrators finds none but his own."""
    return own_reader_of(caller(request).frame)


def writer(request: HttpRequest) -> Person:
    """The caller as somebody who writes the own record. Raises Http404 for the three administrators."""
    return reader(request).person
