"""The people of the script as they stand on a day: employed, in which department, away or present."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from daybook.demo.dates import Dates
from daybook.demo.script import BureauScript, PersonScript
from daybook.rules.facts import ONE_DAY

FLOOD_SEASON = range(6, 10)
LEADERS = frozenset({"principal_leader", "bureau_leader"})
OWN_LEAVE = ("annual_leave", "annual_leave", "annual_leave", "personal_leave", "sick_leave", "training")
NAMED_ABSENCES = {
    "孙惠芬": [("sick_leave", "p-03-10", "p-10-31")],
    "方可": [("maternity_leave", "p-05-06", "p-10-10")],
    "邓凯": [("other", "p-04-01", "c-03-31")],
    "韩磊": [("training", "p-09-08", "p-09-26")],
    "程远航": [("training", "p-11-10", "p-11-14"), ("training", "c-10-12", "c-10-23")],
    "苏婉清": [("marriage_leave", "c-04-13", "c-04-24")],
    "袁立新": [("paternity_leave", "p-04-14", "p-04-28")],
    "罗芸": [("bereavement_leave", "c-02-03", "c-02-05")],
}


@dataclass(frozen=True, slots=True)
class Away:
    """An absence; `half_day` is empty for whole days."""

    kind: str
    first: date
    last: date
    half_day: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """An appointment from a day on; `department` is empty for leaders."""

    first: date
    department: str
    role: str
    post: str
    duties: str


class Member:
    """One person of the script in these two years."""

    def __init__(self, script: PersonScript, home: str, dates: Dates, random: Random) -> None:
        self.script = script
        self.name = script.name
        self.starts = dates.day(script.starts) if script.starts else None
        self.ends = dates.day(script.ends) if script.ends else None
        self.posts = _posts(script, home, dates, self.starts or dates.first)
        self.absences = _absences(self, dates, random)

    def post_on(self, day: date) -> Post:
        """The post held on a day (the first one before it began)."""
        held = [post for post in self.posts if post.first <= day]
        return held[-1] if held else self.posts[0]

    def employed(self, day: date) -> bool:
        """Whether the person works here on a day."""
        return (self.starts is None or self.starts <= day) and (self.ends is None or day <= self.ends)

    def away(self, day: date) -> Away | None:
        """The absence that covers a day."""
        return next((each for each in self.absences if each.first <= day <= each.last), None)

    def present(self, day: date) -> bool:
        """Whether the person is at work for some of a day."""
        away = self.away(day)
        return self.employed(day) and (away is None or bool(away.half_day))

    @property
    def leads(self) -> bool:
        """Whether this is one of the bureau's leaders."""
        return self.script.role in LEADERS


@dataclass(frozen=True)
class Company:
    """Everybody by name, and the dates."""

    script: BureauScript
    dates: Dates
    members: Mapping[str, Member]

    def colleagues(self, member: Member, day: date) -> Sequence[str]:
        """Who else is present in the same department on a day; somebody in any case."""
        home = member.post_on(day).department
        others = [each for each in self.members.values() if each is not member and each.present(day)]
        near = [each.name for each in others if each.post_on(day).department == home]
        return near or [each.name for each in others]


def company_of(script: BureauScript, dates: Dates, seed: int) -> Company:
    """Everybody of the script."""
    members: dict[str, Member] = {}
    for unit in script.units:
        for person in unit.people:
            random = Random(f"{seed}:leave:{person.number}")
            members[person.name] = Member(person, unit.code, dates, random)
    return Company(script, dates, members)


def _posts(script: PersonScript, home: str, dates: Dates, since: date) -> list[Post]:
    first = Post(since, script.start_in or home, script.role, script.post, script.duties)
    posts = [first]
    for move in script.moves:
        held, on = posts[-1], dates.day(move.on)
        if on <= dates.today:
            posts.append(
                Post(
                    on,
                    move.department or held.department,
                    move.role or held.role,
                    move.post or held.post,
                    move.duties or held.duties,
                )
            )
    return posts


def _absences(member: Member, dates: Dates, random: Random) -> list[Away]:
    named = [
        Away(kind, dates.day(first), dates.day(last))
        for kind, first, last in NAMED_ABSENCES.get(member.name, [])
        if dates.day(first) <= dates.today
    ]
    found = list(named)
    for year in dates.years:
        found += _leave_of_year(member, dates, random, year, found)
    return sorted(found, key=lambda each: each.first)


def _leave_of_year(
    member: Member, dates: Dates, random: Random, year: int, taken: Sequence[Away]
) -> list[Away]:
    """A few short absences; the flood departments keep theirs out of the flood season."""
    found: list[Away] = []
    for kind in random.sample(OWN_LEAVE, 4):
        away = _spell(kind, year, dates, random)
        if _fits(away, member, dates, [*taken, *found]):
            found.append(away)
    return found


def _spell(kind: str, year: int, dates: Dates, random: Random) -> Away:
    first = dates.workday_from(date(year, random.randint(1, 12), random.randint(2, 26)))
    if kind in {"personal_leave", "sick_leave"} and random.random() < 0.6:
        return Away(kind, first, first, random.choice(["morning", "afternoon"]))
    length = {"annual_leave": random.randint(1, 4), "training": random.randint(1, 3)}.get(kind, 1)
    return Away(kind, first, first + timedelta(days=length - 1))


def _fits(away: Away, member: Member, dates: Dates, taken: Sequence[Away]) -> bool:
    free = all(away.last + ONE_DAY < other.first or other.last + ONE_DAY < away.first for other in taken)
    home = member.posts[-1].department
    in_flood = home in {"D04", "D06"} and (
        away.first.month in FLOOD_SEASON or away.last.month in FLOOD_SEASON
    )
    whole = away.first.month == away.last.month and away.last <= dates.today
    return free and whole and not in_flood and member.employed(away.first) and member.employed(away.last)
