"""Telling people of the year's steps: that there is something to do and a link, never a grade or a score."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from daybook.annual.queries.waiting import employed_on, ungraded_of
from daybook.inbox.actions import Telling, settle, tell
from daybook.inbox.enums import MessageKind
from daybook.org.enums import RightKind, Role
from daybook.org.models import Appointment, Bureau, Person
from daybook.org.moments import local_day
from daybook.org.rights import holders_of
from daybook.org.roster import touching

PROPOSE, DECIDE, NOTICE, SIGN, CHANGED = "propose", "decide", "notice", "sign", "changed"


def about(what: str, year: int) -> str:
    """The occasion of a step of a year."""
    return f"{what}:{year}"


def telling(kind: MessageKind, what: str, year: int, person: int, page: str, *of: object) -> Telling:
    """A message of a step of a year to somebody (by row)."""
    return Telling(person, kind, about(what, year), reverse(page, args=[year, *of]), {"year": year})


def tell_deciders(bureau: Bureau, year: int, proposer: Person, at: datetime) -> None:
    """Whoever proposed needs no reminder; once every unit is proposed, who decides is told."""
    settle(about=about(PROPOSE, year), people=[proposer.pk], at=at)
    if ungraded_of(bureau, year).exists():
        return
    rows = deciders(bureau, at)
    tell([telling(MessageKind.GRADES_TO_DECIDE, DECIDE, year, row, "year_grades") for row in rows], at)


def decided_no_more(bureau: Bureau, year: int, at: datetime) -> None:
    """Nobody needs to be reminded of proposing or deciding any more."""
    for what in (PROPOSE, DECIDE):
        _settle_for_bureau(bureau, about(what, year), at)


def tell_to_sign(bureau: Bureau, year: int, people: Iterable[tuple[int, str]], at: datetime) -> None:
    """Tell everybody still employed (by row and number) that the result is final, to be read and signed."""
    _settle_for_bureau(bureau, about(NOTICE, year), at)
    numbers = dict(people)
    here = employed_on(bureau, numbers, local_day(bureau, at))
    kind = MessageKind.RESULT_TO_SIGN
    tell([telling(kind, SIGN, year, row, "year_of_person", numbers[row]) for row in here], at)


def tell_changed(
    bureau: Bureau, year: int, people: Iterable[tuple[int, str, int]], page: str, at: datetime
) -> None:
    """Tell those whose grade was changed (row, number, version); each change is told of its own."""
    listed = list(people)
    numbers = {row: (number, version) for row, number, version in listed}
    here = employed_on(bureau, numbers, local_day(bureau, at))
    tell([_changed(year, row, *numbers[row], page) for row in here], at)


def _changed(year: int, row: int, number: str, version: int, page: str) -> Telling:
    href = reverse(page, args=[year, number] if page == "year_of_person" else [year])
    occasion = f"{about(CHANGED, year)}:{version}"
    return Telling(row, MessageKind.RESULT_CHANGED, occasion, href, {"year": year})


def signed_no_more(person: Person, year: int, at: datetime) -> None:
    """Whoever signed needs not be told to any more, nor that the result was changed."""
    for what in (SIGN, CHANGED):
        settle(about=about(what, year), people=[person.pk], at=at)


def deciders(bureau: Bureau, at: datetime) -> list[int]:
    """Who (by row) decides grades: the principal leader; the personnel office records for the committee."""
    today = local_day(bureau, at)
    span = touching(today, today, start="valid_from", end="valid_to")
    principals = Appointment.objects.filter(span, person__bureau=bureau, role=Role.PRINCIPAL_LEADER)
    office = holders_of(bureau, RightKind.PERSONNEL_OFFICE, today)
    return sorted({*principals.values_list("person_id", flat=True), *office})


def _settle_for_bureau(bureau: Bureau, occasion: str, at: datetime) -> None:
    """An occasion of a year is the same text in every bureau: only this one's people are done with it."""
    people = Person.objects.filter(bureau=bureau).values_list("pk", flat=True)
    settle(about=occasion, people=list(people), at=at)
