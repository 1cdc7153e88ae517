"""复核和申诉: the remedies against one's own final result."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.objections.actions.year_filing import appeal, ask_reconsideration
from daybook.objections.models import YearObjection
from daybook.objections.queries.remedy import RemedyPage, remedy_page
from daybook.org.checked import length_limit
from daybook.org.kept import UNPROCESSABLE
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def reconsider(request: PersonRequest, year: int) -> HttpResponse:
    """The remedies of one's own result, with their days; posted to, the next one is filed."""
    page = remedy_page(request.frame, year)
    if request.method != "POST":
        return _shown(request, page)
    text = str(request.POST.get("text", "")).replace("\r\n", "\n").strip()
    try:
        if page.asks_appeal and page.reconsideration:
            made = appeal(earlier=page.reconsideration, person=request.person, text=text)
        else:
            made = ask_reconsideration(person=request.person, year=year, text=text)
    except Refused as refused:
        return _shown(request, page, refused)
    messages.success(request, _("It is filed; who decides it has been told."))
    return redirect("year_objection", made.key)


def _shown(request: PersonRequest, page: RemedyPage, refused: Refused | None = None) -> HttpResponse:
    variables = {
        "page": page,
        "year": page.year,
        "text": request.POST.get("text", ""),
        "refused": refused,
        "limit": length_limit(YearObjection, "text"),
    }
    return render(request, "objections/reconsider.html", variables, status=UNPROCESSABLE if refused else 200)
