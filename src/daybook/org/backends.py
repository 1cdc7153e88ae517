"""Who is signed in: the account with its person and bureau, in one statement."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import BigIntegerField

from daybook.org.models import Account
from daybook.web.statements import Question, Slot

SIGNED_IN = Question(
    lambda: Account.objects.select_related("person__bureau").filter(
        pk=Slot("id", BigIntegerField()), is_active=True
    )
)


class AccountBackend(ModelBackend):
    """Django's own check of a password; the person and the bureau come along with the account."""

    def get_user(self, user_id: Any) -> Account | None:
        """The active account of a session."""
        return SIGNED_IN.first(id=user_id)
