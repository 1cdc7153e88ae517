"""The addresses of a month's reconciliation."""

from __future__ import annotations

from django.urls import path

from daybook.monthly.views import own

urlpatterns = [
    path("months/", own.this_month, name="this_month"),
    path("months/<str:month>", own.month, name="month"),
    path("months/<str:month>/people/<str:number>", own.month_of, name="month_of"),
]
