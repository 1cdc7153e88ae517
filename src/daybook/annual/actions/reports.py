"""The annual summary (年度总结): kept as it is typed, submitted with the answers to the goals, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.models import AnnualReport, Poll, ReportWriting
from daybook.daily.actions.writings import require_keepable
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.actions.keeping import keep_draft
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.goals import answer_annual_goal
from daybook.plans.models import AnnualGoal
from daybook.plans.queries import goals_of
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a person submits of a year: an answer to each goal by its key, summary, duty report (述职)."""

    answers: Mapping[str, Answer]
    summary: str
    duty_report: str = ""


def keep_report_writing(
    *, writer: Person, year: int, fields: Mapping[str, str], version: int, at: datetime | None = None
) -> ReportWriting:
    """Keep a summary that is being written; `version` is the one last seen, 0 for the first.

    A draft is no act: it leaves no line in the ledger. Raises Crossed where another window was faster,
    Refused for what cannot be kept, and once the summary is submitted.
    """
    require_keepable(fields)
    if _submitted(writer, year):
        raise Refused(_("This summary is submitted already."))
    made = ReportWriting(writer=writer, year=year, fields=dict(fields), saved_at=moment(at))
    place = ReportWriting.objects.filter(writer=writer, year=year)
    return keep_draft(made=made, place=place, version=version)


def submit_annual_report(
    *, person: Person, year: int, draft: ReportDraft, at: datetime | None = None
) -> AnnualReport:
    """Submit a person's summary of a year, with an answer to every goal; by the person. Raises Refused.

    It may be late, and handed in for the first time while voting runs. The draft is gone with it.
    """
    instant, bureau = moment(at), person.bureau
    with recorded():
        if year > local_day(bureau, instant).year:
            raise Refused(_("This year has not begun yet."), field="year")
        _require_there(person, year)
        if _submitted(person, year):
            raise Refused(_("This summary is submitted already."), field="year")
        _answer(goals_of(person, year), draft.answers, person, instant)
        report = AnnualReport.objects.filter(person=person, year=year).first() or AnnualReport(
            bureau=bureau, person=person, year=year
        )
        report.summary = text_given(draft.summary, "summary")
        report.duty_report, report.submitted_at = draft.duty_report.strip(), instant
        checked(report).save()
        ReportWriting.objects.filter(writer=person, year=year).delete()
        after = {"summary": sealed(report.summary), "duty_report": sealed(report.duty_report)}
        note(person, bureau, "submit_annual_report", "annual_report", f"{person.number}:{year}", after=after)
    return report


def _require_there(person: Person, year: int) -> None:
    """Refuse a year in which somebody was not employed for a day."""
    first, last = person.employed_from, person.employed_to
    if (first and first.year > year) or (last and last.year < year):
        raise Refused(_("You did not work here in %(year)s.") % {"year": year}, field="year")


def take_back_annual_report(*, person: Person, year: int, at: datetime | None = None) -> AnnualReport:
    """Take one's submitted summary back to change it, until the poll of the year opens. Raises Refused."""
    with recorded():
        report = _submitted(person, year)
        if report is None:
            raise Refused(_("There is no submitted summary of this year."), field="year")
        if has_opened(person, year):
            raise Refused(_("Voting has begun: the summary stands as the voters read it."), field="year")
        before = {"summary": sealed(report.summary), "duty_report": sealed(report.duty_report)}
        report.submitted_at = None
        report.save(update_fields=["submitted_at"])
        about = f"{person.number}:{year}"
        note(person, person.bureau, "take_back_annual_report", "annual_report", about, before=before)
    return report


def has_opened(person: Person, year: int) -> bool:
    """Whether the poll of a year was ever opened in the person's bureau."""
    return Poll.objects.filter(bureau=person.bureau_id, year=year).exists()


def _submitted(person: Person, year: int) -> AnnualReport | None:
    return AnnualReport.objects.filter(person=person, year=year, submitted_at__isnull=False).first()


def _answer(goals: list[AnnualGoal], answers: Mapping[str, Answer], person: Person, at: datetime) -> None:
    """Give every goal its answer. Raises Refused, its field with the goal's key, for one without a state."""
    if answers.keys() - {goal.key for goal in goals}:
        raise Refused(_("There is no such goal."), field="year")
    for goal in goals:
        answer = answers.get(goal.key)
        if answer is None:
            words = {"title": goal.title}
            raise Refused(_("Say what became of “%(title)s”.") % words, field=f"state:{goal.key}")
        try:
            answer_annual_goal(goal=goal, answer=answer, actor=person, at=at)
        except Refused as refused:
            raise Refused(refused.message, field=f"{refused.field}:{goal.key}") from refused
