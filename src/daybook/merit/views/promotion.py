"""选拔任用参考表: a person's sheet, issued for a purpose; the list of what was issued; the files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from daybook.merit.access import promotion_issue, promotion_person, require_promotion
from daybook.merit.actions.promotion import issue_sheet, note_sheet_taken
from daybook.merit.queries.promotion import SheetRead, issues_of
from daybook.merit.reports.content import promotion_sheet
from daybook.merit.reports.files import KINDS, issued_sheet, sheet_file
from daybook.merit.views.asked import UNPROCESSABLE, Sent, sent_texts
from daybook.org.middleware import PersonRequest
from daybook.org.models import Person
from daybook.web.printing import can_make_pdf
from daybook.web.refusals import Refused
from daybook.web.sending import file_answer


@require_http_methods(["GET", "HEAD", "POST"])
def sheet_of(request: PersonRequest, number: str) -> HttpResponse:
    """A person's sheet as it would be issued now, and what was issued before; posted to, it is issued."""
    person = promotion_person(request.frame, number)
    if request.method != "POST":
        return _shown(request, person, Sent())
    sent = sent_texts(request)
    try:
        made = issue_sheet(person=person, purpose=sent.typed.get("purpose", ""), actor=request.person)
    except Refused as refused:
        sent.refused(refused)
        return _shown(request, person, sent)
    messages.success(request, _("The sheet is issued under the number %(key)s.") % {"key": made.key})
    return redirect("promotion_issue", key=made.key)


def _shown(request: PersonRequest, person: Person, sent: Sent) -> HttpResponse:
    read = SheetRead(person, request.today)
    variables = {
        "person": person,
        "sheet": promotion_sheet(read).told() if read.years else None,
        "issues": issues_of(request.bureau, person),
        "is_own": person == request.person,
        "sent": sent,
    }
    return render(request, "merit/promotion.html", variables, status=UNPROCESSABLE if sent.fault else 200)


@require_safe
def issues(request: PersonRequest) -> HttpResponse:
    """Every sheet that was issued."""
    require_promotion(request.frame)
    return render(request, "merit/issues.html", {"issues": issues_of(request.bureau)})


@require_safe
def issue(request: PersonRequest, key: str) -> HttpResponse:
    """An issued sheet as it was issued."""
    found = promotion_issue(request.frame, key)
    variables = {"issue": found, "sheet": issued_sheet(found), "pdf": can_make_pdf()}
    return render(request, "merit/issue.html", variables)


@require_safe
def issue_file(request: PersonRequest, key: str, form: str) -> HttpResponse:
    """An issued sheet as a file; that it was taken is noted."""
    found = promotion_issue(request.frame, key)
    if form not in KINDS or (form == "pdf" and not can_make_pdf()):
        raise Http404
    made = sheet_file(found, form)
    note_sheet_taken(issue=found, form=form, actor=request.person)
    return file_answer(made, KINDS[form].media_type)
