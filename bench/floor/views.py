"""A form, one INSERT, one template."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.decorators import login_required
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.floor.models import Note


class NoteForm(ModelForm):  # type: ignore[type-arg]  # the stubs' generic has no runtime form
    """The fields of an entry."""

    class Meta:
        model = Note
        fields: ClassVar = [
            field.name for field in Note._meta.fields if field.editable and field.name != "user"
        ]


@login_required
def save(request: HttpRequest) -> HttpResponse:
    """Save what the form holds and show it."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return render(request, "note.html", {"form": form}, status=422)
    form.instance.user = request.user
    return render(request, "note.html", {"note": form.save()})
