"""纸质票: the page on which a batch of paper ballots is entered, by two people one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from daybook.annual.access import paper_batch_for
from daybook.annual.actions.papers import able_of, differences, drop_papers, type_papers
from daybook.annual.actions.voting import poll_electorate
from daybook.annual.models import PaperBatch
from daybook.annual.queries.polls import is_waiting
from daybook.annual.shown.poll import PaperPage, field_of
from daybook.monthly.access import require_personnel_office
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

UNPROCESSABLE = 422


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: PersonRequest, year: int, number: int) -> HttpResponse:
    """One batch of a poll: entered or given up; of the personnel office alone."""
    require_personnel_office(request.frame)
    batch = paper_batch_for(request.frame, year, number)
    if request.method != "POST":
        return _page(request, batch, {})
    sent = {name: str(text).strip().upper() for name, text in request.POST.items() if name.startswith("p.")}
    try:
        messages.success(request, _done(request, batch, sent))
    except Refused as refused:
        if not is_waiting(batch):
            messages.error(request, refused.message)
            return redirect("poll", year)
        return _page(request, batch, sent, refused)
    return redirect("poll_papers", year, number) if is_waiting(batch) else redirect("poll", year)


def _done(request: PersonRequest, batch: PaperBatch, sent: Mapping[str, str]) -> str:
    """Do what was asked, and say so. Raises Refused."""
    if request.POST.get("act") == "drop":
        drop_papers(batch=batch, actor=request.person)
        return _("The batch is given up; its voters can still vote.")
    able = able_of(batch, poll_electorate(batch.poll, request.today))
    sheets = [
        {ratee: text for ratee in able if (text := sent.get(field_of(sheet, ratee), ""))}
        for sheet in range(1, len(batch.voters) + 1)
    ]
    blank = request.POST.get("blank") == "yes"
    found = type_papers(batch=batch, sheets=sheets, typist=request.person, blank=blank)
    if found is None:
        return _("Kept. Somebody else now enters the same batch.")
    if found:
        return _("Kept. It differs from what the other person entered; see below.")
    return _("Both entered the same: the batch is accepted, and what was typed is deleted.")


def _page(
    request: PersonRequest, batch: PaperBatch, sent: Mapping[str, str], refused: Refused | None = None
) -> HttpResponse:
    electorate = poll_electorate(batch.poll, request.today)
    typings = list(batch.typings.all())
    own = next((each for each in typings if each.typist_id == request.person.pk), None)
    other = next((each for each in typings if each.typist_id != request.person.pk), None)
    differing = differences(own.sheets, other.sheets) if own and other else []
    able = able_of(batch, electorate)
    fault = refused.message if refused else ""
    page = PaperPage(batch, electorate, able, own, other, differing, sent, fault)
    variables = {"page": page, "year": batch.poll.year, "blank": refused and refused.field == "blank"}
    return render(request, "annual/papers.html", variables, status=UNPROCESSABLE if fault else 200)
