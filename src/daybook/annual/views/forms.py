"""公务员年度考核登记表: a form as a file, and all that one may take of a year as one archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybook.annual.actions.forms import note_annual_forms
from daybook.annual.queries.forms import YearForms
from daybook.annual.reports.files import KINDS, form_file, form_files
from daybook.annual.reports.roster import title_of, workbook
from daybook.annual.shown.sight import sight_of
from daybook.annual.views.results import under_a_policy
from daybook.org.middleware import PersonRequest
from daybook.org.moments import zone
from daybook.web.archive import Made
from daybook.web.printing import XLSX, can_make_pdf
from daybook.web.sending import archive_answer, file_answer


@require_safe
@under_a_policy
def form_of(request: PersonRequest, year: int, number: str, form: str) -> HttpResponse:
    """One form: the own one, or that of somebody in a ranked table the reader sees."""
    found = _forms(request, year)
    person = found.person(number)
    if form not in KINDS or person is None:
        raise Http404
    if _lacks_fonts(request, form):
        return redirect("year_forms", year=year)
    made = form_file(next(found.read([person])), form)
    note_annual_forms(actor=request.person, year=year, form=form, people=[person])
    return file_answer(made, KINDS[form].media_type)


@require_http_methods(["GET", "HEAD", "POST"])
@under_a_policy
def forms(request: PersonRequest, year: int) -> HttpResponseBase:
    """The forms that the reader may take: whose, and, posted, all of them."""
    found = _forms(request, year)
    if request.method == "POST":
        return _archive(request, found, request.POST.get("form", ""))
    ranks = found.sight.office or found.sight.principal or found.sight.leader
    variables = {"people": found.people, "year": year, "pdf": can_make_pdf(), "ranks": ranks}
    return render(request, "annual/forms.html", variables)


@require_safe
@under_a_policy
def roster(request: PersonRequest, year: int) -> HttpResponse:
    """The ranked units as a workbook: a leader's own, all of them for principal leader and office."""
    found = _forms(request, year)
    sight = found.sight
    if found.results is None or not (sight.office or sight.principal or sight.leader):
        raise Http404
    content = workbook(found.results, sight.ranking_of)
    note_annual_forms(actor=request.person, year=year, form="xlsx", people=found.people)
    return file_answer(Made(f"{title_of(year)}.xlsx", content), XLSX)


def _forms(request: PersonRequest, year: int) -> YearForms:
    """The forms within the reader's sight. Raises Http404 for the three administrators."""
    sight = sight_of(request.frame)
    if sight.administrator:
        raise Http404
    return YearForms(request.frame, year, sight)


def _archive(request: PersonRequest, found: YearForms, form: str) -> HttpResponseBase:
    if form not in KINDS or not found.people:
        raise Http404
    if _lacks_fonts(request, form):
        return redirect("year_forms", year=found.year)
    note_annual_forms(actor=request.person, year=found.year, form=form, people=found.people)
    name = _("Annual appraisal forms of %(year)s") % {"year": found.year}
    files = form_files(found.read(found.people), form)
    return archive_answer(name, zone(request.bureau.time_zone), files, len(found.people))


def _lacks_fonts(request: PersonRequest, form: str) -> bool:
    """Whether a PDF was asked for that this machine cannot set."""
    if form != "pdf" or can_make_pdf():
        return False
    messages.error(request, _("This server has no Chinese font to set a PDF in; take the .docx instead."))
    return True
