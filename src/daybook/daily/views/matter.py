"""Matters: the list, the story of one, and its end."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from daybook.daily.access import matter_for, reader_of
from daybook.daily.actions.matter import close_matter
from daybook.daily.forms import ClosingForm, MatterForm, MattersForm
from daybook.daily.queries.feed import departments_on
from daybook.daily.queries.matter import NEWEST, matter_page, matters_page
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused


@require_safe
def matters(request: PersonRequest) -> HttpResponse:
    """The matters of the bureau by department."""
    reader, form = reader_of(request.frame), MattersForm(request.GET)
    if not form.is_valid():
        raise Http404
    asked = form.cleaned_data
    variables = {
        "page": matters_page(reader, asked["q"], asked["department"], closed=asked["closed"]),
        "departments": departments_on(request.bureau, request.today),
        "asked": asked,
    }
    return render(request, "daily/matters.html", variables)


@require_safe
def matter(request: PersonRequest, key: str) -> HttpResponse:
    """The whole story of a matter, a page at a time."""
    reader, form = reader_of(request.frame), MatterForm(request.GET)
    found = matter_for(reader, key)
    if not form.is_valid():
        raise Http404
    page = matter_page(reader, found, *form.how())
    return render(request, "daily/matter.html", {"page": page})


@require_POST
def close(request: PersonRequest, key: str) -> HttpResponse:
    """Close a matter; where that is refused, the page says why beside the day."""
    reader, form = reader_of(request.frame), ClosingForm(request.POST)
    found = matter_for(reader, key)
    try:
        close_matter(matter=found, last_day=form.day(), actor=request.person)
    except Refused as refused:
        page = matter_page(reader, matter_for(reader, key), NEWEST, 1)
        variables = {"page": page, "fault": refused.message, "said": request.POST.get("last_day", "")}
        return render(request, "daily/matter.html", variables, status=409)
    messages.success(request, _("The matter is closed; its story stays here."))
    return redirect("matter", key)
