"""Signing in, and changing one's password where there is one."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView, password_change
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class SignIn(LoginView):  # type: ignore[misc]
    """The door; where nobody has an account yet it names the first step."""

    def get_context_data(self, **given: Any) -> dict[str, Any]:
        """The form's variables, and `nobody`: whether there is no account at all."""
        nobody = not settings.DEMO and not get_user_model()._default_manager.exists()
        return {**super().get_context_data(**given), "nobody": nobody}


def change_password(request: HttpRequest) -> HttpResponse:
    """The form; somebody who signs in without a password is told who gives one."""
    if not (request.user.is_authenticated and request.user.has_usable_password()):
        return render(request, "account/no_password.html")
    response: HttpResponse = password_change(request)
    return response
