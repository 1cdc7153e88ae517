"""单元与名额: the working of the quotas, open to the bureau; frozen and moved by the personnel office."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.queries.results import Kept, YearResults, results_of
from daybook.annual.queries.units import unit_story
from daybook.annual.seats_sent import SentSeats
from daybook.annual.shown.seat_moves import Preview, pool_asked, preview_of, seat_rows
from daybook.annual.shown.sight import sight_of
from daybook.annual.shown.unit_page import UnitsPage
from daybook.annual.wording import grade_word, pool_word
from daybook.monthly.access import require_personnel_office
from daybook.org.middleware import PersonRequest
from daybook.web.printing import can_make_pdf
from daybook.web.refusals import Refused

UNPROCESSABLE = 422


@require_safe
def units(request: PersonRequest, year: int) -> HttpResponse:
    """How every seat of the year comes about; open to everybody but the three administrators."""
    return _page(request, year)


@require_POST
def freeze(request: PersonRequest, year: int) -> HttpResponse:
    """Freeze the units; by the personnel office."""
    require_personnel_office(request.frame)
    reason = request.POST.get("reason", "")
    try:
        frozen = freeze_units(bureau=request.bureau, year=year, actor=request.person, reason=reason)
    except Refused as refused:
        return _page(request, year, reason=reason, fault=refused.message)
    messages.success(request, _("The units are frozen, version %(version)s.") % {"version": frozen.version})
    return redirect("year_units", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: PersonRequest, year: int, pool: str, grade: str) -> HttpResponse:
    """Move seats between the units of a pool; posted to, shown first what it changes, then decided."""
    require_personnel_office(request.frame)
    page = _units_page(request, _results(request, year))
    found = pool_asked(page.results, pool, grade)
    if request.method != "POST":
        return _form(request, page, SentSeats(found, grade))
    sent = SentSeats(found, grade, {name: str(text).strip() for name, text in request.POST.items()})
    try:
        typed = sent.seats()
        if not sent.decides:
            preview = preview_of(request.bureau, page.results, sent, typed, page.names)
            return _form(request, page, sent, preview)
        given: dict[str, Any] = {"bureau": request.bureau, "year": year, "pool": pool, "grade": grade}
        decide_seats(**given, seats=typed, reason=sent.reason, actor=request.person)
    except Refused as refused:
        sent.refused(refused)
        return _form(request, page, sent)
    messages.success(request, _("The seats are decided."))
    return redirect("year_units", year=year)


def _results(request: PersonRequest, year: int) -> YearResults:
    found = results_of(request.bureau, year)
    if isinstance(found, Kept):
        raise Http404
    return found


def _units_page(request: PersonRequest, results: YearResults) -> UnitsPage:
    story = unit_story(request.bureau, results.year)
    return UnitsPage(results, story, sight_of(request.frame), request.today)


def _page(request: PersonRequest, year: int, *, reason: str = "", fault: str = "") -> HttpResponse:
    sight = sight_of(request.frame)
    if not sight.quotas:
        raise Http404
    variables = {"year": year, "reason": reason, "fault": fault, "pdf": can_make_pdf()}
    found = results_of(request.bureau, year)
    kept = found if isinstance(found, Kept) else found.kept
    if isinstance(found, YearResults):
        variables["page"] = _units_page(request, found)
    variables["years"] = kept.years
    return render(request, "annual/units.html", variables, status=UNPROCESSABLE if fault else 200)


def _form(
    request: PersonRequest, page: UnitsPage, sent: SentSeats, preview: Preview | None = None
) -> HttpResponse:
    variables = {
        "page": page,
        "year": page.results.year,
        "sent": sent,
        "rows": seat_rows(sent, page.names),
        "preview": preview,
        "grade": grade_word(sent.grade),
        "pool": pool_word(sent.pool.pool),
        "quota": sent.pool.quotas[sent.grade],
    }
    status = UNPROCESSABLE if sent.fault else 200
    return render(request, "annual/seats.html", variables, status=status)
