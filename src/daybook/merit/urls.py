"""The addresses of the use of results."""

from __future__ import annotations

from django.urls import path

from daybook.merit.views import promotion, record, use

urlpatterns = [
    path("years/<year:year>/use", use.career, name="year_use"),
    path("years/<year:year>/use/people/<str:number>", use.person, name="career_of_person"),
    path("years/<year:year>/use/lists/<str:benefit>", use.candidates, name="preference_list"),
    path("years/<year:year>/use/alerts", use.alerts, name="merit_alerts"),
    path("years/<year:year>/use/register", use.register, name="merit_register"),
    path("people/<str:number>/record", record.record, name="person_record"),
    path("people/<str:number>/promotion", promotion.sheet_of, name="promotion_of"),
    path("promotions", promotion.issues, name="promotion_issues"),
    path("promotions/<str:key>", promotion.issue, name="promotion_issue"),
    path("promotions/<str:key>/sheet.<str:form>", promotion.issue_file, name="promotion_file"),
]
