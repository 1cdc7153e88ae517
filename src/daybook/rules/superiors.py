"""Who is whose superior on a day (下考一级), recusal included; and who may act for whom."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol, TypeVar

from daybook.rules.facts import Appointment, Conflict, Delegation, Portfolio
from daybook.rules.periods import holds_on
from daybook.rules.policy import Policy
from daybook.rules.units import CATEGORY_OF_ROLE, PRINCIPAL

COMMITTEE = ""
HEAD_ROLES = ("department_head", "acting_head")
LEADER = "bureau_leader"
DELEGATED = ("review_months", "enter_log")


class Dated(Protocol):
    """A fact that holds for a span."""

    @property
    def valid_from(self) -> date:
        """The first day."""

    @property
    def valid_to(self) -> date | None:
        """The last day, if there is one."""


AnyDated = TypeVar("AnyDated", bound=Dated)


def _on(facts: Iterable[AnyDated], day: date) -> Iterator[AnyDated]:
    return (each for each in facts if holds_on(each.valid_from, each.valid_to, day))


class Structure:
    """Appointments, portfolios and conflicts of a bureau, to be asked as of a day."""

    __slots__ = ("_appointments", "_conflicts", "_heads", "_portfolios", "_principals", "_turning")

    def __init__(
        self,
        appointments: Sequence[Appointment],
        portfolios: Sequence[Portfolio],
        conflicts: Sequence[Conflict] = (),
    ) -> None:
        self._appointments: dict[str, list[Appointment]] = {}
        self._heads: dict[str, list[Appointment]] = {}
        self._portfolios: dict[str, list[Portfolio]] = {}
        self._conflicts: dict[str, list[Conflict]] = {}
        self._turning: list[date] | None = None
        self._principals = [each for each in appointments if each.role == PRINCIPAL]
        for each in appointments:
            self._appointments.setdefault(each.person, []).append(each)
            if each.role in HEAD_ROLES and each.department is not None:
                self._heads.setdefault(each.department, []).append(each)
        for portfolio in portfolios:
            self._portfolios.setdefault(portfolio.department, []).append(portfolio)
        for conflict in conflicts:
            self._conflicts.setdefault(conflict.person, []).append(conflict)

    def appointment_on(self, person: str, day: date) -> Appointment | None:
        """The appointment a person holds on a day."""
        return next(_on(self._appointments.get(person, ()), day), None)

    def category_on(self, person: str, day: date) -> str | None:
        """``head`` or ``staff``; ``None`` for leaders and for who holds no appointment that day."""
        held = self.appointment_on(person, day)
        return None if held is None else CATEGORY_OF_ROLE.get(held.role)

    def head_on(self, department: str | None, day: date) -> str | None:
        """The head of a department, or its acting head where it has none."""
        holders = {each.role: each.person for each in _on(self._heads.get(department or "", ()), day)}
        return holders.get("department_head", holders.get("acting_head"))

    def leader_on(self, department: str | None, day: date) -> str | None:
        """The leader in charge of a department (分管), or the principal leader where nobody is."""
        holder = next(_on(self._portfolios.get(department or "", ()), day), None)
        return self.principal_on(day) if holder is None else holder.leader

    def principal_on(self, day: date) -> str | None:
        """The principal leader on a day, the first by number should there be two."""
        return min((each.person for each in _on(self._principals, day)), default=None)

    def superior_on(self, person: str, day: date) -> str | None:
        """The superior of a person: a number, or COMMITTEE where the chain ends.

        ``None`` where the person holds no appointment that day. A superior who is the person himself, or is
        recused from his matters, is replaced by his own superior. Source: bureau_account.
        """
        held = self.appointment_on(person, day)
        if held is None:
            return None
        return self._found(person, held, day)[1] or COMMITTEE

    def passed_on(self, person: str, day: date) -> list[str]:
        """Who was passed over on the way to the superior of a day, nearest first; oneself among them."""
        held = self.appointment_on(person, day)
        return [] if held is None else self._found(person, held, day)[0][1:]

    def is_led_on(self, department: str | None, day: date) -> bool:
        """Whether a department is in some leader's portfolio on a day."""
        return next(_on(self._portfolios.get(department or "", ()), day), None) is not None

    def _found(self, person: str, held: Appointment, day: date) -> tuple[list[str], str | None]:
        """The person and whoever was passed over, in turn, and who acts; nobody where the chain ends."""
        passed = [person]
        candidate = self._above(held, day)
        while candidate is not None and (candidate in passed or self._recused(person, candidate, day)):
            passed.append(candidate)
            candidate = self._next(candidate, passed, day)
        return passed, candidate

    def _above(self, held: Appointment, day: date) -> str | None:
        """One level up from an appointment, nobody recused yet."""
        if held.role == PRINCIPAL:
            return None
        if held.role == LEADER:
            return self.principal_on(day)
        head = self.head_on(held.department, day) if held.role not in HEAD_ROLES else None
        return self.leader_on(held.department, day) if head is None else head

    def _next(self, recused: str, passed: Collection[str], day: date) -> str | None:
        """The superior of a superior who may not act; past a circle, the principal leader."""
        held = self.appointment_on(recused, day)
        above = self.principal_on(day) if held is None else self._above(held, day)
        if above not in passed:
            return above
        principal = self.principal_on(day)
        return None if principal in passed else principal

    def _recused(self, person: str, superior: str, day: date) -> bool:
        return any(
            each.superior == superior and holds_on(each.first_day, each.last_day, day)
            for each in self._conflicts.get(person, ())
        )

    def month_reviewer_on(self, policy: Policy, person: str, day: date) -> str | None:
        """Who reviews a person's month: the superior. Source: confirmed_default.

        Nobody reviews the principal leader, nor the other bureau leaders unless ``leaders.reviewed``.
        """
        held = self.appointment_on(person, day)
        if held is None or held.role == PRINCIPAL or (held.role == LEADER and not policy.leaders.reviewed):
            return None
        return self.superior_on(person, day)

    def turning_days(self) -> Sequence[date]:
        """Every day on which an appointment, portfolio or conflict begins or has just ended, in order."""
        if self._turning is None:
            self._turning = sorted(set(self._all_turns()))
        return self._turning

    def _all_turns(self) -> Iterator[date]:
        for appointments in self._appointments.values():
            for held in appointments:
                yield from _turns(held.valid_from, held.valid_to)
        for portfolios in self._portfolios.values():
            for portfolio in portfolios:
                yield from _turns(portfolio.valid_from, portfolio.valid_to)
        for conflicts in self._conflicts.values():
            for conflict in conflicts:
                yield from _turns(conflict.first_day, conflict.last_day)


def _turns(first: date, last: date | None) -> Iterator[date]:
    yield first
    if last is not None and last < date.max:
        yield date.fromordinal(last.toordinal() + 1)


def may_handle(officer: str, person: str) -> bool:
    """Whether a personnel officer may handle a case: never his own."""
    return officer != person


def may_act_for(delegations: Iterable[Delegation], person: str, deputy: str, kind: str, day: date) -> bool:
    """Whether a deputy may act for a person in a kind of act on a day; scoring is never delegated."""
    return kind in DELEGATED and any(
        (each.person, each.deputy, each.kind) == (person, deputy, kind)
        and holds_on(each.first_day, each.last_day, day)
        for each in delegations
    )
