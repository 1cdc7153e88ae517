"""Submitting a month, and asking for it back."""

from __future__ import annotations

from datetime import datetime

from django.db.models import BigIntegerField, CharField, DateTimeField
from django.utils.translation import gettext as _

from daybook.daily.actions.seal import seal_month, unseal_month
from daybook.inbox.actions import settle
from daybook.ledger.actions import recorded, sealed
from daybook.monthly.access import is_reviewed
from daybook.monthly.actions.holding import held_report, keep_report
from daybook.monthly.actions.summary import discard_summary
from daybook.monthly.enums import MonthEventKind
from daybook.monthly.models import MonthEvent, MonthlyReport
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.enums import MonthAct
from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused
from daybook.web.statements import Question, Slot, insert

EVENT = Question(
    lambda: MonthEvent.objects.filter(
        person=Slot("person", BigIntegerField()),
        month=Slot("month", CharField()),
        at=Slot("at", DateTimeField()),
        kind=Slot("kind", CharField()),
    ).values_list("id")
)


def submit_month(
    *, person: Person, month: str, summary: str, version: int = 0, at: datetime | None = None
) -> MonthlyReport:
    """Submit a person's month with its summary; plan and record are sealed. Raises Refused.

    Refused: a month that has not begun, one that is submitted, one with an entry that lacks a disclosure.
    The draft of the summary is done with; Crossed is raised where another window has written on since the
    `version` that was read, or has begun to write where none was (0).
    """
    instant = moment(at)
    first, _last = month_bounds(month)
    if first > local_day(person.bureau, instant):
        raise Refused(_("This month has not begun."), field="month")
    with recorded():
        report = held_report(person, month)
        if report.submitted_at is not None:
            raise Refused(_("This month is submitted already."), field="month")
        report.summary, report.submitted_at = text_given(summary, "summary"), instant
        keep_report(report)
        discard_summary(person=person, month=month, version=version)
        settle(about=f"{MonthAct.SUBMIT}:{month}", people=[person.pk], at=instant)
        seal_month(person, month)
        add_event(person, month, MonthEventKind.SUBMITTED, person, instant)
        after = {"summary": sealed(report.summary)}
        note(person, person.bureau, "submit_month", "month", f"{person.number}:{month}", after=after)
    return report


def ask_month_back(*, person: Person, month: str, reason: str, at: datetime | None = None) -> MonthEvent:
    """Ask for a submitted month back, with a reason: whoever reviews it may return it. Raises Refused.

    Once for each time it was submitted; a month with a review is locked. One that nobody reviews (a leader's)
    is open again at once: nobody would return it.
    """
    instant = moment(at)
    month_bounds(month)
    with recorded():
        report = held_report(person, month)
        if report.submitted_at is None:
            raise Refused(_("This month is not submitted; it is yours to change."), field="month")
        if person.monthly_reviews.filter(month=month).exists():
            raise Refused(_("A reviewed month is locked."), field="month")
        if _is_asked_back(person, month):
            raise Refused(_("You have asked for this month back already."), field="month")
        made = add_event(person, month, MonthEventKind.ASKED_BACK, person, instant, reason=reason)
        after = {"reason": sealed(made.reason)}
        if not is_reviewed(person, month, local_day(person.bureau, instant)):
            open_again(report, person, instant, reason=reason)
        note(person, person.bureau, "ask_month_back", "month", f"{person.number}:{month}", after=after)
    return made


def open_again(report: MonthlyReport, actor: Person, at: datetime, *, reason: str) -> MonthEvent:
    """Give a submitted month back to its person, inside the act. Raises Refused."""
    made = add_event(report.person, report.month, MonthEventKind.RETURNED, actor, at, reason=reason)
    report.submitted_at = None
    report.save(update_fields=["submitted_at"])
    unseal_month(report.person, report.month)
    return made


def add_event(
    person: Person, month: str, kind: MonthEventKind, actor: Person, at: datetime, *, reason: str = ""
) -> MonthEvent:
    """Note what happened to a month, inside the act; all but a submission have a reason. Raises Refused."""
    if EVENT.bare(person=person.pk, month=month, at=at, kind=kind):
        raise Refused(_("This was done this very second."), field="month")
    made = MonthEvent(bureau=person.bureau, person=person, month=month, kind=kind, actor=actor, at=at)
    made.reason = reason if kind == MonthEventKind.SUBMITTED else text_given(reason, "reason")
    insert([checked(made)])
    return made


def _is_asked_back(person: Person, month: str) -> bool:
    last = MonthEvent.objects.filter(person=person, month=month).order_by("-at", "-id").first()
    return last is not None and last.kind == MonthEventKind.ASKED_BACK
