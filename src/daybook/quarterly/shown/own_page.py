"""The page of one person's quarter: what is to be done, score and grade, the sheets and what they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from daybook.monthly.enums import Rating
from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, RightKind
from daybook.org.models import Person
from daybook.quarterly.access import SheetSight
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.queries.own import QuarterRead
from daybook.quarterly.queries.own_scored import policy_of_sheet
from daybook.quarterly.shown.branches import Branch, QuarterBranches
from daybook.quarterly.shown.own_sheet import SheetShown, SheetsShown
from daybook.quarterly.shown.own_trend import Trend, trend_of
from daybook.quarterly.wording import quarter_word, rule_of_quarter
from daybook.rules.deadlines import sheet_deadline
from daybook.rules.exact import score_text
from daybook.rules.facts import Sheet
from daybook.rules.periods import quarters_of
from daybook.rules.working import tree
from daybook.web.dates import quarter_words

QUARTER = "quarter"
ALL = 9


@dataclass(frozen=True, slots=True)
class Panel:
    """An opened figure; days are told without their year where they lie in that of `within`."""

    title: str
    value: str
    branches: Sequence[Branch]
    within: date


@dataclass(frozen=True, slots=True)
class QuarterWay:
    """A quarter of the navigation."""

    key: str
    name: str
    here: bool


@dataclass
class QuarterPage:
    """A quarter on its page; `why` names the figure that is opened."""

    read: QuarterRead
    why: str = ""
    fault: str = ""

    @property
    def key(self) -> str:
        """The quarter."""
        return self.read.period.key

    @property
    def person(self) -> Person:
        """Whose quarter it is."""
        return self.read.person

    @property
    def quarters(self) -> list[QuarterWay]:
        """The quarters of the year, between those beside it."""
        year = self.read.period.first.year
        own = [each.key for each in quarters_of(year)]
        keys = [quarters_of(year - 1)[-1].key, *own, quarters_of(year + 1)[0].key]
        return [
            QuarterWay(key, quarter_word(key) if key in own else quarter_words(key), key == self.key)
            for key in keys
        ]

    @cached_property
    def _shown(self) -> SheetsShown:
        return SheetsShown(self.read)

    @cached_property
    def sheets(self) -> list[SheetShown]:
        """The score sheets that stand."""
        return [each for each in self._all if not each.is_opinion]

    @cached_property
    def opinions(self) -> list[SheetShown]:
        """What superiors of other parts of the quarter wrote."""
        return [each for each in self._all if each.is_opinion]

    @cached_property
    def _all(self) -> list[SheetShown]:
        return self._shown.sheets()

    @cached_property
    def replaced(self) -> list[ScoreSheet]:
        """Sheets of other days that stand no more."""
        return self._shown.replaced()

    @property
    def hides_some(self) -> bool:
        """Whether something was published of this quarter that the reader is not shown."""
        return any(span.current.pk not in self.read.sights for span in self.read.spans)

    @property
    def score(self) -> str:
        """The quarter's score, where there is one and the reader may know it."""
        figure = self.read.figure
        return score_text(figure.hundredths) if figure and self.read.knows_score else ""

    @property
    def grade(self) -> str:
        """The grade in words; where the cap is exceeded and not settled, that it waits."""
        if not self.score or not self.read.grade:
            return ""
        if self.read.is_unsettled:
            return _("to be settled by the personnel office")
        return str(Rating(self.read.grade).label)

    @property
    def grade_reason(self) -> str:
        """Why the grade was decided otherwise than by its band, or so."""
        return self.read.decided.reason if self.score and self.read.decided else ""

    @property
    def rule(self) -> str:
        """By which rule several sheets make the score."""
        figure = self.read.figure
        several = figure is not None and len(figure.terms) > 1 and self.read.knows_score
        return rule_of_quarter(tree(figure, self.read.policy)) if figure and several else ""

    @property
    def why_not(self) -> str:
        """Why there is no score, by code; empty where there is one, or where it is not the reader's."""
        return "" if self.score or not self.read.knows_score else self.read.why_not

    @property
    def is_running(self) -> bool:
        """Whether the quarter is not over."""
        return self.read.today <= self.read.period.last

    @property
    def is_future(self) -> bool:
        """Whether it has not begun."""
        return self.read.today < self.read.period.first

    @property
    def due(self) -> date:
        """The day by which the sheets are published."""
        return sheet_deadline(self.read.policy, self.read.calendar, self.read.period)

    @property
    def least(self) -> int:
        """The due workdays below which a quarter is not scored."""
        return self.read.policy.quarterly.min_workdays

    @cached_property
    def raters(self) -> list[str]:
        """Who scores the quarter, as far as it is known; the committee where the chain ends."""
        names, spans = self.read.superiors, self.read.expected
        return list(dict.fromkeys(names.get(span.superior) or _("the committee") for span in spans))

    @cached_property
    def pending(self) -> list[SheetShown]:
        """One's own sheets that wait for an answer."""
        if not self.read.is_own:
            return []
        open_ones = (each for each in self.sheets if not each.acknowledged_on and not each.objection)
        return [each for each in open_ones if each.reopening is None]

    @property
    def objectionable(self) -> list[SheetShown]:
        """One's own sheets that may still be objected to, acknowledged or not."""
        if not self.read.is_own:
            return []
        open_ones = (each for each in self.sheets if not each.objection and each.reopening is None)
        return [each for each in open_ones if each.until and each.until >= self.read.today]

    @property
    def until(self) -> date | None:
        """The first day on which an objection's time ends."""
        return min((each.until for each in self.objectionable if each.until), default=None)

    @property
    def ended(self) -> date | None:
        """The day on which the time for objections ended."""
        return max((each.until for each in self.pending if each.until), default=None)

    @property
    def acknowledged_on(self) -> date | None:
        """The day on which the last of the sheets was acknowledged; nothing while one waits."""
        days = [each.acknowledged_on for each in self.sheets]
        told = [day for day in days if day is not None]
        return max(told) if told and len(told) == len(days) else None

    @property
    def objected(self) -> list[SheetShown]:
        """The sheets that were objected to."""
        return [each for each in self.sheets if each.objection]

    @property
    def reopened(self) -> list[SheetShown]:
        """The sheets that were opened for correction and are not corrected yet."""
        return [each for each in self.sheets if each.reopening]

    @property
    def looks_after(self) -> bool:
        """Whether the reader, at his own quarter, has others to score or to look after."""
        standing = self.read.frame.standing
        leads = standing.role in HEAD_ROLES | LEADER_ROLES or RightKind.PERSONNEL_OFFICE in standing.rights
        return self.read.is_own and self.read.frame.reads_record and leads

    @cached_property
    def trend(self) -> Trend | None:
        """The person's own quarters beside each other."""
        return trend_of(self.read)

    @cached_property
    def panel(self) -> Panel | None:
        """The figure that is opened; nothing where there is none, or it is not the reader's to open."""
        if self.why == QUARTER:
            return self._quarter_panel()
        opened = next((each for each in self.sheets if each.key == self.why and each.rule), None)
        if opened is None or opened.rule is None:
            return None
        branches = QuarterBranches(
            policy_of_sheet(opened.sheet), self.read.names, self.read.notes, self._shows
        )
        branch = branches.sheet(opened.rule, self.read.period, ALL)
        return self._panel(_("Sheet score"), opened.score, branch)

    def _quarter_panel(self) -> Panel | None:
        figure = self.read.figure
        if figure is None or not self.score:
            return None
        branches = QuarterBranches(self.read.policy, self.read.names, self.read.notes, self._shows)
        branch = branches.quarter(tree(figure, self.read.policy), self.read.period, ALL)
        branch.comment, branch.opinions = "", ()
        return self._panel(_("Score of the quarter"), self.score, branch)

    def _panel(self, title: str, value: str, branch: Branch) -> Panel:
        branch.comment = ""
        return Panel(title, value, [branch], self.read.period.first)

    def _shows(self, sheet: Sheet) -> bool:
        """Whether the reader is shown the elements of a sheet."""
        return any(
            self.read.sights.get(each.pk) is SheetSight.WHOLE
            for span in self.read.spans
            for each in span.versions
            if (each.first_day, each.version) == (sheet.first_day, sheet.version)
        )
