"""Recording on the page of a day: what a line says, one entry, the whole day at once."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from daybook.daily.access import Reader, standing_entry_for
from daybook.daily.actions.save_day import save_day
from daybook.daily.actions.standing import ToldOtherwise
from daybook.daily.actions.writings import record_writing
from daybook.daily.day_form import faulty_form, fresh_key, new_form
from daybook.daily.entry_form import EntryForm
from daybook.daily.models import LogEntry
from daybook.daily.queries.day_row import row_of
from daybook.daily.queries.today import reason_kept_for
from daybook.daily.queries.understood import understood
from daybook.daily.views.today import back_to, page_of, shown
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day, number_of

CONFLICT, UNPROCESSABLE = 409, 422


@require_POST
def line(request: PersonRequest, day: str) -> HttpResponse:
    """What is understood of a line: as chips, or with `form=seven` as the full form filled from it."""
    work_date = asked_day(day)
    text = request.POST.get("line", "").strip()
    told = understood(request.person, work_date, text) if text else None
    if request.POST.get("form") == "seven":
        key, fields = request.POST.get("key", ""), told.fields if told else {}
        opened = new_form(request.person, work_date, request.frame.policy, fields, key)
        return render(request, "daily/today/form.html", {"open": opened, "day": work_date})
    chips = told.chips if told else ()
    return HttpResponse(render_to_string("daily/today/chips.html", {"chips": chips}))


@require_POST
def record(request: PersonRequest, day: str) -> HttpResponse:
    """Record one entry from a line or from the full form; sent twice it is one entry.

    A script is answered with the saved row alone, or with the form and its faults; where the entry stands in
    other words, with the form of a change of it, to be set beside what stands.
    """
    work_date = asked_day(day)
    form = entry_form_of(request, work_date)
    try:
        entry = record_writing(
            author=request.person,
            day=work_date,
            draft=form.sound_draft(),
            version=number_of(request.POST.get("version", "")),
            backfill_reason=reason_of(request, work_date),
        )
    except Refused as refused:
        form.refuse(refused)
        standing = _standing(request, form, refused)
        return _meeting(request, form, standing) if standing else _refused(request, form)
    if not request.headers.get("HX-Request"):
        return back_to(work_date)
    return saved_row(entry)


@require_POST
def save(request: PersonRequest, day: str) -> HttpResponse:
    """Save everything that is being written for the day; what cannot be saved stays, with its sentence."""
    work_date = asked_day(day)
    reason = reason_of(request, work_date)
    faults = dict(save_day(author=request.person, day=work_date, backfill_reason=reason))
    if not faults and not request.headers.get("HX-Request"):
        return back_to(work_date)
    page = page_of(request, work_date, faults)
    if request.headers.get("HX-Request"):
        return render(request, "daily/today/rows.html", {"page": page, "day": work_date})
    return shown(request, page)


def entry_form_of(request: PersonRequest, work_date: date) -> EntryForm:
    """The form that was sent; of a line, the form it is understood as."""
    given = request.POST.dict()
    if text := given.get("line", "").strip():
        told = understood(request.person, work_date, text).fields
        given = {**told, "key": given.get("key", ""), "line": text}
    return EntryForm(given, author=request.person, day=work_date)


def reason_of(request: PersonRequest, work_date: date) -> str:
    """Why the day is recorded late: as sent, else as it was given for the day already."""
    sent = request.POST.get("backfill_reason", "").strip()
    if sent or work_date >= request.today:
        return sent
    return reason_kept_for(request.person, work_date)


def saved_row(entry: LogEntry, source: date | None = None) -> HttpResponse:
    """The row of an entry that was just saved, without the frame of a page."""
    variables = {"row": row_of(entry, source), "day": entry.work_date}
    return HttpResponse(render_to_string("daily/today/row.html", variables))


def _standing(request: PersonRequest, form: EntryForm, refused: Refused) -> LogEntry | None:
    """The entry that stands in other words under the key of a form that was refused, or cannot be read."""
    if refused.message and not isinstance(refused, ToldOtherwise):
        return None
    reader = Reader(request.person, request.frame.standing.rights, request.today)
    return standing_entry_for(reader, form.data.get("key", ""))


def _meeting(request: PersonRequest, form: EntryForm, entry: LogEntry) -> HttpResponse:
    """What was sent, as a change of the entry that stands under its key already."""
    given = {**form.data, "key": fresh_key(), "version": ""}
    change = EntryForm(given, author=request.person, day=entry.work_date)
    if change.is_valid():
        change.add_error(None, form.first_fault)
    opened = faulty_form(change, request.frame.policy, entry=entry)
    variables = {"open": opened, "day": entry.work_date}
    if request.headers.get("HX-Request"):
        return render(request, "daily/today/form_row.html", variables, status=CONFLICT)
    return shown(request, page_of(request, entry.work_date), opened)


def _refused(request: PersonRequest, form: EntryForm) -> HttpResponse:
    text = form.data.get("line", "")
    in_place = request.headers.get("HX-Request")
    if in_place and text:
        return HttpResponse(form.first_fault, status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    opened = faulty_form(form, request.frame.policy) if not text else None
    if in_place:
        return render(
            request, "daily/today/form.html", {"open": opened, "day": form.day}, status=UNPROCESSABLE
        )
    return shown(
        request, page_of(request, form.day), opened, line=text, fault=form.first_fault if text else ""
    )
