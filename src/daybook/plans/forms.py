"""What is typed into a plan: an item of a month, a goal, the reason of a change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.org.models import Person
from daybook.plans.actions.month import MOST_WEIGHT, WEIGHT_PLACES, PlanLine
from daybook.plans.models import AnnualGoal, DepartmentGoal, Matter
from daybook.web.refusals import Refused

REQUIRED = {"required": gettext_lazy("This may not be empty.")}
UNSEEN = frozenset({"key", "edition"})
DAY = {"invalid": gettext_lazy("A day is written 2026-03-31.")}


class Typed(forms.Form):
    """A form that keeps what was typed, and takes the sentence of a refused act beside it."""

    def require_sound(self) -> None:
        """Raise Refused with the first fault where something does not hold; each stands by its field."""
        if not self.is_valid():
            field, faults = next(iter(self.errors.items()))
            raise Refused(str(faults[0]), field=field)

    def take(self, refused: Refused) -> None:
        """Put a refusal by its field, or over the form where nobody sees such a field."""
        if not self.errors:
            seen = refused.field in self.fields.keys() - UNSEEN
            self.add_error(refused.field if seen else None, refused.message)

    def text(self, field: str) -> str:
        """A cleaned text; empty where nothing was given."""
        return str(self.cleaned_data.get(field) or "")


class ItemForm(Typed):
    """An item of a month's plan; `reason` is given where the superior must consent."""

    title = forms.CharField(max_length=200, error_messages=REQUIRED)
    measure = forms.CharField(required=False, max_length=2000)
    weight = forms.DecimalField(required=False, max_value=MOST_WEIGHT, decimal_places=WEIGHT_PLACES)
    due_date = forms.DateField(required=False, input_formats=["%Y-%m-%d"], error_messages=DAY)
    annual_goal = forms.CharField(required=False, max_length=100)
    matter = forms.CharField(required=False, max_length=100)
    reason = forms.CharField(required=False, max_length=500)
    key = forms.CharField(required=False, max_length=100)
    edition = forms.CharField(required=False, max_length=16)

    def line(self, person: Person) -> PlanLine:
        """The line that was typed, its goal and matter found among the person's own. Raises Refused."""
        self.require_sound()
        weight = self.cleaned_data["weight"]
        return PlanLine(
            title=self.text("title"),
            measure=self.text("measure"),
            weight=Decimal(1) if weight is None else weight,
            due_date=self.cleaned_data["due_date"],
            annual_goal=_chosen_goal(person, self.text("annual_goal")),
            matter=_chosen_matter(person, self.text("matter")),
            key=self.text("key"),
        )


class ReasonForm(Typed):
    """Why an item shall be cancelled."""

    reason = forms.CharField(max_length=500, error_messages=REQUIRED)
    key = forms.CharField(required=False, max_length=100)


class AnswerForm(Typed):
    """Why a change is declined."""

    answer = forms.CharField(
        max_length=500,
        error_messages={"required": gettext_lazy("Say in a sentence why it shall stay as it is.")},
    )


class GoalForm(Typed):
    """A goal of a department's or a person's year; `person` is whom a department's goal is given to."""

    title = forms.CharField(max_length=200, error_messages=REQUIRED)
    measure = forms.CharField(required=False, max_length=2000)
    department_goal = forms.CharField(required=False, max_length=100)
    person = forms.CharField(required=False, max_length=100)
    key = forms.CharField(required=False, max_length=100)
    edition = forms.CharField(required=False, max_length=16)

    def given(self) -> dict[str, Any]:
        """Title and measure, as the acts take them. Raises Refused."""
        self.require_sound()
        return {name: self.text(name) for name in ("title", "measure", "edition")}

    def chosen_goal(self, person: Person, year: int) -> DepartmentGoal | None:
        """The department's goal that was chosen. Raises Refused where it is not of that year."""
        key = self.text("department_goal")
        if not key:
            return None
        found = DepartmentGoal.objects.filter(bureau=person.bureau_id, year=year, key=key).first()
        if found is None:
            raise Refused(_("This goal is not there any more."), field="department_goal")
        return found

    def chosen_person(self, bureau: int) -> Person:
        """Whom the goal is given to. Raises Refused where nobody is chosen."""
        number = self.text("person")
        found = Person.objects.filter(bureau=bureau, number=number).select_related("bureau").first()
        if found is None:
            raise Refused(_("Choose who carries the goal."), field="person")
        return found


def _chosen_goal(person: Person, key: str) -> AnnualGoal | None:
    if not key:
        return None
    found = AnnualGoal.objects.filter(person=person, key=key).first()
    if found is None:
        raise Refused(_("This goal is not there any more."), field="annual_goal")
    return found


def _chosen_matter(person: Person, key: str) -> Matter | None:
    if not key:
        return None
    found = Matter.objects.filter(bureau=person.bureau_id, key=key).first()
    if found is None:
        raise Refused(_("This matter is not there any more."), field="matter")
    return found
