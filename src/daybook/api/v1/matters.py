"""Matters: finding those of the bureau, and taking over those of another system."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router, Status

from daybook.api import queries
from daybook.api.actions.matters import take_over_matter
from daybook.api.enums import Scope
from daybook.api.v1.answers import operation
from daybook.api.v1.found import named
from daybook.api.v1.keeping import reader, writer
from daybook.api.v1.schemas import MatterGiven, MatterList, MattersAsked, MatterTold
from daybook.api.v1.telling import matter_told

router = Router(tags=[gettext_noop("Matters")])


@router.get(
    "/matters",
    **operation(
        Scope.PLANS_READ,
        gettext_noop("Matters of the bureau, the newest first"),
        MatterList,
        words=gettext_noop("Threads of work over days, months and people."),
    ),
)
def list_matters(request: HttpRequest, asked: Query[MattersAsked]) -> MatterList:
    """A page of the bureau's matters."""
    found, following = queries.matters_page(
        reader(request).person.bureau,
        words=asked.q,
        department=asked.department,
        is_open=asked.open,
        before=asked.before,
        size=asked.limit,
    )
    return MatterList(items=[matter_told(each) for each in found], next=following)


@router.get(
    "/matters/{key}",
    **operation(Scope.PLANS_READ, gettext_noop("One matter"), MatterTold, words=gettext_noop("By its key.")),
)
def get_matter(request: HttpRequest, key: str) -> MatterTold:
    """One matter."""
    found = queries.matters_keyed(reader(request).person.bureau, key).first()
    if found is None:
        raise Http404
    return matter_told(found)


@router.post(
    "/matters",
    **operation(
        Scope.PLANS_WRITE,
        gettext_noop("Hand over a matter from another system"),
        {201: MatterTold, 200: MatterTold},
        409,
        words=gettext_noop(
            "Handed over again it is not opened twice: the answer is 200. Another matter under its"
            " key is refused."
        ),
    ),
)
def hand_over(request: HttpRequest, given: MatterGiven) -> Any:
    """Take a matter over from another system."""
    person = writer(request)
    bureau = person.bureau
    matter, new = take_over_matter(
        key=given.key,
        title=given.title,
        department=named(queries.departments_coded, bureau, given.department, "department"),
        department_goal=named(
            queries.department_goals_keyed, bureau, given.department_goal, "department_goal"
        ),
        first_day=given.first_day,
        actor=person,
    )
    return Status(201 if new else 200, matter_told(matter))
