"""What a script is answered that keeps a text as it is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from daybook.org.actions.keeping import Crossed
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

CONFLICT, UNPROCESSABLE = 409, 422


def texts_sent(request: PersonRequest, *names: str, prefixes: tuple[str, ...] = ()) -> dict[str, str]:
    """The texts of a form that were filled in, line ends evened out; several of one name in one line."""
    found = {}
    for name in request.POST:
        if name in names or name.startswith(prefixes or ("\x00",)):
            parts = (str(text).replace("\r\n", "\n").strip() for text in request.POST.getlist(name))
            found[name] = " ".join(part for part in parts if part)
    return {name: text for name, text in found.items() if text}


def kept(
    request: PersonRequest, given: dict[str, str], keep: Callable[[dict[str, str], int], Any]
) -> HttpResponse:
    """Keep what was sent: its version and when; 409 with what another window wrote, 422 if it cannot be."""
    version = number_of(request.POST.get("version", ""))
    if not given and not version:
        return JsonResponse({"message": _("Nothing was written.")}, status=UNPROCESSABLE)
    try:
        row = keep(given, version)
    except Crossed as crossed:
        standing = crossed.standing
        told = {"version": standing.version, "fields": standing.fields} if standing else {"version": 0}
        return JsonResponse(told, status=CONFLICT)
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=UNPROCESSABLE)
    saved = timezone.localtime(row.saved_at).strftime("%H:%M")
    return JsonResponse({"version": row.version, "saved": saved})
