"""Files of an entry: attached, read, taken off."""

from __future__ import annotations

from typing import IO, Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from daybook.daily.access import attachment_for, own_attachment_for, own_entry_for, own_reader_of
from daybook.daily.actions.attach import attach_file, remove_attachment
from daybook.daily.file_kinds import kind_named
from daybook.daily.files import path_of
from daybook.daily.models import LogEntry
from daybook.daily.views.entry import refused_page
from daybook.org.middleware import PersonRequest
from daybook.web.refusals import Refused

OTHER = "application/octet-stream"
# Whatever a file holds, it is no page of this house: it runs nothing, sends nothing and loads nothing.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
SANDBOX = f"sandbox; {POLICY}"
PDF = "application/pdf"


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: PersonRequest, key: str) -> HttpResponse:
    """Attach files: those that are sound are kept, each of the others has a sentence of its own."""
    reader = own_reader_of(request.frame)
    entry = own_entry_for(reader, key)
    files = request.FILES.getlist("files")
    if request.method == "POST":
        faults = [fault for file in files if (fault := _attach(request, entry, file))]
        if not files:
            faults = [_("Choose one file or several first.")]
        if count := len(files) - len(faults) if files else 0:
            told = ngettext("%(count)s file was attached.", "%(count)s files were attached.", count)
            messages.success(request, told % {"count": count})
        if faults:
            return refused_page(request, reader, entry, "attach", faults)
    return redirect("entry", key=key)


def _attach(request: PersonRequest, entry: LogEntry, file: UploadedFile[Any]) -> str:
    """The sentence by which one file was refused; empty where it was attached."""
    stream = cast("IO[bytes]", file.file)
    try:
        attach_file(entry=entry, name=file.name or "", stream=stream, actor=request.person)
    except Refused as refused:
        return refused.message
    return ""


@require_safe
def attachment(request: PersonRequest, key: str, name: str) -> HttpResponse | FileResponse:
    """A file, to whoever may read its entry: shown by the browser if a picture or PDF, else to be kept."""
    found = attachment_for(request.frame, key, name)
    kind = kind_named(found.name)
    try:
        file = path_of(found.sha256).open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    shown = kind is not None and kind.shown and "keep" not in request.GET
    media_type = kind.media_type if kind else OTHER
    response = FileResponse(file, as_attachment=not shown, filename=found.name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # A browser's own viewer of PDF does not start in a sandbox; it runs apart from this house's pages anyway.
    response["Content-Security-Policy"] = POLICY if media_type == PDF else SANDBOX
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: PersonRequest, key: str) -> HttpResponse:
    """Take a file off an entry of one's own."""
    reader = own_reader_of(request.frame)
    found = own_attachment_for(reader, key)
    if request.method == "POST":
        try:
            remove_attachment(attachment=found, actor=request.person)
        except Refused as refused:
            return refused_page(request, reader, found.entry, "attach", [refused.message])
        messages.success(request, _("The file was removed."))
    return redirect("entry", key=found.entry.key)
