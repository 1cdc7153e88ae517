"""The policy page."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from daybook.org.middleware import PersonRequest


@require_safe
def policy(request: PersonRequest) -> HttpResponse:
    raise Http404
