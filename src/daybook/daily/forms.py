"""What somebody may ask of the feed."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class FeedForm(forms.Form):
    """The filters of the feed, all optional: words, a day, a department, a person, a matter."""

    q = forms.CharField(required=False, max_length=100)
    date = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("A day is written 2026-03-31.")},
    )
    department = forms.CharField(required=False, max_length=100)
    person = forms.CharField(required=False, max_length=100)
    matter = forms.CharField(required=False, max_length=200)
    before = forms.CharField(required=False, max_length=100)
