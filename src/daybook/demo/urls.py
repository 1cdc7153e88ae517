"""The addresses of the demonstration's doors."""

from __future__ import annotations

from django.urls import path

from daybook.demo import views

urlpatterns = [
    path("", views.doors, name="demo"),
    path("sign-in/", views.enter, name="demo_sign_in"),
]
