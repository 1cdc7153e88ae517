"""Sessions in the database, as Django keeps them; the question that every request asks is written once."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from daybook.web.statements import Question, Slot

LIVE = Question(
    lambda: Session.objects.filter(
        session_key=Slot("key", CharField()), expire_date__gt=Slot("now", DateTimeField())
    )
)


class SessionStore(db.SessionStore):
    """Django's own store."""

    def _get_session_from_db(self) -> Session | None:
        found = LIVE.first(key=self.session_key, now=timezone.now())
        if found is None:
            self._session_key = None
        return found
