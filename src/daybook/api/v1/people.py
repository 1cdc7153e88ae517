"""Whose token this is."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from daybook.api.v1.answers import operation
from daybook.api.v1.keeping import caller
from daybook.api.v1.schemas import Oneself
from daybook.org.enums import Role

router = Router(tags=[gettext_noop("Oneself")])


@router.get(
    "/people/me",
    **operation(
        None,
        gettext_noop("Whose token this is"),
        Oneself,
        words=gettext_noop("Who calls, on which day of the bureau, and what the token may be used for."),
    ),
)
def get_oneself(request: HttpRequest) -> Oneself:
    """The token's person, bureau and scopes."""
    call = caller(request)
    standing = call.frame.standing
    return Oneself(
        number=call.person.number,
        name=call.person.name,
        bureau=call.bureau.code,
        bureau_name=call.bureau.name,
        time_zone=call.bureau.time_zone,
        today=call.today,
        department=standing.department,
        role=Role(standing.role) if standing.role else None,
        post=standing.post,
        token=call.token.name,
        scopes=call.token.scopes.split(),
        expires_on=call.token.expires_on,
    )
