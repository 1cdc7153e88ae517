"""The page of an annual summary: what is typed, what it begins with, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.annual.actions.reports import ReportDraft
from daybook.annual.models import AnnualReport
from daybook.annual.queries.reports import GoalRead, ReportRead
from daybook.org.checked import length_limit
from daybook.plans.actions.answers import TEXTS, Answer
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal
from daybook.web.refusals import Refused

PARTS = ("state", "progress", *TEXTS)
PREFIXES = tuple(f"{part}:" for part in PARTS)
OWN_TEXTS = ("summary", "duty_report")


def report_draft(read: ReportRead, typed: Mapping[str, str]) -> ReportDraft:
    """What was typed as something to submit; a goal without a known state has no answer. Raises Refused."""
    answers = {
        goal.key: _answer(goal.key, typed)
        for goal in read.annual_goals
        if typed.get(f"state:{goal.key}") in PlanState.values
    }
    return ReportDraft(answers, typed.get("summary", ""), typed.get("duty_report", ""))


def _answer(key: str, typed: Mapping[str, str]) -> Answer:
    texts = [typed.get(f"{part}:{key}", "") for part in TEXTS]
    state = PlanState(typed[f"state:{key}"])
    return Answer(state, _progress(key, typed) if state == PlanState.PARTIAL else None, *texts)


def _progress(key: str, typed: Mapping[str, str]) -> int | None:
    """A whole number of per cent, nothing where none was written. Raises Refused for what is none."""
    text = typed.get(f"progress:{key}", "").strip().rstrip("%％")
    if not text:
        return None
    if not text.isdecimal() or len(text) > len("100"):
        raise Refused(_("Progress is a whole number of per cent, from 0 to 100."), field=f"progress:{key}")
    return int(text)


@dataclass(frozen=True, slots=True)
class GoalShown:
    """A goal on the page: its fields as they stand, and the fault of one of them."""

    read: GoalRead
    fields: Mapping[str, str]
    faults: Mapping[str, str]

    @property
    def states(self) -> list[tuple[str, str]]:
        """The states to choose from."""
        return [(state.value, str(state.label)) for state in PlanState]

    @property
    def is_carried(self) -> bool:
        """Whether the fields say just what the months say."""
        carried = self.read.carried
        return carried is not None and self.fields == fields_of(carried)


def fields_of(answer: Answer | None) -> dict[str, str]:
    """An answer as the fields of a form."""
    if answer is None:
        return dict.fromkeys(PARTS, "")
    told = asdict(answer)
    return {part: "" if told[part] is None else str(told[part]) for part in PARTS}


@dataclass
class ReportPage:
    """A summary on its page; `typed` is what was sent and could not be submitted."""

    read: ReportRead
    own: bool
    typed: Mapping[str, str] | None = None
    refused: Refused | None = field(default=None)

    @property
    def is_written(self) -> bool:
        """Whether the reader writes it now."""
        return self.own and not self.read.is_submitted

    @property
    def version(self) -> int:
        """The version of the draft that stands; 0 for none."""
        return self.read.writing.version if self.read.writing else 0

    @cached_property
    def standing(self) -> Mapping[str, str] | None:
        """What was typed, now or before; nothing where nobody has typed yet."""
        if self.typed is not None:
            return self.typed
        return self.read.writing.fields if self.read.writing else None

    @cached_property
    def goals(self) -> list[GoalShown]:
        """The goals with their fields."""
        return [GoalShown(each, self._fields(each), dict(self._faults(each))) for each in self.read.goals]

    def _fields(self, each: GoalRead) -> dict[str, str]:
        if self.standing is None:
            return fields_of(each.begins)
        return {part: self.standing.get(f"{part}:{each.goal.key}", "") for part in PARTS}

    def _faults(self, each: GoalRead) -> Iterator[tuple[str, str]]:
        if self.refused is not None:
            part, _colon, key = self.refused.field.partition(":")
            if key == each.goal.key:
                yield (part, self.refused.message)

    @property
    def summary(self) -> str:
        """The free summary as it stands."""
        return self._text("summary", self.read.summary_draft)

    @property
    def duty_report(self) -> str:
        """The duty report as it stands."""
        return self._text("duty_report", "")

    def _text(self, name: str, otherwise: str) -> str:
        if self.standing is not None:
            return self.standing.get(name, "")
        return getattr(self.read.report, name) if self.read.report else otherwise

    @property
    def fault(self) -> str:
        """Why it could not be submitted."""
        return self.refused.message if self.refused else ""

    @property
    def limits(self) -> dict[str, int]:
        """How many characters each text takes."""
        limits = {name: length_limit(AnnualGoal, name) for name in TEXTS}
        return limits | {name: length_limit(AnnualReport, name) for name in OWN_TEXTS}
