"""Sessions in the database, as Django keeps them; the question that every request asks is written once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from daybook.web.statements import Question, Slot

LIVE = Question(
    lambda: Session.objects.filter(
        session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField())
    )
)

# Whoever wants to know at once; a listener must return at once.
ENDED: list[Callable[[str], None]] = []


class SessionStore(db.SessionStore):
    """Django's own store; who listens in this process learns which session has ended."""

    def delete(self, session_key: str | None = None) -> None:
        """End a session: somebody signs out, or gets another key at signing in."""
        ended = session_key or self.session_key
        super().delete(session_key)
        if ended:
            for told in tuple(ENDED):
                transaction.on_commit(partial(told, ended))

    def _get_session_from_db(self) -> Session | None:
        found = LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
