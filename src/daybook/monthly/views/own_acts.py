"""What a person does on the own month, with a tap or a few words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from daybook.daily.access import own_entries_for, own_entry_for, own_reader_of
from daybook.daily.models import LogEntry
from daybook.monthly.actions.gaps import complete_entry, complete_with_none
from daybook.monthly.actions.linking import link_entries
from daybook.monthly.actions.submit import ask_month_back
from daybook.monthly.actions.summary import discard_summary, keep_summary
from daybook.monthly.answering import suggested_answers
from daybook.monthly.forms import AskBackForm, ItemAnswerForm
from daybook.monthly.queries.statement import statement_of
from daybook.monthly.shown.page import Typing
from daybook.monthly.telling import NONE
from daybook.org.checked import text_given
from daybook.org.middleware import PersonRequest
from daybook.plans.access import item_for
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.month import answer_plan_item, answer_plan_items
from daybook.plans.enums import PlanState
from daybook.web.sent import number_of


@dataclass(frozen=True, slots=True)
class Asked:
    """An act that is asked for, on which month, and what is being typed."""

    request: PersonRequest
    month: str
    typing: Typing

    def given(self, name: str) -> str:
        """What was posted under a name."""
        return self.request.POST.get(name, "")

    @property
    def entries(self) -> Sequence[LogEntry]:
        """The entries that were posted, each the person's own. Raises Http404."""
        return own_entries_for(own_reader_of(self.request.frame), self.request.POST.getlist("entry"))


def landing_of(request: PersonRequest, anchor: str) -> str:
    """Back to where the act was done; what was opened on the page stays open, an answer until it is given."""
    posted = request.POST
    told = [("open", key) for key in posted.getlist("open")]
    answering = posted.get("answering", "")
    if answering and (posted["act"] not in {"answer", "accept"} or answering not in posted.getlist("item")):
        told.append(("answer", answering))
    told += [("at", anchor)] if anchor else []
    return (f"?{urlencode(told)}" if told else "") + (f"#{anchor}" if anchor else "")


def _link(asked: Asked) -> str:
    item = item_for(asked.request.person, asked.month, asked.given("item"))
    link_entries(person=asked.request.person, entries=asked.entries, item=item)
    return f"item-{item.key}"


def _unlink(asked: Asked) -> str:
    entries = asked.entries
    link_entries(person=asked.request.person, entries=entries, item=None)
    return "s1"


def _answer(asked: Asked) -> str:
    person = asked.request.person
    asked.typing.answer, asked.typing.form = asked.given("item"), ItemAnswerForm(asked.request.POST)
    item = item_for(person, asked.month, asked.given("item"))
    answer = asked.typing.form.answer()
    answer_plan_item(item=item, answer=answer, edition=asked.typing.form.text("edition"))
    return f"item-{item.key}"


def _accept(asked: Asked) -> str:
    """Take over what the entries suggest, for the items that were posted."""
    person, keys = asked.request.person, asked.request.POST.getlist("item")
    statement = statement_of(own_reader_of(asked.request.frame), person, asked.month)
    found = [each for each in suggested_answers(statement) if each.item.key in keys]
    answers = {
        each.item: Answer(each.state, each.progress, each.execution, each.visible_progress) for each in found
    }
    if answers:
        answer_plan_items(person=person, month=asked.month, answers=answers)
    return f"item-{keys[0]}" if len(keys) == 1 else "s1"


def _explain(asked: Asked) -> str:
    person, key = asked.request.person, asked.given("item")
    item = item_for(person, asked.month, key)
    state = PlanState(item.state) if item.state else PlanState.NOT_DONE
    texts = (text_given(asked.given("text"), "text"), item.visible_progress, item.work_status)
    answer_plan_item(item=item, answer=Answer(state, item.progress, *texts))
    return "s2"


def _fill(asked: Asked) -> str:
    entry = own_entry_for(own_reader_of(asked.request.frame), asked.given("entry"))
    value = NONE if asked.given("none") else asked.given("value")
    complete_entry(entry=entry, field=asked.given("field"), value=value, actor=asked.request.person)
    return "s2"


def _fill_none(asked: Asked) -> str:
    complete_with_none(entries=asked.entries, actor=asked.request.person)
    return "s2"


def _keep(asked: Asked) -> str:
    """Keep the summary as a plain form sends it, and go on to submit where that was meant."""
    asked.typing.text = asked.given("text")
    version = number_of(asked.given("version"))
    keep_summary(person=asked.request.person, month=asked.month, text=asked.given("text"), version=version)
    return "draft"


def _discard(asked: Asked) -> str:
    version = number_of(asked.given("version"))
    discard_summary(person=asked.request.person, month=asked.month, version=version)
    return "draft"


def _ask_back(asked: Asked) -> str:
    asked.typing.form = AskBackForm(asked.request.POST)
    asked.typing.form.require_sound()
    reason = asked.typing.form.text("reason")
    ask_month_back(person=asked.request.person, month=asked.month, reason=reason)
    return ""


ACTS: dict[str, Callable[[Asked], str]] = {
    "link": _link,
    "unlink": _unlink,
    "answer": _answer,
    "accept": _accept,
    "explain": _explain,
    "fill": _fill,
    "fill_none": _fill_none,
    "keep": _keep,
    "discard": _discard,
    "ask_back": _ask_back,
}
