"""平时考核登记表: a form as a file, and all that one may take of a quarter as one archive."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybook.org.enums import RightKind
from daybook.org.middleware import PersonRequest
from daybook.org.moments import zone
from daybook.quarterly.actions.forms import note_forms
from daybook.quarterly.queries.own_forms import QuarterForms
from daybook.quarterly.reports.files import KINDS, form_file, form_files
from daybook.quarterly.shown.office_ways import office_ways
from daybook.quarterly.views.asked import asked_quarter
from daybook.web.dates import quarter_words
from daybook.web.printing import can_make_pdf
from daybook.web.sending import archive_answer, file_answer


@require_safe
def form(request: PersonRequest, quarter: str, form: str) -> HttpResponse:
    """One's own form."""
    return _one(request, quarter, request.person.number, form)


@require_safe
def form_of(request: PersonRequest, quarter: str, number: str, form: str) -> HttpResponse:
    """The form of somebody whose sheets the reader sees whole."""
    return _one(request, quarter, number, form)


@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: PersonRequest, quarter: str) -> HttpResponseBase:
    """The forms that the reader may take: how many, and, posted, all of them."""
    period = asked_quarter(quarter)
    found = QuarterForms(request.frame, period)
    if request.method == "POST":
        return _archive(request, found, request.POST.get("form", ""))
    is_office = RightKind.PERSONNEL_OFFICE in request.frame.standing.rights
    ways = office_ways(period, "quarter_forms")
    variables = {"people": found.people, "quarter": quarter, "ways": ways, "is_office": is_office}
    return render(request, "quarterly/forms.html", {**variables, "pdf": can_make_pdf()})


def _one(request: PersonRequest, quarter: str, number: str, form: str) -> HttpResponse:
    found = QuarterForms(request.frame, asked_quarter(quarter))
    person = found.person(number)
    if form not in KINDS or person is None:
        raise Http404
    if _lacks_fonts(request, form):
        return redirect("quarter_forms", quarter=quarter)
    made = form_file(next(found.read([person])), form)
    note_forms(actor=request.person, quarter=quarter, form=form, people=[person])
    return file_answer(made, KINDS[form].media_type)


def _archive(request: PersonRequest, found: QuarterForms, form: str) -> HttpResponseBase:
    if form not in KINDS or not found.people:
        raise Http404
    if _lacks_fonts(request, form):
        return redirect("quarter_forms", quarter=found.period.key)
    note_forms(actor=request.person, quarter=found.period.key, form=form, people=found.people)
    name = _("Appraisal forms of the %(quarter)s") % {"quarter": quarter_words(found.period.key)}
    files = form_files(found.read(found.people), form)
    return archive_answer(name, zone(request.bureau.time_zone), files, len(found.people))


def _lacks_fonts(request: PersonRequest, form: str) -> bool:
    """Whether a PDF was asked for that this machine cannot set."""
    if form != "pdf" or can_make_pdf():
        return False
    messages.error(request, _("This server has no Chinese font to set a PDF in; take the .docx instead."))
    return True
