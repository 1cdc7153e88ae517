"""The feed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybook.daily.access import reader_of
from daybook.daily.forms import FeedForm
from daybook.daily.live.admission import admit, greeting, visitor_of
from daybook.daily.queries.asked import Asked, asked_of
from daybook.daily.queries.comments import comment_waiting_for
from daybook.daily.queries.feed import PAGE, departments_on, discreet, feed_page, newest_key, sequence_of
from daybook.daily.queries.hidden import MOST_HIDDEN, hidden_lately, is_shown_again, mark_of
from daybook.daily.queries.seeing import matters_of, seen_by
from daybook.org.middleware import PersonRequest


@require_safe
def feed(request: PersonRequest) -> HttpResponse:
    """Everybody's entries, newest first, filtered where the address says so; a page at a time."""
    form = FeedForm(request.GET)
    asked, reader = asked_of(request.bureau, form), reader_of(request.frame)
    mark = form.cleaned_data.get("before")
    # Asked for first: what is written meanwhile comes twice, and is shown once.
    newest, mark_known = _standing(request) if _goes_live(asked, form) else ("", 0)
    before = sequence_of(request.bureau, mark) if mark else None
    found = feed_page(request.bureau, discreet(asked.wish, reader), before, PAGE + 1)
    entries = seen_by(reader, found[:PAGE])
    further = {**asked.query, "before": found[PAGE - 1].key} if found[PAGE:] else {}
    variables = {"form": form, "asked": asked, "entries": entries, "newest": newest, "mark": mark_known}
    variables["older"] = f"{reverse('feed')}?{urlencode(further)}" if further else ""
    if request.headers.get("HX-Request"):
        return render(request, "daily/feed.html#entries", variables)
    variables["departments"] = departments_on(request.bureau, request.today)
    variables["matters"] = matters_of(entries)
    variables["goes_live"] = _goes_live(asked, form)
    variables["waiting"] = comment_waiting_for(request.person, request.today)
    return render(request, "daily/feed.html", variables)


def _standing(request: PersonRequest) -> tuple[str, int]:
    """How far the record goes: its newest entry, and the mark up to which all that was hidden is known."""
    return newest_key(request.bureau), mark_of(request.bureau)


def _goes_live(asked: Asked, form: FeedForm) -> bool:
    """What is searched by words, and an older page, stand still."""
    return form.is_valid() and "q" not in asked.query and not form.cleaned_data["before"]


@require_safe
def new(request: PersonRequest) -> HttpResponse:
    """What was written after an entry, with the filters of the page that asks, and what was hidden since.

    What was corrected or released comes with it.
    """
    form = FeedForm(request.GET)
    asked, reader = asked_of(request.bureau, form), reader_of(request.frame)
    if not _goes_live(asked, form):
        raise Http404
    mark = form.cleaned_data["after"]
    after = sequence_of(request.bureau, mark) if mark else 0
    if after is None:
        raise Http404
    newest, now = _standing(request)
    hidden = hidden_lately(request.bureau, form.cleaned_data["known"], now)
    found = feed_page(request.bureau, discreet(asked.wish, reader), size=PAGE + 1, after=after)
    seen = seen_by(reader, [*found[:PAGE], *hidden[:MOST_HIDDEN]])
    variables = {"entries": seen[: len(found[:PAGE])], "newest": newest, "more": found[PAGE:], "mark": now}
    changed = seen[len(found[:PAGE]) :]
    variables["hidden"] = [each for each in changed if each.mute or is_shown_again(each.entry)]
    variables["stale"] = hidden[MOST_HIDDEN:]
    return render(request, "daily/feed.html#new", variables)


@require_safe
def live(request: PersonRequest) -> HttpResponse:
    """Let a page into the live feed; a server that cannot stream sends the greeting, again and again."""
    session = request.session.session_key or ""
    visitor = visitor_of(reader_of(request.frame), request.LANGUAGE_CODE, session, request.user.password)
    admit(request.META, visitor)
    return HttpResponse(greeting(visitor.newest_key, visitor.mark), content_type="text/event-stream")
