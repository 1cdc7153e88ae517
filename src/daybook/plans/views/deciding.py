"""The superior's answer to changes of plans, given on a month's page or in the list of all that wait."""

from __future__ import annotations

from django.http import Http404

from daybook.org.middleware import PersonRequest
from daybook.plans.access import change_for
from daybook.plans.actions.changes import consent_plan_changes, decline_plan_change
from daybook.plans.forms import AnswerForm
from daybook.plans.writing import Writing
from daybook.web.refusals import Refused


def decided(request: PersonRequest) -> Writing | None:
    """Carry out what was posted; what was refused, with what was typed. Nothing else happens on reading."""
    if request.method != "POST":
        return None
    act, keys = request.POST.get("act", ""), request.POST.getlist("change")
    if act not in {"consent", "decline"} or not keys:
        raise Http404
    changes = [change_for(request.frame, key) for key in keys]
    form = AnswerForm(request.POST) if act == "decline" else None
    writing = Writing(act, keys[0], form)
    try:
        if form is None:
            consent_plan_changes(changes=changes, by=request.person)
        else:
            form.require_sound()
            decline_plan_change(change=changes[0], by=request.person, answer=form.text("answer"))
    except Refused as refused:
        _keep(writing, refused)
        return writing
    return None


def _keep(writing: Writing, refused: Refused) -> None:
    """A sentence about the answer stands by it; one about the change over the page, in sight of all."""
    if refused.field == "answer":
        writing.take(refused)
    else:
        writing.fault = refused.message
