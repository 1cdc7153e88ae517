"""Drafts and changes in place: each form kept as it is typed, opened again, thrown away, or saved."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from daybook.daily.access import is_set_aside, own_entry_for, own_reader_of, writing_for
from daybook.daily.actions.amend import Overtaken, revise_entry
from daybook.daily.actions.standing import fields_of_writing
from daybook.daily.actions.writings import Crossed, Settled, discard_writing, keep_writing, throw_away
from daybook.daily.day_form import draft_form, faulty_form, revision_form
from daybook.daily.entry_form import EntryForm
from daybook.daily.models import LogEntry, Writing
from daybook.daily.offered import offered
from daybook.daily.queries.known import known_for
from daybook.daily.views.day_acts import own_entry
from daybook.daily.views.day_record import CONFLICT, UNPROCESSABLE, saved_row
from daybook.daily.views.today import back_to, page_of, shown
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day, number_of

GONE = 410
KEPT = frozenset({*EntryForm.base_fields, "line", "backfill_reason", "source"}) - {"key"}


@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: PersonRequest, key: str) -> HttpResponse:
    """Keep what is being written; or open a draft, in place or on the page of its day."""
    if request.method == "POST":
        return _keep(request, key)
    writing = writing_for(request.person, key)
    fields = fields_of_writing(request.person, writing)
    opened = draft_form(request.person, writing, request.frame.policy, fields)
    variables = {"open": opened, "day": writing.day}
    if request.headers.get("HX-Request"):
        return render(request, "daily/today/form_row.html", variables)
    return shown(request, page_of(request, writing.day), opened)


def _keep(request: PersonRequest, key: str) -> JsonResponse:
    """Answers with the time of saving and the new version; 409 with what another window wrote.

    410 where it is recorded already, and whether the entry says the `same`.
    """
    given = request.POST
    try:
        writing = keep_writing(
            author=request.person,
            key=key,
            day=asked_day(given.get("day", "")),
            fields={name: given[name] for name in KEPT if name in given},
            version=number_of(given.get("version", "")),
            entry=_entry(request, given.get("entry", "")),
            base=number_of(given.get("base", "")),
        )
    except Crossed as crossed:
        return _crossed(crossed)
    except Settled as settled:
        return JsonResponse({"message": settled.message, "same": settled.same}, status=GONE)
    except Refused as refused:
        return JsonResponse({"message": refused.message}, status=UNPROCESSABLE)
    return JsonResponse(_told(writing))


@require_POST
def discard(request: PersonRequest, key: str) -> HttpResponse:
    """Throw a draft away and its row with it; 409 with what another window wrote in it since."""
    day, in_place = request.POST.get("day", ""), request.headers.get("HX-Request")
    try:
        throw_away(author=request.person, key=key, version=number_of(request.POST.get("version", "")))
    except Crossed as crossed:
        if in_place:
            return _crossed(crossed)
        messages.error(request, crossed.message)
    return HttpResponse("") if in_place else back_to(asked_day(day))


@require_http_methods(["GET", "HEAD", "POST"])
def row(request: PersonRequest, day: str, key: str) -> HttpResponse:
    """Open an entry to be changed where it stands, and save the change as its next version."""
    work_date = asked_day(day)
    entry = own_entry(request, key, work_date)
    if request.method == "POST":
        return _revise(request, entry, work_date)
    if "closed" in request.GET:
        return saved_row(entry)
    opened = revision_form(request.person, entry, request.frame.policy)
    if request.headers.get("HX-Request"):
        return render(request, "daily/today/form_row.html", {"open": opened, "day": work_date})
    return shown(request, page_of(request, work_date), opened)


def _revise(request: PersonRequest, entry: LogEntry, work_date: date) -> HttpResponse:
    form, base = (
        EntryForm(request.POST, author=request.person, day=work_date),
        number_of(request.POST.get("base", "")),
    )
    crossed = False
    try:
        draft = form.sound_draft()
        entry = revise_entry(entry=entry, draft=draft, version=base, actor=request.person)
    except Refused as refused:
        crossed = isinstance(refused, Overtaken)
        form.refuse(refused)
    in_place = request.headers.get("HX-Request")
    if form.errors:
        opened = faulty_form(form, request.frame.policy, entry=entry, base=base)
        variables = {"open": opened, "day": work_date, "crossed": crossed}
        if in_place:
            return render(request, "daily/today/form_row.html", variables, status=UNPROCESSABLE)
        return shown(request, page_of(request, work_date), opened)
    version = number_of(request.POST.get("version", ""))
    discard_writing(author=request.person, key=request.POST.get("key", ""), version=version)
    return saved_row(entry) if in_place else back_to(work_date)


@require_safe
def suggest(request: PersonRequest) -> JsonResponse:
    """What a field or the line may be completed with: places, colleagues, plan items and matters."""
    field, text = request.GET.get("field", ""), request.GET.get("q", "")
    day = asked_day(request.GET.get("day", request.today.isoformat()))
    return JsonResponse(
        {"found": offered(known_for(request.person, day, text if field == "people" else ""), field, text)}
    )


def _entry(request: PersonRequest, key: str) -> LogEntry | None:
    if not key:
        return None
    return own_entry_for(own_reader_of(request.frame), key)


def _crossed(crossed: Crossed) -> JsonResponse:
    """What stands in the place of what was seen. Raises Http404 for what was set aside."""
    standing = crossed.standing
    if is_set_aside(standing):
        raise Http404 from crossed
    told = {**_told(standing), "fields": standing.fields, "message": crossed.message}
    return JsonResponse(told, status=CONFLICT)


def _told(writing: Writing) -> dict[str, object]:
    saved = timezone.localtime(writing.saved_at)
    return {"version": writing.version, "saved": saved.strftime("%H:%M")}
