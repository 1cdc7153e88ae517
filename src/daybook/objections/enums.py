"""The codes of an objection: what it is about, how it ended, what is being written."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Subject(models.TextChoices):
    """对象: what somebody objects to."""

    SHEET = "sheet", _("score sheet")


class YearSubject(models.TextChoices):
    """年度异议的种类: to a public notice, or one of the two remedies against a final result."""

    NOTICE = "notice", _("public notice")
    RECONSIDERATION = "reconsider", _("reconsideration")
    APPEAL = "appeal", _("appeal")


class Outcome(models.TextChoices):
    """结果: how an objection ended; one without an outcome is open."""

    UPHELD = "upheld", pgettext_lazy("objection", "upheld")
    DISMISSED = "dismissed", pgettext_lazy("objection", "dismissed")
    WITHDRAWN = "withdrawn", pgettext_lazy("objection", "withdrawn")
