"""Month by month: planned, recorded, answered, summed up, submitted and reviewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from daybook.demo.cast import Member
from daybook.demo.dates import local, month_end, next_month
from daybook.demo.diary import Diary, Note
from daybook.demo.founding import Stage
from daybook.demo.goals import Goals
from daybook.demo.marks import quality_of
from daybook.demo.plans import Planned, answer_to, lines_of_month
from daybook.demo.recording import Recorder
from daybook.demo.remarks import Voices, facts_of, tone_of
from daybook.demo.summaries import summary_of
from daybook.demo.talk import Talk
from daybook.monthly.actions.extend import extend_month
from daybook.monthly.actions.month import return_month, review_month
from daybook.monthly.actions.submit import submit_month
from daybook.monthly.spans import spans_to_review
from daybook.org.enums import DelegationKind
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.plans.actions.answers import Answer
from daybook.plans.actions.month import answer_plan_items, plan_month
from daybook.plans.enums import MonthAct, PlanState
from daybook.plans.models import PlanItem

RETURN_REASONS = (
    "“成效”有几条只写了“完成”，请写清结果再交",
    "计划外的事占了一半，小结里没有交代，请补",
    "部分完成的那一项没有说明差在哪里",
)
FLOOD_MONTH, FLOOD_DEPARTMENT = 7, "D04"
PERSONNEL = "冯立"
EXTENSION_REASON = "防汛应急响应期间连续值守，对账顺延两个工作日"


@dataclass
class MonthlyRound:
    """The months of the bureau; keeps each person's plan between planning and answering."""

    stage: Stage
    diary: Diary
    goals: Goals
    recorder: Recorder
    voices: Voices
    talk: Talk
    random: Random
    planned: dict[str, list[Planned]] = field(default_factory=dict)
    items: dict[tuple[str, str], PlanItem] = field(default_factory=dict)
    _deputies: dict[tuple[str, date], Person | None] = field(default_factory=dict)

    def run(self, year: int, month: int) -> int:
        """Play one month to its end, or as far as today; the number of entries."""
        self.planned, self.items = {}, {}
        for member in self.stage.company.members.values():
            self._plan(member, year, month)
        entries = self.recorder.month(year, month, self.items)
        self.talk.under(entries)
        self.talk.changes(self.items, year, month)
        self.talk.unlocks(year, month)
        self._extend(year, month)
        submitted = [m for m in self.stage.company.members.values() if self._submit(m, year, month)]
        if submitted:
            at = local(self.stage.dates.nth_workday(*next_month(year, month), 8), 16, 20)
            sealed = {self.stage.people[member.name].pk for member in submitted}
            if at <= self.stage.dates.now:
                self.recorder.correct([entry for entry in entries if entry.person_id in sealed], at)
            self._review_all(submitted, year, month)
        return len(entries)

    # The plan

    def _plan(self, member: Member, year: int, month: int) -> None:
        dates = self.stage.dates
        begins = dates.workday_from(max(date(year, month, 1), member.starts or dates.first))
        if begins > dates.today or not member.employed(begins):
            return
        planned = lines_of_month(
            self.stage, self.diary, self.goals, member, year=year, month=month, random=self.random
        )
        if not planned:
            return
        at = local(begins, 10, self.random.randint(0, 59))
        late = begins > dates.nth_workday(year, month, 3)
        post = member.post_on(begins)
        superior = self.stage.head(post.department, begins) if late else None
        rows = plan_month(
            person=self.stage.people[member.name],
            month=f"{year}-{month:02}",
            lines=[each.line for each in planned],
            consented_by=superior,
            at=at,
        )
        self.planned[member.name] = planned
        self.items |= {(member.name, each.mark): row for each, row in zip(planned, rows, strict=True)}

    # The statement

    def _extend(self, year: int, month: int) -> None:
        """After the flood season's hardest month its head is given two days more."""
        dates = self.stage.dates
        after = next_month(year, month)
        at = local(dates.nth_workday(*after, 3), 9, 20)
        if month == FLOOD_MONTH and at <= dates.now:
            extend_month(
                bureau=self.stage.bureau,
                month=f"{year}-{month:02}",
                act=MonthAct.SUBMIT,
                until=dates.nth_workday(*after, 7),
                reason=EXTENSION_REASON,
                person=self.stage.head(FLOOD_DEPARTMENT, at.date()),
                actor=self.stage.people[PERSONNEL],
                key=f"EX-{year}-{month:02}",
                at=at,
            )

    def _submit(self, member: Member, year: int, month: int) -> bool:
        """Answer the plan and submit, where the day for it has come; whether it was submitted."""
        at = self._submit_instant(member, year, month)
        if member.name not in self.planned or at > self.stage.dates.now:
            return False
        person, code = self.stage.people[member.name], f"{year}-{month:02}"
        notes = self.diary.of_month(member.name, year, month)
        answers = self._answers(member, notes, year, month)
        called_off = any(answer.state == PlanState.CANCELLED for answer in answers.values())
        answer_plan_items(
            person=person,
            month=code,
            answers={self.items[member.name, mark]: answer for mark, answer in answers.items()},
            confirmed_by=self._superior(member, at.date()) if called_off else None,
            at=at - timedelta(minutes=30),
        )
        titles = {each.mark: each.line.title for each in self.planned[member.name]}
        summary = summary_of(month, notes, titles, answers, self.random)
        submit_month(person=person, month=code, summary=summary, at=at)
        return True

    def _submit_instant(self, member: Member, year: int, month: int) -> datetime:
        """Between the second and the fifth workday of the next month; on the last day for who leaves."""
        nth = 2 + self.random.randrange(4)
        minute = self.random.randint(0, 59)
        if member.ends is not None and member.ends <= month_end(year, month):
            return local(member.ends, 18, minute)
        return local(self.stage.dates.nth_workday(*next_month(year, month), nth), 16, minute)

    def _answers(self, member: Member, notes: Sequence[Note], year: int, month: int) -> dict[str, Answer]:
        quality = quality_of(member.script, self.stage.dates, year, (month - 1) // 3)
        return {each.mark: answer_to(each, notes, quality, self.random) for each in self.planned[member.name]}

    def _superior(self, member: Member, on: date) -> Person | None:
        """Who confirms what was called off."""
        row = lines_of(self.stage.bureau, on).superior_on(self.stage.people[member.name].pk, on)
        return next((person for person in self.stage.people.values() if person.pk == row), None)

    # The review

    def _review_all(self, submitted: Sequence[Member], year: int, month: int) -> None:
        day = self.stage.dates.nth_workday(*next_month(year, month), 7)
        if local(day, 15) > self.stage.dates.now:
            return
        first, last = date(year, month, 1), month_end(year, month)
        lines = lines_of(self.stage.bureau, first, last)
        for member in submitted:
            self._review(member, lines, year, month, day)

    def _review(self, member: Member, lines: Lines, year: int, month: int, day: date) -> None:
        person, code = self.stage.people[member.name], f"{year}-{month:02}"
        policy = policy_of(self.stage.bureau, day)
        names = {each.pk: name for name, each in self.stage.people.items()}
        for span in spans_to_review(lines, policy, person, code, day):
            if span.superior is None:
                continue
            superior = names[span.superior]
            at = local(day, 15, self.random.randint(0, 59))
            reviewer = self._deputy(superior, member, day) or self.stage.people[superior]
            sent_back = not member.leads and self.random.random() < 0.012
            # Of two superiors only the first can send a month back: a reviewed one is locked.
            if sent_back and not person.monthly_reviews.filter(month=code).exists():
                self._return(person, code, reviewer, at)
            self._write_review(member, superior, reviewer, when=(year, month, span.first), at=at)

    def _deputy(self, superior: str, member: Member, day: date) -> Person | None:
        """The deputy who reviews in the superior's place that day; never his own month."""
        if (superior, day) not in self._deputies:
            held = self.stage.people[superior].delegations.filter(
                kind=DelegationKind.REVIEW_MONTHS, first_day__lte=day, last_day__gte=day
            )
            row = held.first()
            self._deputies[superior, day] = self.stage.people[row.deputy.name] if row else None
        deputy = self._deputies[superior, day]
        return deputy if deputy is not None and deputy.name != member.name else None

    def _return(self, person: Person, code: str, reviewer: Person, at: datetime) -> None:
        """Sent back in the morning, handed in again at noon."""
        report = person.monthly_reports.get(month=code)
        reason = self.random.choice(RETURN_REASONS)
        return_month(person=person, month=code, reviewer=reviewer, reason=reason, at=at - timedelta(hours=6))
        summary = f"{report.summary}按退回意见补充：有关成效已写明结果。"
        submit_month(person=person, month=code, summary=summary, at=at - timedelta(hours=2))

    def _write_review(
        self, member: Member, superior: str, reviewer: Person, *, when: tuple[int, int, date], at: datetime
    ) -> None:
        year, month, first = when
        style = self.stage.company.members[superior].script.style
        quality = quality_of(member.script, self.stage.dates, year, (month - 1) // 3)
        level = quality + self.random.uniform(-2.5, 2.5)
        titles = {each.mark: each.line.title for each in self.planned[member.name]}
        facts = self._facts(member, year, month, titles)
        ratings = ["well"] * 3 if style == "nice" else [self._rating(level) for _each in range(3)]
        review_month(
            person=self.stage.people[member.name],
            month=f"{year}-{month:02}",
            reviewer=reviewer,
            execution_rating=ratings[0],
            saturation_rating=ratings[1],
            completion_rating=ratings[2],
            comment=self.voices.say(style, tone_of(level), facts),
            first_day=first,
            at=at,
        )

    def _facts(self, member: Member, year: int, month: int, titles: Mapping[str, str]) -> dict[str, str]:
        notes = [note for note in self.diary.of_month(member.name, year, month) if not note.internal]
        items = [item for (name, _mark), item in self.items.items() if name == member.name]
        unfinished = [item.title for item in items if item.state in {PlanState.PARTIAL, PlanState.NOT_DONE}]
        matters = {key: matter.title for key, matter in self.goals.matters.items()}
        return facts_of(notes, {**matters, **titles}, unfinished, self.random)

    def _rating(self, level: float) -> str:
        scale = ((88.0, "well"), (79.0, "fairly_well"), (70.5, "fair"), (0.0, "poor"))
        value = level + self.random.uniform(-3, 3)
        return next(rating for least, rating in scale if value >= least)
