"""Revising an entry: the full form, and the merge of two texts where another window was faster."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from daybook.daily.access import own_entry_for, own_reader_of
from daybook.daily.actions.amend import Overtaken, revise_entry
from daybook.daily.actions.writings import discard_writing
from daybook.daily.day_form import DayForm, draft_form, faulty_form, revision_form
from daybook.daily.entry_form import EntryForm, entry_choices, typed
from daybook.daily.merging import pairs, picked
from daybook.daily.models import LogEntry
from daybook.daily.queries.entry_page import entry_page, revision_draft, version_of
from daybook.daily.revise_form import RevisionForm
from daybook.org.keys import is_key
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused
from daybook.web.sent import number_of

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, key: str) -> HttpResponse:
    """Change an entry of one's own; what stands meanwhile and what was typed meet on the merge page."""
    entry = own_entry_for(own_reader_of(request.frame), key)
    if request.method == "POST":
        return _save(request, entry, _sent(request))
    if not entry_page(own_reader_of(request.frame), entry).acts.edits:
        # Submitted or withdrawn meanwhile: the entry's page says so, and what may still be done.
        return redirect("entry", key=key)
    return _open(request, entry)


def _open(request: PersonRequest, entry: LogEntry) -> HttpResponse:
    """The form as the entry fills it, or as it was left when something was being typed."""
    policy, draft = request.frame.policy, revision_draft(request.person, entry)
    if draft is None:
        opened = revision_form(request.person, entry, policy)
        return _form(request, entry, opened, RevisionForm.of(entry))
    opened = draft_form(request.person, draft, policy, {**typed(entry), **draft.fields})
    return _form(request, entry, opened, RevisionForm.left(draft))


def _sent(request: PersonRequest) -> Mapping[str, str]:
    """What was sent: a plain form, or the text put together on the merge page."""
    given = request.POST.dict()
    if not is_key(given.get("key", "")):
        given.pop("key", None)  # no draft can stand under it
    return {**given, **picked(given)} if "merging" in given else given


def _save(request: PersonRequest, entry: LogEntry, sent: Mapping[str, str]) -> HttpResponse:
    revision = RevisionForm.of(entry, sent)
    form = EntryForm(sent, author=request.person, day=revision.day or entry.work_date)
    try:
        saved = revise_entry(
            entry=entry,
            draft=form.sound_draft(),
            version=revision.base_version,
            work_date=revision.sound_day(),
            backfill_reason=sent.get("backfill_reason", ""),
            actor=request.person,
        )
    except Overtaken:
        return _merge(request, entry, sent)
    except Refused as refused:
        return _refused(request, entry, form, revision, refused)
    seen = number_of(sent.get("version", ""))
    discard_writing(author=request.person, key=sent.get("key", ""), version=seen)
    if saved.version > entry.version:
        messages.success(request, _("Saved as version %(number)s.") % {"number": saved.version})
    return redirect("entry", key=entry.key)


def _refused(
    request: PersonRequest, entry: LogEntry, form: EntryForm, revision: RevisionForm, refused: Refused
) -> HttpResponse:
    if not revision.refuse(refused):
        form.refuse(refused)
    opened = faulty_form(form, request.frame.policy, entry=entry, base=revision.base_version)
    return _form(request, entry, opened, revision, status=UNPROCESSABLE)


def _form(
    request: PersonRequest, entry: LogEntry, opened: DayForm, revision: RevisionForm, status: int = 200
) -> HttpResponse:
    variables = {"entry": entry, "open": opened, "revision": revision, "day": entry.work_date}
    return render(request, "daily/edit.html", variables, status=status)


def _merge(request: PersonRequest, entry: LogEntry, sent: Mapping[str, str]) -> HttpResponse:
    """Both texts: what was typed, and what stands now."""
    choices = entry_choices(request.person, entry.work_date, request.frame.policy, sent.get("matter", ""))
    told = pairs(sent, entry, version_of(entry, RevisionForm.of(entry, sent).base_version), choices)
    variables = {
        "entry": entry,
        "pairs": [each for each in told if each.differs],
        "alike": [each for each in told if not each.differs],
        "key": sent.get("key", ""),
        "version": sent.get("version", ""),
    }
    return render(request, "daily/merge.html", variables, status=CONFLICT)
