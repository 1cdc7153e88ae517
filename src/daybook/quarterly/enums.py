"""The kinds of score sheets and their forms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SheetKind(models.TextChoices):
    """What a sheet is."""

    SCORE = "score", _("score sheet")
    OPINION = "opinion", _("written opinion")
    WITHDRAWN = "withdrawn", _("replaced sheet")


class FormCategory(models.TextChoices):
    """Whose score form it is."""

    HEAD = "head", pgettext_lazy("score form", "heads")
    STAFF = "staff", pgettext_lazy("score form", "staff")
