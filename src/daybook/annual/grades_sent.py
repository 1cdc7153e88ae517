"""What is sent from the page of the year's grades: for whom which grade and why, and the act it asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from daybook.annual.actions.close import notice_grades
from daybook.annual.actions.drafts import done_grading
from daybook.annual.actions.grades import GradeDraft, decide_grades, propose_grades
from daybook.annual.models import Decision
from daybook.annual.shown.grading import DECIDE, GRADE, PROPOSE, REASON, GradingPage
from daybook.ledger.actions import recorded
from daybook.org.models import Person
from daybook.rules.result import PersonResult
from daybook.web.refusals import Refused

NOTICE = "notice"


def typed_grades(sent: Mapping[str, object]) -> dict[str, str]:
    """The grades and reasons of a form as typed, also those that were emptied."""
    return {
        name: str(text).replace("\r\n", "\n").strip()
        for name, text in sent.items()
        if name.startswith((GRADE, REASON))
    }


class SentGrades:
    """One act asked for on the page, by the person of its frame."""

    def __init__(self, page: GradingPage, sent: Mapping[str, object]) -> None:
        self.page, self.sent = page, sent
        self.people: Sequence[PersonResult] = ()

    def carry_out(self, at: datetime | None = None) -> list[Decision]:
        """Do what was asked. Raises Refused."""
        acts: dict[str, Callable[[datetime | None], list[Decision]]] = {
            PROPOSE: self._propose,
            DECIDE: self._decide,
            NOTICE: self._notice,
        }
        act = acts.get(str(self.sent.get("act", "")))
        if act is None:
            raise Refused(_("Say what you want to do."), field="act")
        with recorded():
            return act(at)

    def faults(self, refused: Refused) -> dict[str, str]:
        """The sentences of a refusal by the number of the person they are about."""
        return {self.people[row].number: words for row, words in refused.rows.items()}

    def _propose(self, at: datetime | None) -> list[Decision]:
        page = self.page
        self.people = page.members
        made = propose_grades(**self._given(at))
        table = page.table
        done_grading(writer=page.frame.person, year=page.results.year, pool=table.pool, unit=table.unit)
        return made

    def _decide(self, at: datetime | None) -> list[Decision]:
        page = self.page
        self.people = [each for each in page.everybody if each.number != page.frame.person.number]
        by = str(self.sent.get("by", "")).strip()
        if page.sight.office and not page.sight.principal and not by:
            raise Refused(_("Name who decided, such as the appraisal committee."), field="by")
        made = decide_grades(**self._given(at), decided_by=by)
        done_grading(writer=page.frame.person, year=page.results.year)
        return made

    def _notice(self, at: datetime | None) -> list[Decision]:
        page = self.page
        bureau, reason = page.frame.bureau, str(self.sent.get("why", ""))
        return notice_grades(
            bureau=bureau, year=page.results.year, actor=page.frame.person, reason=reason, at=at
        )

    def _given(self, at: datetime | None) -> dict[str, Any]:
        page, numbers = self.page, [each.number for each in self.people]
        rows = Person.objects.filter(bureau=page.frame.bureau, number__in=numbers).select_related("bureau")
        known = {row.number: row for row in rows}
        drafts = [
            GradeDraft(known[each.number], page.grade_of(each), page.reason_of(each)) for each in self.people
        ]
        return {
            "bureau": page.frame.bureau,
            "year": page.results.year,
            "drafts": drafts,
            "actor": page.frame.person,
            "at": at,
        }
