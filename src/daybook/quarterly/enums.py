"""The kinds of score sheets."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SheetKind(models.TextChoices):
    """What a sheet is."""

    SCORE = "score", _("score sheet")
    OPINION = "opinion", _("written opinion")
    WITHDRAWN = "withdrawn", _("replaced sheet")
