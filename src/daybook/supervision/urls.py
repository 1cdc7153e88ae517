"""The addresses of home and of its messages."""

from __future__ import annotations

from django.urls import path

from daybook.supervision import views

urlpatterns = [
    path("", views.home, name="home"),
    path("waiting", views.waiting, name="waiting"),
    path("messages/<str:key>", views.message, name="message"),
]
