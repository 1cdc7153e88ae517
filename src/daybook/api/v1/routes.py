"""The addresses of the interface below its prefix."""

from __future__ import annotations

from django.urls import path

from daybook.api.v1.site import describe, site

urlpatterns = [
    path("openapi.json", describe),
    path("", site.urls),
]
