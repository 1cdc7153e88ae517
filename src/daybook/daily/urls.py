"""The addresses of the daily record."""

from __future__ import annotations

from django.urls import path

from daybook.daily import views

urlpatterns = [
    path("feed", views.feed, name="feed"),
    path("entries/<str:key>", views.entry, name="entry"),
    path("people/<str:number>", views.person, name="person"),
    path("departments/<str:code>", views.department, name="department"),
]
