"""The form of one entry: the seven disclosures, what it serves, who reads it; as typed, then as a draft."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.enums import EntryState, InternalReason, Visibility
from daybook.daily.models import EntryContent
from daybook.daily.served import Served, named_matter
from daybook.daily.skeletons import unfilled
from daybook.org.enums import HalfDay
from daybook.org.models import Person
from daybook.plans.apart import Choice, choices_of, item_words, matter_choices
from daybook.plans.models import Matter, PlanItem
from daybook.plans.months import month_of
from daybook.plans.queries import plan_of
from daybook.rules.policy import Policy
from daybook.web.refusals import Refused

CLOCK = re.compile(r"(\d{1,2})[:.点]?(\d{2})?分?(?::\d{2})?")
PER_CENT = re.compile(r"(\d{1,3})%?")
MOST_MATTERS = 60  # offered to choose from; any other is found by its key or title


def _plain(text: str) -> str:
    """A text with full-width figures and signs made narrow, without blanks around."""
    return unicodedata.normalize("NFKC", text).strip()


class ClockField(forms.CharField):
    """A time of day, as people write it: `9:00`, `0930`, `９：３０`."""

    def to_python(self, value: Any) -> Any:
        """The time; nothing where nothing is written."""
        text = _plain(value or "")
        if not text:
            return None
        found = CLOCK.fullmatch(text)
        try:
            return time(int(found[1]), int(found[2] or 0)) if found else self._refuse()
        except ValueError:
            return self._refuse()

    def _refuse(self) -> None:
        raise forms.ValidationError(_("A time is written 09:30."))


class PerCentField(forms.CharField):
    """A whole percentage, with or without its sign."""

    def to_python(self, value: Any) -> Any:
        """The number; nothing where nothing is written."""
        text = _plain(value or "")
        if not text:
            return None
        if (found := PER_CENT.fullmatch(text)) is None:
            raise forms.ValidationError(_("Progress is a whole number of per cent, 0 to 100."))
        return int(found[1])


class EntryForm(forms.Form):
    """One matter (一事一记). Limits and rules are the action's to check; here is only what was typed.

    Plan item and matter are given by key; a matter also by its title. `draft()` is what the actions take.
    """

    key = forms.CharField(required=False)
    start = ClockField(required=False)
    end = ClockField(required=False)
    half_day = forms.ChoiceField(required=False, choices=[("", ""), *HalfDay.choices])
    place = forms.CharField(required=False)
    people = forms.CharField(required=False)
    content = forms.CharField(
        error_messages={"required": gettext_lazy("Say what was worked on.")},
    )
    measures = forms.CharField(required=False)
    progress = PerCentField(required=False)
    state = forms.ChoiceField(required=False, choices=[("", ""), *EntryState.choices])
    outcome = forms.CharField(required=False)
    plan_item = forms.CharField(required=False)
    matter = forms.CharField(required=False)
    visibility = forms.ChoiceField(required=False, choices=Visibility.choices)
    internal_reason = forms.ChoiceField(required=False, choices=[("", ""), *InternalReason.choices])

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        author: Person,
        day: date,
        served: Served | None = None,
        **given: Any,
    ) -> None:
        super().__init__(data, **given)
        self.author, self.day, self.served = author, day, served or Served(author)

    def clean_plan_item(self) -> PlanItem | None:
        """The item of the author's plan with this key; the action says which month it must be of."""
        if not (key := self.cleaned_data["plan_item"]):
            return None
        found = self.served.item(key)
        if found is None:
            raise forms.ValidationError(_("This item is not in the plan."))
        return found

    def clean_matter(self) -> Matter | None:
        """The matter of the bureau with this key, else with this title."""
        if not (text := named_matter(self.cleaned_data["matter"])):
            return None
        found = self.served.matter(text)
        if found is None:
            raise forms.ValidationError(_("There is no such matter; choose one or leave this empty."))
        return found

    def clean(self) -> dict[str, Any]:
        """A half-day gives way to a beginning and an end; an open entry has no reason; no gap stays open."""
        given = self.cleaned_data
        for name in unfilled(given):
            self.add_error(name, _("Fill in what stands as “…” here."))
        if given.get("start") and given.get("end"):
            given["half_day"] = ""
        given["visibility"] = given.get("visibility") or Visibility.OPEN
        if given["visibility"] == Visibility.OPEN:
            given["internal_reason"] = ""
        return given

    def draft(self) -> EntryDraft:
        """What the author says, once the form is valid."""
        return EntryDraft(**self.cleaned_data)

    def sound_draft(self) -> EntryDraft:
        """The draft, if everything could be read. Raises Refused without a sentence: the form has them."""
        if not self.is_valid():
            raise Refused("")
        return self.draft()

    def refuse(self, refused: Refused) -> None:
        """Put a refusal by the field it names, else over the form."""
        if refused.message:
            self.add_error(refused.field if refused.field in self.fields else None, refused.message)

    @property
    def first_fault(self) -> str:
        """The first sentence that stands by a field, else over the form; empty for a form without a fault."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class SharedFields(dict[str, forms.Field]):
    """The fields of a form that leaves them as they are: copying them takes longer than cleaning."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        """The same fields in a dictionary of the form's own."""
        return dict(self)


EntryForm.base_fields = SharedFields(EntryForm.base_fields)


@dataclass(frozen=True, slots=True)
class EntryChoices:
    """What a form of one entry offers to choose from."""

    items: list[PlanItem]
    matters: list[Matter]
    half_days: list[tuple[str, str]]
    states: list[tuple[str, str]]
    reasons: list[tuple[str, str]]

    @property
    def item_labels(self) -> list[Choice]:
        """The key of each plan item with its title, told apart from another of the same."""
        return choices_of((each.key, each.title, item_words(each.due_date)) for each in self.items)

    @property
    def matter_labels(self) -> list[Choice]:
        """The key of each matter with its title, told apart from another of the same."""
        return matter_choices(self.matters)


def entry_choices(author: Person, day: date, policy: Policy | None, chosen: str = "") -> EntryChoices:
    """The plan items of the day's month, the bureau's latest matters, the reasons of an internal entry.

    In two statements, three where the matter `chosen` (its key) is not among the latest. No reasons where the
    policy knows no internal entries.
    """
    reasons = policy.daily.internal_reasons if policy is not None and policy.daily.internal else ()
    return EntryChoices(
        items=plan_of(author, month_of(day)),
        matters=_matters(author, chosen),
        half_days=_labels(HalfDay.choices, HalfDay.values),
        states=_labels(EntryState.choices, EntryState.values),
        reasons=_labels(InternalReason.choices, reasons),
    )


def _matters(author: Person, chosen: str) -> list[Matter]:
    of_bureau = Matter.objects.filter(bureau=author.bureau_id).select_related("department")
    latest = list(of_bureau.filter(last_day__isnull=True).order_by("-id")[:MOST_MATTERS])
    if chosen and all(matter.key != chosen for matter in latest):
        latest += of_bureau.filter(key=chosen)
    return latest


def _labels(choices: Iterable[tuple[str, Any]], shown: Iterable[str]) -> list[tuple[str, str]]:
    wanted = set(shown)
    return [(value, str(label)) for value, label in choices if value in wanted]


def typed(entry: EntryContent) -> dict[str, str]:
    """What an entry says, as it would be typed into the form."""
    texts = ("place", "people", "content", "measures", "outcome", "half_day", "state")
    return {name: getattr(entry, name) for name in texts} | {
        "start": _clock(entry.start),
        "end": _clock(entry.end),
        "progress": "" if entry.progress is None else str(entry.progress),
        "plan_item": entry.plan_item.key if entry.plan_item else "",
        "matter": entry.matter.key if entry.matter else "",
        "visibility": entry.visibility,
        "internal_reason": entry.internal_reason,
    }


def _clock(moment: time | None) -> str:
    return moment.strftime("%H:%M") if moment else ""
