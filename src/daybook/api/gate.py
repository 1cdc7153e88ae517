"""The gate of the interface: one address of the pages, behind which it is loaded with the first call.

A server that no other program calls never loads it, and keeps its memory.
"""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import get_resolver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

ROUTES = "daybook.api.v1.routes"
LARGEST_BODY = 256 * 1024  # bytes
WRONG_METHOD = 405


@csrf_exempt
@login_not_required
def gate(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Answer a call. The token in its header says who calls; a session that comes along says nothing here."""
    if _length(request) > LARGEST_BODY:
        return _told(413, _("A call holds at most %(limit)d KiB.") % {"limit": LARGEST_BODY // 1024})
    with timezone.override(None):  # the bureau's zone is set once it is known, and goes with the call
        answer = _answered(request, rest)
    return _wrong_method(answer) if answer.status_code == WRONG_METHOD else answer


def _answered(request: HttpRequest, rest: str) -> HttpResponse:
    try:
        match = get_resolver(ROUTES).resolve("/" + rest)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except Http404:
        return _told(404, _("There is nothing under this address for you."))
    return answer


def _length(request: HttpRequest) -> int:
    told = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(told) if told.isascii() and told.isdigit() else 0


def _wrong_method(answer: HttpResponse) -> HttpResponse:
    allowed = answer.headers.get("Allow", "")
    told = _told(WRONG_METHOD, _("This address is called with: %(methods)s.") % {"methods": allowed})
    told["Allow"] = allowed
    return told


def _told(status: int, message: str) -> HttpResponse:
    errors = [{"field": "", "message": message}]
    return JsonResponse({"errors": errors}, status=status, json_dumps_params={"ensure_ascii": False})
