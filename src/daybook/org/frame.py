"""Who asks for a page, and what surrounds it: bureau, navigation, post, policy in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.http import HttpRequest
from django.utils.translation import get_language

from daybook.org.enums import LEADER_ROLES, DelegationKind
from daybook.org.models import Appointment, Bureau, Delegation, Person, Right
from daybook.org.policies import policy_of
from daybook.org.roster import touching
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault
from daybook.web.navigation import ADMINISTRATORS, Door, doors

POST, RIGHT, ENTRUSTED, DEPUTY = "post", "right", "entrusted", "deputy"


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is on a day: role, department, post, rights of office (`leader` for bureau leaders).

    `entrusted` are number and name of those whose log is theirs to enter (代记), by number; `deputises` those
    for whom they review months.
    """

    role: str
    department: str
    post: str
    rights: frozenset[str]
    entrusted: tuple[tuple[str, str], ...] = ()
    deputises: tuple[tuple[str, str], ...] = ()


def standing_of(person: Person, day: date) -> Standing:
    """The standing of a person on a day, in one statement; empty where nobody is appointed."""
    appointed = touching(day, day, start="valid_from", end="valid_to")
    held = touching(day, day, start="first_day", end="last_day")
    posts = Appointment.objects.filter(appointed, person=person)
    rights = Right.objects.filter(held, person=person)
    acting = Delegation.objects.filter(held, deputy=person)
    logs, months = (
        acting.filter(kind=kind) for kind in (DelegationKind.ENTER_LOG, DelegationKind.REVIEW_MONTHS)
    )
    empty = Value("", output_field=CharField())
    rows = list(
        _told(posts, POST, "role", "department__name", "post").union(
            _told(rights, RIGHT, "kind", empty, empty),
            _told(logs, ENTRUSTED, "person__number", "person__name", empty),
            _told(months, DEPUTY, "person__number", "person__name", empty),
            all=True,
        )
    )
    role, department, title = next((row[1:] for row in rows if row[0] == POST), ("", "", ""))
    kinds = {row[1] for row in rows if row[0] == RIGHT}
    entrusted, deputises = (
        tuple(sorted({(row[1], row[2]) for row in rows if row[0] == what})) for what in (ENTRUSTED, DEPUTY)
    )
    if role in LEADER_ROLES:
        kinds.add("leader")
    return Standing(role, department or "", title, frozenset(kinds), entrusted, deputises)


def _told(rows: QuerySet[Any], what: str, *columns: str | Value) -> QuerySet[Any, Any]:
    return rows.order_by().values_list(Value(what, output_field=CharField()), *columns)


@dataclass
class Frame:
    """The frame of one page for one person; each part is looked up when it is first asked for."""

    person: Person
    today: date
    path: str

    @property
    def bureau(self) -> Bureau:
        """The person's bureau."""
        return self.person.bureau

    @cached_property
    def standing(self) -> Standing:
        """What the person is today."""
        return standing_of(self.person, self.today)

    @property
    def place(self) -> str:
        """Where the person stands: the department, else the post."""
        return self.standing.department or self.standing.post

    @property
    def reads_record(self) -> bool:
        """Whether the bureau's record is this person's to read: it is not, for the three administrators."""
        return self.standing.rights.isdisjoint(ADMINISTRATORS)

    @property
    def doors(self) -> list[Door]:
        """The navigation."""
        return doors(self.path, self.standing.rights)

    @cached_property
    def policy(self) -> Policy | None:
        """The policy in force; nothing where its files do not hold (its own page says why)."""
        try:
            return policy_of(self.bureau, self.today)
        except PolicyFault:
            return None

    @property
    def policy_name(self) -> str:
        """The policy's name in the language of the page."""
        if self.policy is None:
            return ""
        return self.policy.name.en if (get_language() or "").startswith("en") else self.policy.name.zh


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the frame of a signed-in person's page."""
    found = getattr(request, "frame", None)
    return {"frame": found, "today": found.today} if found else {}
