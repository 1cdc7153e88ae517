"""The record as raters cite it: entries that speak for an element, by what they tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.demo.diary import Note
from daybook.org.models import Bureau, Person

Citations = Mapping[str, Sequence[LogEntry]]
HIGH, GOOD = Decimal(90), Decimal(86)
SOMETIMES = 0.15  # an element that needs no evidence has some
WORDS: Mapping[str, tuple[str, ...]] = {
    "expertise": ("核", "复算", "校", "测", "审", "图"),
    "casework": ("稿", "函", "报告", "方案", "批复", "印发", "通知", "答复"),
    "communication": ("协调", "对接", "商", "会", "沟通", "走访"),
    "learning": ("学", "培训", "试", "改进", "整理", "模板"),
    "quantity": ("条", "份", "处", "件", "家", "公里"),
    "quality": ("零", "一次", "通过", "无差错", "采纳", "合格"),
    "timeliness": ("当天", "当日", "提前", "按时", "限", "即"),
    "urgent_tasks": ("急", "抢", "汛", "夜", "值守", "险", "临时"),
    "policy_grasp": ("政策", "条例", "文件", "规定", "精神", "解读"),
    "planning": ("方案", "计划", "规划", "思路", "研究", "论证"),
    "coordination": ("协调", "会商", "对接", "联席", "会"),
    "team_leading": ("谈话", "带", "培训", "处务", "分工", "讲评"),
    "innovation": ("试", "新", "改", "系统", "首次", "简化"),
    "deployment": ("部署", "布置", "落实", "安排", "交办"),
    "key_tasks": ("汛", "重点", "督查", "验收", "开工", "应急"),
    "collaboration": ("联合", "配合", "督办", "会同", "协", "催"),
}
"""What an entry that speaks for an element often says."""


@dataclass(frozen=True, slots=True)
class Record:
    """What may be cited of a quarter: open entries that stand, by author, day and content."""

    entries: Mapping[tuple[int, date, str], LogEntry] = field(default_factory=dict)

    @classmethod
    def of(cls, bureau: Bureau, first: date, last: date) -> Record:
        """The entries of a span, in one statement."""
        open_ones = LogEntry.objects.filter(
            bureau=bureau, work_date__range=(first, last), visibility=Visibility.OPEN, withdrawn_reason=""
        )
        rows = open_ones.only("person_id", "work_date", "content")
        return cls({(entry.person_id, entry.work_date, entry.content): entry for entry in rows})

    def cited(
        self, person: Person, first_day: date, scores: Mapping[str, Decimal], notes: Sequence[Note]
    ) -> Citations:
        """One to three entries for every high element, sometimes for a good one; none speaks twice."""
        own = Random(f"cited:{person.number}:{first_day}")
        left = {
            (note.day, note.content): note
            for note in notes
            if (person.pk, note.day, note.content) in self.entries
        }
        found: dict[str, Sequence[LogEntry]] = {}
        for element, score in scores.items():
            if score >= HIGH or (score >= GOOD and own.random() < SOMETIMES):
                chosen = _fittest(element, list(left.values()), own.choice((1, 2, 2, 3)))
                if chosen:
                    found[element] = [self.entries[person.pk, note.day, note.content] for note in chosen]
                for note in chosen:
                    del left[note.day, note.content]
        return found


def _fittest(element: str, notes: Sequence[Note], count: int) -> list[Note]:
    """The entries that speak most for an element, no two of the same words, in the order of their days."""

    def weight(note: Note) -> tuple[int, bool, int, date]:
        said = note.content + note.outcome
        return sum(word in said for word in WORDS[element]), bool(note.matter), len(note.outcome), note.day

    distinct: dict[str, Note] = {}
    for note in sorted(notes, key=weight, reverse=True):
        distinct.setdefault(note.content, note)
    return sorted(list(distinct.values())[:count], key=lambda note: note.day)
