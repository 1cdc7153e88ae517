"""What everybody wrote: matters, shared occasions, duty, and the routines that fill the days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from functools import cache
from random import Random
from typing import Any

from daybook.demo.cast import Company, Member
from daybook.demo.dates import month_end
from daybook.demo.retelling import recounted
from daybook.demo.script import DepartmentScript, MatterScript, Occasion, Routine, Step
from daybook.demo.words import DESK, Said, Writer
from daybook.rules.facts import ONE_DAY

HALVES = {"上午": "morning", "下午": "afternoon", "晚上": "evening"}
WHOLE_DAYS = ("0830-1730", "0800-1730", "0830-1700", "0900-1730")
AT_NIGHT = {
    "夜里": ("1900-2200", "1930-2230"),
    "夜查": ("1900-2130", "1930-2200", "2000-2230"),
    "夜测": ("1900-2300",),
    "晚间": ("1900-2030", "1930-2100"),
    "蹲守": ("2000-2330", "1900-2300"),
    "清晨": ("0530-0800", "0600-0830"),
}
SMALL_WORK = 0.35  # share of what fills a day when nothing of the own work is new
JOINED = 0.7  # share of those who were there who write it down too
FINISHED, INTERNAL = 0.72, 0.8  # shares of routine entries: done the same day; internal where the work is
LENGTHS = ((1, 0.62), (2, 0.96), (3, 1.01))
VERBS = tuple(
    "查核看巡踏开谈写审理排定改办收走找对采验补听催清测抽复协筹到与同布组汇整发送试登扫约陪移更统摸装调征"
)


@dataclass(frozen=True, slots=True)
class Note:
    """One entry as it will be recorded; `line` points at the plan item it serves."""

    author: str
    day: date
    place: str
    people: str
    content: str
    measures: str
    outcome: str
    start: time | None = None
    end: time | None = None
    half_day: str = ""
    progress: int = 100
    state: str = "done"
    line: str = ""
    matter: str = ""
    internal: str = ""
    goal: int = 0


@dataclass
class Telling:
    """A matter as it ran in one year: its key, its title and its own entries."""

    key: str
    title: str
    script: MatterScript
    unit: DepartmentScript
    year: int
    notes: list[Note] = field(default_factory=list)


class Diary:
    """All entries of both years, by author and day."""

    def __init__(self, company: Company, seed: int) -> None:
        self.company = company
        self.dates = company.dates
        self.tellings: list[Telling] = []
        self.notes: dict[tuple[str, date], list[Note]] = defaultdict(list)
        self.writers = {name: self._writer(member, seed) for name, member in company.members.items()}
        self._random = Random(f"{seed}:diary")

    def _writer(self, member: Member, seed: int) -> Writer:
        own = next(unit for unit in self.company.script.units if member.script in unit.people)
        return Writer(
            Random(f"{seed}:{member.script.number}"),
            {**self.company.script.slots, **own.slots},
            self.dates.calendar,
            lambda day: self.company.colleagues(member, day),
            plain=member.leads or member.script.copy_paste,
        )

    def write(self) -> Diary:
        """Write everything: what has its day first, then what fills the days."""
        for year in self.dates.years:
            for unit in self.company.script.units:
                for number, matter in enumerate(unit.matters, start=1):
                    self._tell(unit, matter, number, year)
            for occasion in self.company.script.occasions:
                self._occasion(occasion, year)
        self._duty()
        for member in self.company.members.values():
            self._fill(member)
        return self

    def of_month(self, name: str, year: int, month: int) -> list[Note]:
        """A person's entries of a month in order of day."""
        days = self.dates.days(date(year, month, 1), month_end(year, month))
        return [note for day in days for note in self.notes.get((name, day), [])]

    # What has its day

    def _tell(self, unit: DepartmentScript, matter: MatterScript, number: int, year: int) -> None:
        if matter.years not in {"b", self.dates.letter(year)}:
            return
        kept: dict[str, str] = {}
        hand = self.writers[matter.steps[0].author]
        first = date(year, 1, 1)
        key = f"M{year}-{unit.code or 'L00'}-{number:02}"
        telling = Telling(key, hand.fill(matter.title, first, kept), matter, unit, year)
        numbers: dict[str, str] = {}
        for step in matter.steps:
            self._step(telling, step, kept, numbers)
        if telling.notes:
            self.tellings.append(telling)

    def _step(self, telling: Telling, step: Step, kept: dict[str, str], numbers: dict[str, str]) -> None:
        member = self.company.members[step.author]
        day = self._day_of(telling, step, member)
        if day is None:
            return
        hand = self.writers[step.author]
        texts = (step.place, step.content, step.measures, step.outcome, step.people)
        said = [hand.fill(text, day, kept) for text in texts]
        if telling.script.years == "b" and telling.year == self.dates.previous:
            said = [recounted(text, numbers, self._random) for text in said]
        place, content, measures, outcome, people = said
        note = replace(
            self._timed(step.author, day, step.time),
            place=place,
            people=self._present(people, day, step.author),
            content=content,
            measures=measures,
            outcome=outcome,
            progress=step.progress,
            state="done" if step.progress == 100 else "ongoing",
            matter=telling.key,
            line="" if telling.script.unplanned else telling.key,
            internal=telling.script.internal,
            goal=telling.script.goal,
        )
        self._add(note)
        telling.notes.append(note)
        self._companions(note)

    def _day_of(self, telling: Telling, step: Step, member: Member) -> date | None:
        """The step's day, moved on where it is no workday or its author is away; none if too far."""
        day = date(telling.year, int(step.day[:2]), int(step.day[3:]))
        for _try in range(12):
            works = telling.script.unplanned or self.dates.calendar.is_workday(day)
            if works and member.present(day) and member.away(day) is None:
                return day if day <= self.dates.today and day.year == telling.year else None
            day += ONE_DAY
        return None

    def _companions(self, note: Note) -> None:
        """Most colleagues who were there write it down too, each in their own part."""
        for name in note.people.split("、"):
            member = self.company.members.get(name)
            if member is None or member.leads or self._busy(name, note):
                continue
            if self._random.random() > JOINED:
                continue
            others = [note.author, *(other for other in note.people.split("、") if other != name)]
            self._add(self._shadow(note, name, "、".join(others)))

    def _shadow(self, note: Note, name: str, people: str) -> Note:
        hand, script = self.writers[name], self.company.script
        lead = hand.choose("with", (f"随{note.author}", f"配合{note.author}", f"与{note.author}一同"))
        joined = note.content.startswith(VERBS)
        outcome = hand.choose("help o", script.help_outcomes)
        return replace(
            note,
            author=name,
            people=people,
            content=f"{lead}{note.content}" if joined else f"{lead}办：{note.content}",
            measures=hand.choose("help m", script.help_measures),
            outcome=hand.fill(outcome, note.day, {"主": note.author}),
            line="",
            progress=100,
            state="done",
        )

    def _occasion(self, occasion: Occasion, year: int) -> None:
        day = self.dates.workday_from(date(year, int(occasion.day[:2]), int(occasion.day[3:])))
        if day > self.dates.today:
            return
        for name, member in self.company.members.items():
            note = self._timed(name, day, occasion.time)
            if member.present(day) and self._random.random() < 0.55 and not self._busy(name, note):
                self._add(_spoken(note, self.writers[name].compose(occasion.routine, day)))

    def _duty(self) -> None:
        """Weekends and holidays: one on duty by rota, two in the flood season."""
        rota = [member for member in self.company.members.values() if not member.leads]
        turn = 0
        for day in self.dates.days(self.dates.first, self.dates.today):
            if self.dates.calendar.is_workday(day):
                continue
            for _post in range(2 if 6 <= day.month <= 9 else 1):
                turn = self._next_on_duty(rota, turn, day)
                name = rota[turn].name
                routine = self.company.script.duty
                hand = self.writers[name]
                note = self._timed(name, day, hand.choose("duty time", routine.times))
                if not self._busy(name, note):
                    self._add(_spoken(note, hand.compose(routine, day)))

    def _next_on_duty(self, rota: Sequence[Member], turn: int, day: date) -> int:
        for step in range(1, len(rota) + 1):
            member = rota[(turn + step) % len(rota)]
            if member.present(day) and not member.script.copy_paste:
                return (turn + step) % len(rota)
        return turn

    # What fills the days

    def _fill(self, member: Member) -> None:
        hand = self.writers[member.name]
        for day in self.dates.days(self.dates.first, self.dates.today):
            if not self.dates.calendar.is_workday(day) or not member.present(day):
                continue
            recorded = self.notes.get((member.name, day), [])
            if hand.random.random() > member.script.diligence and not recorded:
                continue
            self._fill_day(member, hand, day)

    def _fill_day(self, member: Member, hand: Writer, day: date) -> None:
        free = [half for half in ("morning", "afternoon") if half not in self._taken(member, day)]
        wanted = _length(hand.random.random())
        routines = self._due(member, hand, day)
        if member.script.copy_paste:
            wanted = 2 if hand.random.random() < 0.4 else 1
        for half, turn in zip(free[: max(wanted, 1)], routines, strict=False):
            if (
                not hand.ready(turn[1], day)
                and hand.random.random() < SMALL_WORK
                and not member.script.copy_paste
            ):
                self._chore(member, hand, day, _chinese(half))
                continue
            alone = wanted == 1 and len(free) == 2
            self._routine(member, hand, day, "whole" if alone else half, turn)
        if wanted == 3 and len(free) == 2 and not member.script.copy_paste:
            when = hand.choose("chore time", ("1130-1200", "1730-1830", "1200-1230", "1740-1820"))
            self._chore(member, hand, day, when)

    def _due(self, member: Member, hand: Writer, day: date) -> list[tuple[int, Routine]]:
        """The routines of a day in the order of their turn, the heavier ones more often first."""
        active = [
            (number, routine)
            for number, routine in enumerate(member.script.routines)
            if day.month in routine.months and self._within(routine, day)
        ]
        weighed = [(self._turn(hand, routine, day), number, routine) for number, routine in active]
        return [
            (number, routine)
            for _key, number, routine in sorted(weighed, reverse=True, key=lambda row: row[0])
        ]

    def _turn(self, hand: Writer, routine: Routine, day: date) -> tuple[bool, float]:
        """The heavier a routine the more often it comes first; after those with something new to tell."""
        return hand.ready(routine, day), hand.random.random() ** (1 / routine.weight)

    def _within(self, routine: Routine, day: date) -> bool:
        after = not routine.first or self.dates.day(routine.first) <= day
        return after and (not routine.last or day <= self.dates.day(routine.last))

    def _time(self, hand: Writer, half: str, routine: Routine, said: Said) -> str:
        """When it was done: nights at night, days in the field whole, desk work by halves."""
        at_night = [times for word, times in AT_NIGHT.items() if word in said.content[:7]]
        if at_night:
            return hand.choose(("night", at_night[0]), at_night[0])
        at_desk = any(word in said.place for word in DESK)
        if half == "whole" and hand.random.random() < (0.35 if at_desk else 0.85):
            return hand.choose("whole", WHOLE_DAYS)
        wanted = {"morning"} if half == "whole" and at_desk else {half if half != "whole" else "afternoon"}
        fitting = [each for each in routine.times if _halves(each) == wanted]
        return hand.choose(("time", tuple(fitting)), fitting) if fitting else _chinese(*wanted)

    def _routine(self, member: Member, hand: Writer, day: date, half: str, turn: tuple[int, Routine]) -> None:
        number, routine = turn
        said = hand.compose(routine, day)
        when = self._time(hand, half, routine, said)
        done = hand.random.random() < FINISHED
        note = _spoken(
            self._timed(member.name, day, when),
            said,
            people=self._present(said.people, day, member.name),
            progress=100 if done else hand.random.choice([30, 40, 50, 60, 70, 80, 90]),
            state="done" if done else "ongoing",
            line=f"r{number}",
            internal=routine.internal if hand.random.random() < INTERNAL else "",
            goal=routine.goal,
        )
        self._add(note)

    def _chore(self, member: Member, hand: Writer, day: date, when: str) -> None:
        """Small work that is nobody's plan."""
        chores = [chore for chore in self.company.script.chores if hand.ready(chore, day)]
        chore = hand.random.choice(chores or list(self.company.script.chores))
        said = hand.compose(chore, day)
        people = self._present(said.people, day, member.name)
        self._add(_spoken(self._timed(member.name, day, when), said, people=people))

    # Time and company

    def _timed(self, name: str, day: date, when: str) -> Note:
        if when in HALVES:
            return Note(name, day, "", "", "", "", "", half_day=HALVES[when])
        start, end = when.split("-")
        return Note(name, day, "", "", "", "", "", _clock(start), _clock(end))

    def _taken(self, member: Member, day: date) -> set[str]:
        away = member.away(day)
        taken = {away.half_day} if away else set()
        return taken.union(*(_halves_of(note) for note in self.notes.get((member.name, day), [])))

    def _busy(self, name: str, note: Note) -> bool:
        member = self.company.members[name]
        if not member.present(note.day):
            return True
        return bool(self._taken(member, note.day) & _halves_of(note))

    def _present(self, people: str, day: date, author: str) -> str:
        """The people of an entry without those of the bureau who were not there that day."""
        names = [
            name
            for name in people.split("、")
            if name != author
            and (name not in self.company.members or self.company.members[name].present(day))
        ]
        return "、".join(names) or "本人"

    def _add(self, note: Note) -> None:
        self.notes[note.author, note.day].append(note)


def all_notes(diary: Diary) -> Iterator[Note]:
    """Every entry in order of author and day."""
    return (note for notes in diary.notes.values() for note in notes)


def _spoken(note: Note, said: Said, **more: Any) -> Note:
    told = {
        "content": said.content,
        "measures": said.measures,
        "outcome": said.outcome,
        "place": said.place,
        "people": said.people,
    }
    return replace(note, **{**told, **more})


def _length(draw: float) -> int:
    return next(length for length, up_to in LENGTHS if draw < up_to)


@cache
def _clock(text: str) -> time:
    return time(23, 59) if text == "2400" else time(int(text[:2]), int(text[2:]))


def _chinese(half: str) -> str:
    return next(word for word, code in HALVES.items() if code == half)


@cache
def _halves(when: str) -> frozenset[str]:
    if when in HALVES:
        return frozenset({HALVES[when]})
    start, end = (_clock(part) for part in when.split("-"))
    return _between(start, end)


def _halves_of(note: Note) -> frozenset[str]:
    if note.start is None or note.end is None:
        return frozenset({note.half_day})
    return _between(note.start, note.end)


@cache
def _between(start: time, end: time) -> frozenset[str]:
    """The parts of a day an interval takes; a night takes the morning after it too."""
    parts = {"morning": (time(0), time(12)), "afternoon": (time(13, 30), time(17, 30))}
    found = {name for name, (first, last) in parts.items() if start < last and end > first}
    return frozenset(found | ({"evening"} if end > time(18, 30) else set()))
