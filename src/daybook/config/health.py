"""Two addresses for whatever watches the server: is it alive, and can it do its work?"""

from __future__ import annotations

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from daybook.config.database import pending_migrations


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and is of this version; otherwise 503, with the reason in a word."""
    try:
        connection.ensure_connection()
        behind = pending_migrations()
    except Error:
        return HttpResponse("database unavailable\n", status=503, content_type="text/plain")
    if behind:
        return HttpResponse("database behind\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")
