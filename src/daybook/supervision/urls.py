"""The address of home."""

from __future__ import annotations

from django.urls import path

from daybook.supervision import views

urlpatterns = [
    path("", views.home, name="home"),
    path("waiting", views.waiting, name="waiting"),
]
