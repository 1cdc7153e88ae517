"""The codes of the use of results."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class BenefitKind(models.TextChoices):
    """运用方式: what somebody may be preferred for; each has its list."""

    AWARD = "award", _("merit selection")
    TRAINING = "training", _("practical training")
    RECUPERATION = "recuperation", _("recuperation")
