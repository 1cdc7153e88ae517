"""The year's end: goals answered, the poll held, grades proposed, decided, noticed, made final."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from random import Random

from daybook.annual.actions.close import finalise_year, notice_grades
from daybook.annual.actions.grades import GradeDraft, decide_grades, propose_grades
from daybook.annual.actions.polls import Paper, enter_closed_poll
from daybook.annual.actions.reports import submit_annual_report
from daybook.annual.actions.seats import decide_seats
from daybook.annual.actions.units import freeze_units
from daybook.annual.queries.settled import settled_year
from daybook.demo.closing import YearClosing
from daybook.demo.dates import Dates, local
from daybook.demo.diary import Diary, Note
from daybook.demo.founding import Stage
from daybook.demo.goals import Goals
from daybook.demo.marks import quality_of
from daybook.demo.reports import report_of
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Person
from daybook.org.policies import policy_of
from daybook.plans.actions.answers import Answer
from daybook.plans.enums import PlanState
from daybook.plans.models import AnnualGoal
from daybook.rules.electorate import Voter, ballot_class
from daybook.rules.policy import Policy
from daybook.rules.result import PersonResult, YearResult

TWINS = ("林晓舟", "蒋维")  # the tie at the last seat: rated alike by everybody who knows them
FINAL_WORKDAY = 19  # of January
AWAY = frozenset({"邓凯"})
LETTERS = "ABC"
VALUES = {"A": 100, "B": 85, "C": 70}
WEIGHTS = (20, 20, 15, 30, 15)
FREEZE_REASON = "考核单元和人员经各分管局领导核对"
SEAT_MOVED = "周明远", "贺文柏"  # the leaders of the unit that gives and the unit that takes
SEAT_REASON = "主汛期三次应急响应主要由第二单元承担，考核委员会研究，从第一单元调剂优良名额1名"
TIE_WON = "两人总分、平时成绩都相同；综合预案修订和全年应急响应值守，建议{name}"
TIE_LOST = "与{name}并列，单元会商后列优良"


@dataclass
class YearEnd:
    """The end of the previous year, played in January."""

    stage: Stage
    diary: Diary
    goals: Goals
    random: Random

    @staticmethod
    def is_over(dates: Dates) -> bool:
        """Whether the year before is final by now."""
        return local(dates.nth_workday(dates.current, 1, FINAL_WORKDAY), 17) <= dates.now

    def run(self) -> YearResult:
        """Play it whole; the settled year."""
        year = self.stage.dates.previous
        self._submit_reports(year)
        self._poll(year)
        self._freeze_units(year)
        self._move_seat(year)
        result = settled_year(self.stage.bureau, year).result
        self._decide(year, result)
        return result

    def _freeze_units(self, year: int) -> None:
        """Who counts where stands still before seats are moved and grades proposed."""
        freeze_units(
            bureau=self.stage.bureau,
            year=year,
            reason=FREEZE_REASON,
            actor=self.stage.people["冯立"],
            at=local(self._january(9), 16),
        )

    def _move_seat(self, year: int) -> None:
        """The committee moves one seat of 优良 to the unit that bore the flood season."""
        pools = settled_year(self.stage.bureau, year).result.pools
        civil = next(each for each in pools if each.pool == "civil")
        seats = {unit.unit: unit.seats["good"] for unit in civil.units}
        giver, taker = (self.stage.people[name].number for name in SEAT_MOVED)
        seats[giver] -= 1
        seats[taker] += 1
        decide_seats(
            bureau=self.stage.bureau,
            year=year,
            pool="civil",
            grade="good",
            seats=seats,
            reason=SEAT_REASON,
            actor=self.stage.people["冯立"],
            at=local(self._january(10), 11),
        )

    def _january(self, nth: int) -> date:
        return self.stage.dates.nth_workday(self.stage.dates.current, 1, nth)

    # Goals

    def _submit_reports(self, year: int) -> None:
        """Everybody's summary, with an answer to each goal."""
        day = self._january(6)
        goals: dict[str, dict[str, AnnualGoal]] = {}
        answers: dict[str, dict[str, Answer]] = {}
        for (of_year, name, place), goal in self.goals.of_person.items():
            if of_year == year and self.stage.company.members[name].employed(day):
                goals.setdefault(name, {})[goal.key] = goal
                answers.setdefault(name, {})[goal.key] = self._answer(name, year, place)
        for minute, (name, given) in enumerate(answers.items()):
            titles = {key: goal.title for key, goal in goals[name].items()}
            draft = report_of(titles, given, self.random)
            person, at = self.stage.people[name], local(day, 16 + minute // 60, minute % 60)
            submit_annual_report(person=person, year=year, draft=draft, at=at)

    def _answer(self, name: str, year: int, place: int) -> Answer:
        """From the entries that served the goal through the year."""
        notes = [
            note
            for month in range(1, 13)
            for note in self.diary.of_month(name, year, month)
            if note.goal == place and note.line and not note.internal
        ]
        quality = quality_of(self.stage.company.members[name].script, self.stage.dates, year, 3)
        done = self.random.random() < min(0.95, (quality - 55) / 36)
        told = _fullest(notes)
        in_order = sorted(told, key=lambda note: note.day)
        said = "；".join(f"{note.day.month}月{note.content}，{note.outcome}" for note in in_order)
        return Answer(
            state=PlanState.DONE if done else PlanState.PARTIAL,
            progress=100 if done else self.random.choice([75, 80, 85, 90]),
            execution=f"全年记录{len(notes)}条。{said}" if notes else "当年未安排具体任务",
            visible_progress=told[-1].outcome if told else "无",
            work_status="完成" if done else "大部分完成，余项转下年",
        )

    # The poll

    def _poll(self, year: int) -> None:
        opened = self._january(7)
        lines = lines_of(self.stage.bureau, opened)
        policy = policy_of(self.stage.bureau, opened)
        names = [name for name, member in self.stage.company.members.items() if member.employed(opened)]
        voters = {name: _voter(lines, self.stage.people[name], opened) for name in names if name not in AWAY}
        ratees = {name: _voter(lines, self.stage.people[name], opened) for name in names}
        enter_closed_poll(
            bureau=self.stage.bureau,
            year=year,
            papers=self._papers(policy, voters, ratees),
            voters=[self.stage.people[name] for name in voters],
            opened_on=opened,
            actor=self.stage.people["高敏芝"],
            at=local(self._january(9), 10),
            random=self.random,
        )

    def _papers(
        self, policy: Policy, voters: Mapping[str, Voter], ratees: Mapping[str, Voter]
    ) -> list[Paper]:
        cast: dict[str, list[tuple[str, str]]] = {}
        for ratee, seen in ratees.items():
            classes = [ballot_class(policy, voter, seen) for voter in voters.values()]
            cast[ratee] = [(each, self._options(ratee, each)) for each in sorted(filter(None, classes))]
        first, second = TWINS
        cast[second] = _alike(cast[first], cast[second])
        cast[first] = _alike(cast[second], cast[first])
        return [
            Paper(each, self.stage.people[name], options)
            for name, rows in cast.items()
            for each, options in rows
        ]

    def _options(self, ratee: str, ballot: str) -> str:
        """A ballot near what people think of somebody; single voters weigh their words, many differ."""
        wanted = self.stage.company.members[ratee].script.vote
        if ballot in {"A", "B"}:
            return _nearest(wanted + self.random.uniform(-1.0, 1.0), self.random)
        return _nearest(min(99.0, max(74.0, self.random.gauss(wanted, 3.2))), self.random)

    # Decisions

    def _decide(self, year: int, result: YearResult) -> None:
        bureau, principal = self.stage.bureau, self.stage.people["周明远"]
        numbers = {person.number: person for person in self.stage.people.values()}
        units = sorted({each.unit for each in result.people})
        drafts: list[GradeDraft] = []
        for unit in units:
            own = self._drafts([each for each in result.people if each.unit == unit], numbers)
            leader = numbers.get(unit, principal)
            propose_grades(
                bureau=bureau, year=year, drafts=own, actor=leader, at=local(self._january(11), 15)
            )
            drafts += own
        decide_grades(
            bureau=bureau,
            year=year,
            drafts=drafts,
            actor=principal,
            decided_by="局考核委员会",
            at=local(self._january(12), 10),
        )
        office = self.stage.people["冯立"]
        notice_grades(bureau=bureau, year=year, actor=office, at=local(self._january(13), 9, 30))
        closing = YearClosing(self.stage, year)
        closing.object([local(self._january(15), 14, 20), local(self._january(17), 16)])
        finalise_year(bureau=bureau, year=year, actor=office, at=local(self._january(FINAL_WORKDAY), 16))
        self._sign(closing)

    def _sign(self, closing: YearClosing) -> None:
        """Signatures on the next workday, as far as the demonstration tells of it, and a reconsideration."""
        days = [local(self._january(FINAL_WORKDAY + step), 9, 40) for step in (1, 3, 8)]
        if days[0].replace(hour=16) <= self.stage.dates.now:
            closing.sign(days[0], Random(f"{closing.year}:sign"))
            if days[2] <= self.stage.dates.now:
                closing.reconsider(days[1:])

    def _drafts(self, people: Sequence[PersonResult], numbers: Mapping[str, Person]) -> list[GradeDraft]:
        return [self._draft(each, numbers[each.number]) for each in people]

    def _draft(self, found: PersonResult, person: Person) -> GradeDraft:
        if found.suggested is not None:
            return GradeDraft(person, found.suggested)
        if person.name == TWINS[0]:
            return GradeDraft(person, "excellent", TIE_WON.format(name=person.name))
        if person.name == TWINS[1]:
            return GradeDraft(person, "good", TIE_LOST.format(name=TWINS[0]))
        return GradeDraft(person, "competent", "缺少测评或季度评分，按全年表现评为称职")


def _fullest(notes: Sequence[Note]) -> list[Note]:
    """At most three entries that say most, each about another work."""
    found: dict[str, Note] = {}
    for note in sorted(notes, key=lambda note: (bool(note.matter), len(note.outcome), note.content)):
        found[note.outcome[:4]] = note
    return list(found.values())[-3:]


def _voter(lines: Lines, person: Person, on: date) -> Voter:
    held = lines.structure.appointment_on(person.number, on)
    if held is None:
        raise LookupError(person.name)
    leader = lines.structure.leader_on(held.department, on) or ""
    return Voter(person.number, held.role, held.department, leader)


def _alike(pattern: Sequence[tuple[str, str]], own: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The ballots of a person replaced, class by class, by another's; those beyond are left blank."""
    waiting = {each: [options for kind, options in pattern if kind == each] for each, _options in own}
    return [(each, waiting[each].pop(0) if waiting[each] else "NNNNN") for each, _options in own]


def _nearest(wanted: float, random: Random) -> str:
    """Five letters whose weighted value lies nearest to a wish; of equals any."""
    options = ["".join(letters) for letters in product(LETTERS, repeat=len(WEIGHTS))]
    distance = {each: abs(_value(each) - wanted) for each in options}
    least = min(distance.values())
    return random.choice([each for each in options if distance[each] <= least + 0.5])


def _value(options: str) -> float:
    return sum(VALUES[letter] * weight for letter, weight in zip(options, WEIGHTS, strict=True)) / 100
