"""The addresses of a month's reconciliation."""

from __future__ import annotations

from django.urls import path

from daybook.monthly.views import department, deputies, extensions, own, own_submit, review

urlpatterns = [
    path("months/", own.this_month, name="this_month"),
    path("months/<str:month>", own.month, name="month"),
    path("months/<str:month>/summary", own_submit.summary, name="month_summary"),
    path("months/<str:month>/submit", own_submit.submit, name="month_submit"),
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
    path("months/<str:month>/review", review.promised, name="month_review"),
    path("reviews/", review.due, name="this_review"),
    path("reviews/deputies", deputies.deputies, name="deputies"),
    path("reviews/deputies/<str:day>/end", deputies.end, name="end_deputy"),
    path("reviews/<str:month>", review.reviews, name="reviews"),
    path("reviews/<str:month>/<str:number>/<str:day>", review.review, name="review"),
    path("reviews/<str:month>/<str:number>/<str:day>/return", review.give_back, name="return_month"),
    path("reviews/<str:month>/<str:number>/<str:day>/draft", review.draft, name="review_draft"),
]
