"""等次: proposing, deciding and putting up the grades of a year; drafts kept as they are chosen."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from daybook.annual.actions.drafts import about_unit, keep_grade_writing
from daybook.annual.grades_sent import NOTICE, SentGrades, typed_grades
from daybook.annual.models import Decision
from daybook.annual.queries.results import Kept, results_of
from daybook.annual.shown.grading import DECIDE, GradingPage
from daybook.annual.shown.page import ResultsPage
from daybook.annual.shown.sight import sight_of
from daybook.org.kept import kept
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

UNPROCESSABLE = 422


@require_http_methods(["GET", "HEAD", "POST"])
def grades(request: PersonRequest, year: int) -> HttpResponse:
    """The grades of a unit, and what the reader does with them; posted to, it is done."""
    page = _page(request, year)
    if page is None:
        return render(request, "annual/grades_empty.html", {"year": year})
    if request.method != "POST":
        return _shown(request, page)
    page = replace(page, typed=typed_grades(request.POST.dict()))
    sent = SentGrades(page, request.POST.dict())
    try:
        made = sent.carry_out()
    except Refused as refused:
        return _shown(request, replace(page, faults=sent.faults(refused)), refused)
    messages.success(request, _told(str(request.POST.get("act")), made))
    return redirect(request.get_full_path())


@require_POST
def draft(request: PersonRequest, year: int) -> HttpResponse:
    """Keep what is chosen in the table shown."""
    page = _page(request, year)
    if page is None or not page.act:
        raise Http404
    table = page.table
    about = about_unit(year, table.pool, table.unit, table.page)
    return kept(
        request,
        typed_grades(request.POST.dict()),
        lambda given, version: keep_grade_writing(
            writer=request.person, about=about, fields=given, version=version
        ),
    )


def _page(request: PersonRequest, year: int) -> GradingPage | None:
    """The page; nothing where the year is not scored. Raises Http404 for who sees no ranked table."""
    sight = sight_of(request.frame)
    if sight.administrator or not (sight.office or sight.principal or sight.leader):
        raise Http404
    found = results_of(request.bureau, year)
    if isinstance(found, Kept) or not found.is_scored:
        return None
    return GradingPage(
        request.frame, found, sight, ResultsPage(request.frame, found, sight, request.GET)
    ).checked()


def _shown(request: PersonRequest, page: GradingPage, refused: Refused | None = None) -> HttpResponse:
    variables = {
        "page": page,
        "year": page.results.year,
        "years": page.results.kept.years,
        "refused": refused,
        "by": request.POST.get("by", ""),
        "why": request.POST.get("why", ""),
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "annual/grades.html", variables, status=status)


def _told(act: str, made: list[Decision]) -> str:
    """What was done, in a sentence."""
    count = {"count": len(made)}
    if act == NOTICE:
        return _("The list is put up; its workdays begin tomorrow or on the next workday.")
    if act == DECIDE:
        return ngettext("%(count)s grade is decided.", "%(count)s grades are decided.", len(made)) % count
    return ngettext("%(count)s grade is proposed.", "%(count)s grades are proposed.", len(made)) % count
