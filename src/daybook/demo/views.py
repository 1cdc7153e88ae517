"""Signing in to the demonstration with one click."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from daybook.demo.queries import account_of, demo_sign_ins


@login_not_required
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The people somebody may sign in as."""
    _only_in_demo()
    return render(request, "demo/doors.html", {"sign_ins": demo_sign_ins()})


@login_not_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them, and as nobody else."""
    _only_in_demo()
    account = account_of(request.POST.get("username", ""))
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return redirect("home")


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
