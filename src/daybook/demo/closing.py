"""The last steps of the previous year: the notice and an objection to it, signatures, a reconsideration."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from daybook.annual.actions.signing import record_refusal, sign_result
from daybook.annual.models import Decision, Notice
from daybook.demo.founding import Stage
from daybook.objections.actions.year_deciding import dismiss_year_objection
from daybook.objections.actions.year_filing import ask_reconsideration, object_to_notice
from daybook.objections.models import YearObjection
from daybook.org.keys import new_key
from daybook.org.models import Person

COMMITTEE = "局考核委员会"
OFFICER = "冯立"
OBJECTOR, OBJECTED = "丁雪梅", "林晓舟"
NOTICE_TEXT = "主汛期值守的天数工程运行处不比防御处少，请核对林晓舟全年值守记录和三季度得分依据。"
NOTICE_GROUNDS = "调阅值班表和日志：林晓舟全年值守31天，三季度“临时急难任务”引证5条，依据充分，维持优秀等次。"
REFUSED, WITNESS = "姚雨桐", "秦岚"
REFUSED_WORDS = "认为一季度“一般”的评分依据不足，已由处长当面说明，仍不签字"
OBJECTING = "韩磊"
OBJECTING_WORDS = "三季度两次延期是等待外单位意见，请复核时效得分"
RECONSIDERED = "考核结果没有考虑三季度外单位回复延误的情况，请对年度等次进行复核。"
RECONSIDERED_GROUNDS = (
    "复核了三季度两件延期事项的流转记录：一件为外单位延误，评分时已扣除；年度总分排序不变，维持原等次。"
)


@dataclass
class YearClosing:
    """What happens between the notice and the last signature of a year."""

    stage: Stage
    year: int

    def object(self, days: Sequence[datetime]) -> None:
        """Somebody objects to the notice, and it is dismissed with grounds within its days."""
        notice = Notice.objects.filter(bureau=self.stage.bureau, year=self.year).first()
        objector, whose = (self._person(name) for name in (OBJECTOR, OBJECTED))
        if notice is None or not objector or not whose:
            return
        filed, decided = days
        made = object_to_notice(
            notice=notice,
            person=objector,
            whose=whose,
            text=NOTICE_TEXT,
            key=_key(filed, OBJECTOR),
            at=filed,
        )
        self._dismiss(made, NOTICE_GROUNDS, decided)

    def sign(self, first: datetime, random: Random) -> None:
        """Everybody signs within a few workdays: most agree, one objects, one refuses before a witness."""
        finals = Decision.objects.filter(bureau=self.stage.bureau, year=self.year, stage="final")
        for row in finals.select_related("person__bureau").order_by("person__number"):
            person, at = (
                row.person,
                first.replace(minute=random.randrange(60), hour=random.choice((9, 10, 15))),
            )
            if person.employed_to is not None and person.employed_to < at.date():
                continue
            if person.name == REFUSED:
                officer = self.stage.people[OFFICER]
                said = {"witness": WITNESS, "text": REFUSED_WORDS}
                record_refusal(person=person, year=self.year, actor=officer, at=at, **said)
            elif person.name == OBJECTING:
                sign_result(person=person, year=self.year, kind="objected", text=OBJECTING_WORDS, at=at)
            else:
                sign_result(person=person, year=self.year, kind="signed", at=at)

    def reconsider(self, days: Sequence[datetime]) -> None:
        """Whoever objected asks for reconsideration, and is answered with grounds."""
        person = self._person(OBJECTING)
        if person is None:
            return
        filed, decided = days
        made = ask_reconsideration(
            person=person, year=self.year, text=RECONSIDERED, key=_key(filed, OBJECTING), at=filed
        )
        self._dismiss(made, RECONSIDERED_GROUNDS, decided)

    def _dismiss(self, made: YearObjection, grounds: str, at: datetime) -> None:
        officer = self.stage.people[OFFICER]
        dismiss_year_objection(objection=made, actor=officer, grounds=grounds, body=COMMITTEE, at=at)

    def _person(self, name: str) -> Person | None:
        return self.stage.people.get(name)


def _key(at: datetime, name: str) -> str:
    """A key that is the same for the same telling."""
    return new_key(at, Random(f"{name} year"))
