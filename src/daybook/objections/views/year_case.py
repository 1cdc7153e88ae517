"""One objection to a year's results: its text, its clock, and its decision with what it would change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.annual.shown.amend import AmendPage
from daybook.annual.views.ending import ADD, amend_page
from daybook.objections.actions.year_deciding import dismiss_year_objection, uphold_year_objection
from daybook.objections.actions.year_filing import withdraw_year_objection
from daybook.objections.queries.year_case import YearCase, year_case_of
from daybook.org.kept import UNPROCESSABLE
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

DISMISS, PREVIEW, CONFIRM, BACK, WITHDRAW = "dismiss", "preview", "confirm", "back", "withdraw"


@require_http_methods(["GET", "HEAD", "POST"])
def year_objection(request: PersonRequest, key: str) -> HttpResponse:
    """The page of an objection; posted to, it is withdrawn, dismissed, or upheld as it was seen."""
    case = year_case_of(request.frame, key)
    act = str(request.POST.get("act", ""))
    if request.method != "POST" or (act == BACK and case.stand.decides):
        return _shown(request, case)
    if (act == WITHDRAW and not case.stand.own) or (act != WITHDRAW and not case.stand.decides):
        raise Http404
    try:
        return _done(request, case, act)
    except Refused as refused:
        return _shown(request, case, refused)


def _done(request: PersonRequest, case: YearCase, act: str) -> HttpResponse:
    """Do what was asked, or show what it would do. Raises Refused."""
    if act in {PREVIEW, CONFIRM, ADD}:
        return _upheld(request, case, act)
    if act == WITHDRAW:
        withdraw_year_objection(objection=case.objection, person=request.person)
        words = _("It is withdrawn; the result stands as it is.")
    elif act == DISMISS:
        grounds, body = (str(request.POST.get(name, "")) for name in ("grounds", "by"))
        dismiss_year_objection(objection=case.objection, actor=request.person, grounds=grounds, body=body)
        words = _("It is dismissed; the person has been told.")
    else:
        raise Refused(_("Say whether it is upheld or dismissed."), field="act")
    messages.success(request, words)
    return redirect("year_objection", case.objection.key)


def _upheld(request: PersonRequest, case: YearCase, act: str) -> HttpResponse:
    """What upholding it would change, or once seen, that change; or a row more. Raises Refused."""
    page = _amending(request, case)
    if act == ADD:
        page.named()
        return _shown(request, case)
    page.change.checked()
    if act == PREVIEW:
        return render(request, "objections/year_preview.html", _variables(request, case, page))
    uphold_year_objection(
        objection=case.objection,
        actor=request.person,
        grounds=page.reason,
        body=page.by,
        drafts=page.drafts,
        seen=str(request.POST.get("seen", "")),
    )
    words = _("It is upheld, and the grades are changed as you saw; who is concerned has been told.")
    messages.success(request, words)
    return redirect("year_objection", case.objection.key)


def _amending(request: PersonRequest, case: YearCase) -> AmendPage:
    """The form of the change, for the unit of whom it is about. Raises Http404."""
    if case.results is None:
        raise Http404
    return amend_page(request, case.results, *case.place)


def _shown(request: PersonRequest, case: YearCase, refused: Refused | None = None) -> HttpResponse:
    page = _amending(request, case) if case.is_open and case.stand.decides else None
    variables = {**_variables(request, case, page), "refused": refused}
    status = UNPROCESSABLE if refused else 200
    return render(request, "objections/year_objection.html", variables, status=status)


def _variables(request: PersonRequest, case: YearCase, page: AmendPage | None) -> dict[str, Any]:
    typed = {name: request.POST.get(name, "") for name in ("grounds", "by", "act")}
    return {
        "case": case,
        "objection": case.objection,
        "page": page,
        "year": case.objection.year,
        "typed": typed,
    }
