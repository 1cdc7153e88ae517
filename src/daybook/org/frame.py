"""What surrounds every page of a signed-in person: bureau, navigation, post, policy in force."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from daybook.org.enums import LEADER_ROLES
from daybook.org.models import Account, Appointment, Bureau, Person, Right
from daybook.org.policies import policy_of
from daybook.org.roster import touching
from daybook.rules.policy import Policy
from daybook.rules.policy_fault import PolicyFault
from daybook.web.navigation import Door, doors


@dataclass
class Frame:
    """The frame of one page for one person; each part is looked up when it is drawn."""

    person: Person
    today: date
    path: str

    @property
    def bureau(self) -> Bureau:
        """The person's bureau."""
        return self.person.bureau

    @cached_property
    def appointment(self) -> Appointment | None:
        """What the person is today; nothing for somebody not appointed."""
        span = touching(self.today, self.today, start="valid_from", end="valid_to")
        return Appointment.objects.filter(span, person=self.person).select_related("department").first()

    @cached_property
    def rights(self) -> Collection[str]:
        """The rights of office held today, and `leader` for a bureau leader."""
        span = touching(self.today, self.today, start="first_day", end="last_day")
        held = set(Right.objects.filter(span, person=self.person).values_list("kind", flat=True))
        if self.appointment and self.appointment.role in LEADER_ROLES:
            held.add("leader")
        return held

    @property
    def place(self) -> str:
        """Where the person stands: the department, else the post."""
        if self.appointment is None:
            return ""
        return self.appointment.department.name if self.appointment.department else self.appointment.post

    @property
    def doors(self) -> list[Door]:
        """The navigation."""
        return doors(self.path, self.rights)

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
    user = getattr(request, "user", None)
    if not isinstance(user, Account) or not hasattr(request, "today"):
        return {}
    return {"frame": Frame(user.person, request.today, request.path), "today": request.today}
