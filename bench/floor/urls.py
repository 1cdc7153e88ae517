"""One address."""

from __future__ import annotations

from django.urls import path

from bench.floor.views import save

urlpatterns = [path("save", save)]
