"""待评: the queue of whoever reviews months, one statement at a time; rating, returning, drafts."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.monthly.actions.drafts import RATINGS, REVIEW_FIELDS, discard_review, keep_review
from daybook.monthly.actions.month import return_month, review_month
from daybook.monthly.enums import Rating
from daybook.monthly.models import MonthlyReview
from daybook.monthly.queries.queue import Queue, Turn
from daybook.monthly.queries.reviewing import (
    REVIEW_MINUTES,
    month_due,
    nearly_same,
    queue_for,
    review_page,
    reviewer_of,
    turn_for,
)
from daybook.monthly.shown.opened import OPENED, opened_figure
from daybook.org.actions.keeping import Crossed
from daybook.org.checked import length_limit
from daybook.org.middleware import PersonRequest
from daybook.plans.views.asked import asked_month
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day, number_of

CONFLICT, UNPROCESSABLE = 409, 422


@require_safe
def due(request: PersonRequest) -> HttpResponse:
    """The month of which something waits."""
    return redirect("reviews", month_due(request.frame))


@require_safe
def promised(request: PersonRequest, month: str) -> HttpResponse:
    """The address under which a month's review was always to be found."""
    reviewer_of(request.frame)
    return redirect("reviews", asked_month(month))


@require_safe
def reviews(request: PersonRequest, month: str) -> HttpResponse:
    """The queue of a month: at the first that waits, if one does."""
    queue = queue_for(request.frame, asked_month(month))
    if queue.waiting:
        return redirect(_way(queue.waiting[0]))
    return render(request, "monthly/review.html", _around(queue))


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: PersonRequest, month: str, number: str, day: str) -> HttpResponse:
    """One statement in the queue; posted to, it is reviewed, and the next one follows."""
    if request.method != "POST":
        return _page(request, month, number, day)
    queue, turn = turn_for(request.frame, asked_month(month), number, asked_day(day))
    given = _given(request)
    try:
        review_month(
            person=turn.person,
            month=month,
            reviewer=request.person,
            first_day=turn.first,
            execution_rating=given.get("execution_rating", ""),
            saturation_rating=given.get("saturation_rating", ""),
            completion_rating=given.get("completion_rating", ""),
            comment=given.get("comment", ""),
            version=number_of(request.POST.get("version", "")),
        )
    except Refused as refused:
        sent = {"given": given, "refused": refused, "version": _keep_unused(request, turn, given)}
        return _page(request, month, number, day, sent)
    _tell_of_the_review(request, turn, given.get("comment", ""))
    following = queue.next_after(turn)
    return redirect(_way(following)) if following else redirect("reviews", month)


@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: PersonRequest, month: str, number: str, day: str) -> HttpResponse:
    """Return a month with a reason; without being sent, the page with the form for it."""
    if request.method != "POST":
        return _page(request, month, number, day, {"returning": True})
    queue, turn = turn_for(request.frame, asked_month(month), number, asked_day(day))
    given = _given(request)
    try:
        return_month(person=turn.person, month=month, reviewer=request.person, reason=given.get("reason", ""))
    except Refused as refused:
        sent = {"given": given, "refused": refused, "version": _keep_unused(request, turn, given)}
        return _page(request, month, number, day, {**sent, "returning": True})
    messages.success(request, _("Returned to %(name)s, with your reason.") % {"name": turn.person.name})
    following = queue.next_after(turn)
    return redirect(_way(following)) if following else redirect("reviews", month)


@require_POST
def draft(request: PersonRequest, month: str, number: str, day: str) -> HttpResponse:
    """Keep what is being written; answers with its version, 409 with what another window wrote."""
    _queue, turn = turn_for(request.frame, asked_month(month), number, asked_day(day))
    place: dict[str, Any] = {"reviewer": request.person, "person": turn.person, "month": month}
    if request.POST.get("act") == "discard":
        discard_review(**place, first_day=turn.first)
        return redirect(_way(turn))
    given, version = _given(request), number_of(request.POST.get("version", ""))
    if not given and not version:
        return JsonResponse({"message": _("Nothing was written.")}, status=UNPROCESSABLE)
    try:
        kept = keep_review(**place, first_day=turn.first, fields=given, version=version)
    except Crossed as crossed:
        standing = crossed.standing
        told = {"version": standing.version, "fields": standing.fields} if standing else {"version": 0}
        return JsonResponse(told, status=CONFLICT)
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=UNPROCESSABLE)
    near = nearly_same(request.frame, month, turn.person, given.get("comment", ""))
    told = {"version": kept.version, "saved": timezone.localtime(kept.saved_at).strftime("%H:%M")}
    return JsonResponse({**told, "near": _near_words(near)})


def _page(
    request: PersonRequest, month: str, number: str, day: str, sent: dict[str, Any] | None = None
) -> HttpResponse:
    page = review_page(request.frame, asked_month(month), number, asked_day(day))
    sent = sent or {}
    refused, kept = sent.get("refused"), page.draft
    variables = {
        **_around(page.queue),
        "page": page,
        "turn": page.turn,
        "figures": [found for name in OPENED[1:] if (found := opened_figure(page.statement, name))],
        "typed": sent.get("given", kept.fields if kept else {}),
        "version": sent.get("version", kept.version if kept else 0),
        "refused": refused,
        "fields": list(_labels().items()),
        "ratings": list(enumerate(Rating.choices, start=1)),
        "limit": length_limit(MonthlyReview, "comment"),
        "returning": sent.get("returning", False),
    }
    return render(request, "monthly/review.html", variables, status=UNPROCESSABLE if refused else 200)


def _around(queue: Queue) -> dict[str, Any]:
    return {"queue": queue, "minutes": round(len(queue.waiting) * REVIEW_MINUTES + 0.49)}


def _labels() -> dict[str, str]:
    names = (_("Execution"), _("Saturation"), _("Completion"))
    return dict(zip(RATINGS, names, strict=True))


def _keep_unused(request: PersonRequest, turn: Turn, given: dict[str, str]) -> int:
    """What an act was refused for stays a draft: nobody loses a text to whoever was faster.

    The version that the form goes on with: the one it had, where another window wrote on.
    """
    version = number_of(request.POST.get("version", ""))
    place: dict[str, Any] = {"reviewer": request.person, "person": turn.person, "month": turn.month}
    with suppress(Refused):
        if given:
            return keep_review(**place, first_day=turn.first, fields=given, version=version).version
    return version


def _tell_of_the_review(request: PersonRequest, turn: Turn, comment: str) -> None:
    """That it is saved; and, after the act as before it, that a comment is nearly one given already."""
    messages.success(request, _("The review of %(name)s is saved.") % {"name": turn.person.name})
    if near := nearly_same(request.frame, turn.month, turn.person, comment):
        messages.info(request, _near_words(near))


def _near_words(names: list[str]) -> str:
    if not names:
        return ""
    told = {"names": "、".join(names)}
    return _("The comment is nearly the one for %(names)s. It is saved all the same.") % told


def _given(request: PersonRequest) -> dict[str, str]:
    told = {name: request.POST.get(name, "").replace("\r\n", "\n").strip() for name in REVIEW_FIELDS}
    return {name: text for name, text in told.items() if text}


def _way(turn: Turn) -> str:
    return reverse("review", args=[turn.month, turn.person.number, turn.first])
