"""What somebody may ask of the feed."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.web.refusals import Refused


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
    after = forms.CharField(required=False, max_length=100)
    known = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)


class SearchForm(forms.Form):
    """What somebody looks for; `before` is the key of the last entry of the page before."""

    q = forms.CharField(
        required=False,
        max_length=200,
        error_messages={
            "max_length": _("At most 200 characters fit here."),
            "null_characters_not_allowed": _("A text may not hold the character NUL."),
        },
    )
    before = forms.CharField(required=False, max_length=100)


class MattersForm(forms.Form):
    """What may be asked of the list of matters, all optional."""

    q = forms.CharField(required=False, max_length=200)
    department = forms.CharField(required=False, max_length=100)
    closed = forms.BooleanField(required=False)


class MatterForm(forms.Form):
    """How a matter's story is read: the newest first unless asked otherwise, and which page of it."""

    order = forms.ChoiceField(required=False, choices=[("oldest", ""), ("newest", "")])
    page = forms.IntegerField(required=False, min_value=1, max_value=10_000)

    def how(self) -> tuple[str, int]:
        """Order and page of a valid form."""
        return self.cleaned_data["order"] or "newest", self.cleaned_data["page"] or 1


class ClosingForm(forms.Form):
    """The last day of a matter."""

    last_day = forms.DateField(input_formats=["%Y-%m-%d"])

    def day(self) -> date:
        """The day. Raises Refused where there is none."""
        if not self.is_valid():
            raise Refused(str(_("A day is written 2026-03-31.")), field="last_day")
        day: date = self.cleaned_data["last_day"]
        return day
