"""Rendering a page of plans: whole, or the part that a script asks for."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def rendered(request: HttpRequest, template: str, variables: dict[str, Any]) -> HttpResponse:
    """The page; its part `plan` alone for a script that puts it in place. Going back asks for the whole."""
    headers = request.headers
    part = headers.get("HX-Request") == "true" and headers.get("HX-History-Restore-Request") != "true"
    return render(request, f"{template}#plan" if part else template, variables)
