"""The codes of the roster; their Chinese labels are the glossary's."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(models.TextChoices):
    """What somebody is in an appointment."""

    PRINCIPAL_LEADER = "principal_leader", _("principal leader")
    BUREAU_LEADER = "bureau_leader", _("bureau leader")
    DEPARTMENT_HEAD = "department_head", _("department head")
    ACTING_HEAD = "acting_head", _("acting head")
    STAFF = "staff", _("staff")


LEADER_ROLES = frozenset({Role.PRINCIPAL_LEADER, Role.BUREAU_LEADER})
HEAD_ROLES = frozenset({Role.DEPARTMENT_HEAD, Role.ACTING_HEAD})


class StaffCategory(models.TextChoices):
    """人员类别, which chooses the pool of the quotas."""

    CIVIL_SERVANT = "civil_servant", _("civil servant")
    QUASI_CIVIL_SERVANT = "quasi_civil_servant", _("quasi civil servant")
    PUBLIC_INSTITUTION = "public_institution", _("public institution")
    SUPPORT_WORKER = "support_worker", _("support worker")


class Gender(models.TextChoices):
    """性别."""

    MALE = "male", _("male")
    FEMALE = "female", _("female")


class HalfDay(models.TextChoices):
    """A part of a day, of an absence or of an entry."""

    MORNING = "morning", _("morning")
    AFTERNOON = "afternoon", _("afternoon")
    EVENING = "evening", _("evening")


class DayKind(models.TextChoices):
    """How a day of the own calendar differs from the national one."""

    OFF = "off", _("day off")
    WORKDAY = "workday", _("makeup workday")


class AbsenceKind(models.TextChoices):
    """缺勤: each makes a day not due."""

    ANNUAL_LEAVE = "annual_leave", _("annual leave")
    SICK_LEAVE = "sick_leave", _("sick leave")
    PERSONAL_LEAVE = "personal_leave", _("personal leave")
    MATERNITY_LEAVE = "maternity_leave", _("maternity leave")
    PATERNITY_LEAVE = "paternity_leave", _("paternity leave")
    CHILDCARE_LEAVE = "childcare_leave", _("childcare leave")
    MARRIAGE_LEAVE = "marriage_leave", _("marriage leave")
    BEREAVEMENT_LEAVE = "bereavement_leave", _("bereavement leave")
    WORK_INJURY = "work_injury", _("work injury")
    TRAINING = "training", _("training")
    OTHER = "other", pgettext_lazy("absence", "other absence")


class CircumstanceKind(models.TextChoices):
    """特殊情形 that are entered; what they do is in the policy."""

    PROBATION = "probation", _("probation")
    UNDER_INVESTIGATION = "under_investigation", _("under investigation")
    SECONDMENT_IN = "secondment_in", _("secondment in")
    SECONDMENT_OUT = "secondment_out", _("secondment out")
    WARNING = "warning", _("warning")
    POST_ADJUSTED = "post_adjusted", _("post adjusted")
    ADMONISHED = "admonished", _("admonished")
    DEMERIT = "demerit", _("demerit")
    SERIOUS_WARNING = "serious_warning", _("serious warning")
    REMOVED_BY_ORGANISATION = "removed_by_organisation", _("removed by organisation")
    MAJOR_DEMERIT = "major_demerit", _("major demerit")
    REMOVED_FROM_PARTY_POST = "removed_from_party_post", _("removed from party post")
    REFUSED = "refused", _("refused without good cause")
    PROBATION_IN_PARTY_1 = "probation_in_party_1", _("probation in party, one year")
    PROBATION_IN_PARTY_2 = "probation_in_party_2", _("probation in party, two years")
    EXPELLED_FROM_PARTY = "expelled_from_party", _("expelled from party")


class DelegationKind(models.TextChoices):
    """What may be delegated; scoring never."""

    REVIEW_MONTHS = "review_months", _("reviewing months")
    ENTER_LOG = "enter_log", _("entering the log")


class RightKind(models.TextChoices):
    """Rights of office."""

    PERSONNEL_OFFICE = "personnel_office", _("personnel office")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDIT_ADMIN = "audit_admin", _("audit administrator")
