"""The four ratings of a month, which are also the routine grades of a quarter."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rating(models.TextChoices):
    """好, 较好, 一般, 较差."""

    WELL = "well", _("well")
    FAIRLY_WELL = "fairly_well", _("fairly well")
    FAIR = "fair", _("fair")
    POOR = "poor", _("poor")
