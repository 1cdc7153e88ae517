"""测评票: the ballot of whoever asks, cast once; and how it is anonymous, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from daybook.annual.access import require_record_reader
from daybook.annual.actions.mixing import LEAST_TOGETHER
from daybook.annual.actions.voting import FlatList, cast_ballots
from daybook.annual.queries.polls import OwnBallot, State, own_ballot, poll_of, poll_policy
from daybook.annual.shown.ballot import BallotPage, form_sent
from daybook.org.middleware import PersonRequest
from daybook.org.policies import policy_of
from daybook.web.refusals import Refused

UNPROCESSABLE = 422


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def ballot(request: PersonRequest, year: int) -> HttpResponse:
    """One's own ballot of a year; sent once, when it is cast."""
    require_record_reader(request.frame)
    poll = poll_of(request.bureau, year)
    if poll is None:
        return render(request, "annual/no_ballot.html", {"year": year})
    own = own_ballot(poll, request.person.number, request.today)
    if request.method != "POST":
        return _page(request, year, BallotPage(own))
    if own.has_voted:
        messages.error(request, _("You have voted already; nothing was changed."))
        return redirect("ballot", year)
    return _cast(request, own, {name: str(text) for name, text in request.POST.items()})


def _cast(request: PersonRequest, own: OwnBallot, sent: Mapping[str, str]) -> HttpResponse:
    """Cast what was sent; a question or a fault comes back with what was filled in, kept nowhere."""
    form = form_sent(sent, [each.voter.number for each in own.rated])
    year = own.poll.year
    try:
        cast_ballots(voter=request.person, poll=own.poll, form=form, electorate=own.electorate)
    except FlatList as asked:
        return _page(request, year, BallotPage(own, sent, question=asked.message))
    except Refused as refused:
        return _page(request, year, BallotPage(own, sent, fault=refused.message))
    return redirect("ballot", year)


def _page(request: PersonRequest, year: int, page: BallotPage) -> HttpResponse:
    own = page.ballot
    if own.state in {State.OUTSIDE, State.OVER}:
        variables = {"year": year, "poll": own.poll, "outside": own.state is State.OUTSIDE}
        return render(request, "annual/no_ballot.html", variables)
    variables = {"page": page, "own": own, "year": year, "least": LEAST_TOGETHER}
    name = "annual/voted.html" if own.has_voted else "annual/ballot.html"
    return render(request, name, variables, status=UNPROCESSABLE if page.question or page.fault else 200)


@require_safe
def anonymity(request: PersonRequest, year: int) -> HttpResponse:
    """How the assessment of a year is anonymous, and what that does not cover."""
    require_record_reader(request.frame)
    poll = poll_of(request.bureau, year)
    policy = poll_policy(poll, request.today) if poll else policy_of(request.bureau, request.today)
    shown = policy.assessment.shown_min_ballots
    return render(request, "annual/anonymity.html", {"year": year, "least": LEAST_TOGETHER, "shown": shown})
