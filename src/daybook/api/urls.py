"""The addresses for other programs, and the pages about them."""

from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import PathConverter

from daybook.api import views
from daybook.api.gate import gate


class Rest(PathConverter):
    """Whatever follows, line ends too: the gate answers every call in its own form, absurd ones as well."""

    regex = r"[\s\S]+"


register_converter(Rest, "rest")

urlpatterns = [
    path("api/docs", views.docs, name="api_docs"),
    path("api/tokens", views.tokens, name="api_tokens"),
    path("api/tokens/<str:mark>/revoke", views.revoke, name="revoke_api_token"),
    path("api/v1/", gate, name="api"),
    path("api/v1/<rest:rest>", gate, name="api_call"),
]
