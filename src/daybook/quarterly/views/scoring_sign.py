"""签发: everything a rater is about to sign, once more before it is signed; all or none."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from daybook.org.middleware import PersonRequest
from daybook.quarterly.actions.signing import sign_sheets
from daybook.quarterly.queries.grid import workbench_of
from daybook.quarterly.queries.papers import papers_of
from daybook.quarterly.shown.scoring import ScoringPage
from daybook.quarterly.shown.scoring_act import Act
from daybook.quarterly.shown.scoring_sign import SigningPage, refuse_unseen
from daybook.quarterly.views.asked import asked_quarter
from daybook.quarterly.views.scoring import UNPROCESSABLE, around
from daybook.web.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: PersonRequest, quarter: str) -> HttpResponse:
    """Everybody with score, band and comment; posted to, all sheets are signed and published at once."""
    bench = workbench_of(request.frame, asked_quarter(quarter).key)
    page = ScoringPage(bench)
    signing = SigningPage(page, Act(page))
    if request.method == "POST":
        try:
            refuse_unseen(signing, request.POST)
            signed = sign_sheets(rater=request.person, quarter=bench.period.key, papers=papers_of(bench))
        except Refused as refused:
            signing.refuse(refused, request.POST)
        else:
            told = ngettext("Signed: %(count)s sheet.", "Signed: %(count)s sheets.", len(signed))
            messages.success(request, told % {"count": len(signed)})
            return redirect("scoring", bench.period.key)
    status = UNPROCESSABLE if signing.fault else 200
    return render(
        request, "quarterly/scoring_sign.html", {**around(bench), "signing": signing}, status=status
    )
