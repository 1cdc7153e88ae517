"""Words under an entry."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from daybook.daily.access import Reader, open_entry_for, own_reader_of
from daybook.daily.actions.comment import comment_on_entry, see_answers
from daybook.daily.models import LogEntry
from daybook.daily.queries.seeing import seen_by
from daybook.daily.seen import SeenEntry
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: PersonRequest, key: str) -> HttpResponse:
    """The words under an entry with a form for one more; posted to, leave one."""
    reader, in_place = own_reader_of(request.frame), bool(request.headers.get("HX-Request"))
    found = open_entry_for(reader, key)
    variables: dict[str, object] = {"asks": not found.withdrawn_reason, "focus": in_place}
    status = 200
    if request.method == "POST":
        # In a list the link to the form is there again; the entry's own page keeps the form.
        said, variables = request.POST.get("content", ""), {"asks": _is_on_its_page(request, key)}
        try:
            comment_on_entry(entry=found, content=said, actor=request.person)
        except Refused as refused:
            variables = {"asks": True, "focus": in_place, "fault": refused.message, "said": said}
            # A script puts an answer into its page only where it is one of success.
            status = 200 if in_place else 409
        else:
            if not in_place:
                return redirect(f"{reverse('entry', args=[key])}#comments")
    variables["seen"] = _read(reader, found)
    return render(
        request,
        "daily/comments.html#comments" if in_place else "daily/comments.html",
        variables,
        status=status,
    )


def _is_on_its_page(request: PersonRequest, key: str) -> bool:
    """Whether a script asks from the page of the entry itself."""
    page = urlsplit(request.headers.get("HX-Current-URL", "")).path
    return page == reverse("entry", args=[key])


def _read(reader: Reader, entry: LogEntry) -> SeenEntry:
    """The entry with the words under it; whoever left one there has read the answers with them."""
    seen = seen_by(reader, [entry])[0]
    if seen.has_comment_of(reader.person.pk):
        see_answers(entry=entry, actor=reader.person)
    return seen
