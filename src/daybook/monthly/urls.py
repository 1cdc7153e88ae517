"""The addresses of a month's reconciliation."""

from __future__ import annotations

from django.urls import path

from daybook.monthly.views import department, extensions, own

urlpatterns = [
    path("months/", own.this_month, name="this_month"),
    path("months/<str:month>", own.month, name="month"),
    path("months/<str:month>/people/<str:number>", own.month_of, name="month_of"),
    path("months/<str:month>/bureau", department.bureau, name="month_of_bureau"),
    path("months/<str:month>/bureau/report.<str:form>", department.report_of_bureau, name="bureau_report"),
    path("months/<str:month>/departments/<str:code>", department.department, name="month_of_department"),
    path(
        "months/<str:month>/departments/<str:code>/report.<str:form>",
        department.report_of_department,
        name="department_report",
    ),
    path("months/<str:month>/extensions", extensions.extensions, name="month_extensions"),
]
