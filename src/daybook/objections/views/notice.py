"""公示: the notice of a year's grades, and the box in which everybody may object under his own name."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.annual.shown.sight import sight_of
from daybook.daily.queries.unlocks import person_written
from daybook.objections.actions.year_filing import object_to_notice
from daybook.objections.models import YearObjection
from daybook.objections.queries.notice import NoticePage, notice_page
from daybook.org.checked import length_limit, text_given
from daybook.org.kept import UNPROCESSABLE
from daybook.org.middleware import PersonRequest
from daybook.web.printing import can_make_pdf
from daybook.web.refusals import Refused
from daybook.web.sent import number_of


@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: PersonRequest, year: int) -> HttpResponse:
    """The notice as a document; posted to, an objection is filed."""
    if not sight_of(request.frame).quotas:
        raise Http404
    page = notice_page(request.frame, year, number_of(request.GET.get("serial", "")) or None)
    if request.method != "POST":
        return _shown(request, page)
    if page.content is None:
        raise Http404
    whose, text = (str(request.POST.get(name, "")).strip() for name in ("whose", "text"))
    try:
        person = person_written(request.person, text_given(whose, "whose"))
        made = object_to_notice(notice=page.content.notice, person=request.person, whose=person, text=text)
    except Refused as refused:
        return _shown(request, page, refused)
    messages.success(request, _("Your objection is filed; who decides it has been told."))
    return redirect("year_objection", made.key)


def _shown(request: PersonRequest, page: NoticePage, refused: Refused | None = None) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in ("whose", "text")}
    variables = {
        "page": page,
        "year": page.year,
        "typed": typed,
        "refused": refused,
        "limit": length_limit(YearObjection, "text"),
        "pdf": can_make_pdf(),
    }
    return render(request, "objections/notice.html", variables, status=UNPROCESSABLE if refused else 200)
