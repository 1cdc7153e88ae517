"""评分: the workbench of whoever scores a quarter, the evidence beside a cell, drafts as they are typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from daybook.org.checked import length_limit
from daybook.org.kept import kept, texts_sent
from daybook.org.middleware import PersonRequest
from daybook.quarterly.actions.writings import keep_sheet_writing
from daybook.quarterly.models import ElementScore, ScoreSheet
from daybook.quarterly.queries.distribution import distribution_of
from daybook.quarterly.queries.evidence import evidence_for
from daybook.quarterly.queries.grid import Workbench, row_for, workbench_of
from daybook.quarterly.queries.vignettes import samples_waiting
from daybook.quarterly.shown.distribution import Plot
from daybook.quarterly.shown.evidence import EvidencePanel, sign_of_elements, sign_words
from daybook.quarterly.shown.scoring import ScoringPage, mark_words
from daybook.quarterly.shown.scoring_act import Act, act_words
from daybook.quarterly.shown.scoring_words import cell_words
from daybook.quarterly.views.asked import asked_quarter
from daybook.rules.periods import Period, quarters_of
from daybook.web.dates import quarter_words
from daybook.web.sent import asked_day

GONE, UNPROCESSABLE = 410, 422
PREFIXES = ("score:", "reason:", "cite:")


@require_safe
def scoring(request: PersonRequest, quarter: str) -> HttpResponse:
    """Everybody whom the reader scores in a quarter, person by element."""
    period = asked_quarter(quarter)
    bench = workbench_of(request.frame, period.key)
    page = ScoringPage(bench)
    variables = {
        **around(bench),
        **_neighbours(period, request.today),
        "page": page,
        "act": Act(page),
        "plot": Plot(distribution_of(bench.policy, request.bureau, period.key, request.person)),
        "least_told": bench.policy.quarterly.least_told,
        "samples": samples_waiting(request.bureau, period.key, request.person),
        "limits": _limits(),
        "saved_at": max((row.saved_at for row in bench.rows if row.saved_at), default=None),
        "script": _script(page),
    }
    return render(request, "quarterly/scoring.html", variables)


@require_safe
def evidence(request: PersonRequest, quarter: str, number: str, day: str) -> HttpResponse:
    """What speaks for a person's scores, as far as the reader who gives them may know it."""
    found = evidence_for(request.frame, asked_quarter(quarter).key, number, asked_day(day))
    variables = {"panel": EvidencePanel(found), "number": number}
    return render(request, "quarterly/parts/scoring_evidence.html", variables)


@require_POST
def draft(request: PersonRequest, quarter: str, number: str, day: str) -> HttpResponse:
    """Keep what is being written; answers with its version, 409 with what another window wrote."""
    bench, row = row_for(request.frame, asked_quarter(quarter).key, number, asked_day(day))
    if not row.is_open:
        return JsonResponse({"message": _("This sheet is signed.")}, status=GONE)
    return kept(
        request,
        texts_sent(request, "comment", prefixes=PREFIXES),
        lambda given, version: keep_sheet_writing(
            rater=request.person,
            person=row.person,
            quarter=bench.period.key,
            first_day=row.span.first,
            fields=given,
            version=version,
        ),
    )


def around(bench: Workbench) -> dict[str, Any]:
    """What every page of the workbench tells of its quarter."""
    return {"bench": bench, "quarter": quarter_words(bench.period.key)}


def _limits() -> dict[str, int]:
    return {
        "reason": length_limit(ElementScore, "reason"),
        "comment": length_limit(ScoreSheet, "comment"),
    }


def _script(page: ScoringPage) -> dict[str, Any]:
    """The words and the scale that the page's script needs."""
    return {
        "scale": page.scale,
        "bands": page.bands,
        "marks": mark_words(),
        "act": act_words(),
        "cell": cell_words(),
        "signs": sign_words(),
        "relations": sign_of_elements(),
    }


def _neighbours(period: Period, today: date) -> dict[str, str]:
    """The quarters before and after, as far as they have begun."""
    year = period.first.year
    around = [each for every in (year - 1, year, year + 1) for each in quarters_of(every)]
    place = around.index(period)
    before, after = around[place - 1], around[place + 1]
    told = {"before": before.key, "before_words": quarter_words(before.key)}
    if after.first <= today:
        told |= {"after": after.key, "after_words": quarter_words(after.key)}
    return told
