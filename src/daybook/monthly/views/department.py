"""The month of a department and of the bureau: pages, and the same as printed reports."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daybook.daily.access import reader_of
from daybook.monthly.actions.export import note_report
from daybook.monthly.queries.bureau import bureau_month
from daybook.monthly.queries.department import department_month
from daybook.monthly.reports.content import Report, bureau_report, department_report
from daybook.monthly.reports.forms import FORMS
from daybook.org.middleware import PersonRequest
from daybook.plans.views.asked import asked_month
from daybook.web.archive import Made
from daybook.web.printing import can_make_pdf
from daybook.web.sending import file_answer

LONGEST_PAGE = 4  # digits


@require_safe
def department(request: PersonRequest, month: str, code: str) -> HttpResponse:
    """A department's month: who is done, what was promised, what came of it; a page of its people."""
    reader, page = reader_of(request.frame), request.GET.get("page", "")
    at = int(page) if page.isascii() and page.isdigit() and len(page) <= LONGEST_PAGE else 1
    found = department_month(reader, code, asked_month(month), at)
    return render(request, "monthly/department.html", {"page": found, "pdf": can_make_pdf()})


@require_safe
def bureau(request: PersonRequest, month: str) -> HttpResponse:
    """The bureau's month, department by department."""
    found = bureau_month(reader_of(request.frame), asked_month(month))
    return render(request, "monthly/bureau.html", {"page": found, "pdf": can_make_pdf()})


@require_safe
def report_of_department(request: PersonRequest, month: str, code: str, form: str) -> HttpResponse:
    """A department's month as a document."""
    reader = reader_of(request.frame)
    if _lacks_fonts(request, form):
        return redirect("month_of_department", month=asked_month(month), code=code)
    report = department_report(reader, code, asked_month(month))
    note_report(actor=request.person, month=month, department=code, form=form)
    return _file(report, form)


@require_safe
def report_of_bureau(request: PersonRequest, month: str, form: str) -> HttpResponse:
    """The bureau's month as a document."""
    reader = reader_of(request.frame)
    if _lacks_fonts(request, form):
        return redirect("month_of_bureau", month=asked_month(month))
    report = bureau_report(reader, asked_month(month))
    note_report(actor=request.person, month=month, department="", form=form)
    return _file(report, form)


def _lacks_fonts(request: PersonRequest, form: str) -> bool:
    """Whether a PDF was asked for that this machine cannot set. Raises Http404 for a form there is not."""
    if form not in FORMS:
        raise Http404
    if form != "pdf" or can_make_pdf():
        return False
    messages.error(request, _("This server has no Chinese font to set a PDF in; take the .docx instead."))
    return True


def _file(report: Report, form: str) -> HttpResponse:
    made = FORMS[form]
    return file_answer(Made(f"{report.title}.{form}", made.make(report)), made.media_type)
