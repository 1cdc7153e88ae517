"""The addresses of objections."""

from __future__ import annotations

from django.urls import path

from daybook.annual.urls import YearConverter  # registered with its name there
from daybook.objections.views import case, correction, docket, filing, notice, remedy, year_case

__all__ = ["YearConverter", "urlpatterns"]

urlpatterns = [
    path("objections", docket.objections, name="objections"),
    path("objections/new/<str:quarter>/<str:day>", filing.object_to, name="object_to"),
    path("objections/new/<str:quarter>/<str:day>/draft", filing.draft, name="object_to_draft"),
    path("objections/years/<str:key>", year_case.year_objection, name="year_objection"),
    path("years/<year:year>/notice", notice.notice, name="year_notice"),
    path("years/<year:year>/reconsider", remedy.reconsider, name="reconsider"),
    path("objections/<str:key>", case.objection, name="objection"),
    path("objections/<str:key>/withdraw", case.withdraw, name="withdraw_objection"),
    path("objections/<str:key>/notes", case.hear, name="hearing_note"),
    path("objections/<str:key>/decide", case.decide, name="decide_objection"),
    path("objections/<str:key>/drafts/<str:kind>", case.draft, name="objection_draft"),
    path("objections/<str:key>/correction", correction.correction, name="correction"),
    path("objections/<str:key>/correction/preview", correction.preview, name="correction_preview"),
    path("objections/<str:key>/correction/draft", correction.draft, name="correction_draft"),
]
