"""Who is signed in: the account with its person and bureau, in one statement."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from daybook.org.models import Account


class AccountBackend(ModelBackend):
    """Django's own check of a password; the person and the bureau come along with the account."""

    def get_user(self, user_id: Any) -> Account | None:
        """The active account of a session."""
        account = Account.objects.select_related("person__bureau").filter(pk=user_id).first()
        return account if account is not None and account.is_active else None
