"""What a message is about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageKind(models.TextChoices):
    """The occasions on which somebody is told something; `wording.py` holds the sentence of each."""

    MONTH_OPEN = "month_open", _("a month is to be reconciled")
    PLAN_SOON = "plan_soon", _("a plan is due soon")
    SUBMIT_SOON = "submit_soon", _("a reconciliation is due soon")
    REVIEW_SOON = "review_soon", _("reviews are due soon")
    PLAN_LATE = "plan_late", _("a plan is late")
    SUBMIT_LATE = "submit_late", _("a reconciliation is late")
    REVIEW_LATE = "review_late", _("reviews are late")
    REVIEWS_LATE = "reviews_late", _("somebody's reviews are late")
    PLAN_EXTENDED = "plan_extended", _("planning was put off")
    SUBMIT_EXTENDED = "submit_extended", _("reconciling was put off")
    REVIEW_EXTENDED = "review_extended", _("reviewing was put off")
    OBJECTION_FILED = "objection_filed", _("somebody objects to a score sheet")
    OBJECTION_SOON = "objection_soon", _("an objection is to be decided soon")
    OBJECTION_LATE = "objection_late", _("the decision on an objection is late")
    OBJECTION_DECIDED = "objection_decided", _("an objection was decided")
    SHEET_TO_CORRECT = "sheet_to_correct", _("a score sheet is to be corrected")
    SHEET_CORRECTED = "sheet_corrected", _("a score sheet was corrected")
    COMMENT_ANSWERED = "comment_answered", _("a comment was answered")
    SHEETS_SOON = "sheets_soon", _("score sheets are due soon")
    SHEETS_LATE = "sheets_late", _("score sheets are late")
    RATER_LATE = "rater_late", _("somebody's score sheets are late")
    SHEETS_MISSING = "sheets_missing", _("score sheets of the bureau are late")
    SCORES_TO_READ = "scores_to_read", _("scores are published, to be read")
    CAP_EXCEEDED = "cap_exceeded", _("the cap on the highest grade is exceeded")
    SUMMARY_SOON = "summary_soon", _("an annual summary is due soon")
    SUMMARY_LATE = "summary_late", _("an annual summary is late")
    BALLOT_OPEN = "ballot_open", _("an annual assessment is open")
    BALLOT_SOON = "ballot_soon", _("an annual assessment closes soon")
    GRADES_TO_PROPOSE = "grades_to_propose", _("grades of a unit are to be proposed")
    GRADES_TO_DECIDE = "grades_to_decide", _("proposed grades are to be decided")
    NOTICE_OVER = "notice_over", _("a public notice is over")
    YEAR_OBJECTION = "year_objection", _("somebody objects to a result of the year")
    YEAR_ANSWERED = "year_answered", _("an objection to a result of the year is answered")
    RESULT_TO_SIGN = "result_to_sign", _("the result of a year is to be signed")
    RESULT_CHANGED = "result_changed", _("the result of a year was changed")
