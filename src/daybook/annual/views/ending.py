"""The end of a year: final, signatures; and reopening it for a reason."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from daybook.annual.actions.amending import amend_grades
from daybook.annual.actions.close import finalise_year
from daybook.annual.actions.signing import record_refusal, sign_result
from daybook.annual.grades_sent import typed_grades
from daybook.annual.queries.ending import Ending
from daybook.annual.queries.results import Kept, YearResults, results_of
from daybook.annual.shown.amend import ALSO, AmendPage
from daybook.annual.shown.sight import sight_of
from daybook.annual.views.results import UNPROCESSABLE, person_page
from daybook.daily.queries.unlocks import person_written
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

ADD = "add"


@require_http_methods(["GET", "HEAD", "POST"])
def final(request: PersonRequest, year: int) -> HttpResponse:
    """What stands before the end of a year, and who has signed; posted to, the year becomes final."""
    page = Ending(request.frame, _decider(request, year), number_of(request.GET.get("page", "")) or 1)
    if request.method != "POST":
        return _final(request, page)
    try:
        if request.POST.get("act") == "refusal":
            return _refusal(request, page, year)
        if request.POST.get("act") != "finalise":
            raise Refused(_("Say what you want to do."), field="act")
        made = finalise_year(bureau=request.bureau, year=year, actor=request.person)
    except Refused as refused:
        return _final(request, page, refused)
    words = ngettext(
        "The year is final; %(count)s result is to be signed.",
        "The year is final; %(count)s results are to be signed.",
        len(made),
    )
    messages.success(request, words % {"count": len(made)})
    return redirect("year_final", year=year)


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PersonRequest, year: int) -> HttpResponse:
    """Sign one's own final result, agreeing or objecting; whoever only asks is led to the result."""
    if request.method != "POST":
        return _to_result(request, year)
    kind, text = (str(request.POST.get(name, "")) for name in ("kind", "text"))
    seen = number_of(request.POST.get("version", ""))
    try:
        sign_result(person=request.person, year=year, version=seen, kind=kind, text=text)
    except Refused as refused:
        return _unsigned(request, year, refused)
    messages.success(request, _("Your opinion is recorded with your result."))
    return _to_result(request, year)


def _unsigned(request: PersonRequest, year: int, refused: Refused) -> HttpResponse:
    """The person's page with what was typed; for whoever has no such page, only what was refused."""
    try:
        return person_page(request, year, request.person.number, refused)
    except Http404:
        messages.error(request, refused.message)
        return redirect("home")


def _to_result(request: PersonRequest, year: int) -> HttpResponse:
    """To the own page of the year, with what was asked of it."""
    address = reverse("year_of_person", args=[year, request.person.number])
    asked = request.GET.urlencode()
    return redirect(f"{address}?{asked}" if asked else address)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: PersonRequest, year: int) -> HttpResponse:
    """Change decided grades for a reason: written, seen before it is confirmed, confirmed."""
    page = amend_page(request, _decider(request, year))
    if request.method != "POST" or request.POST.get("act") == "back":
        return _reopen(request, page)
    try:
        if request.POST.get("act") == ADD:
            page.named()
            return _reopen(request, page)
        page.change.checked()
        if request.POST.get("act") != "confirm":
            return render(request, "annual/reopen_preview.html", {"page": page, "year": year})
        made = amend_grades(**confirmed(request, page))
    except Refused as refused:
        return _reopen(request, page, refused)
    messages.success(request, told_changed(len(made)))
    return redirect("year_grades", year=year)


def amend_page(
    request: PersonRequest, found: YearResults, pool: str = "", unit: str | None = None
) -> AmendPage:
    """The form of a change for a unit: the one asked for, else the first. Raises Http404."""
    asked = (request.GET.get("pool", pool), request.GET.get("unit", unit))
    places = [(each.pool, each.unit) for each in found.settled.result.people]
    wanted = [place for place in places if asked[0] in {"", place[0]} and asked[1] in {None, place[1]}]
    if not wanted:
        raise Http404
    typed = typed_grades(request.POST.dict())
    typed |= {name: str(request.POST.get(name, "")).strip() for name in ("why", "by", ALSO)}
    return AmendPage(request.frame, found, *min(wanted), typed if request.method == "POST" else {})


def confirmed(request: PersonRequest, page: AmendPage) -> dict[str, Any]:
    """What was confirmed, as the act that changes grades takes it."""
    return {
        "bureau": request.bureau,
        "year": page.results.year,
        "drafts": page.drafts,
        "reason": page.reason,
        "actor": request.person,
        "decided_by": page.by,
        "seen": str(request.POST.get("seen", "")),
    }


def told_changed(count: int) -> str:
    """How many grades were changed, in a sentence."""
    return ngettext("%(count)s grade is changed.", "%(count)s grades are changed.", count) % {"count": count}


def _decider(request: PersonRequest, year: int) -> YearResults:
    """The year's results, for the principal leader and the personnel office. Raises Http404."""
    sight = sight_of(request.frame)
    if sight.administrator or not (sight.office or sight.principal):
        raise Http404
    found = results_of(request.bureau, year)
    if isinstance(found, Kept) or not found.is_scored:
        raise Http404
    return found


def _refusal(request: PersonRequest, page: Ending, year: int) -> HttpResponse:
    """Record that somebody refused to sign. Raises Refused."""
    person = person_written(request.person, str(request.POST.get("person", "")))
    witness, text = (str(request.POST.get(name, "")) for name in ("witness", "text"))
    record_refusal(person=person, year=year, witness=witness, text=text, actor=request.person)
    messages.success(request, _("The refusal of %(name)s is recorded.") % {"name": person.name})
    return redirect("year_final", year=year)


def _final(request: PersonRequest, page: Ending, refused: Refused | None = None) -> HttpResponse:
    sight = sight_of(request.frame)
    typed = {name: request.POST.get(name, "") for name in ("person", "witness", "text")}
    variables = {"page": page, "year": page.results.year, "sight": sight, "refused": refused, "typed": typed}
    status = UNPROCESSABLE if refused else 200
    return render(request, "annual/final.html", variables, status=status)


def _reopen(request: PersonRequest, page: AmendPage, refused: Refused | None = None) -> HttpResponse:
    units = sorted({(each.pool, each.unit) for each in page.results.settled.result.people})
    variables = {"page": page, "year": page.results.year, "refused": refused, "units": units}
    status = UNPROCESSABLE if refused else 200
    return render(request, "annual/reopen.html", variables, status=status)
