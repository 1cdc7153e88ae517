"""The summary of one's own month kept as it is typed, and the month submitted."""

from __future__ import annotations

from contextlib import suppress

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from daybook.daily.actions.seal import Incomplete
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.actions.summary import TooLate, keep_summary
from daybook.monthly.models import MonthWriting
from daybook.monthly.shown.page import Typing
from daybook.monthly.views.own import page_of, shown
from daybook.org.actions.keeping import Crossed
from daybook.org.middleware import PersonRequest
from daybook.plans.views.asked import asked_month
from daybook.web.dates import month_words
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

CONFLICT, UNPROCESSABLE = 409, 422


@require_POST
def summary(request: PersonRequest, month: str) -> JsonResponse:
    """Keep what is being written; 409 with what another window wrote, 422 with a sentence."""
    asked_month(month)
    try:
        kept = keep_summary(
            person=request.person,
            month=month,
            text=request.POST.get("text", ""),
            version=version_of(request),
        )
    except TooLate as late:
        return JsonResponse({**_told(late.kept), "message": late.message})
    except Crossed as crossed:
        standing = _told(crossed.standing) if crossed.standing else {}
        return JsonResponse({"message": crossed.message, **standing}, status=CONFLICT)
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=UNPROCESSABLE)
    return JsonResponse(_told(kept))


@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: PersonRequest, month: str) -> HttpResponse:
    """What is sealed by submitting, to be confirmed; then it is submitted."""
    asked_month(month)
    if request.method != "POST":
        return _confirm(request, month)
    text = request.POST.get("text", "")
    try:
        submit_month(person=request.person, month=month, summary=text, version=version_of(request))
    except Incomplete as refused:
        return _confirm(request, month, Typing(text=text, fault=refused.message))
    except Refused as refused:
        typing = Typing(text=text)
        typing.take(refused)
        _keep(request, month, text)
        return shown(request, month, request.person.number, typing)
    messages.success(request, _("%(month)s is submitted.") % {"month": month_words(month)})
    return redirect("month", month=month)


def _keep(request: PersonRequest, month: str, text: str) -> None:
    """Keep as a draft what could not be submitted, if it can be kept."""
    with suppress(Refused):
        if text:
            keep_summary(person=request.person, month=month, text=text, version=version_of(request))


def version_of(request: PersonRequest) -> int:
    """The version of the draft that was seen; 0 for what is no number."""
    return number_of(request.POST.get("version", ""))


def _confirm(request: PersonRequest, month: str, typing: Typing | None = None) -> HttpResponse:
    page = page_of(request, month, request.person.number, typing or Typing())
    if page.statement.is_submitted or page.is_future:
        return redirect("month", month=month)
    variables = {"page": page, "statement": page.statement}
    return render(request, "monthly/month_submit.html", variables)


def _told(writing: MonthWriting) -> dict[str, object]:
    saved = timezone.localtime(writing.saved_at)
    return {
        "version": writing.version,
        "saved": saved.strftime("%H:%M"),
        "text": writing.fields.get("text", ""),
    }
