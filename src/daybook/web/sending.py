"""Sending files: one to be saved, or many as one archive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from urllib.parse import quote

from django.http import HttpResponse, StreamingHttpResponse

from daybook.web.archive import COUNT, Archive, Made


def file_answer(made: Made, media_type: str) -> HttpResponse:
    """A file that the browser saves under its name."""
    response = HttpResponse(made.content, content_type=media_type)
    response["Content-Disposition"] = _attached(made.name)
    return response


def archive_answer(name: str, zone: tzinfo, files: Iterable[Made], count: int) -> StreamingHttpResponse:
    """An archive of so many files, sent while it is made."""
    response = StreamingHttpResponse(Archive(zone, files), content_type="application/zip")
    response["Content-Disposition"] = _attached(f"{name}.zip")
    response[COUNT] = str(count)
    return response


def _attached(name: str) -> str:
    return f"attachment; filename*=UTF-8''{quote(name, safe='')}"
