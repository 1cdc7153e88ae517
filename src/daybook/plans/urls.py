"""The addresses of plans: a year's goals, a department's division of work, a month's plan."""

from __future__ import annotations

from django.urls import path

from daybook.plans.views import consents, division, month, year

urlpatterns = [
    path("plans/consents", consents.consents, name="plan_consents"),
    path("plans/<int:year>", year.plans, name="plans"),
    path("plans/<int:year>/people/<str:number>", year.plans_of, name="plans_of"),
    path("plans/<int:year>/departments/<str:code>", division.division, name="division"),
    path("months/<str:month>/plan", month.month, name="month_plan"),
    path("months/<str:month>/people/<str:number>/plan", month.month_of, name="month_plan_of"),
]
