"""The words of the sign-in where the house has better ones: here one signs in with a number."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class SignInWords(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing in as everywhere, with the house's own messages."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The number or the password is wrong."),
        "enter_current_password": _("This is not your present password."),
    }
