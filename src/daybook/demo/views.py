"""Signing in to the demonstration with one click."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from daybook.demo.queries import account_of, demo_sign_ins


@login_not_required
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The people somebody may sign in as."""
    _only_in_demo()
    variables = {"sign_ins": demo_sign_ins(), "next": _safe(request, request.GET.get("next", ""))}
    return render(request, "demo/doors.html", variables)


@login_not_required
@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them, and as nobody else; then on to the page the visitor came for."""
    _only_in_demo()
    account = account_of(request.POST.get("username", ""))
    if account is None:
        raise Http404
    login(request, account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return HttpResponseRedirect(_safe(request, request.POST.get("next", "")) or reverse("home"))


def _safe(request: HttpRequest, address: str) -> str:
    """The address where it is a page of this site; otherwise nothing."""
    here = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, {request.get_host()}, require_https=request.is_secure()
    )
    return address if here else ""


def _only_in_demo() -> None:
    if not settings.DEMO:
        raise Http404
