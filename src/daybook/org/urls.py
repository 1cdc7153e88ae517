"""The addresses of the bureau's own pages."""

from __future__ import annotations

from django.urls import path

from daybook.org import views

urlpatterns = [
    path("policy", views.policy, name="policy"),
]
