"""代记: the page on which whoever is entrusted with a leader's log enters a day of it."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybook.daily.access import author_for, reader_of
from daybook.daily.actions.record import record_day
from daybook.daily.day_form import DayForm, faulty_form, new_form
from daybook.daily.entry_form import EntryForm
from daybook.daily.queries.entrusted import entered_day
from daybook.org.middleware import PersonRequest
from daybook.org.models import Person
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day

UNPROCESSABLE = 422


@require_safe
def entrusted(request: PersonRequest, number: str) -> HttpResponse:
    """The day asked for, else the present one, of somebody whose log one keeps."""
    reader_of(request.frame)
    author = author_for(request.person, number, request.today)
    work_date = asked_day(request.GET.get("day") or request.today.isoformat())
    return redirect("enter_for", author.number, work_date.isoformat())


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: PersonRequest, number: str, day: str) -> HttpResponse:
    """A day of somebody whose log one keeps: what stands, and the form for one entry more."""
    reader_of(request.frame)
    author, work_date = author_for(request.person, number, request.today), asked_day(day)
    if request.method == "POST":
        return _record(request, author, work_date)
    opened = new_form(author, work_date, request.frame.policy, {}, own=False)
    return _page(request, author, work_date, opened)


def _record(request: PersonRequest, author: Person, work_date: date) -> HttpResponse:
    form = EntryForm(request.POST.dict(), author=author, day=work_date)
    reason = request.POST.get("backfill_reason", "")
    try:
        draft = form.sound_draft()
        record_day(
            author=author, day=work_date, drafts=[draft], backfill_reason=reason, writer=request.person
        )
    except Refused as refused:
        form.refuse(refused)
        opened = faulty_form(form, request.frame.policy)
        return _page(request, author, work_date, opened, UNPROCESSABLE)
    messages.success(request, _("Entered; %(name)s is asked to confirm it.") % {"name": author.name})
    return redirect("enter_for", author.number, work_date.isoformat())


def _page(
    request: PersonRequest, author: Person, work_date: date, opened: DayForm, status: int = 200
) -> HttpResponse:
    variables = {
        "author": author,
        "day": work_date,
        "open": opened,
        "entries": entered_day(reader_of(request.frame), author, work_date),
        "reason": request.POST.get("backfill_reason", ""),
    }
    return render(request, "daily/entrusted.html", variables, status=status)
