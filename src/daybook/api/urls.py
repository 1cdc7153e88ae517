"""The addresses for other programs, and the pages about them."""

from __future__ import annotations

from django.urls import path

from daybook.api import views
from daybook.api.gate import gate

urlpatterns = [
    path("api/docs", views.docs, name="api_docs"),
    path("api/tokens", views.tokens, name="api_tokens"),
    path("api/tokens/<str:mark>/revoke", views.revoke, name="revoke_api_token"),
    path("api/v1/", gate, name="api"),
    path("api/v1/<path:rest>", gate, name="api_call"),
]
