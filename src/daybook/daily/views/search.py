"""The search."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from daybook.daily.access import reader_of
from daybook.daily.forms import SearchForm
from daybook.daily.queries.search import search_page
from daybook.daily.question import question_of
from daybook.org.middleware import PersonRequest


@require_safe
def search(request: PersonRequest) -> HttpResponse:
    """All open entries of the bureau by words, phrases, people and days, newest first, a page at a time."""
    reader, form = reader_of(request.frame), SearchForm(request.GET)
    form.is_valid()
    asked = {"q": "", "before": "", **form.cleaned_data}
    page = search_page(reader, question_of(asked["q"], request.today), asked["before"])
    further = urlencode({"q": asked["q"], "before": page.older})
    variables = {
        "form": form,
        "page": page,
        "older": f"{reverse('search')}?{further}" if page.older else "",
    }
    template = "daily/search.html#hits" if request.headers.get("HX-Request") else "daily/search.html"
    return render(request, template, variables)
