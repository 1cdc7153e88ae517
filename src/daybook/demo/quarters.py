"""Quarter by quarter: sheets signed by whoever was superior, acknowledged, grades settled above the cap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from random import Random

from daybook.demo.cast import Member
from daybook.demo.citing import Citations, Record
from daybook.demo.dates import local
from daybook.demo.diary import Diary, Note
from daybook.demo.founding import Stage
from daybook.demo.goals import Goals
from daybook.demo.marks import mark_of
from daybook.demo.objections import ObjectionRound
from daybook.demo.remarks import QUARTER, Voices, evidence, facts_of
from daybook.demo.samples import hold_samples
from daybook.demo.sheets import elements_for, flat_elements
from daybook.org.lines import Lines, lines_of
from daybook.org.policies import policy_of
from daybook.quarterly.actions.feedback import acknowledge_sheet
from daybook.quarterly.actions.grades import decide_routine_grade
from daybook.quarterly.actions.sheets import write_opinion
from daybook.quarterly.actions.signing import Paper, sign_sheets
from daybook.quarterly.models import ScoreSheet
from daybook.quarterly.spans import form_of, majority_span, period_of
from daybook.rules.exact import hundredths
from daybook.rules.policy import Policy
from daybook.rules.sheet import Form, reason_required
from daybook.rules.spans import Span

NICE_REASONS = ("工作认真负责，表现突出", "任务完成圆满，群众反映好", "积极主动，成绩明显")
LOW_REASONS = (
    "两次超过时限，催办后才交",
    "交来的材料退改三次，基础数据未自核",
    "成效多写“完成”，看不出结果",
    "独立处理少，仍需带班同志复核",
)
SEEN = 0.88  # of the sheets are acknowledged
GRADES_DOWN = (
    ("魏清扬", "fairly_well", "会商比对三个月对账：双桥港返工一周，重点任务时效不及同档人员，评为较好"),
    ("夏雨晴", "fairly_well", "会商认为信访办理扎实，但公开栏目错链整改超期一次，按比例控制评为较好"),
    ("曹正", "fairly_well", "日志多日同文、成效单一，评分依据不足，会商评为较好"),
)


@dataclass
class QuarterlyRound:
    """The quarters of the bureau."""

    stage: Stage
    diary: Diary
    goals: Goals
    voices: Voices
    random: Random
    record: Record = field(default_factory=Record)

    @cached_property
    def objections(self) -> ObjectionRound:
        """What people hold against their sheets."""
        return ObjectionRound(self.stage)

    def run(self, year: int, quarter: int) -> int:
        """Score one quarter (from 0), if the day for it has come; the number of sheets published."""
        code = f"{year}-Q{quarter + 1}"
        period = period_of(code)
        publishing = self.stage.dates.publishing_day(year, quarter)
        if local(publishing, 17) > self.stage.dates.now:
            return 0
        lines = lines_of(self.stage.bureau, period.first, period.last)
        self.record = Record.of(self.stage.bureau, period.first, period.last)
        papers: dict[str, list[Paper]] = {}
        for member in self.stage.company.members.values():
            if not member.leads:
                self._assess(member, lines, code, publishing, papers)
        if (year, quarter) == (self.stage.dates.current, self.stage.dates.last_scored()):
            hold_samples(self.stage, code, publishing, papers)
            self.objections.hold_back(code, publishing, papers)
        sheets = [
            sheet for rater, own in papers.items() for sheet in self._sign(rater, own, code, publishing)
        ]
        self._acknowledge(sheets)
        self.objections.run(year, quarter)
        if year == self.stage.dates.previous and quarter == 1:
            self._settle_cap(code, publishing)
        return len(sheets)

    def _sign(self, rater: str, papers: Sequence[Paper], code: str, publishing: date) -> list[ScoreSheet]:
        at = self._at(rater, publishing, 16)
        return sign_sheets(rater=self.stage.people[rater], quarter=code, papers=papers, at=at)

    def _acknowledge(self, sheets: Sequence[ScoreSheet]) -> None:
        """Most people look at their sheet within days, and say so; who has left does not."""
        for sheet in sheets:
            own = Random(f"seen:{sheet.person.number}:{sheet.quarter}")
            signed = sheet.published_at or self.stage.dates.now
            day = self.stage.dates.workday_from(
                signed.date() + timedelta(days=own.choice((1, 1, 1, 2, 3, 4)))
            )
            at = local(day, own.randint(8, 17), own.randint(0, 59))
            here = self.stage.company.members[sheet.person.name].present(day)
            if own.random() < SEEN and here and at <= self.stage.dates.now:
                acknowledge_sheet(sheet=sheet, person=sheet.person, at=at)

    def _at(self, rater: str, publishing: date, hour: int) -> datetime:
        """The instant somebody signs: on his last day, where he leaves before."""
        ends = self.stage.company.members[rater].ends
        day = ends if ends is not None and ends < publishing else publishing
        return local(day, hour, 10)

    def _assess(
        self, member: Member, lines: Lines, code: str, publishing: date, papers: dict[str, list[Paper]]
    ) -> None:
        """A sheet by the superior of most of the quarter, opinions by the others."""
        person = self.stage.people[member.name]
        period = period_of(code)
        chosen = majority_span(lines, person, code)
        mark = mark_of(member.script, self.stage.dates, period.first.year, int(code[-1]) - 1)
        for span in lines.spans(person, period.first, period.last):
            rater = self._name(lines, span)
            if span == chosen and mark is not None:
                on = self._at(rater, publishing, 15).date()
                papers.setdefault(rater, []).append(self._paper(member, lines, span, mark=mark, on=on))
            elif span != chosen or self._on_trial(member, span):
                self._opinion(member, span, code, rater, publishing)

    def _name(self, lines: Lines, span: Span) -> str:
        row = lines.rows[span.superior]
        return next(name for name, person in self.stage.people.items() if person.pk == row)

    def _on_trial(self, member: Member, span: Span) -> bool:
        until = member.script.opinion_until
        return bool(until) and span.first <= self.stage.dates.day(until)

    def _paper(self, member: Member, lines: Lines, span: Span, *, mark: Decimal, on: date) -> Paper:
        person, rater = self.stage.people[member.name], self._name(lines, span)
        policy = policy_of(self.stage.bureau, on)
        form = form_of(lines, person, span, policy)
        notes = self._notes(member, span)
        scores = self._scores(member, form, mark)
        # Who is nice to everybody has no evidence at hand, and says so in general words.
        nice = self._style(rater) == "nice"
        cited = {} if nice else self.record.cited(person, span.first, scores, notes)
        return Paper(
            person,
            span.first,
            scores,
            self._reasons(policy, scores, notes, cited, nice=nice),
            self._comment(member, rater, notes),
            cited,
        )

    def _scores(self, member: Member, form: Form, mark: Decimal) -> dict[str, Decimal]:
        whole = sum(weight for _code, weight in form.elements)
        weights = [(code, weight * 100 // whole) for code, weight in form.elements]
        if member.script.flat:
            return flat_elements(mark, weights)
        leanings = self._leanings(member, [code for code, _weight in weights])
        return elements_for(mark, weights, leanings, self.random)

    def _leanings(self, member: Member, codes: Sequence[str]) -> dict[str, float]:
        """A person's own profile, the same in every quarter."""
        own = Random(f"profile:{member.script.number}")
        wide = 3.2 if self._strictly_scored(member) else 2.0
        return {code: own.uniform(-wide, wide) for code in codes}

    def _strictly_scored(self, member: Member) -> bool:
        return member.posts[-1].department == "D03"

    def _style(self, rater: str) -> str:
        return self.stage.company.members[rater].script.style

    def _reasons(
        self,
        policy: Policy,
        scores: dict[str, Decimal],
        notes: Sequence[Note],
        cited: Citations,
        *,
        nice: bool,
    ) -> dict[str, str]:
        """A reason where the policy asks for one and nothing is cited: a piece of the record, or a phrase."""
        told = self.random.sample(notes, min(len(notes), 12)) if notes else []
        reasons: dict[str, str] = {}
        for element, score in scores.items():
            if not reason_required(policy, hundredths(score), element in cited):
                continue
            if score >= policy.quarterly.reason_from:
                piece = evidence(told[len(reasons) % len(told)]) if told else NICE_REASONS[0]
                reasons[element] = self.random.choice(NICE_REASONS) if nice else piece
            else:
                reasons[element] = self.random.choice(LOW_REASONS)
        return reasons

    def _comment(self, member: Member, rater: str, notes: Sequence[Note]) -> str:
        matters = {key: matter.title for key, matter in self.goals.matters.items()}
        routines = {f"r{number}": each.title for number, each in enumerate(member.script.routines)}
        unfinished = [
            matters[note.matter] for note in notes if note.matter in matters and note.progress < 100
        ]
        facts = facts_of(notes, {**routines, **matters}, unfinished, self.random)
        return self.voices.say(self._style(rater), QUARTER, facts)

    def _opinion(self, member: Member, span: Span, code: str, rater: str, publishing: date) -> None:
        """What a superior of a part, or of a newcomer on trial, writes instead of a score."""
        notes = self._notes(member, span)
        if span.last > self.stage.dates.today or not notes or span.workdays < 3:
            return
        at = self._at(rater, publishing, 15) + timedelta(minutes=20)
        write_opinion(
            person=self.stage.people[member.name],
            quarter=code,
            rater=self.stage.people[rater],
            comment=self._comment(member, rater, notes),
            first_day=span.first,
            at=at,
        )

    def _notes(self, member: Member, span: Span) -> list[Note]:
        """What the record shows of a span, without what others may not read."""
        return [
            note
            for day in self.stage.dates.days(span.first, span.last)
            for note in self.diary.notes.get((member.name, day), [])
            if not note.internal and note.line
        ]

    def _settle_cap(self, code: str, publishing: date) -> None:
        """More graded 好 than the cap allows: the personnel office settles it with reasons."""
        officer = self.stage.people["高敏芝"]
        at = local(self.stage.dates.workday_from(publishing + timedelta(days=4)), 10, 30)
        for name, grade, reason in GRADES_DOWN:
            decide_routine_grade(
                person=self.stage.people[name], quarter=code, grade=grade, reason=reason, actor=officer, at=at
            )
