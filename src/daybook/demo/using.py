"""The use of the previous year's results: dimensions entered, benefits decided, a reference sheet issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from random import Random

from daybook.demo.dates import local
from daybook.demo.founding import Stage
from daybook.merit.actions.benefits import Grant, decide_benefit
from daybook.merit.actions.career import Valuation, enter_dimension
from daybook.merit.actions.promotion import issue_sheet
from daybook.merit.queries.kept import Kept
from daybook.merit.queries.lists import preference_list
from daybook.merit.queries.use_year import use_year
from daybook.org.keys import new_key
from daybook.org.models import Person

OFFICE = "冯立"
ENTERED = 14  # people of whom dimensions are entered
SCORES = range(156, 193)  # halves of a point
REASONS = {
    "experience": (
        "现任岗位满四年，任过基层站所职务",
        "两个处室任职，有县区挂职经历",
        "业务岗位连续六年，主持过专项工作",
    ),
    "urgent_tasks": (
        "主汛期三次应急响应全程在岗",
        "承担供水突发事件处置",
        "参加专项整治专班，牵头一个片区",
    ),
    "rewards_and_sanctions": (
        "近三年无处分，受市级通报表扬一次",
        "近三年无奖励、无处分",
        "获省厅业务竞赛三等奖",
    ),
}
DOCUMENT = "江水人〔{year}〕{number}号"


@dataclass
class ResultsUsed:
    """What the personnel office does with a final year in the months after, as far as they are over."""

    stage: Stage
    year: int

    def run(self) -> int:
        """Play it; how many benefits were decided."""
        if (at := self._at(2, 5)) is None:
            return 0
        self._enter(at)
        made = self._award(self._at(2, 10)) + self._train(self._at(3, 5))
        self._issue(self._at(3, 12))
        return made + self._recuperate(self._at(4, 8))

    def _at(self, month: int, nth: int) -> datetime | None:
        """In the morning of the n-th workday of a month; nothing where it has not come."""
        at = local(self.stage.dates.nth_workday(self.year + 1, month, nth), 10, 20)
        return at if at <= self.stage.dates.now else None

    def _enter(self, at: datetime) -> None:
        """The dimensions of those whom the list of awards puts first."""
        random = Random(f"{self.year}:career")
        for number, person in enumerate(self._listed("award")[:ENTERED]):
            for dimension, reasons in REASONS.items():
                enter_dimension(
                    person=person,
                    year=self.year,
                    dimension=dimension,
                    valuation=Valuation(
                        score=Decimal(random.choice(SCORES)) / 2,
                        reason=reasons[number % len(reasons)],
                        document=DOCUMENT.format(year=self.year + 1, number=6),
                    ),
                    actor=self._office,
                    at=at,
                )

    def _award(self, at: datetime | None) -> int:
        """The first of the list, and one who is not, with the reason."""
        if at is None:
            return 0
        listed = self._listed("award")
        title, document = f"{self.year}年度局先进工作者", DOCUMENT.format(year=self.year + 1, number=9)
        for person in listed[:4]:
            self._decide(person, Grant("award", self.year, title, "局党组", document=document), at)
        reason = "牵头完成跨处室专项整治，市政府督查室来函表扬，局党组研究同意"
        grant = Grant("award", self.year, title, "局党组", reason=reason, document=document)
        self._decide(listed[9], grant, at)
        return 5

    def _train(self, at: datetime | None) -> int:
        if at is None:
            return 0
        first, last = date(self.year + 1, 4, 1), date(self.year + 1, 6, 30)
        title, reason = "到县区水利局跟班锻炼三个月", "前两位年内承担改革专班任务，局党组研究由后两位先去"
        for person in self._listed("training")[2:4]:
            grant = Grant("training", self.year, title, "局党组", first, last, reason=reason)
            self._decide(person, grant, at)
        return 2

    def _recuperate(self, at: datetime | None) -> int:
        """The first two of the list, and the fourth: the third asked for another time."""
        if at is None:
            return 0
        listed = self._listed("recuperation")
        first, last = date(self.year + 1, 5, 18), date(self.year + 1, 5, 22)
        told = {"title": "省总工会疗养院疗养", "decided_by": "局工会、组织人事处"}
        for person in listed[:2]:
            grant = Grant("recuperation", self.year, **told, first_day=first, last_day=last)
            self._decide(person, grant, at)
        reason = f"{listed[2].name}因汛前检查，本人提出下半年再安排"
        grant = Grant("recuperation", self.year, **told, first_day=first, last_day=last, reason=reason)
        self._decide(listed[3], grant, at)
        return 3

    def _issue(self, at: datetime | None) -> None:
        if at is not None:
            person = self._listed("award")[0]
            purpose = "拟提任处室副职，提交局党组研究"
            issue_sheet(person=person, purpose=purpose, actor=self._office, at=at)

    def _decide(self, person: Person, grant: Grant, at: datetime) -> None:
        key = new_key(at, Random(f"{self.year}:{grant.kind}:{person.number}"))
        decide_benefit(person=person, grant=grant, actor=self._office, key=key, at=at)

    def _listed(self, kind: str) -> list[Person]:
        """The people of a list in its order, the officer who decides left out."""
        use = use_year(self.stage.bureau, self.year)
        if isinstance(use, Kept):
            return []
        people = {person.number: person for person in self.stage.people.values()}
        places = preference_list(use, kind).places
        return [people[each.person] for each in places if people[each.person] != self._office]

    @property
    def _office(self) -> Person:
        return self.stage.people[OFFICE]
