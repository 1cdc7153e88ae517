"""The changes of plans that wait for somebody."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from daybook.org.middleware import PersonRequest
from daybook.plans.queries.changes import shown_waiting
from daybook.plans.views.deciding import decided
from daybook.plans.views.rendering import rendered
from daybook.plans.writing import Writing


@require_http_methods(["GET", "HEAD", "POST"])
def consents(request: PersonRequest) -> HttpResponse:
    """The list of changes that wait for one's consent; one click each, or declined with a sentence."""
    writing = decided(request)
    if request.method == "POST" and writing is None:
        return redirect("plan_consents")
    waiting = shown_waiting(request.person, request.today)
    variables = {"waiting": waiting, "writing": writing or Writing()}
    return rendered(request, "plans/consents.html", variables)
