"""The addresses of the daily record."""

from __future__ import annotations

from django.urls import path

from daybook.daily.views import entry, feed, people

urlpatterns = [
    path("feed", feed.feed, name="feed"),
    path("entries/<str:key>", entry.entry, name="entry"),
    path("people/<str:number>", people.person, name="person"),
    path("departments/<str:code>", people.department, name="department"),
]
