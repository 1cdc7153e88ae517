"""The codes of the daily record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EntryState(models.TextChoices):
    """What was done to a matter that day."""

    ONGOING = "ongoing", _("ongoing")
    DONE = "done", pgettext_lazy("entry", "finished")
    UNTOUCHED = "untouched", _("untouched")
    CANCELLED = "cancelled", _("cancelled")


class Visibility(models.TextChoices):
    """公开范围."""

    OPEN = "open", pgettext_lazy("visibility", "open")
    INTERNAL = "internal", pgettext_lazy("visibility", "internal")


class InternalReason(models.TextChoices):
    """Why an entry is internal."""

    PETITION = "petition", _("petition")
    PERSONNEL = "personnel", pgettext_lazy("internal reason", "personnel")
    CASE = "case", pgettext_lazy("internal reason", "case")
    OTHER_SENSITIVE = "other_sensitive", _("otherwise sensitive")
