"""提出异议: the person writes what he holds against his sheet, beside the sheet."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from daybook.objections.actions.filing import file_objection
from daybook.objections.actions.writings import about_sheet, keep_objection_writing
from daybook.objections.models import Objection
from daybook.objections.queries.filing import FilingPage, filing_page
from daybook.org.checked import length_limit
from daybook.org.kept import UNPROCESSABLE, kept, texts_sent
from daybook.org.middleware import PersonRequest
from daybook.quarterly.views.asked import asked_quarter
from daybook.web.refusals import Refused
from daybook.web.sent import asked_day


@require_http_methods(["GET", "HEAD", "POST"])
def object_to(request: PersonRequest, quarter: str, day: str) -> HttpResponse:
    """The form of an objection beside the sheet; posted to, it is filed."""
    page = _page(request, quarter, day)
    if page.filed:
        return redirect("objection", page.filed.key)
    if request.method != "POST":
        return _shown(request, page)
    text = request.POST.get("text", "")
    try:
        made = file_objection(sheet=page.sheet, person=request.person, text=text)
    except Refused as refused:
        return _shown(request, page, text=text, refused=refused)
    messages.success(request, _("Your objection is filed; who decides it has been told."))
    return redirect("objection", made.key)


@require_POST
def draft(request: PersonRequest, quarter: str, day: str) -> HttpResponse:
    """Keep the text as it is typed."""
    page, person = _page(request, quarter, day), request.person
    about = about_sheet(page.sheet)
    return kept(
        request,
        texts_sent(request, "text"),
        lambda given, version: keep_objection_writing(
            writer=person, about=about, fields=given, version=version
        ),
    )


def _page(request: PersonRequest, quarter: str, day: str) -> FilingPage:
    return filing_page(request.frame, asked_quarter(quarter).key, asked_day(day))


def _shown(
    request: PersonRequest, page: FilingPage, text: str | None = None, refused: Refused | None = None
) -> HttpResponse:
    variables = {
        "page": page,
        "text": page.draft.fields.get("text", "") if text is None and page.draft else text or "",
        "refused": refused,
        "limit": length_limit(Objection, "text"),
    }
    return render(request, "objections/object_to.html", variables, status=UNPROCESSABLE if refused else 200)
