"""The form of a new token."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from daybook.api.enums import Scope


class TokenForm(forms.Form):
    """What the token is for, what it may do, and how long it holds."""

    name = forms.CharField(
        max_length=100, error_messages={"required": _("Say which program the token is for.")}
    )
    scopes = forms.MultipleChoiceField(
        choices=Scope.choices,
        error_messages={
            "required": _("Choose at least one thing that the token may do."),
            "invalid_choice": _("Choose at least one thing that the token may do."),
        },
    )
    expires_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("A day is written 2026-03-31.")},
    )
