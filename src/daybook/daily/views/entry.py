"""One entry under its permanent link, and what is done about it there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from daybook.daily.access import Reader, entry_for, own_entry_for, own_reader_of
from daybook.daily.actions.amend import correct_entry, withdraw_entry
from daybook.daily.actions.comment import see_answers, see_comments
from daybook.daily.actions.confirm import confirm_entries
from daybook.daily.models import LogEntry
from daybook.daily.queries.confirming import to_confirm
from daybook.daily.queries.entry_page import entry_page
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

UNPROCESSABLE = 422
Act = Callable[[PersonRequest, LogEntry], str]
View = Callable[[PersonRequest, str], HttpResponse]


@require_safe
def entry(request: PersonRequest, key: str) -> HttpResponse:
    """One entry under its permanent link, with its versions, corrections and files."""
    reader = own_reader_of(request.frame)
    page = entry_page(reader, entry_for(reader, key))
    if page.seen.unseen_comments:
        see_comments(entry=page.seen.entry, actor=request.person)
    if page.seen.has_comment_of(request.person.pk):
        see_answers(entry=page.seen.entry, actor=request.person)
    return render(request, "daily/entry.html", {"page": page, "seen": page.seen})


def act_on_entry(name: str) -> Callable[[Act], View]:
    """A form of the entry's page: the act by its author, then the page again, with a refusal by the form.

    Asked for without being sent, as by a reload, the address leads to the entry.
    """

    def wrapped(act: Act) -> View:
        @wraps(act)
        def view(request: PersonRequest, key: str) -> HttpResponse:
            reader = own_reader_of(request.frame)
            found = own_entry_for(reader, key)
            if request.method == "POST":
                try:
                    messages.success(request, act(request, found))
                except Refused as refused:
                    return refused_page(request, reader, found, name, [refused.message])
            return redirect("entry", key=key)

        return require_http_methods(["GET", "HEAD", "POST"])(view)

    return wrapped


def refused_page(
    request: PersonRequest, reader: Reader, entry: LogEntry, name: str, faults: Sequence[str]
) -> HttpResponse:
    """The entry's page with what was typed, and the sentences by the form they belong to."""
    typed = {field: text for field, text in request.POST.items() if isinstance(text, str)}
    page = entry_page(reader, entry_for(reader, entry.key), faults={name: faults}, typed=typed)
    variables = {"page": page, "seen": page.seen}
    return render(request, "daily/entry.html", variables, status=UNPROCESSABLE)


@act_on_entry("withdraw")
def withdraw(request: PersonRequest, entry: LogEntry) -> str:
    """Take the entry back, with a reason."""
    withdraw_entry(entry=entry, reason=request.POST.get("reason", ""), actor=request.person)
    return _("The entry was withdrawn; it stays in sight without its text and is not counted.")


@act_on_entry("correct")
def correct(request: PersonRequest, entry: LogEntry) -> str:
    """Append a correction to an entry of a submitted month."""
    correct_entry(entry=entry, content=request.POST.get("content", ""), actor=request.person)
    return _("The correction was appended; the original stays as it was.")


@act_on_entry("confirm")
def confirm(request: PersonRequest, entry: LogEntry) -> str:
    """Confirm what was entered for oneself: this entry, or with `all` every one of its day."""
    entries = to_confirm(request.person, entry.work_date) if "all" in request.POST else [entry]
    count = len(confirm_entries(entries=entries, actor=request.person))
    told = ngettext("%(count)s entry was confirmed.", "%(count)s entries were confirmed.", count)
    return told % {"count": count}
