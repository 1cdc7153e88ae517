"""今日: the page of a person's own day, and the parts of it that change while it is open."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from daybook.daily.access import Reader
from daybook.daily.day_form import DayForm, new_form
from daybook.daily.queries.today import DayPage, day_page
from daybook.daily.skeletons import SKELETONS, skeleton_of
from daybook.org.middleware import PersonRequest
from daybook.web.sent import asked_day


@require_safe
def today(request: PersonRequest) -> HttpResponse:
    """The present day."""
    return _page(request, request.today)


@require_safe
def day(request: PersonRequest, day: str) -> HttpResponse:
    """A day of one's own under its permanent address."""
    return _page(request, asked_day(day))


@require_safe
def state(request: PersonRequest, day: str) -> HttpResponse:
    """What may have changed beside the rows: open matters, the mark of the day, the calendar."""
    page = page_of(request, asked_day(day))
    return render(request, "daily/today/state.html", {"page": page, "day": page.day, "oob": True})


@require_safe
def skeleton(request: PersonRequest, day: str) -> HttpResponse:
    """The full form with the words that entries of a kind begin with."""
    work_date = asked_day(day)
    fields = skeleton_of(request.GET.get("kind", "")).typed()
    if request.headers.get("HX-Request"):
        opened = new_form(request.person, work_date, request.frame.policy, fields)
        return render(request, "daily/today/form.html", {"open": opened, "day": work_date})
    return _page(request, work_date, fields)


def page_of(request: PersonRequest, work_date: date, faults: dict[str, str] | None = None) -> DayPage:
    """The page of one's own day. Raises Http404 where no policy is in force to say what may be done."""
    if (policy := request.frame.policy) is None:
        raise Http404
    reader = Reader(request.person, request.frame.standing.rights, request.today)
    return day_page(reader, work_date, policy, faults)


def shown(
    request: PersonRequest, page: DayPage, opened: DayForm | None = None, *, line: str = "", fault: str = ""
) -> HttpResponse:
    """The whole page, with the full form open where there is one."""
    variables: dict[str, Any] = {
        "page": page,
        "day": page.day,
        "open": opened,
        "line": line,
        "line_fault": fault,
        "skeletons": SKELETONS,
    }
    return render(request, "daily/today.html", variables)


def back_to(work_date: date) -> HttpResponse:
    """Back to the day, for whoever has no script."""
    return redirect("day", work_date.isoformat())


def _page(request: PersonRequest, work_date: date, fields: dict[str, str] | None = None) -> HttpResponse:
    page = page_of(request, work_date)
    wanted = fields is not None or request.GET.get("form") == "seven"
    opened = None
    if wanted and page.standing.open:
        opened = new_form(request.person, work_date, request.frame.policy, fields or {})
    return shown(request, page, opened)
