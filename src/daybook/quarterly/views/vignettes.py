"""样例: the page on which samples are written, opened and scored, and where one sees where one stands."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.org.checked import length_limit
from daybook.org.middleware import PersonRequest
from daybook.quarterly.actions.vignettes import (
    MOST,
    SampleMonth,
    open_vignettes,
    remove_vignette,
    score_vignette,
    write_vignette,
)
from daybook.quarterly.enums import FormCategory
from daybook.quarterly.models import Vignette
from daybook.quarterly.queries.vignettes import Vignettes, vignettes_of
from daybook.quarterly.shown.office_ways import office_ways
from daybook.quarterly.shown.vignettes import SentSample, sample_views
from daybook.quarterly.typed import hundredths_typed
from daybook.quarterly.views.asked import asked_quarter
from daybook.rules.exact import decimal_of
from daybook.web.refusals import Refused

UNPROCESSABLE = 422
SCORE = "score:"


@require_http_methods(["GET", "HEAD", "POST"])
def vignettes(request: PersonRequest, quarter: str) -> HttpResponse:
    """The samples of a quarter: for the personnel office, and for the superiors who score in it."""
    found = vignettes_of(request.frame, asked_quarter(quarter))
    if request.method != "POST":
        return _page(request, found, SentSample())
    typed = {name: str(text).strip() for name, text in request.POST.items()}
    act, number = typed.get("act", ""), typed.get("number", "")
    of = int(number) if number in {str(each + 1) for each in range(MOST)} else 0
    try:
        messages.success(request, _done(request, quarter, act, of, typed))
    except Refused as refused:
        sent = SentSample(act, of, typed, refused.message, refused.field)
        return _page(request, found, sent)
    return redirect("vignettes", quarter=quarter)


def _done(request: PersonRequest, quarter: str, act: str, number: int, typed: Mapping[str, str]) -> str:
    """Do what was asked, and say so. Raises Refused."""
    bureau, person = request.bureau, request.person
    if act == "write":
        texts = (typed.get(name, "") for name in ("category", "plan", "record", "indicators"))
        sample = SampleMonth(*texts)
        write_vignette(bureau=bureau, quarter=quarter, number=number, sample=sample, actor=person)
        return _("The sample is kept.")
    if act == "remove":
        remove_vignette(bureau=bureau, quarter=quarter, number=number, actor=person)
        return _("The sample is taken away.")
    if act == "open":
        open_vignettes(bureau=bureau, quarter=quarter, actor=person)
        return _("The samples are open to all superiors.")
    if act != "score":
        raise Refused(_("Choose what is to be done."))
    scores = {name.removeprefix(SCORE): text for name, text in typed.items() if name.startswith(SCORE)}
    exact = {code: hundredths_typed(text) for code, text in scores.items() if text}
    if None in exact.values():
        raise Refused(_("A score is a number such as 88.5."), field=_first_wrong(exact))
    given = {code: decimal_of(score) for code, score in exact.items() if score is not None}
    score_vignette(bureau=bureau, quarter=quarter, number=number, scores=given, scorer=person)
    return _("Your scores of the sample are kept.")


def _first_wrong(exact: Mapping[str, int | None]) -> str:
    return next(code for code, score in exact.items() if score is None)


def _page(request: PersonRequest, found: Vignettes, sent: SentSample) -> HttpResponse:
    views = sample_views(found, sent)
    variables = {
        "found": found,
        "quarter": found.period.key,
        "samples": views,
        "ways": office_ways(found.period, "vignettes"),
        "sent": sent,
        "numbers": range(1, MOST + 1),
        "free": min(set(range(1, MOST + 1)) - {each.vignette.number for each in views}, default=0),
        "most": MOST,
        "least": found.policy.quarterly.least_told,
        "categories": FormCategory.choices,
        "limits": {name: length_limit(Vignette, name) for name in ("plan", "record", "indicators")},
    }
    status = UNPROCESSABLE if sent.fault else 200
    return render(request, "quarterly/vignettes.html", variables, status=status)
