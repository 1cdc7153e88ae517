"""The month's plan: its items, and the answers to them at the month's end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.bulk import change_rows
from daybook.org.checked import checked, text_given
from daybook.org.keys import new_keys
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.plans.access import is_superior
from daybook.plans.actions.answers import Answer, answered
from daybook.plans.actions.goals import given_key, require_same_bureau
from daybook.plans.actions.seal import is_sealed, keep_unsealed
from daybook.plans.deadlines import plan_deadline
from daybook.plans.edition import require_answer_edition
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal, Matter, PlanItem
from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused
from daybook.web.statements import insert

ANSWERED = ("state", "progress", "execution", "visible_progress", "work_status")
WEIGHT_PLACES, MOST_WEIGHT = 4, 1000
"""What the column keeps exactly, and what is certainly a slip of the pen."""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A line of a plan as it is written; without a key it is given one."""

    title: str
    measure: str = ""
    weight: Decimal = Decimal(1)
    due_date: date | None = None
    annual_goal: AnnualGoal | None = None
    matter: Matter | None = None
    key: str = ""


def plan_month(
    *,
    person: Person,
    month: str,
    lines: Sequence[PlanLine],
    consented_by: Person | None = None,
    at: datetime | None = None,
) -> list[PlanItem]:
    """Add lines to a person's plan of a month. Raises Refused.

    Until the deadline they are the person's own; later they need the superior's consent, which the ledger
    keeps.
    """
    instant = moment(at)
    with recorded():
        require_employed(person, month)
        require_unsealed(person, month)
        _require_consent(person, month, consented_by, instant)
        rows = _new_rows(person, month, lines, instant)
        _require_new(rows)
        insert(rows)
        note(
            person,
            person.bureau,
            "plan_month",
            "plan",
            f"{person.number}:{month}",
            after={
                "consented_by": consented_by.number if consented_by else "",
                "items": {row.key: sealed(row.title) for row in rows},
            },
        )
    return rows


def answer_plan_items(
    *,
    person: Person,
    month: str,
    answers: Mapping[PlanItem, Answer],
    confirmed_by: Person | None = None,
    at: datetime | None = None,
) -> None:
    """Answer items of a person's month; cancelling one needs the superior's word. Raises Refused.

    What was cancelled, be it only just now, stays so.
    """
    instant = moment(at)
    with recorded():
        require_unsealed(person, month)
        if any(item.person_id != person.pk or item.month != month for item in answers):
            raise Refused(_("A plan item is answered by the person it belongs to, in its month."))
        if any(answer.state == PlanState.CANCELLED for answer in answers.values()):
            require_superior(person, confirmed_by, local_day(person.bureau, instant))
        _require_standing(answers)
        lines = {item.key: answered(item, answer) for item, answer in answers.items()}
        change_rows(PlanItem, ANSWERED, [_answer_row(item) for item in answers])
        note(
            person,
            person.bureau,
            "answer_plan_items",
            "plan",
            f"{person.number}:{month}",
            before={key: before for key, (before, _after) in lines.items()},
            after={key: after for key, (_before, after) in lines.items()}
            | {"confirmed_by": confirmed_by.number if confirmed_by else ""},
        )


def _answer_row(item: PlanItem) -> tuple[str | int | None, ...]:
    """The values of an answer, and whose they are."""
    texts = (item.execution, item.visible_progress, item.work_status)
    return str(item.state), item.progress, *texts, item.pk


def answer_plan_item(
    *,
    item: PlanItem,
    answer: Answer,
    edition: str = "",
    confirmed_by: Person | None = None,
    at: datetime | None = None,
) -> PlanItem:
    """Answer one plan item. Raises Refused; Overtaken where another answer than that `edition` stands."""
    with recorded():
        for row in _held([item]):
            require_answer_edition(row, edition)
        answer_plan_items(
            person=item.person, month=item.month, answers={item: answer}, confirmed_by=confirmed_by, at=at
        )
    return item


def _require_standing(answers: Mapping[PlanItem, Answer]) -> None:
    """Refuse to answer otherwise what is cancelled by now."""
    cancelled = {row.pk for row in _held(answers) if row.state == PlanState.CANCELLED}
    if any(item.pk in cancelled and each.state != PlanState.CANCELLED for item, each in answers.items()):
        raise Refused(_("This item is cancelled."))


def _held(items: Iterable[PlanItem]) -> list[PlanItem]:
    """The items as they stand now, held for this transaction."""
    rows = PlanItem.objects.select_for_update(no_key=True).filter(pk__in=[item.pk for item in items])
    return list(rows.order_by("pk"))


def require_employed(person: Person, month: str) -> None:
    """Refuse a month in which somebody was not in office for a day."""
    first, last = month_bounds(month)
    begins, ends = person.employed_from or date.min, person.employed_to or date.max
    if begins > last or ends < first:
        raise Refused(
            _(
                "This month lies before the employment began or after it ended; choose another month, or "
                "ask the personnel office to correct the dates."
            ),
            field="month",
        )


def require_unsealed(person: Person, month: str) -> None:
    """Refuse to touch a month that is submitted; it is not submitted while this transaction lasts."""
    month_bounds(month)
    keep_unsealed([person.pk])
    if is_sealed(person, month):
        raise Refused(_("This month is submitted; it can be changed once it is returned."), field="month")


def _require_consent(person: Person, month: str, consented_by: Person | None, at: datetime) -> None:
    day = local_day(person.bureau, at)
    if day > plan_deadline(person, month, day):
        require_superior(person, consented_by, day)


def require_superior(person: Person, superior: Person | None, on: date) -> None:
    """Refuse whoever is not the person's superior on a day."""
    if superior is None or not is_superior(superior, person, on):
        raise Refused(_("This needs the consent of the superior."), field="consented_by")


def _new_rows(person: Person, month: str, lines: Sequence[PlanLine], at: datetime) -> list[PlanItem]:
    keys = iter(new_keys(at, sum(not line.key for line in lines)))
    return [_new_row(person, month, line, given_key(line.key or next(keys), at)) for line in lines]


def _new_row(person: Person, month: str, line: PlanLine, key: str) -> PlanItem:
    return written(PlanItem(bureau=person.bureau, person=person, month=month, key=key), line)


def written(item: PlanItem, line: PlanLine) -> PlanItem:
    """An item with what a line says put on it, unsaved. Raises Refused."""
    require_same_bureau(item.bureau, line.annual_goal, line.matter)
    if line.annual_goal is not None:
        _require_own_goal(item, line.annual_goal)
    _require_weight(line.weight)
    item.title, item.measure, item.weight = text_given(line.title, "title"), line.measure.strip(), line.weight
    item.due_date, item.annual_goal, item.matter = line.due_date, line.annual_goal, line.matter
    return checked(item)


def _require_own_goal(item: PlanItem, goal: AnnualGoal) -> None:
    if goal.person_id != item.person_id:
        raise Refused(_("This goal is another's."), field="annual_goal")
    if goal_within(goal, item.month) is None:
        words = _("This goal is one of %(stands)s. Choose one of %(year)s, or none.")
        raise Refused(words % {"stands": goal.year, "year": item.month[:4]}, field="annual_goal")


def goal_within(goal: AnnualGoal | None, month: str) -> AnnualGoal | None:
    """The goal, if it is one of the month's own year: a plan serves no other year's."""
    return goal if goal is not None and goal.year == month_bounds(month)[0].year else None


def _require_weight(weight: Decimal) -> None:
    if weight <= 0:
        raise Refused(_("A weight is greater than 0."), field="weight")
    if weight != round(weight, WEIGHT_PLACES) or weight > MOST_WEIGHT:
        raise Refused(_("A weight has at most four places and is at most 1000."), field="weight")


def _require_new(rows: Sequence[PlanItem]) -> None:
    keys = {row.key for row in rows}
    known = PlanItem.objects.filter(bureau_id__in={row.bureau_id for row in rows}, key__in=keys)
    if len(keys) < len(rows) or known.exists():
        raise Refused(_("There is a plan item with this key already."), field="key")
