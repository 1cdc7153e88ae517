"""The remedies of one's own final result: what may be asked for, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from daybook.annual.enums import Stage
from daybook.annual.models import Decision
from daybook.annual.wording import grade_word
from daybook.objections.actions.year_filing import appeal_until, known_on, policy_of_year
from daybook.objections.enums import Outcome, YearSubject
from daybook.objections.models import YearObjection
from daybook.org.frame import Frame
from daybook.rules.deadlines import reconsideration_deadline


@dataclass
class RemedyPage:
    """One's own final result of a year with its remedies, in the order in which they follow."""

    frame: Frame
    year: int
    final: Decision
    filed: Sequence[YearObjection]

    @property
    def grade(self) -> str:
        """The final grade in words."""
        return grade_word(self.final.grade)

    @property
    def reconsideration(self) -> YearObjection | None:
        """The reconsideration of the version in force."""
        return self._of(YearSubject.RECONSIDERATION)

    @property
    def appeal(self) -> YearObjection | None:
        """The appeal after it."""
        return self._of(YearSubject.APPEAL)

    @property
    def asks_appeal(self) -> bool:
        """Whether the next remedy is the appeal."""
        return self.reconsideration is not None and self.reconsideration.outcome == Outcome.DISMISSED

    @property
    def may_file(self) -> bool:
        """Whether a remedy can be filed today."""
        if self.asks_appeal:
            return self.appeal is None and not self.is_late
        return self.reconsideration is None and bool(self.days) and not self.is_late

    @property
    def days(self) -> int:
        """How many days the policy gives for reconsideration."""
        return policy_of_year(self.frame.person, self.year).remedies.reconsideration_days

    @cached_property
    def until(self) -> date | None:
        """The last day of the next remedy; nothing while the days have not begun."""
        if self.asks_appeal and self.reconsideration:
            return appeal_until(self.reconsideration)
        known = known_on(self.frame.person, self.year, self.final.version)
        in_force = policy_of_year(self.frame.person, self.year)
        return reconsideration_deadline(in_force, known) if known else None

    @property
    def is_late(self) -> bool:
        """Whether its time is over."""
        return self.until is not None and self.until < self.frame.today

    def _of(self, subject: str) -> YearObjection | None:
        version = self.final.version
        return next((each for each in self.filed if (each.subject, each.version) == (subject, version)), None)


def remedy_page(frame: Frame, year: int) -> RemedyPage:
    """The remedies of the reader's own result. Raises Http404 where it is not final."""
    final = Decision.objects.filter(person=frame.person, year=year).order_by("-version").first()
    if final is None or final.stage != Stage.FINAL:
        raise Http404
    rows = YearObjection.objects.filter(person=frame.person, year=year).exclude(subject=YearSubject.NOTICE)
    return RemedyPage(
        frame, year, final, list(rows.select_related("bureau", "person__bureau").order_by("filed_at"))
    )
