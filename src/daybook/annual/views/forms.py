"""公务员年度考核登记表: a form as a file, and all that one may take of a year as one archive."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybook.annual.actions.forms import FORM, NOTICE, REPORT, ROSTER, UNITS, note_annual_forms
from daybook.annual.queries.forms import YearForms
from daybook.annual.queries.notices import notice_content
from daybook.annual.queries.results import Kept, results_of
from daybook.annual.queries.units import unit_story
from daybook.annual.reports.files import KINDS, form_file, form_files
from daybook.annual.reports.papers import notice_paper, report_paper
from daybook.annual.reports.roster import people_of, title_of, workbook
from daybook.annual.reports.unit_paper import people_listed, unit_paper
from daybook.annual.shown.sight import sight_of
from daybook.org.middleware import PersonRequest
from daybook.org.moments import zone
from daybook.org.policies import policy_of
from daybook.web.archive import Made
from daybook.web.papers import OfficialPaper, paper_document, paper_pdf
from daybook.web.printing import XLSX, can_make_pdf
from daybook.web.sending import archive_answer, file_answer

PAPERS = {"docx": paper_document, "pdf": paper_pdf}


@require_safe
def form_of(request: PersonRequest, year: int, number: str, form: str) -> HttpResponse:
    """One form: the own one, or that of somebody in a ranked table the reader sees."""
    found = _forms(request, year)
    person = found.person(number)
    if form not in KINDS or person is None:
        raise Http404
    if _lacks_fonts(request, form):
        return redirect("year_forms", year=year)
    made = form_file(next(found.read([person])), form)
    note_annual_forms(actor=request.person, year=year, paper=FORM, form=form, people=[number])
    return file_answer(made, KINDS[form].media_type)


@require_http_methods(["GET", "HEAD", "POST"])
def forms(request: PersonRequest, year: int) -> HttpResponseBase:
    """The forms that the reader may take: whose, and, posted, all of them."""
    found = _forms(request, year)
    if request.method == "POST":
        return _archive(request, found, request.POST.get("form", ""))
    ranks = found.sight.office or found.sight.principal or found.sight.leader
    variables = {"people": found.people, "year": year, "pdf": can_make_pdf(), "ranks": ranks}
    variables["reports"] = found.sight.office or found.sight.principal
    return render(request, "annual/forms.html", variables)


@require_safe
def roster(request: PersonRequest, year: int) -> HttpResponse:
    """The ranked units as a workbook: a leader's own, all of them for principal leader and office."""
    found = _forms(request, year)
    sight = found.sight
    if found.results is None or not (sight.office or sight.principal or sight.leader):
        raise Http404
    content = workbook(found.results, sight.ranking_of)
    named = people_of(found.results, sight.ranking_of)
    note_annual_forms(actor=request.person, year=year, paper=ROSTER, form="xlsx", people=named)
    return file_answer(Made(f"{title_of(year)}.xlsx", content), XLSX)


@require_safe
def notice_paper_of(request: PersonRequest, year: int, form: str) -> HttpResponse:
    """The public notice in force as a paper: for everybody in the bureau."""
    if not sight_of(request.frame).quotas:
        raise Http404
    content = notice_content(request.bureau, year, policy_of(request.bureau, date(year, 12, 31)))
    if content is None:
        raise Http404
    return _paper(request, year, form, Taken(NOTICE, lambda: notice_paper(content)))


@require_safe
def unit_paper_of(request: PersonRequest, year: int, form: str) -> HttpResponse:
    """The list of units with their quotas: for everybody; with the people of units whose table one sees."""
    sight = sight_of(request.frame)
    found = results_of(request.bureau, year)
    if not sight.quotas or isinstance(found, Kept) or not found.settled.result.pools:
        raise Http404
    story = unit_story(request.bureau, year)
    named = people_listed(found, sight.ranking_of)
    paper = partial(unit_paper, found, story, sight.ranking_of, request.bureau, request.today)
    return _paper(request, year, form, Taken(UNITS, paper, named))


@require_safe
def report_of_year(request: PersonRequest, year: int, form: str) -> HttpResponse:
    """The report of the year's appraisal: for the principal leader and the personnel office."""
    found = _forms(request, year)
    results = found.results
    if results is None or not (found.sight.office or found.sight.principal):
        raise Http404
    paper = partial(report_paper, results, request.bureau.name, request.today)
    return _paper(request, year, form, Taken(REPORT, paper))


class Taken(NamedTuple):
    """A paper that is taken: which it is, how it is made, and the numbers of those whom it tells of."""

    name: str
    make: Callable[[], OfficialPaper]
    people: Sequence[str] = ()


def _paper(request: PersonRequest, year: int, form: str, paper: Taken) -> HttpResponse:
    """A paper as a file, which is noted."""
    if form not in PAPERS:
        raise Http404
    if _lacks_fonts(request, form):
        return redirect("year_forms", year=year)
    with translation.override(settings.LANGUAGE_CODE):
        made = paper.make()
        content = PAPERS[form](made)
    note_annual_forms(actor=request.person, year=year, paper=paper.name, form=form, people=paper.people)
    return file_answer(Made(f"{made.title}.{form}", content), KINDS[form].media_type)


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
    named = [person.number for person in found.people]
    note_annual_forms(actor=request.person, year=found.year, paper=FORM, form=form, people=named)
    name = _("Annual appraisal forms of %(year)s") % {"year": found.year}
    files = form_files(found.read(found.people), form)
    return archive_answer(name, zone(request.bureau.time_zone), files, len(found.people))


def _lacks_fonts(request: PersonRequest, form: str) -> bool:
    """Whether a PDF was asked for that this machine cannot set."""
    if form != "pdf" or can_make_pdf():
        return False
    messages.error(request, _("This server has no Chinese font to set a PDF in; take the .docx instead."))
    return True
