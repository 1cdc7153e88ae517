"""The year's grades, as home and the clock tell of them: to propose, decide, answer, end and sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, Exists, F, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.annual.actions.telling import NOTICE, PROPOSE, telling
from daybook.annual.queries.waiting import (
    graded_polls,
    is_to_be_graded,
    leaders_to_propose,
    notices_over,
    notices_over_of,
    proposals_standing,
    results_to_sign,
    to_propose_by,
    ungraded_of,
)
from daybook.inbox.actions import Telling
from daybook.inbox.enums import MessageKind
from daybook.objections.models import YearObjection
from daybook.org.calendar import work_calendar
from daybook.org.enums import RightKind, Role
from daybook.org.models import Appointment, Bureau, Person, Right
from daybook.org.moments import local_day
from daybook.org.rights import holders_of
from daybook.org.roster import touching
from daybook.rules.deadlines import decision_deadline
from daybook.rules.facts import WorkCalendar
from daybook.rules.policy import Policy
from daybook.supervision.todo import ToDo
from daybook.supervision.waiting import Waiting

SIGN, PROPOSING, DECIDING, ENDING, ANSWERING = "sign", "propose", "decide", "end", "year_objection"
MINUTES = {SIGN: 2, PROPOSING: 15, DECIDING: 30, ENDING: 5, ANSWERING: 20}
NO_MATTER_WHEN = datetime(2000, 1, 1, tzinfo=UTC)


def grade_rows(person: Person, today: date) -> list[QuerySet[Any, Any]]:
    """The rows of what the grades of the year that ended last ask of a person, in the order of `Waiting`."""
    year, bureau = today.year - 1, person.bureau
    own, decides = Person.objects.filter(pk=person.pk), _decides(person, today)
    held = Exists(graded_polls(bureau, year))
    ungraded, led = ungraded_of(bureau, year), to_propose_by(person, year, today)
    return [
        _row(results_to_sign(bureau).filter(person=person.pk), SIGN, Cast("year", CharField())),
        _row(own.filter(held, Exists(led)), PROPOSING),
        _row(
            own.filter(decides, held, ~Exists(ungraded), Exists(proposals_standing(bureau, year))), DECIDING
        ),
        _row(own.filter(_is_office(person, today), Exists(notices_over_of(bureau, today, year))), ENDING),
        _objections(person, decides),
    ]


def grade_todos(
    bureau: Bureau, found: Sequence[Waiting], policy: Policy, calendar: WorkCalendar, today: date
) -> Iterator[ToDo]:
    """What of it waits."""
    for each in found:
        if each.kind == ANSWERING:
            due = decision_deadline(policy, calendar, local_day(bureau, each.since))
            what = _("Decide the objection of %(name)s") % {"name": each.name}
            more = _("result of %(year)s") % {"year": each.words}
            href = reverse("year_objection", args=[each.entry])
            yield ToDo(what, more, due, MINUTES[ANSWERING], today, href, _("Decide"))
        elif each.kind in MINUTES:
            yield _todo(each, int(each.words or today.year - 1), today)


def grade_tellings(bureau: Bureau, today: date) -> Iterator[Telling]:
    """On a workday leaders are told once that grades are to be proposed, the office that a notice is over."""
    year, over = today.year - 1, notices_over(bureau, today)
    leaders = leaders_to_propose(bureau, year, today) if is_to_be_graded(bureau, year) else set()
    if not (leaders or over) or not work_calendar(bureau, today.year, today.year).is_workday(today):
        return
    for row in sorted(leaders):
        yield telling(MessageKind.GRADES_TO_PROPOSE, PROPOSE, year, row, "year_grades")
    office = sorted(holders_of(bureau, RightKind.PERSONNEL_OFFICE, today)) if over else []
    for ended in over:
        for row in office:
            yield telling(MessageKind.NOTICE_OVER, NOTICE, ended, row, "year_final")


def _todo(each: Waiting, year: int, today: date) -> ToDo:
    named = {
        SIGN: (_("Read and sign your result of %(year)s"), _("sign it, or object"), _("Sign")),
        PROPOSING: (_("Propose the grades of %(year)s"), _("your unit, all at once"), _("Propose")),
        DECIDING: (_("Decide the grades of %(year)s"), _("every unit is proposed"), _("Decide")),
        ENDING: (_("End the year %(year)s"), _("the public notice is over"), _("Look at it")),
    }
    sentence, more, act = named[each.kind]
    pages = {SIGN: "year_of_person", ENDING: "year_final"}
    args = [year, each.number] if each.kind == SIGN else [year]
    href = reverse(pages.get(each.kind, "year_grades"), args=args)
    return ToDo(sentence % {"year": year}, more, None, MINUTES[each.kind], today, href, act)


def _is_principal(person: Person, today: date) -> Exists:
    span = touching(today, today, start="valid_from", end="valid_to")
    return Exists(Appointment.objects.filter(span, person=person.pk, role=Role.PRINCIPAL_LEADER))


def _is_office(person: Person, today: date) -> Exists:
    span = touching(today, today, start="first_day", end="last_day")
    return Exists(Right.objects.filter(span, person=person.pk, kind=RightKind.PERSONNEL_OFFICE))


def _decides(person: Person, today: date) -> Any:
    return _is_principal(person, today) | _is_office(person, today)


def _objections(person: Person, decides: Any) -> QuerySet[Any, Any]:
    """Open objections to a year's results that the person decides, and is no party of."""
    rows = YearObjection.objects.filter(decides, bureau=person.bureau_id, outcome="")
    others = rows.exclude(Q(person=person.pk) | Q(whose=person.pk))
    return others.order_by().values_list(
        _text(ANSWERING),
        "person__number",
        "person__name",
        "key",
        _no_day(),
        Cast("year", CharField()),
        "filed_at",
    )


def _row(rows: QuerySet[Any], kind: str, words: Any = None) -> QuerySet[Any, Any]:
    """A row of one kind for a person who is found."""
    who = "" if rows.model is Person else "person__"
    since = Value(NO_MATTER_WHEN, output_field=DateTimeField())
    told = words or _text("")
    return rows.order_by().values_list(
        _text(kind), F(f"{who}number"), F(f"{who}name"), _text(""), _no_day(), told, since
    )


def _text(value: str) -> Value:
    return Value(value, output_field=CharField())


def _no_day() -> Any:
    return Cast(Value(None), DateField())
