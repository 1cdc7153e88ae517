"""Objections of the demonstration: one upheld and corrected, one dismissed, one still to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from random import Random

from daybook.daily.models import LogEntry
from daybook.demo.dates import local
from daybook.demo.founding import Stage
from daybook.objections.actions.correcting import correct_sheet
from daybook.objections.actions.deciding import add_hearing_note, decide_objection
from daybook.objections.actions.filing import file_objection
from daybook.objections.models import Objection
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.quarterly.actions.signing import Paper, sign_sheets
from daybook.quarterly.models import ScoreSheet
from daybook.rules.facts import ONE_DAY

UPHELD, DISMISSED, WAITING = "韩磊", "姚雨桐", "许立诚"
LEADER = "贺文柏"  # in charge of the department of all three
SIGNED_LATE = 3  # workdays before the day of the demonstration

UPHELD_TEXT = (
    "“时效”一项扣分过多。3月两次超过时限：一次是市局系统停机，当日日志有记录；一次是代班移交。请核对。"
)
HEARD = "分别听取韩磊、秦岚意见。停机通知属实，这一次不应计作超时；代班移交一次，本人认可。"
UPHELD_GROUNDS = "经核对日志和市局停机通知，其中一次超时不是本人原因，“时效”应予更正；其余维持。"
CORRECTED = "一次超时因系统停机，不计"
DISMISSED_TEXT = "“办文办事”得分偏低，三份材料都是一次通过。"
DISMISSED_GROUNDS = "核对三份材料的流转单，两份退改一次以上；原评分依据充分，维持不变。"
WAITING_TEXT = "“临时急难任务”漏计9月的两次夜间值守，日志在9月中旬。请核对。"


@dataclass
class ObjectionRound:
    """What people hold against their sheets, quarter by quarter."""

    stage: Stage
    held: list[tuple[str, str, Paper]] = field(default_factory=list)

    def hold_back(self, code: str, publishing: date, papers: Mapping[str, list[Paper]]) -> None:
        """Keep one sheet of the last quarter back: it is signed late, so that its objection is still open."""
        if self._workdays_before(SIGNED_LATE) <= publishing:
            return
        for rater, own in papers.items():
            for paper in [each for each in own if each.person.name == WAITING]:
                own.remove(paper)
                self.held.append((rater, code, paper))

    def run(self, year: int, quarter: int) -> None:
        """The objections to a quarter (from 0) whose sheets are published."""
        code, dates = f"{year}-Q{quarter + 1}", self.stage.dates
        if (year, quarter) == (dates.previous, 2):
            self._dismiss(code)
        elif (year, quarter) == (dates.current, 0):
            self._uphold(code)
        if (year, quarter) == (dates.current, dates.last_scored()):
            self._wait(code)

    def _dismiss(self, code: str) -> None:
        made = self._file(DISMISSED, code, DISMISSED_TEXT, 3)
        if made and (at := self._after(made.filed_at, 6)):
            decide_objection(
                objection=made, actor=self._leader, outcome="dismissed", grounds=DISMISSED_GROUNDS, at=at
            )

    def _uphold(self, code: str) -> None:
        made = self._file(UPHELD, code, UPHELD_TEXT, 2)
        if made is None or (heard := self._after(made.filed_at, 2)) is None:
            return
        key = _key_of(heard, UPHELD, code)
        add_hearing_note(objection=made, author=self._leader, text=HEARD, key=key, at=heard)
        if at := self._after(heard, 2):
            row = decide_objection(
                objection=made, actor=self._leader, outcome="upheld", grounds=UPHELD_GROUNDS, at=at
            )
            self._correct(row, self._after(at, 2))

    def _correct(self, objection: Objection, at: datetime | None) -> None:
        sheet = objection.sheet
        if at is None or sheet is None or sheet.rater is None:
            return
        rows = list(sheet.element_scores.order_by("id"))
        scores = {row.element: row.score for row in rows}
        scores["timeliness"] += Decimal(6)
        cited: dict[str, list[LogEntry]] = {}
        for citation in sheet.citations.select_related("entry").order_by("id"):
            cited.setdefault(citation.element, []).append(citation.entry)
        correct_sheet(
            objection=objection,
            rater=sheet.rater,
            scores=scores,
            reasons={row.element: row.reason for row in rows} | {"timeliness": CORRECTED},
            comment=sheet.comment,
            citations=cited,
            at=at,
        )

    def _wait(self, code: str) -> None:
        for rater, quarter, paper in self.held:
            late = local(self._workdays_before(SIGNED_LATE), 16, 10)
            sign_sheets(rater=self.stage.people[rater], quarter=quarter, papers=[paper], at=late)
        self._file(WAITING, code, WAITING_TEXT, 1 if self.held else 2)

    def _file(self, name: str, code: str, text: str, workdays: int) -> Objection | None:
        """An objection so many workdays after the sheet was published; none where that is not over yet."""
        person = self.stage.people[name]
        sheet = ScoreSheet.objects.filter(person=person, quarter=code, kind="score").first()
        at = self._after(sheet.published_at, workdays) if sheet and sheet.published_at else None
        if sheet is None or at is None:
            return None
        return file_objection(sheet=sheet, person=person, text=text, key=_key_of(at, name, code), at=at)

    def _after(self, instant: datetime, workdays: int) -> datetime | None:
        """In the morning so many workdays later; nothing where the demonstration does not tell of it."""
        day = instant.date()
        for _step in range(workdays):
            day = self.stage.dates.workday_from(day + ONE_DAY)
        at = local(day, 10, 20)
        return at if at <= self.stage.dates.now else None

    def _workdays_before(self, count: int) -> date:
        day = self.stage.dates.today
        while count:
            day -= ONE_DAY
            count -= self.stage.dates.calendar.is_workday(day)
        return day

    @property
    def _leader(self) -> Person:
        return self.stage.people[LEADER]


def _key_of(at: datetime, name: str, code: str) -> str:
    """A key that is the same for the same telling."""
    return new_key(at, Random(f"{name} {code}"))
