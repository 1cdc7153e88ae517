"""The taps of a day: an open matter, a copy of another day, what is missing filled with one touch."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from daybook.daily.access import Reader, own_entry_for
from daybook.daily.actions.copies import copy_day, copy_week
from daybook.daily.actions.fill import fill_day, fill_entry
from daybook.daily.actions.taps import tap_thread
from daybook.daily.models import LogEntry
from daybook.daily.queries.today_threads import thread_for
from daybook.daily.threads import words_from
from daybook.daily.views.day_record import UNPROCESSABLE, reason_of, saved_row
from daybook.daily.views.today import back_to, page_of
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day


@require_POST
def tap(request: PersonRequest, day: str) -> HttpResponse:
    """Say with one tap that an open matter went on, was finished, lay untouched or was cancelled."""
    work_date = asked_day(day)
    thread = thread_for(request.person, work_date, request.POST.get("ref", ""))
    try:
        entry = tap_thread(
            author=request.person,
            day=work_date,
            thread=thread,
            state=request.POST.get("state", ""),
            backfill_reason=reason_of(request, work_date),
        )
    except Refused as refused:
        return refused_on(request, work_date, refused)
    return _done(request, work_date, entry, words_from(thread, entry))


@require_POST
def copy(request: PersonRequest, day: str) -> HttpResponse:
    """Lay another day, or last week, out as drafts."""
    work_date = asked_day(day)
    try:
        if "week" in request.POST:
            copy_week(author=request.person, day=work_date, today=request.today)
        else:
            source = asked_day(request.POST.get("source", ""))
            copy_day(author=request.person, source=source, target=work_date)
    except Refused as refused:
        return refused_on(request, work_date, refused)
    return _rows(request, work_date)


@require_POST
def fill(request: PersonRequest, day: str) -> HttpResponse:
    """Fill what one entry does not tell, or with `all` what any entry of the day does not."""
    work_date = asked_day(day)
    try:
        if "all" in request.POST:
            fill_day(author=request.person, day=work_date)
            return _rows(request, work_date)
        entry = own_entry(request, request.POST.get("key", ""), work_date)
        field, value = request.POST.get("field", ""), request.POST.get("value", "")
        entry = fill_entry(entry=entry, field=field, value=value, actor=request.person)
    except Refused as refused:
        return refused_on(request, work_date, refused)
    return _done(request, work_date, entry)


def own_entry(request: PersonRequest, key: str, work_date: date) -> LogEntry:
    """An entry of one's own, of that day. Raises Http404."""
    found = own_entry_for(Reader(request.person, request.frame.standing.rights, request.today), key)
    if found.work_date != work_date:
        raise Http404
    return found


def refused_on(request: PersonRequest, work_date: date, refused: Refused) -> HttpResponse:
    """The sentence of a refusal: to a script by itself, else over the page of the day."""
    if request.headers.get("HX-Request"):
        content = "text/plain; charset=utf-8"
        return HttpResponse(refused.message, status=UNPROCESSABLE, content_type=content)
    messages.error(request, refused.message)
    return back_to(work_date)


def _done(
    request: PersonRequest, work_date: date, entry: LogEntry, source: date | None = None
) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return back_to(work_date)
    return saved_row(entry, source)


def _rows(request: PersonRequest, work_date: date) -> HttpResponse:
    if not request.headers.get("HX-Request"):
        return back_to(work_date)
    return render(request, "daily/today/rows.html", {"page": page_of(request, work_date), "day": work_date})
