"""The one door of other programs: a token that holds, of somebody who still belongs here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404

from daybook.api.actions.tokens import MARK_LENGTH, digest_of, note_use
from daybook.api.models import ApiToken
from daybook.org.models import Person
from daybook.org.moments import local_day
from daybook.rules.periods import holds_on

SCHEME = "bearer"
LONGEST_HEADER = 300
NOTED_EVERY = timedelta(minutes=1)


def token_text(header: str) -> str:
    """The token of an `Authorization` header; empty where it holds none."""
    scheme, _blank, text = header.partition(" ")
    return text.strip() if scheme.lower() == SCHEME and len(header) <= LONGEST_HEADER else ""


def token_shown(text: str, at: datetime) -> ApiToken | None:
    """The token with this text, with its person and bureau, if it holds at an instant."""
    if not text:
        return None
    about = ("person__bureau", "person__account")
    token = ApiToken.objects.select_related(*about).filter(digest=digest_of(text)).first()
    return token if token is not None and holds(token, at) else None


def holds(token: ApiToken, at: datetime) -> bool:
    """Whether a token is neither revoked nor expired, and its person may still sign in."""
    day = local_day(token.person.bureau, at)
    if token.revoked_at is not None or (token.expires_on is not None and token.expires_on < day):
        return False
    return _belongs(token.person, day)


def _belongs(person: Person, day: date) -> bool:
    account = getattr(person, "account", None)
    employed = holds_on(person.employed_from or date.min, person.employed_to, day)
    return account is not None and account.is_active and employed


def keep_use(token: ApiToken, at: datetime) -> None:
    """Note the use of a token, at most once a minute: not one write a call."""
    if token.used_at is None or at - token.used_at >= NOTED_EVERY:
        note_use(token=token, at=at)


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """A person's own tokens, the newest first."""
    return ApiToken.objects.filter(person=person).order_by("-made_at", "-id")


def own_token_for(person: Person, mark: str) -> ApiToken:
    """A token of one's own by its mark. Raises Http404."""
    found = tokens_of(person).filter(digest__startswith=mark).first() if len(mark) == MARK_LENGTH else None
    if found is None:
        raise Http404
    return found
