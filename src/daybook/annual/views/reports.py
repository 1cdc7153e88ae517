"""The annual summary: one's own written and submitted, everybody's read once it is."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.annual.access import report_reader_for, reports_for
from daybook.annual.actions.reports import (
    keep_report_writing,
    submit_annual_report,
    take_back_annual_report,
)
from daybook.annual.queries.report_list import report_list
from daybook.annual.queries.reports import report_of
from daybook.annual.shown.report import OWN_TEXTS, PREFIXES, ReportPage, report_draft
from daybook.org.kept import UNPROCESSABLE, kept, texts_sent
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: PersonRequest, year: int) -> HttpResponse:
    """One's own summary of a year: written here, and submitted or taken back."""
    person = request.person
    read = report_of(person, year, request.today, own=True)
    if request.method != "POST":
        return _shown(request, ReportPage(read, own=True))
    typed = _typed(request)
    try:
        if request.POST.get("act") == "take_back":
            take_back_annual_report(person=person, year=year)
            messages.success(request, _("Your summary is yours to change again."))
        else:
            submit_annual_report(person=person, year=year, draft=report_draft(read, typed))
            messages.success(request, _("Your summary of %(year)s is submitted.") % {"year": year})
    except Refused as refused:
        if read.is_submitted:
            messages.error(request, refused.message)
            return redirect("year_summary", year)
        return _shown(request, ReportPage(read, own=True, typed=typed, refused=refused))
    return redirect("year_summary", year)


@require_POST
def draft(request: PersonRequest, year: int) -> HttpResponse:
    """Keep what is being written; 409 with what another window wrote, 422 with a sentence."""
    return kept(
        request,
        _typed(request),
        lambda given, version: keep_report_writing(
            writer=request.person, year=year, fields=given, version=version
        ),
    )


@require_safe
def summary_of(request: PersonRequest, year: int, number: str) -> HttpResponse:
    """Somebody's submitted summary, open to the bureau."""
    person = report_reader_for(request.frame, number)
    if person == request.person:
        return redirect("year_summary", year)
    read = report_of(person, year, request.today, own=False)
    if not read.is_submitted:
        raise Http404
    return _shown(request, ReportPage(read, own=False))


@require_safe
def summaries(request: PersonRequest, year: int) -> HttpResponse:
    """The summaries of the bureau, department by department."""
    office = reports_for(request.frame)
    variables = {"list": report_list(request.bureau, year, request.today), "year": year, "office": office}
    return render(request, "annual/summaries.html", variables)


def _typed(request: PersonRequest) -> dict[str, str]:
    return texts_sent(request, *OWN_TEXTS, prefixes=PREFIXES)


def _shown(request: PersonRequest, page: ReportPage) -> HttpResponse:
    status = UNPROCESSABLE if page.refused else 200
    return render(request, "annual/summary.html", {"page": page, "year": page.read.year}, status=status)
