"""The codes of the year: ballots, grades, pools and the stages of a decision."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class BallotClass(models.TextChoices):
    """票类: who votes, from above and from beside."""

    A = "A", _("principal leader")
    B = "B", _("other bureau leaders")
    C = "C", _("heads")
    D = "D", _("staff")


class BallotOption(models.TextChoices):
    """What a ballot may say of a virtue."""

    A = "A", pgettext_lazy("ballot", "excellent")
    B = "B", pgettext_lazy("ballot", "good")
    C = "C", pgettext_lazy("ballot", "middling")
    D = "D", pgettext_lazy("ballot", "poor")
    N = "N", _("do not know")


class Virtue(models.TextChoices):
    """The five virtues, in the order in which a ballot's options are kept."""

    INTEGRITY = "integrity", _("integrity")
    ABILITY = "ability", _("ability")
    DILIGENCE = "diligence", _("diligence")
    ACHIEVEMENT = "achievement", _("achievement")
    PROBITY = "probity", _("probity")


class Grade(models.TextChoices):
    """等次: every grade a year can end with."""

    EXCELLENT = "excellent", pgettext_lazy("grade", "excellent")
    GOOD = "good", pgettext_lazy("grade", "good")
    COMPETENT = "competent", _("competent")
    BASICALLY_COMPETENT = "basically_competent", _("basically competent")
    INCOMPETENT = "incompetent", _("incompetent")
    UNDETERMINED = "undetermined", _("undetermined")
    NOT_APPRAISED = "not_appraised", _("not appraised")


class QuotaGrade(models.TextChoices):
    """The grades that have quotas."""

    EXCELLENT = "excellent", pgettext_lazy("grade", "excellent")
    GOOD = "good", pgettext_lazy("grade", "good")


class Pool(models.TextChoices):
    """The staff categories that share quotas."""

    CIVIL = "civil", pgettext_lazy("pool", "civil servants")
    INSTITUTION = "institution", pgettext_lazy("pool", "institution staff")
    SUPPORT = "support", pgettext_lazy("pool", "support workers")


class Stage(models.TextChoices):
    """How far a decision has come."""

    PROPOSED = "proposed", pgettext_lazy("stage", "proposed")
    DECIDED = "decided", pgettext_lazy("stage", "decided")
    NOTICED = "noticed", pgettext_lazy("stage", "noticed")
    FINAL = "final", pgettext_lazy("stage", "final")


ANNOUNCED = frozenset({Stage.NOTICED, Stage.FINAL})
"""The stages from which on a grade, and what was proposed before it, is known to its person."""


class SignatureKind(models.TextChoices):
    """本人意见: what a person did with his final result."""

    SIGNED = "signed", pgettext_lazy("signature", "signed")
    OBJECTED = "objected", pgettext_lazy("signature", "signed, objecting")
    REFUSED = "refused", pgettext_lazy("signature", "refused to sign")
