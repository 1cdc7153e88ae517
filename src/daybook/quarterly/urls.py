"""The addresses of the quarterly evaluation."""

from __future__ import annotations

from django.urls import path

from daybook.quarterly.views import expected, forms, grades, own, scoring, scoring_sign, vignettes

urlpatterns = [
    path("quarters/", own.this_quarter, name="this_quarter"),
    path("quarters/<str:quarter>", own.quarter, name="quarter"),
    path("quarters/<str:quarter>/form.<str:form>", forms.form, name="quarter_form"),
    path("quarters/<str:quarter>/forms", forms.forms, name="quarter_forms"),
    path("quarters/<str:quarter>/people", own.people, name="quarter_people"),
    path("quarters/<str:quarter>/people/<str:number>", own.quarter_of, name="quarter_of"),
    path(
        "quarters/<str:quarter>/people/<str:number>/form.<str:form>",
        forms.form_of,
        name="quarter_form_of",
    ),
    path("quarters/<str:quarter>/expected", expected.expected, name="expected_sheets"),
    path("quarters/<str:quarter>/expected.xlsx", expected.expected_list, name="expected_list"),
    path("quarters/<str:quarter>/grades", grades.grades, name="routine_grades"),
    path("quarters/<str:quarter>/vignettes", vignettes.vignettes, name="vignettes"),
    path("quarters/<str:quarter>/scoring", scoring.scoring, name="scoring"),
    path("quarters/<str:quarter>/scoring/sign", scoring_sign.sign, name="scoring_sign"),
    path(
        "quarters/<str:quarter>/scoring/<str:number>/<str:day>/evidence",
        scoring.evidence,
        name="scoring_evidence",
    ),
    path("quarters/<str:quarter>/scoring/<str:number>/<str:day>/draft", scoring.draft, name="scoring_draft"),
]
