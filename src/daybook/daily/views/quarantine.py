"""The docket of quarantine, the door of the two offices that decide on what must not stand in the record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from daybook.daily.access import entry_to_hide, require_quarantine_office
from daybook.daily.actions.quarantine import ask_purge, lift_quarantine, place_quarantine, purge_entry
from daybook.daily.models import LogEntry, Quarantine
from daybook.daily.queries.quarantine import docket, settled
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

UNPROCESSABLE = 422
KEY = re.compile(r"(?:.*/entries/)?([0-9A-Za-z][0-9A-Za-z._-]{0,99})(?:[/?#].*)?")
Decision = tuple[Callable[..., Quarantine], Promise]
DECISIONS: Mapping[str, Decision] = MappingProxyType(
    {
        "lift": (lift_quarantine, gettext_lazy("The entry is released and stands as it stood.")),
        "ask": (ask_purge, gettext_lazy("The purge was asked for; another person must carry it out.")),
        "purge": (purge_entry, gettext_lazy("The text was purged; the record of the purge stays.")),
    }
)


@require_http_methods(["GET", "HEAD", "POST"])
def quarantine(request: PersonRequest) -> HttpResponse:
    """The docket; posted to with a link or key, it hides that entry."""
    require_quarantine_office(request.frame)
    if request.method == "POST":
        return _hide(request, _entry_linked(request, request.POST.get("entry", "")))
    return _docket(request)


@require_http_methods(["GET", "HEAD", "POST"])
def hide(request: PersonRequest, key: str) -> HttpResponse:
    """Hide an entry at once, from its own page."""
    entry = entry_to_hide(request.frame, key)
    return _hide(request, entry) if request.method == "POST" else redirect("quarantine")


@require_POST
def decide(request: PersonRequest, key: str) -> HttpResponse:
    """Release an entry, ask for its purge, or carry the purge out."""
    entry = entry_to_hide(request.frame, key)
    decision = DECISIONS.get(request.POST.get("act", ""))
    if decision is None:
        raise Http404
    act, told = decision
    try:
        act(entry=entry, actor=request.person)
    except Refused as refused:
        return _docket(request, {"decided": refused.message, "key": key})
    messages.success(request, str(told))
    return redirect("quarantine")


def _hide(request: PersonRequest, entry: LogEntry | None) -> HttpResponse:
    reason = request.POST.get("reason", "")
    typed = {"entry": request.POST.get("entry", entry.key if entry else ""), "reason": reason}
    if entry is None:
        told = _("No entry stands under this; copy the link of its page.")
        return _docket(request, {**typed, "entry_fault": told})
    try:
        place_quarantine(entry=entry, reason=reason, actor=request.person)
    except Refused as refused:
        name = f"{refused.field}_fault" if refused.field in ("entry", "reason") else "placed"
        return _docket(request, {**typed, name: refused.message})
    messages.success(request, _("The entry is hidden from everybody now."))
    return redirect("quarantine")


def _entry_linked(request: PersonRequest, text: str) -> LogEntry | None:
    """The entry that a link or key leads to, if there is one."""
    found = KEY.fullmatch(text.strip())
    try:
        return entry_to_hide(request.frame, found[1]) if found else None
    except Http404:
        return None


def _docket(request: PersonRequest, refused: Mapping[str, str] | None = None) -> HttpResponse:
    variables = {"held": docket(request.frame), "settled": settled(request.frame), "refused": refused or {}}
    return render(request, "daily/quarantine.html", variables, status=UNPROCESSABLE if refused else 200)
