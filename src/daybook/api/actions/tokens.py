"""Making and revoking tokens; a token is shown once, only its digest is kept."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, datetime
from hashlib import sha256

from django.utils.translation import gettext as _

from daybook.api.enums import Scope
from daybook.api.models import ApiToken
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused

PREFIX = "daybook_"
RANDOM_BYTES = 32
MOST_TOKENS = 20
MARK_LENGTH = 16


def digest_of(token: str) -> str:
    """The SHA-256 of a token; that of a random text of 256 bits needs no salt."""
    return sha256(token.encode("utf-8", "surrogateescape")).hexdigest()


def mark_of(token: ApiToken) -> str:
    """What a token is called in addresses and in the ledger; nothing can be done with it."""
    return token.digest[:MARK_LENGTH]


def make_token(
    *,
    person: Person,
    name: str,
    scopes: Iterable[str],
    expires_on: date | None = None,
    at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for oneself: the row, and the text that is never to be seen again. Raises Refused.

    `expires_on` is the last day on which it holds.
    """
    instant, text = moment(at), PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    with recorded():
        token = ApiToken(person=person, digest=digest_of(text), made_at=instant, expires_on=expires_on)
        token.name, token.scopes = text_given(name, "name"), _in_order(scopes)
        _require_room(person)
        if expires_on is not None and expires_on < local_day(person.bureau, instant):
            raise Refused(_("This day is over already."), field="expires_on")
        checked(token).save()
        after = {"name": sealed(token.name), "scopes": token.scopes, "expires_on": expires_on}
        note(person, person.bureau, "make_token", "api_token", mark_of(token), after=after)
    return token, text


def revoke_token(*, token: ApiToken, actor: Person, at: datetime | None = None) -> ApiToken:
    """Revoke a token of one's own; it is refused from now on. Raises Refused."""
    instant = moment(at)
    with recorded():
        row = ApiToken.objects.select_for_update().get(pk=token.pk)
        if row.person_id != actor.pk:
            raise Refused(_("A token is revoked by the person it belongs to."))
        if row.revoked_at is not None:
            raise Refused(_("This token is revoked already."))
        row.revoked_at = instant
        row.save(update_fields=["revoked_at"])
        note(actor, actor.bureau, "revoke_token", "api_token", mark_of(row))
    return row


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Keep when a token was last used; no act of a person, so the ledger has no line of it."""
    ApiToken.objects.filter(pk=token.pk).update(used_at=moment(at))


def _in_order(scopes: Iterable[str]) -> str:
    asked = set(scopes)
    if not asked or not asked <= set(Scope.values):
        raise Refused(_("Choose at least one thing that the token may do."), field="scopes")
    return " ".join(scope for scope in Scope.values if scope in asked)


def _require_room(person: Person) -> None:
    # Whoever makes tokens by the dozen has lost sight of them.
    if ApiToken.objects.filter(person=person, revoked_at=None).count() >= MOST_TOKENS:
        words = {"most": MOST_TOKENS}
        raise Refused(_("You have %(most)d tokens already; revoke those that nobody uses.") % words)
