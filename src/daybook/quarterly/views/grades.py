"""季度等次: the page on which the personnel office settles who keeps 好 above the cap, and why."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from daybook.monthly.access import require_personnel_office
from daybook.monthly.enums import Rating
from daybook.org.middleware import PersonRequest
from daybook.quarterly.actions.grades import settle_cap
from daybook.quarterly.grades_sent import SentGrades, read_decisions
from daybook.quarterly.queries.capped import GradesPage, grades_page
from daybook.quarterly.shown.office_ways import office_ways
from daybook.quarterly.views.asked import asked_quarter
from daybook.web.refusals import Refused

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def grades(request: PersonRequest, quarter: str) -> HttpResponse:
    """The cap of a quarter, who is above it, what was decided; posted to, grades are decided."""
    require_personnel_office(request.frame)
    page = grades_page(request.frame, asked_quarter(quarter))
    if request.method != "POST":
        return _page(request, page, SentGrades())
    sent = SentGrades({name: str(text).strip() for name, text in request.POST.items()})
    try:
        read_decisions(sent, request.person, page)
        decided = settle_cap(quarter=quarter, decisions=sent.decisions, actor=request.person)
    except Refused as refused:
        sent.refused(refused)
        return _page(request, page, sent)
    words = ngettext("%(count)s grade is decided.", "%(count)s grades are decided.", len(decided))
    messages.success(request, words % {"count": len(decided)})
    return redirect("routine_grades", quarter=quarter)


def _page(request: PersonRequest, page: GradesPage, sent: SentGrades) -> HttpResponse:
    variables = {
        "page": page,
        "well": sent.beside(page.well),
        "decided": sent.beside(page.decided),
        "quarter": page.period.key,
        "ways": office_ways(page.period, "routine_grades"),
        "sent": sent,
        "grades": Rating.choices,
    }
    status = UNPROCESSABLE if sent.fault else 200
    return render(request, "quarterly/grades.html", variables, status=status)
