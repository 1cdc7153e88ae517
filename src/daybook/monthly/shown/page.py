"""The page of a month: the statement, what it still needs, and the summary, as the template shows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from daybook.monthly.actions.summary import even
from daybook.monthly.queries.own import MonthRead
from daybook.monthly.shown.opened import OpenedFigure, due_days, opened_figure
from daybook.monthly.shown.rows import ItemRows, LooseRows, ShareRow, item_rows, loose_rows, share_rows
from daybook.monthly.shown.told import Sources, ToldPassage, sources_of, told_draft, told_text
from daybook.monthly.statement import MonthStatement
from daybook.monthly.summary import text_of
from daybook.org.actions.keeping import Crossed
from daybook.plans.edition import Overtaken
from daybook.plans.enums import PlanState
from daybook.plans.forms import Typed
from daybook.plans.models import PlanItem
from daybook.plans.months import month_bounds
from daybook.web.refusals import Refused


@dataclass
class Typing:
    """What is being typed on the page: which answer is open, what was refused, two texts that crossed.

    `overtaken` says that another answer stands by now, beside which the typed one is shown.
    """

    answer: str = ""
    form: Typed | None = None
    fault: str = ""
    text: str | None = None
    crossed: Crossed | None = None
    overtaken: bool = False

    def take(self, refused: Refused) -> None:
        """Keep a refusal: by its field in the open form, else over the page."""
        self.overtaken = isinstance(refused, Overtaken)
        if isinstance(refused, Crossed):
            self.crossed = refused
        form = self.form if self.form is not None and self.form.is_bound else None
        if form is not None and (self.overtaken or form.errors or refused.field in form.fields):
            form.take(refused)
        else:
            self.fault = refused.message


@dataclass
class MonthPage:
    """A month on its page; `opened` are the items whose entries are all shown."""

    read: MonthRead
    typing: Typing
    opened: Collection[str] = ()
    why: str = ""
    writes: bool = False

    @property
    def statement(self) -> MonthStatement:
        """Plan and record."""
        return self.read.statement

    @property
    def is_open(self) -> bool:
        """Whether it is the reader's own and may still be changed."""
        return self.read.is_open

    @property
    def is_running(self) -> bool:
        """Whether the month is not over yet."""
        return self.read.reader.today <= month_bounds(self.read.month)[1]

    @property
    def is_future(self) -> bool:
        """Whether the month has not begun."""
        return self.read.reader.today < month_bounds(self.read.month)[0]

    @property
    def due(self) -> date | None:
        """The last day for the person to submit."""
        deadlines = self.read.deadlines
        return deadlines.submit_by(self.read.person.pk) if deadlines else None

    @property
    def is_late(self) -> bool:
        """Whether that day is over."""
        return self.due is not None and self.due < self.read.reader.today

    @property
    def review_due(self) -> date | None:
        """The last day for the review."""
        deadlines = self.read.deadlines
        return deadlines.review_by(self.read.person.pk) if deadlines else None

    @cached_property
    def items(self) -> list[ItemRows]:
        """The plan's side."""
        answers = {each.item.pk: each for each in self.read.answers}
        return item_rows(self.statement, self.read.suggested, answers, self.opened)

    @cached_property
    def loose(self) -> list[LooseRows]:
        """What was recorded outside the plan."""
        return loose_rows(self.statement)

    @cached_property
    def shares(self) -> list[ShareRow]:
        """The hours by matter."""
        return share_rows(self.statement.shares())

    @property
    def choices(self) -> list[PlanItem]:
        """The items an entry can be linked to by hand."""
        return [each.item for each in self.items if not each.is_cancelled]

    @property
    def unexplained(self) -> list[PlanItem]:
        """Planned, nothing recorded, and not a word on it yet."""
        return [item for item in self.statement.unrecorded if not item.execution]

    @property
    def acceptable(self) -> list[ItemRows]:
        """The items whose suggested answer may be taken over as it stands."""
        return [each for each in self.items if each.answer and _is_whole(each)]

    @property
    def due_days(self) -> str:
        """The due workdays."""
        return due_days(self.statement.indicators) if self.statement.indicators else ""

    @cached_property
    def panel(self) -> OpenedFigure | None:
        """The figure that is opened."""
        return opened_figure(self.statement, self.why)

    @cached_property
    def sources(self) -> Sources:
        """Where the sentences of the summary come from."""
        return sources_of(self.statement, self.items, self.loose)

    @property
    def version(self) -> int:
        """The version of the draft that this page shows."""
        return self.read.writing.version if self.read.writing else 0

    @property
    def is_written(self) -> bool:
        """Whether the person works on a text of his own instead of the draft."""
        return self.writes or self.typing.text is not None or bool(self.read.writing or self._returned)

    @property
    def text(self) -> str:
        """The summary as it is being written: what was typed last, else what was returned, else the draft."""
        if self.typing.text is not None:
            return self.typing.text
        if self.read.writing is not None:
            return str(self.read.writing.fields.get("text", ""))
        return self._returned or text_of(self.read.draft)

    @property
    def unused(self) -> str:
        """What was written too late to be the summary: the month was submitted meanwhile."""
        report = self.statement.report
        told = self.text if self.typing.text is not None or self.read.writing else ""
        return told if report and self.statement.is_submitted and even(told) != report.summary else ""

    @property
    def standing(self) -> str:
        """The other window's text, where two crossed."""
        crossed = self.typing.crossed
        if crossed is None or crossed.standing is None:
            return self._returned if crossed else ""
        return str(crossed.standing.fields.get("text", ""))

    @property
    def standing_version(self) -> int:
        """The version of the other window's text."""
        crossed = self.typing.crossed
        return crossed.standing.version if crossed and crossed.standing else 0

    @property
    def told(self) -> Sequence[Sequence[ToldPassage]]:
        """The summary by paragraphs, with its sources; what was typed is told apart for its person alone."""
        if not self.is_written:
            return [[each] for each in told_draft(self.read.draft, self.sources)]
        lines = [line for line in self.text.splitlines() if line.strip()]
        return [told_text(line, self.read.draft, self.sources) for line in lines]

    @property
    def _returned(self) -> str:
        report = self.statement.report
        return report.summary if report and not self.statement.is_submitted else ""


def _is_whole(rows: ItemRows) -> bool:
    """Whether a suggestion says all that an answer needs; a cancellation wants the superior's word."""
    answer = rows.answer
    if answer is None or answer.state in {PlanState.CANCELLED, PlanState.NOT_DONE}:
        return False
    return answer.state == PlanState.DONE or answer.progress is not None
