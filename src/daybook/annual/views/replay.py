"""推演: a year under another policy or other values; the real one is never touched."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from daybook.annual.actions.replay import note_replay
from daybook.annual.queries.results import kept_of
from daybook.annual.queries.settled import settled_beside
from daybook.annual.replay_asked import AskedReplay, read_replay
from daybook.annual.shown.replay_book import replay_book, replay_title
from daybook.annual.shown.replay_page import ReplayPage
from daybook.annual.shown.sight import sight_of
from daybook.org.middleware import PersonRequest
from daybook.org.policies import policy, policy_of
from daybook.org.spoken import spoken
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault
from daybook.web.archive import Made
from daybook.web.printing import XLSX
from daybook.web.sending import file_answer
from daybook.web.sent import number_of

UNPROCESSABLE = 422


@require_safe
def replay(request: PersonRequest, year: int) -> HttpResponse:
    """The year as it stands beside the year as it would be; of the office and the bureau's leaders."""
    _require_insight(request)
    own = policy_of(request.bureau, date(year, 12, 31))
    asked = read_replay(request.bureau.policy, request.GET)
    base = _base(asked, year)
    page = _replayed(request, year, asked, base) if asked.is_asked and base else None
    scored = page.is_scored if page else year in kept_of(request.bureau, year).years
    variables = {"year": year, "asked": asked, "page": page, "is_scored": scored}
    variables |= {"chosen": _chosen(base, page), "fields": asked.fields(base or own)}
    variables |= {
        "faults": asked.other_faults(base or own),
        "policies": asked.named_policies(date(year, 12, 31)),
    }
    status = UNPROCESSABLE if asked.faults else 200
    return render(request, "annual/replay.html", variables, status=status)


@require_safe
def workbook(request: PersonRequest, year: int) -> HttpResponse:
    """The same as a workbook. Raises Http404 where there is nothing to replay, or the values do not hold."""
    _require_insight(request)
    asked = read_replay(request.bureau.policy, request.GET)
    base = _base(asked, year)
    page = _replayed(request, year, asked, base, form="xlsx") if asked.is_asked and base else None
    if page is None:
        raise Http404
    return file_answer(Made(f"{replay_title(year)}.xlsx", replay_book(page, _chosen(base, page))), XLSX)


def _require_insight(request: PersonRequest) -> None:
    """Let the personnel office and the bureau's leaders in. Raises Http404."""
    if not sight_of(request.frame).insight:
        raise Http404


def _base(asked: AskedReplay, year: int) -> Policy | None:
    """The policy asked for; nothing where there is none, or its file does not hold."""
    if not asked.is_known:
        return None
    try:
        return policy(asked.policy_id, date(year, 12, 31))
    except PolicyFault as fault:
        asked.policy_refused(fault)
        return None


def _replayed(
    request: PersonRequest, year: int, asked: AskedReplay, base: Policy, form: str = ""
) -> ReplayPage | None:
    """Both sides; nothing where the values do not hold, and then why is noted by their names."""
    found = asked.replay(base)
    try:
        then, now = settled_beside(request.bureau, year, found)
    except PolicyFault as fault:
        asked.refused(fault)
        return None
    note_replay(actor=request.person, year=year, replay=found, form=form)
    return ReplayPage(then, now, sight_of(request.frame), number_of(request.GET.get("page", "")) or 1)


def _chosen(base: Policy | None, page: ReplayPage | None) -> str:
    """What the year is replayed under, in words."""
    if base is None:
        return ""
    changed = page is not None and page.now.policy.id != base.id
    name = spoken(base.name)
    return _("%(policy)s, some values changed") % {"policy": name} if changed else name
