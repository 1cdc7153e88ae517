"""更正: the corrected sheet is written, what it would change is shown, and only then it is published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from daybook.objections.actions.correcting import correct_sheet
from daybook.objections.enums import Outcome
from daybook.objections.queries.case import Case, case_of
from daybook.objections.queries.correction import CITE, COMMENT, REASON, SCORE, Correction, Typed
from daybook.objections.queries.proposal import proposal_since
from daybook.objections.shown.changes import Changes
from daybook.org.checked import length_limit
from daybook.org.kept import UNPROCESSABLE, kept, texts_sent
from daybook.org.middleware import PersonRequest
from daybook.quarterly.actions.writings import keep_sheet_writing
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

PREFIXES = (SCORE, REASON, CITE)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: PersonRequest, key: str) -> HttpResponse:
    """The form of the corrected sheet, or the corrected sheet; posted to, what was seen is published."""
    case = _upheld(request, key)
    if case.corrected:
        if request.method == "POST":
            return redirect("correction", key)
        return _corrected(request, case)
    if request.method != "POST":
        return _form(request, Correction(case)) if case.sight.corrects else _waiting(request, case)
    if not case.sight.corrects:
        raise Http404
    return _published(request, Correction(case, _typed(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: PersonRequest, key: str) -> HttpResponse:
    """What changes with the sheet being corrected, one that who decides tries, or one that is corrected."""
    case = case_of(request.frame, key)
    if case.corrected and request.method != "POST":
        return _since(request, case)
    writes = case.sight.corrects and case.waits_for_correction
    if not writes and not (case.sight.decides and case.is_open):
        raise Http404
    if request.method != "POST":
        return redirect("correction", key) if writes else _trial(request, Correction(case))
    correction = Correction(case, _typed(request))
    try:
        rater = request.person if writes else None
        changes = Changes(request.frame, correction.proposal(rater))
    except Refused as refused:
        return (_form if writes else _trial)(request, correction, refused)
    return _preview(request, correction, changes) if writes else _trial(request, correction, None, changes)


@require_POST
def draft(request: PersonRequest, key: str) -> HttpResponse:
    """Keep the corrected sheet as it is typed."""
    case, person = _upheld(request, key), request.person
    if not case.sight.corrects or case.corrected:
        raise Http404
    sheet = case.sheet
    return kept(
        request,
        texts_sent(request, COMMENT, prefixes=PREFIXES),
        lambda given, version: keep_sheet_writing(
            rater=person,
            person=sheet.person,
            quarter=sheet.quarter,
            first_day=sheet.first_day,
            fields=given,
            version=version,
        ),
    )


def _upheld(request: PersonRequest, key: str) -> Case:
    """An objection that was upheld. Raises Http404."""
    case = case_of(request.frame, key)
    if case.objection.outcome != Outcome.UPHELD:
        raise Http404
    return case


def _typed(request: PersonRequest) -> Typed:
    fields = texts_sent(request, COMMENT, prefixes=PREFIXES)
    return Typed(fields, number_of(request.POST.get("version", "")))


def _published(request: PersonRequest, correction: Correction) -> HttpResponse:
    case = correction.case
    try:
        changes = Changes(request.frame, correction.proposal(request.person))
        if request.POST.get("mark") != changes.mark:
            return _preview(request, correction, changes, is_other=True)
        correct_sheet(
            objection=case.objection, rater=request.person, version=correction.version, **correction.given()
        )
    except Refused as refused:
        return _form(request, correction, refused)
    messages.success(request, _("The corrected sheet is published; the person has been told."))
    return redirect("correction", case.objection.key)


def _form(request: PersonRequest, correction: Correction, refused: Refused | None = None) -> HttpResponse:
    limits = {
        "reason": length_limit(ElementScore, "reason"),
        "comment": length_limit(ScoreSheet, "comment"),
    }
    variables = {"correction": correction, "case": correction.case, "refused": refused, "limits": limits}
    return _page(request, "objections/correction_form.html", variables, refused)


def _preview(
    request: PersonRequest, correction: Correction, changes: Changes, *, is_other: bool = False
) -> HttpResponse:
    told = {"correction": correction, "case": correction.case, "changes": changes, "is_other": is_other}
    return _page(request, "objections/correction_preview.html", told)


def _trial(
    request: PersonRequest,
    correction: Correction,
    refused: Refused | None = None,
    changes: Changes | None = None,
) -> HttpResponse:
    told = {"correction": correction, "case": correction.case, "changes": changes, "refused": refused}
    return _page(request, "objections/correction_trial.html", told, refused)


def _corrected(request: PersonRequest, case: Case) -> HttpResponse:
    return _page(request, "objections/correction_corrected.html", {"case": case})


def _since(request: PersonRequest, case: Case) -> HttpResponse:
    """What a published correction has changed."""
    changes = Changes(request.frame, proposal_since(case.corrected)) if case.corrected else None
    return _page(request, "objections/correction_since.html", {"case": case, "changes": changes})


def _waiting(request: PersonRequest, case: Case) -> HttpResponse:
    return _page(request, "objections/correction_waiting.html", {"case": case})


def _page(
    request: PersonRequest, template: str, variables: dict[str, Any], refused: Refused | None = None
) -> HttpResponse:
    status = UNPROCESSABLE if refused else 200
    return render(request, template, variables, status=status)
