"""The sentence of a message, in the language of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybook.inbox.enums import MessageKind
from daybook.inbox.models import Message
from daybook.web.dates import day_words, month_words, quarter_words

SENTENCES: Mapping[str, str | Promise] = {
    MessageKind.MONTH_OPEN: _("%(month)s can be reconciled, until %(until)s"),
    MessageKind.PLAN_SOON: _("The plan of %(month)s is due on %(until)s"),
    MessageKind.SUBMIT_SOON: _("The reconciliation of %(month)s is due on %(until)s"),
    MessageKind.REVIEW_SOON: _("The reviews of %(month)s are due on %(until)s; %(count)s wait"),
    MessageKind.PLAN_LATE: _("The plan of %(month)s was due on %(until)s and is late"),
    MessageKind.SUBMIT_LATE: _("The reconciliation of %(month)s was due on %(until)s and is late"),
    MessageKind.REVIEW_LATE: _("The reviews of %(month)s were due on %(until)s; %(count)s are late"),
    MessageKind.REVIEWS_LATE: _("%(name)s is late with %(count)s reviews of %(month)s, due on %(until)s"),
    MessageKind.PLAN_EXTENDED: _("Planning %(month)s was put off to %(until)s: %(reason)s"),
    MessageKind.SUBMIT_EXTENDED: _("Reconciling %(month)s was put off to %(until)s: %(reason)s"),
    MessageKind.REVIEW_EXTENDED: _("Reviewing %(month)s was put off to %(until)s: %(reason)s"),
    MessageKind.OBJECTION_FILED: _(
        "%(name)s objects to the score sheet of the %(quarter)s; decide by %(until)s"
    ),
    MessageKind.OBJECTION_SOON: _("The objection of %(name)s (%(quarter)s) is to be decided by %(until)s"),
    MessageKind.OBJECTION_LATE: _("The objection of %(name)s (%(quarter)s) was to be decided by %(until)s"),
    MessageKind.OBJECTION_DECIDED: _("Your objection to the score sheet of the %(quarter)s is decided"),
    MessageKind.SHEET_TO_CORRECT: _("A score sheet of the %(quarter)s is to be corrected"),
    MessageKind.SHEET_CORRECTED: _("Your score sheet of the %(quarter)s was corrected"),
    MessageKind.SHEETS_SOON: _("The score sheets of the %(quarter)s are due on %(until)s; %(count)s wait"),
    MessageKind.SHEETS_LATE: _(
        "The score sheets of the %(quarter)s were due on %(until)s; %(count)s are late"
    ),
    MessageKind.RATER_LATE: _(
        "%(name)s is late with %(count)s score sheets of the %(quarter)s, due on %(until)s"
    ),
    MessageKind.SHEETS_MISSING: _("%(count)s score sheets of the %(quarter)s are late, due on %(until)s"),
    MessageKind.SCORES_TO_READ: _("Your scores of the %(quarter)s are published: please read them"),
    MessageKind.CAP_EXCEEDED: _("More are graded “well” in the %(quarter)s than the cap allows"),
    MessageKind.SUMMARY_SOON: _("Your summary of %(year)s is due on %(until)s"),
    MessageKind.SUMMARY_LATE: _("Your summary of %(year)s was due on %(until)s and is late"),
    MessageKind.BALLOT_OPEN: _("The annual assessment of %(year)s is open: please vote"),
    MessageKind.BALLOT_SOON: _("The annual assessment of %(year)s closes on %(until)s: please vote"),
    MessageKind.GRADES_TO_PROPOSE: _("The grades of %(year)s in your unit are to be proposed"),
    MessageKind.GRADES_TO_DECIDE: _("The grades of %(year)s are proposed and wait for a decision"),
    MessageKind.NOTICE_OVER: _("The public notice of %(year)s is over"),
    MessageKind.YEAR_OBJECTION: _("There is an objection to a result of %(year)s; decide by %(until)s"),
    MessageKind.YEAR_ANSWERED: _("Your objection to a result of %(year)s is answered"),
    MessageKind.RESULT_TO_SIGN: _("Your result of %(year)s is final: please read and sign it"),
    MessageKind.RESULT_CHANGED: _("Your result of %(year)s was changed"),
    MessageKind.COMMENT_ANSWERED: _(
        "%(name)s answered under the record of %(author)s of %(day)s, where you left a comment"
    ),
}


def sentence_of(message: Message, today: date) -> str:
    """What a message says."""
    return str(SENTENCES[message.kind]) % _words(message.said, today)


def _words(said: Mapping[str, Any], today: date) -> dict[str, Any]:
    told = dict(said)
    if "month" in said:
        told["month"] = month_words(said["month"])
    if "quarter" in said:
        told["quarter"] = quarter_words(said["quarter"])
    for name in {"until", "day"} & said.keys():
        told[name] = day_words(date.fromisoformat(said[name]), today)
    return told
