"""The codes of a month: ratings (also the routine grades of a quarter), events, drafts."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Rating(models.TextChoices):
    """好, 较好, 一般, 较差."""

    WELL = "well", _("well")
    FAIRLY_WELL = "fairly_well", _("fairly well")
    FAIR = "fair", _("fair")
    POOR = "poor", _("poor")


class MonthEventKind(models.TextChoices):
    """What happened to a month: handed in, given back, asked back by its person."""

    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ASKED_BACK = "asked_back", _("asked back")


class WritingKind(models.TextChoices):
    """What a draft of a month is to become."""

    SUMMARY = "summary", _("summary")
    REVIEW = "review", _("review")
