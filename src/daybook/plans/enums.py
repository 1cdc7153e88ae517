"""The codes of goals and plan items."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlanState(models.TextChoices):
    """What became of a goal or plan item."""

    DONE = "done", pgettext_lazy("plan", "done")
    PARTIAL = "partial", _("partly done")
    NOT_DONE = "not_done", _("not done")
    CANCELLED = "cancelled", _("cancelled")


FINISHED = frozenset({PlanState.DONE, PlanState.CANCELLED})
"""The states after which nothing is left to do."""


class ChangeKind(models.TextChoices):
    """What a change of a plan does."""

    ADD = "add", pgettext_lazy("plan change", "add")
    REVISE = "revise", pgettext_lazy("plan change", "revise")
    DROP = "drop", pgettext_lazy("plan change", "drop")


class MonthAct(models.TextChoices):
    """An act of a month that has a deadline."""

    PLAN = "plan", _("planning")
    SUBMIT = "submit", _("submitting")
    REVIEW = "review", _("reviewing")
