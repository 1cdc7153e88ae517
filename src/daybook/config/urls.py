"""Every address of the application; an address is a promise to those who bookmarked it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from daybook.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
