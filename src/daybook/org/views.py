"""The policy page."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from daybook.org import policy_page
from daybook.org.middleware import PersonRequest
from daybook.org.policies import policy_of
from daybook.rules.policy_fault import PolicyFault


@require_safe
def policy(request: PersonRequest) -> HttpResponse:
    """The policy in force today, or on the day asked for, rendered from its file with every source."""
    asked = request.GET.get("on", "")
    on, misread = _day(asked, request.today)
    variables = {"on": on, "asked": asked, "misread": misread}
    try:
        found = policy_of(request.bureau, on)
    except PolicyFault as fault:
        return render(request, "org/policy_fault.html", {**variables, "faults": fault.faults}, status=500)
    variables |= {
        "policy": found,
        "name": policy_page.policy_name(found),
        "sections": policy_page.sections(found),
        "sheets": policy_page.sheets(found),
        "circumstances": policy_page.circumstances(found),
        "sources": policy_page.cited_sources(found),
    }
    return render(request, "org/policy.html", variables)


def _day(text: str, today: date) -> tuple[date, bool]:
    """The day asked for, and whether it could not be read; today then."""
    try:
        return (date.fromisoformat(text), False) if text else (today, False)
    except ValueError:
        return today, True
