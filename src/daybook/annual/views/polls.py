"""测评的组织: the personnel office opens a poll, sees who has voted, and closes it; never what was voted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.annual.actions.papers import lay_papers
from daybook.annual.actions.voting import close_poll, open_poll
from daybook.annual.models import Poll
from daybook.annual.queries.electorate import electorate_on
from daybook.annual.queries.polls import participation_of, poll_of, without_summary
from daybook.annual.shown.poll import OpenPage, PollPage, PreviewPage
from daybook.monthly.access import require_personnel_office
from daybook.org.calendar import work_calendar
from daybook.org.middleware import PersonRequest
from daybook.org.policies import policy_of
from daybook.web.refusals import Refused

UNPROCESSABLE = 422
FIELDS = ("act", "closes_on", "sure", "voters")


@require_http_methods(["GET", "HEAD", "POST"])
def poll(request: PersonRequest, year: int) -> HttpResponse:
    """The poll of a year: opened, followed and closed here; of the personnel office alone."""
    require_personnel_office(request.frame)
    found = poll_of(request.bureau, year)
    if request.method != "POST":
        return _page(request, year, found, {})
    sent = {name: request.POST.get(name, "").strip() for name in FIELDS}
    try:
        messages.success(request, _done(request, year, found, sent))
    except Refused as refused:
        return _page(request, year, found, sent, refused)
    return redirect("poll", year)


def _done(request: PersonRequest, year: int, found: Poll | None, sent: Mapping[str, str]) -> str:
    """Do what was asked, and say so. Raises Refused."""
    if sent["act"] == "open":
        closes_on = _day(sent["closes_on"])
        if sent["sure"] != "yes":
            raise Refused(_("Tick that you have seen who has handed in no summary."), field="sure")
        open_poll(bureau=request.bureau, year=year, closes_on=closes_on, actor=request.person)
        return _("The assessment is open; everybody who votes is told.")
    if found is None:
        raise Refused(_("Choose what is to be done."))
    if sent["act"] == "papers":
        numbers = sent["voters"].replace("，", " ").replace(",", " ").replace("、", " ").split()
        batch = lay_papers(poll=found, voters=numbers, actor=request.person)
        return _("Batch %(number)s is laid; two people now enter it.") % {"number": batch.number}
    if sent["act"] != "close":
        raise Refused(_("Choose what is to be done."))
    if sent["sure"] != "yes":
        raise Refused(_("Tick that you have seen who has not voted."), field="sure")
    close_poll(poll=found, actor=request.person)
    return _("The assessment is closed. The results of the year reckon with it from now on.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise Refused(_("Name the last day of voting."), field="closes_on") from fault


def _page(
    request: PersonRequest,
    year: int,
    found: Poll | None,
    sent: Mapping[str, str],
    refused: Refused | None = None,
) -> HttpResponse:
    told: dict[str, Any] = {
        "sent": sent,
        "fault": refused.message if refused else "",
        "at": refused.field if refused else "",
    }
    page: PollPage
    if found is None:
        policy = policy_of(request.bureau, request.today)
        electorate = electorate_on(request.bureau, request.today, policy)
        calendar = work_calendar(request.bureau, request.today.year, request.today.year + 1)
        missing = without_summary(request.bureau, year, electorate)
        page = PreviewPage(year, request.today, electorate, calendar, missing, **told)
    else:
        page = OpenPage(year, request.today, participation_of(found, request.today), **told)
    name = "annual/poll.html" if found else "annual/poll_preview.html"
    return render(request, name, {"page": page, "year": year}, status=UNPROCESSABLE if refused else 200)
