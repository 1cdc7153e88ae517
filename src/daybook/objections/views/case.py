"""One objection: the sheet beside the text, what was heard, the decision; and the acts of its parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from daybook.objections.actions.deciding import add_hearing_note, decide_objection
from daybook.objections.actions.filing import withdraw_objection
from daybook.objections.actions.writings import keep_objection_writing
from daybook.objections.enums import Outcome
from daybook.objections.models import HearingNote, Objection
from daybook.objections.queries.case import Case, case_of
from daybook.org.checked import length_limit
from daybook.org.kept import UNPROCESSABLE, kept, texts_sent
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

FIELDS = {"note": ("text",), "decision": ("outcome", "grounds")}


@require_safe
def objection(request: PersonRequest, key: str) -> HttpResponse:
    """The page of an objection."""
    return _shown(request, case_of(request.frame, key))


@require_POST
def withdraw(request: PersonRequest, key: str) -> HttpResponse:
    """Take one's own objection back."""
    case = case_of(request.frame, key)
    if not case.sight.person:
        raise Http404
    try:
        if request.POST.get("act") != "withdraw":
            raise Refused(_("Say whether you want to withdraw it."), field="act")
        withdraw_objection(objection=case.objection, person=request.person)
    except Refused as refused:
        return _shown(request, case, refused=refused)
    messages.success(request, _("Your objection is withdrawn; the sheet stands as it is."))
    return redirect("objection", key)


@require_POST
def hear(request: PersonRequest, key: str) -> HttpResponse:
    """Write down what was heard."""
    case = case_of(request.frame, key)
    if not case.sight.hears:
        raise Http404
    sent = texts_sent(request, *FIELDS["note"])
    try:
        add_hearing_note(objection=case.objection, author=request.person, text=sent.get("text", ""))
    except Refused as refused:
        return _shown(request, case, note=sent, refused=refused)
    messages.success(request, _("What was heard is written down."))
    return redirect("objection", key)


@require_POST
def decide(request: PersonRequest, key: str) -> HttpResponse:
    """Uphold or dismiss, with grounds."""
    case = case_of(request.frame, key)
    if not case.sight.decides:
        raise Http404
    sent = texts_sent(request, *FIELDS["decision"])
    outcome, grounds = sent.get("outcome", ""), sent.get("grounds", "")
    try:
        decide_objection(objection=case.objection, actor=request.person, outcome=outcome, grounds=grounds)
    except Refused as refused:
        return _shown(request, case, decision=sent, refused=refused)
    told = {
        Outcome.UPHELD: _("It is upheld; who scored has been told to correct the sheet."),
        Outcome.DISMISSED: _("It is dismissed; the person has been told."),
    }
    messages.success(request, told[Outcome(outcome)])
    return redirect("objection", key)


@require_POST
def draft(request: PersonRequest, key: str, kind: str) -> HttpResponse:
    """Keep a note or a decision as it is typed."""
    case, person = case_of(request.frame, key), request.person
    allowed = {"note": case.sight.hears, "decision": case.sight.decides}
    if not (allowed.get(kind) and case.is_open):
        raise Http404
    return kept(
        request,
        texts_sent(request, *FIELDS[kind]),
        lambda given, version: keep_objection_writing(
            writer=person, about=f"{kind}:{case.objection.pk}", fields=given, version=version
        ),
    )


def _shown(request: PersonRequest, case: Case, refused: Refused | None = None, **sent: Any) -> HttpResponse:
    drafts = case.drafts if case.is_open else {}
    typed = {kind: row.fields for kind, row in drafts.items()} | sent
    variables = {
        "case": case,
        "objection": case.objection,
        "sight": case.sight,
        "typed": typed,
        "drafts": drafts,
        "refused": refused,
        "limits": {
            "note": length_limit(HearingNote, "text"),
            "grounds": length_limit(Objection, "grounds"),
        },
    }
    status = UNPROCESSABLE if refused else 200
    return render(request, "objections/objection.html", variables, status=status)
