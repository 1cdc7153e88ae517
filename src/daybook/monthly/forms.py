"""What is typed into a month: the answer to a plan item, what an entry lacks, a reason."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from daybook.monthly.answering import SuggestedAnswer
from daybook.plans.actions.answers import Answer
from daybook.plans.edition import answer_edition_of
from daybook.plans.enums import PlanState
from daybook.plans.forms import REQUIRED, Typed
from daybook.plans.models import PlanItem

# What is called off needs the superior: that is asked for on the page of the plan.
ANSWERED_ALONE = [(state.value, state.label) for state in PlanState if state != PlanState.CANCELLED]
CHOOSE = {
    "required": gettext_lazy("Say what became of it."),
    "invalid_choice": gettext_lazy("Say what became of it."),
}
PER_CENT = gettext_lazy("Progress lies between 0 and 100 per cent.")
WRONG_PROGRESS = {"invalid": PER_CENT, "min_value": PER_CENT, "max_value": PER_CENT}


class ItemAnswerForm(Typed):
    """The answer to a plan item: state, progress where it is partly done, three texts."""

    state = forms.ChoiceField(choices=ANSWERED_ALONE, error_messages=CHOOSE)
    progress = forms.IntegerField(required=False, min_value=0, max_value=100, error_messages=WRONG_PROGRESS)
    execution = forms.CharField(required=False, max_length=2000)
    visible_progress = forms.CharField(required=False, max_length=2000)
    work_status = forms.CharField(required=False, max_length=2000)
    edition = forms.CharField(required=False, max_length=16)

    def answer(self) -> Answer:
        """What was answered; a progress stands only beside what is partly done. Raises Refused."""
        self.require_sound()
        state = PlanState(self.text("state"))
        progress = self.cleaned_data["progress"] if state == PlanState.PARTIAL else None
        texts = (self.text(name) for name in ("execution", "visible_progress", "work_status"))
        return Answer(state, 100 if state == PlanState.DONE else progress, *texts)


class AskBackForm(Typed):
    """Why a submitted month is asked back."""

    reason = forms.CharField(max_length=500, error_messages=REQUIRED)


def opened_answer(item: PlanItem, suggested: SuggestedAnswer | None) -> ItemAnswerForm:
    """The form of an item as it is answered, or as its entries suggest."""
    source = suggested if suggested is not None and not item.state else item
    state = "" if source.state == PlanState.CANCELLED else source.state
    return ItemAnswerForm(
        initial={
            "state": state,
            "progress": source.progress if state == PlanState.PARTIAL else None,
            "execution": source.execution,
            "visible_progress": source.visible_progress,
            "work_status": item.work_status,
            "edition": answer_edition_of(item),
        }
    )
