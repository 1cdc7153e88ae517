"""Signing in and out, and changing the password. Nobody registers themselves; nobody resets by mail."""

from __future__ import annotations

from allauth.account import views as account
from django.urls import path

from daybook.web import views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("password/", views.change_password, name="account_change_password"),
]
