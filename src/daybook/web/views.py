"""Changing one's password, where there is one."""

from __future__ import annotations

from allauth.account.views import password_change
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def change_password(request: HttpRequest) -> HttpResponse:
    """The form; somebody who signs in without a password is told who gives one."""
    if not (request.user.is_authenticated and request.user.has_usable_password()):
        return render(request, "account/no_password.html")
    response: HttpResponse = password_change(request)
    return response
