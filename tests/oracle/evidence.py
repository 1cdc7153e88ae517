"""What a random bureau recorded: absences, circumstances, score sheets, decided grades, ballots."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from random import Random

from .policy import SANCTIONS, STATES, Policy
from .roster import DAY, FOREVER, Roster, Row
from .tables import Workdays, days_between

BEIJING = timezone(timedelta(hours=8))
ABSENCES = (
    "annual_leave",
    "sick_leave",
    "personal_leave",
    "maternity_leave",
    "training",
    "work_injury",
    "other",
)
HALVES = ("morning", "afternoon")
GRADES = ("well", "fairly_well", "fair", "poor")
VIRTUES = ("integrity", "ability", "diligence", "achievement", "probity")
BALLOTS_PER_CLASS = {
    "A": (0, 1, 1, 1),
    "B": (0, 1, 3, 4, 6),
    "C": (0, 2, 5, 6, 7),
    "D": (0, 1, 5, 6, 9),
}
Span = tuple[date, date, str, str]


class Evidence:
    """Fills the tables that a year is judged by."""

    def __init__(self, rng: Random, roster: Roster, policy: Policy) -> None:
        self.rng, self.roster, self.policy, self.year = rng, roster, policy, roster.year
        self.tables: dict[str, list[Row]] = {
            name: []
            for name in (
                "calendar_days",
                "absences",
                "circumstances",
                "conflicts",
                "score_sheets",
                "element_scores",
                "routine_grades",
                "ballots",
                "ballot_participation",
            )
        }
        self.make_calendar()
        self.workdays = Workdays([{**r, "day": r["day"].isoformat()} for r in self.tables["calendar_days"]])
        self.level = rng.choice((76, 86, 90, 94, 96))
        self.alike = rng.random() < 0.4  # everybody is scored much alike: ties
        self.patterns = {category: self.score_patterns(category) for category in ("head", "staff")}
        self.ballot_patterns = [
            "".join(rng.choices("ABCDN", (50, 30, 8, 4, 8), k=5)) for _ in range(1 if self.alike else 5)
        ]
        self.serials = rng.sample(range(10**6), 10**5)
        voters = [p["number"] for p in roster.people]
        for number in voters:
            person = next(p for p in roster.people if p["number"] == number)
            if any(
                a["role"] == "principal_leader" or a["role"] == "bureau_leader" for a in self.posts(number)
            ):
                continue
            self.make_absences(number, person)
            self.make_circumstances(number)
            for quarter in (1, 2, 3, 4):
                self.make_quarter(number, quarter)
            self.make_ballots(number)
            self.make_conflict(number, person)
        for ballot_class in BALLOTS_PER_CLASS:
            self.tables["ballot_participation"] += [
                {"year": self.year, "ballot_class": ballot_class, "voter": voter} for voter in voters[:3]
            ]

    def make_conflict(self, number: str, person: Row) -> None:
        """Somebody who may not score this person for a while; the sheets in the book stand all the same."""
        first = max(self.roster.some_day(), person["employed_from"])
        other = self.rng.choice(self.roster.people)["number"]
        if other != number and self.chance(0.04):
            row = {"person": number, "superior": other, "first_day": first, "last_day": first + DAY * 30}
            self.tables["conflicts"].append({**row, "reason": "近亲属"})

    def posts(self, number: str) -> list[Row]:
        """The appointments of a person."""
        return [a for a in self.roster.appointments if a["person"] == number]

    def chance(self, probability: float) -> bool:
        """True so often."""
        return self.rng.random() < probability

    def make_calendar(self) -> None:
        """A few days the bureau changed: weekdays off and weekends worked."""
        for when in sorted({self.roster.some_day() for _ in range(self.rng.choice((0, 0, 3, 8)))}):
            kind = "off" if when.weekday() < 5 else "workday"
            self.tables["calendar_days"].append({"day": when, "kind": kind, "name": "调整"})

    # --- absences and circumstances ---

    def make_absences(self, number: str, person: Row) -> None:
        """Short and long, whole and half, over each other too; the same half never twice on one day."""
        taken: list[tuple[date, date, str | None]] = []
        firsts = set()
        for _ in range(self.rng.choice((0, 0, 0, 0, 0, 1, 1, 2, 3))):
            first = max(self.roster.some_day(), person["employed_from"])
            length = self.rng.choice((0, 0, 2, 5, 20, 45, 60, 70, 130, 200, 260))
            last = min(first + DAY * length, person["employed_to"] or FOREVER)
            half = self.rng.choice(HALVES) if self.chance(0.3) else None
            same_half = any(a <= last and first <= b and half == h for a, b, h in taken)
            if last < first or first in firsts or (half and same_half):
                continue
            firsts.add(first)
            taken.append((first, last, half))
            kind = self.rng.choice(("sick_leave", "personal_leave") if length > 100 else ABSENCES)
            row = {"person": number, "kind": kind, "first_day": first, "last_day": last}
            self.tables["absences"].append({**row, "half_day": half})

    def make_circumstances(self, number: str) -> None:
        """Every kind, first days in this year and the three before, states that stand, end or begin late."""
        if not self.chance(0.16):
            return
        seen = set()
        for _ in range(self.rng.choice((1, 1, 2, 3))):
            kind = self.rng.choice([*SANCTIONS, *STATES])
            first = date(
                self.year - self.rng.choice((0, 0, 0, 1, 1, 2, 3, -1)),
                *self.rng.choice(((1, 1), (5, 10), (12, 31))),
            )
            last = self.rng.choice(
                (None, None, date(self.year, 6, 30), date(self.year, 12, 30), date(self.year, 12, 31))
            )
            if (kind, first) in seen or (last and last < first):
                continue
            seen.add((kind, first))
            row = {
                "person": number,
                "kind": kind,
                "first_day": first,
                "last_day": last,
                "document": "决定〔1〕号",
            }
            self.tables["circumstances"].append(row)

    # --- quarters ---

    def score_patterns(self, category: str) -> list[dict[str, str]]:
        """A handful of ways to fill a sheet; repeating them makes ties."""
        return [
            self.random_scores(category) for _ in range(self.rng.choice((1, 2) if self.alike else (2, 4, 8)))
        ]

    def random_scores(self, category: str) -> dict[str, str]:
        """One filled sheet: alike elements, round a level, or anything at all."""
        elements = self.policy["elements"][category]
        kind = self.rng.random()
        if kind < 0.3:
            value = 2 * min(self.level + self.rng.randint(-6, 6), 100)
            return {element: half_points(value) for element in elements}
        if kind < 0.95:
            low = 2 * self.level - 14
            return {element: half_points(min(low + self.rng.randint(0, 30), 200)) for element in elements}
        return {element: half_points(self.rng.choice((0, 119, 140, 169, 200))) for element in elements}

    def make_quarter(self, number: str, quarter: int) -> None:
        """The sheets of one person's quarter over the spans, and now and then a decided grade."""
        name = f"{self.year}-Q{quarter}"
        spans = [
            s for s in self.roster.spans(number, quarter) if self.workdays.among(days_between(s[0], s[1]))
        ]
        for span in spans:
            self.make_sheet(number, name, span, alone=len(spans) == 1)
        if self.chance(0.08):
            row = {"person": number, "quarter": name, "grade": self.rng.choice(GRADES), "reason": "统筹"}
            self.tables["routine_grades"].append({**row, "decided_at": self.instant(name)})

    def make_sheet(self, number: str, quarter: str, span: Span, *, alone: bool) -> None:
        """One span's sheet: scored, drafted, an opinion, corrected, withdrawn and moved, or missing."""
        first, last, rater, category = span
        fate = self.rng.random()
        if fate < 0.05:
            return
        bounds = self.bounds(quarter, first, last, alone=alone)
        sheet = {"person": number, "quarter": quarter, "rater": rater, "category": category, "bounds": bounds}
        if fate < 0.12:
            self.add(sheet, kind="opinion", published=self.chance(0.8), version=None)
        elif fate < 0.17:
            self.add(sheet, kind=self.score_kind(), published=False, version=None)
        elif fate < 0.27:
            # a correction: the old version stays in the book
            self.add(sheet, kind=self.score_kind(), published=True, version=self.rng.choice((None, 1)))
            kind = self.rng.choice(("score", "score", "withdrawn"))
            self.add(self.respelled(sheet), kind=kind, published=self.chance(0.7), version=2)
            if kind == "withdrawn" and self.chance(0.7):
                self.move(sheet, first, last)
        else:
            self.add(
                sheet, kind=self.score_kind(), published=True, version=self.rng.choice((None, None, 1, 2))
            )

    def move(self, sheet: Row, first: date, last: date) -> None:
        """The sheet that replaces a withdrawn one, over other bounds."""
        later = first + DAY * self.rng.randint(1, 20)
        if later < last and self.workdays.among(days_between(later, last)):
            self.add({**sheet, "bounds": (later, last)}, kind="score", published=self.chance(0.9), version=3)

    def respelled(self, sheet: Row) -> Row:
        """The same sheet with its first day left out or written out, where that means the same."""
        first, last = sheet["bounds"]
        begin = first_of(sheet["quarter"])
        same = first is None or first == begin
        return {**sheet, "bounds": (self.rng.choice((None, begin)) if same else first, last)}

    def score_kind(self) -> str | None:
        """An empty kind is `score`."""
        return self.rng.choice(("score", None))

    def bounds(
        self, quarter: str, first: date, last: date, *, alone: bool
    ) -> tuple[date | None, date | None]:
        """Explicit or empty; empty ones mean the quarter's; now and then not the computed span."""
        begin = first_of(quarter)
        end = (begin + DAY * 95).replace(day=1) - DAY
        if alone and self.chance(0.35):
            return None, None
        if last - first > DAY * 20 and self.chance(0.06):
            return first + DAY * self.rng.randint(0, 3), last - DAY * self.rng.randint(0, 3)
        starts = [first, None] if first == begin else [first]
        stops = [last, None] if last == end else [last]
        return self.rng.choice(starts), self.rng.choice(stops)

    def instant(self, quarter: str) -> datetime:
        """Some moment after the quarter, in the bureau's offset."""
        end = date(self.year, 3 * int(quarter[-1]), 28) + DAY * self.rng.randint(4, 40)
        return datetime(end.year, end.month, end.day, 17, self.rng.randrange(60), 5, tzinfo=BEIJING)

    def add(self, sheet: Row, *, kind: str | None, published: bool, version: int | None) -> None:
        """Writes a sheet and, for a score, its elements."""
        key = {"person": sheet["person"], "quarter": sheet["quarter"], "version": version}
        first, last = sheet["bounds"]
        self.tables["score_sheets"].append(
            {
                **key,
                "first_day": first,
                "last_day": last,
                "rater": sheet["rater"] or sheet["person"],
                "kind": kind,
                "comment": "工作扎实。",
                "published_at": self.instant(sheet["quarter"]) if published else None,
            }
        )
        if kind in ("opinion", "withdrawn"):
            return
        category = sheet["category"]
        scores = (
            self.rng.choice(self.patterns[category])
            if self.alike or self.chance(0.7)
            else self.random_scores(category)
        )
        spelling = self.respelled(sheet)["bounds"][0] if self.chance(0.1) else first
        for element, score in scores.items():
            if published or self.chance(0.8):
                row = {**key, "first_day": spelling, "element": element, "score": score, "reason": "有据可查"}
                self.tables["element_scores"].append(row)

    # --- ballots ---

    def make_ballots(self, number: str) -> None:
        """Ballots of the year, sometimes of the year before, in all classes."""
        if self.chance(0.06):
            return
        years = (self.year, self.year - 1) if self.chance(0.05) else (self.year,)
        for year in years:
            for ballot_class, counts in BALLOTS_PER_CLASS.items():
                for _ in range(max(counts) if self.alike else self.rng.choice(counts)):
                    self.cast(year, ballot_class, number)

    def cast(self, year: int, ballot_class: str, number: str) -> None:
        """One ballot, often of a repeated pattern."""
        fate = self.rng.random()
        options = "NNNNN" if fate < (0.02 if self.alike else 0.06) else self.rng.choice(self.ballot_patterns)
        if fate > 0.7 and not self.alike:
            options = "".join(self.rng.choices("ABCDN-", (40, 35, 15, 5, 4, 1), k=5))
        row = {
            "year": year,
            "ballot_class": ballot_class,
            "serial": f"{self.serials.pop():06x}",
            "ratee": number,
        }
        given = {
            virtue: None if option == "-" else option for virtue, option in zip(VIRTUES, options, strict=True)
        }
        self.tables["ballots"].append({**row, **given})


def first_of(quarter: str) -> date:
    """The first day of a quarter such as 2026-Q2."""
    return date(int(quarter[:4]), 3 * int(quarter[-1]) - 2, 1)


def half_points(doubled: int) -> str:
    """A score in steps of a half, without trailing zeros."""
    return f"{doubled // 2}.5" if doubled % 2 else str(doubled // 2)
