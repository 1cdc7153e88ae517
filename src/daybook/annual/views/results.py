"""The results of a year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from daybook.annual.access import YearSight
from daybook.annual.queries.results import Kept, YearResults, latest_year, results_of
from daybook.annual.shown.cells import HEADS
from daybook.annual.shown.closing import closing_for
from daybook.annual.shown.own import place_of
from daybook.annual.shown.page import ResultsPage
from daybook.annual.shown.panel import sight_for, whole_year
from daybook.annual.shown.sight import sight_of
from daybook.annual.shown.units import unit_names
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

UNPROCESSABLE = 422


@require_safe
def this_year(request: PersonRequest) -> HttpResponse:
    """The way to the latest year that has results."""
    return redirect("year_results", year=latest_year(request.bureau, request.today.year))


@require_safe
def year(request: PersonRequest, year: int) -> HttpResponse:
    """The year's page is its results."""
    return redirect("year_results", year=year)


@require_safe
def results(request: PersonRequest, year: int) -> HttpResponse:
    """The year's results: quotas, the table the reader may see, and the working of one figure."""
    sight = _sight(request)
    found = results_of(request.bureau, year)
    if isinstance(found, Kept) or not found.is_scored:
        return _nothing_yet(request, found, year)
    page = ResultsPage(request.frame, found, sight, request.GET).checked()
    variables = {"page": page, "year": year, "years": found.kept.years, "heads": HEADS}
    if request.GET.get("open") and _wants_panel(request):
        return render(request, "annual/results.html#working", variables)
    return render(request, "annual/results.html", variables)


@require_safe
def person(request: PersonRequest, year: int, number: str) -> HttpResponse:
    """One person's year with everything it rests on."""
    return person_page(request, year, number)


def person_page(
    request: PersonRequest, year: int, number: str, refused: Refused | None = None
) -> HttpResponse:
    """The page of a person's year; with what was typed beside a refused signature. Raises Http404.

    An administrator, who sees nobody else's, reads and signs the own one like everybody.
    """
    sight = sight_of(request.frame) if number == request.person.number else _sight(request)
    found = results_of(request.bureau, year)
    if isinstance(found, Kept):
        raise Http404
    theirs = sight_for(request.frame, sight, found, number)
    panel = whole_year(request.frame, found, theirs, request.GET.get("open", ""))
    place = place_of(found, theirs, unit_names(found.settled), request.today)
    closing = closing_for(request.frame, found, theirs)
    variables = {"panel": panel, "place": place, "year": year, "heads": HEADS, "closing": closing}
    variables["sight"] = sight
    typed = {name: request.POST.get(name, "") for name in ("kind", "text")}
    status = UNPROCESSABLE if refused else 200
    more = {"refused": refused, "typed": typed}
    return render(request, "annual/person.html", {**variables, **more}, status=status)


def _sight(request: PersonRequest) -> YearSight:
    """What the reader sees. Raises Http404 for the three administrators, who see nobody's results."""
    sight = sight_of(request.frame)
    if not sight.quotas:
        raise Http404
    return sight


def _nothing_yet(request: PersonRequest, found: Kept | YearResults, year: int) -> HttpResponse:
    kept = found if isinstance(found, Kept) else found.kept
    return render(request, "annual/empty.html", {"year": year, "years": kept.years})


def _wants_panel(request: PersonRequest) -> bool:
    """Whether a script asks for the panel alone; going back asks for the whole page."""
    headers = request.headers
    return headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
