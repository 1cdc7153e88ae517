"""One bureau with one of everything in it, the cast of the access table, and somebody of another bureau.

Built once for a module, inside a transaction that is rolled back at its end.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import time_machine
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client

from daybook.annual.actions.papers import lay_papers
from daybook.annual.actions.voting import open_poll
from daybook.annual.models import Decision, Notice
from daybook.daily.actions.attach import attach_file
from daybook.daily.actions.quarantine import place_quarantine
from daybook.daily.actions.record import record_day
from daybook.daily.actions.unlock import ask_unlock
from daybook.daily.models import Writing
from daybook.merit.models import PromotionIssue
from daybook.objections.actions.deciding import decide_objection
from daybook.objections.actions.filing import file_objection
from daybook.objections.actions.year_filing import object_to_notice
from daybook.objections.models import Objection
from daybook.org.actions.bureau import found_bureau, open_department
from daybook.org.actions.people import grant_right
from daybook.org.actions.posts import transfer
from daybook.org.actions.states import delegate
from daybook.org.enums import DelegationKind, RightKind, Role
from daybook.org.models import Person
from daybook.plans.actions.changes import ask_plan_change
from daybook.plans.actions.goals import open_matter, set_annual_goal, set_department_goal
from daybook.plans.actions.month import PlanLine, plan_month
from daybook.plans.enums import ChangeKind
from tests.factories import WHOLE, entry_of, noon, published
from tests.people import FOUNDED, SINCE, Cast, join, water_bureau

NOW = datetime(2026, 3, 31, 2, 0, tzinfo=UTC)  # Tuesday, ten in the morning there
MONDAY = date(2026, 3, 30)
LOCKED_DAY = date(2026, 3, 10)

PEOPLE = {
    "author": "S02",
    "colleague": "S04",
    "superior": "H01",
    "former superior": "H02",
    "leader": "L02",
    "other leader": "L03",
    "principal": "L01",
    "personnel office": "S01",
    "deputy": "S06",
    "system administrator": "A01",
    "security administrator": "A02",
    "audit administrator": "A03",
}
"""Who stands how to the author of everything, by number."""


@dataclass
class Stage:
    """The bureau on the stage, and a signed-in client for everybody."""

    cast: Cast
    stranger: Person
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """The client of somebody by what he is; nobody signed in for `anonymous`."""
        if who not in self.clients:
            self.clients[who] = _client(self._person(who))
        return self.clients[who]

    def _person(self, who: str) -> Person | None:
        if who == "anonymous":
            return None
        return self.stranger if who == "another bureau" else self.cast[PEOPLE[who]]


def _client(person: Person | None) -> Client:
    client = Client(raise_request_exception=False)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    if person is not None:
        client.force_login(person.account, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


@contextmanager
def staged() -> Iterator[Stage]:
    """The stage, and nothing of it left behind."""
    with time_machine.travel(NOW, tick=False), transaction.atomic():
        yield Stage(_bureau(), _stranger())
        transaction.set_rollback(True)


def _bureau() -> Cast:
    cast = water_bureau()
    kinds = (RightKind.SYSTEM_ADMIN, RightKind.SECURITY_ADMIN, RightKind.AUDIT_ADMIN)
    for number, kind in zip(("A01", "A02", "A03"), kinds, strict=True):
        join(cast, number, f"管{number}", Role.STAFF, "D03")
        grant_right(person=cast[number], kind=kind, first_day=SINCE, at=FOUNDED)
    author = cast["S02"]
    for department, since in (("D02", date(2025, 6, 2)), ("D01", date(2026, 3, 1))):
        transfer(person=author, department=cast.departments[department], valid_from=since, at=FOUNDED)
    _plan(cast, author)
    _record(cast, author)
    published(author, "2025-Q4", cast["H02"])
    _object(cast, author)
    _close_a_year(cast, author)
    _poll(cast)
    _issue(cast, author)
    return cast


def _plan(cast: Cast, author: Person) -> None:
    early, head = noon(2026, 3, 2), cast["H01"]
    department = cast.departments["D01"]
    set_department_goal(department=department, year=2026, title="处室目标", key="DG-1", actor=head, at=early)
    set_annual_goal(person=author, year=2026, title="年度目标", key="AG-1", actor=author, at=early)
    open_matter(
        bureau=cast.bureau, title="二季度投资", department=department, key="M-1", actor=head, at=early
    )
    plan_month(person=author, month="2026-03", lines=[PlanLine("台账", key="PI-1")], at=early)
    ask_plan_change(
        person=author,
        month="2026-03",
        kind=ChangeKind.ADD,
        line=PlanLine("增加的事项"),
        reason="新交办",
        key="PC-1",
        at=noon(2026, 3, 30),
    )


def _record(cast: Cast, author: Person) -> None:
    entry_of(author, MONDAY, key="E-OPEN", people="")
    inner: dict[str, Any] = {"visibility": "internal", "internal_reason": "petition", "people": ""}
    internal = entry_of(author, MONDAY, key="E-INTERNAL", **inner)
    attach_file(entry=internal, name="来信.txt", stream=BytesIO("内容".encode()), actor=author, at=NOW)
    hidden = entry_of(author, MONDAY, key="E-HIDDEN", content="涉密", people="")
    place_quarantine(entry=hidden, reason="涉密", actor=cast["S01"], at=NOW)
    delegate(
        person=cast["L01"],
        deputy=cast["S06"],
        kind=DelegationKind.ENTER_LOG,
        first_day=date(2026, 3, 1),
        at=FOUNDED,
    )
    draft = replace(WHOLE, key="E-SCRIBE", people="")
    record_day(author=cast["L01"], day=MONDAY, drafts=[draft], writer=cast["S06"], at=noon(2026, 3, 30))
    ask_unlock(person=author, day=LOCKED_DAY, reason="出差", at=noon(2026, 3, 30))
    Writing.objects.create(person=author, key="W-1", day=MONDAY, fields={"content": "没写完"}, saved_at=NOW)


def _poll(cast: Cast) -> None:
    """A poll that is open, and a batch of paper in it."""
    given: dict[str, Any] = {"actor": cast["S01"], "at": noon(2026, 3, 30)}
    poll = open_poll(bureau=cast.bureau, year=2025, closes_on=date(2026, 4, 10), **given)
    lay_papers(poll=poll, voters=["S02", "S03", "S04", "S05", "S06"], **given)


def _object(cast: Cast, author: Person) -> None:
    """An objection that is open, and one that was upheld: the sheet waits for its correction."""
    sheet = published(author, "2025-Q3", cast["H02"])
    told: dict[str, Any] = {"person": author, "text": "漏看三条日志"}
    upheld = file_objection(sheet=sheet, at=noon(2025, 10, 14), **told)
    decided: dict[str, Any] = {"outcome": "upheld", "grounds": "经核对属实", "at": noon(2025, 10, 20)}
    decide_objection(objection=upheld, actor=cast["L02"], **decided)
    last = author.score_sheets.get(quarter="2025-Q4")
    opened = file_objection(sheet=last, at=noon(2026, 1, 14), **told)
    for key, row in (("O-OPEN", opened), ("O-UPHELD", upheld)):
        Objection.objects.filter(pk=row.pk).update(key=key)


def _issue(cast: Cast, author: Person) -> None:
    """A reference sheet that was issued."""
    told = '{"title": "选拔任用参考表", "words": {}, "years": [], "dimensions": []}'
    issued = {"purpose": "选拔任用", "content": told, "issued_by": cast["S01"], "issued_at": NOW}
    PromotionIssue.objects.create(bureau=cast.bureau, key="2026-0001", person=author, year=2025, **issued)


def _close_a_year(cast: Cast, author: Person) -> None:
    """A public notice of 2024 that still stands, the author's objection to it, and his final result."""
    office, key = cast["S01"], "2024-1"
    days = {"first_day": date(2026, 3, 30), "last_day": date(2026, 4, 10)}
    notice = Notice.objects.create(
        bureau=cast.bureau, key=key, year=2024, put_up_by=office, put_up_at=noon(2026, 3, 27), **days
    )
    told: dict[str, Any] = {"person": author, "whose": cast["S04"], "text": "请核对", "key": "YO-OPEN"}
    for whose, stage in ((told["whose"], "noticed"), (author, "final")):
        Decision.objects.create(
            bureau=cast.bureau, year=2024, person=whose, version=1, stage=stage, grade="competent"
        )
    object_to_notice(notice=notice, at=noon(2026, 3, 30), **told)


def _stranger() -> Person:
    """Somebody of a bureau of one, whose number nobody here has."""
    bureau = found_bureau(code="OTHER", name="别的局", policy="log-style-2026", at=FOUNDED)
    home = open_department(bureau=bureau, code="X9", name="处", order=0, valid_from=SINCE, at=FOUNDED)
    other = Cast(bureau, {"X9": home}, {})
    join(other, "X01", "外人", Role.DEPARTMENT_HEAD, "X9")
    return other["X01"]


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every model of ours, but the ledger's: what no refusal may change."""
    models = [model for model in apps.get_models() if model.__module__.startswith("daybook.")]
    return {model.__name__: list(model._default_manager.order_by("pk").values_list()) for model in models}
