"""What passes between people beside the record: comments, confirmations, unlocks, changes of plans."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from daybook.daily.actions.comment import comment_on_entry, see_answers, see_comments
from daybook.daily.actions.confirm import confirm_entries
from daybook.daily.actions.unlock import ask_unlock, decline_unlock, grant_unlock
from daybook.daily.enums import Visibility
from daybook.daily.models import LogEntry
from daybook.demo.dates import local
from daybook.demo.founding import ADMINISTRATORS, Stage
from daybook.org.keys import new_keys
from daybook.org.lines import Lines, lines_of
from daybook.org.models import Person
from daybook.plans.actions.changes import ask_plan_change, consent_plan_changes, decline_plan_change
from daybook.plans.actions.month import PlanLine
from daybook.plans.enums import ChangeKind
from daybook.plans.models import PlanItem

WORDS = Path(__file__).parent / "content" / "talk.toml"
BY_SUPERIOR, BY_COLLEAGUE = 0.012, 0.006  # shares of entries with a comment
CHANGES_A_MONTH = 2
UNLOCKS_A_YEAR = 3
SEEN_WITHIN = timedelta(hours=20)


@dataclass
class Talk:
    """Lets people speak with each other, month by month."""

    stage: Stage
    random: Random
    words: dict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: tomllib.loads(WORDS.read_text("utf-8"))
    )

    # Under the entries

    def under(self, entries: Sequence[LogEntry]) -> None:
        """Comments under a month's entries, and a leader's word on what was entered for him."""
        for entry in entries:
            if entry.visibility == Visibility.OPEN and not entry.withdrawn_reason:
                self._comment(entry)
        self._confirm([entry for entry in entries if entry.entered_by_id and not entry.withdrawn_reason])

    def _comment(self, entry: LogEntry) -> None:
        draw = self.random.random()
        if draw >= BY_SUPERIOR + BY_COLLEAGUE:
            return
        side = "superior" if draw < BY_SUPERIOR else "colleague"
        speaker = self._head(entry) if side == "superior" else self._colleague(entry)
        at = entry.recorded_at + timedelta(minutes=self.random.randint(20, 900))
        if speaker is None or not self._there(speaker.name, at):
            return
        fitting = [each for each in self.words[side] if each["state"] in ("", entry.state)]
        word = self.random.choice(fitting)
        comment_on_entry(entry=entry, content=word["said"], actor=speaker, at=at)
        self._answer(entry, speaker, word["answer"], at)

    def _answer(self, entry: LogEntry, speaker: Person, answer: str, at: datetime) -> None:
        """The author answers or has seen it; what was said last is still to be seen."""
        later = at + timedelta(minutes=self.random.randint(15, 600))
        if later > self.stage.dates.now - SEEN_WITHIN or not self._there(entry.person.name, later):
            return
        if answer:
            comment_on_entry(entry=entry, content=answer, actor=entry.person, at=later)
            self._read(entry, speaker, later)
        else:
            see_comments(entry=entry, actor=entry.person, at=later)

    def _read(self, entry: LogEntry, speaker: Person, answered: datetime) -> None:
        """Whoever asked has read the answer within the day; what came last is still to be read."""
        if answered <= self.stage.dates.now - SEEN_WITHIN:
            see_answers(entry=entry, actor=speaker, at=answered + SEEN_WITHIN)

    def _confirm(self, entries: Sequence[LogEntry]) -> None:
        """Whatever is older than a day or two is confirmed, each day's entries with one tap."""
        days: dict[tuple[int, date], list[LogEntry]] = {}
        for entry in entries:
            days.setdefault((entry.person_id, entry.work_date), []).append(entry)
        for written in days.values():
            last = max(entry.recorded_at for entry in written)
            at = last + timedelta(hours=14, minutes=self.random.randint(0, 59))
            if at <= self.stage.dates.now:
                confirm_entries(entries=written, actor=written[0].person, at=at)

    # Changes of plans and unlocks

    def changes(self, items: dict[tuple[str, str], PlanItem], year: int, month: int) -> None:
        """A few changes of plans in the second week; of the present month one still waits."""
        at = local(self.stage.dates.nth_workday(year, month, 6), 10, 12)
        if at > self.stage.dates.now:
            return
        lines = lines_of(self.stage.bureau, at.date())
        planned = [(name, items[name, mark]) for name, mark in sorted(items) if self._there(name, at)]
        present = (year, month) == (self.stage.dates.current, self.stage.dates.today.month)
        for number in range(CHANGES_A_MONTH):
            name, item = self.random.choice(planned)
            superior = self._above(lines, name, at.date())
            # What is added must be answered at the month's end: only the present month has none yet.
            words = [each for each in self.words["change"] if present or each["kind"] == ChangeKind.REVISE]
            instant = at + timedelta(hours=number, minutes=self.random.randint(0, 40))
            if superior is not None:
                waits = present and number > 0
                self._change(item, self.random.choice(words), instant, None if waits else superior)
            planned = [each for each in planned if each[0] != name]

    def _change(self, item: PlanItem, word: dict[str, Any], at: datetime, superior: Person | None) -> None:
        """Ask for a change; a superior who is given answers it in the afternoon."""
        kind = ChangeKind(word["kind"])
        change = ask_plan_change(
            person=item.person,
            month=item.month,
            kind=kind,
            item=None if kind == ChangeKind.ADD else item,
            line=self._line(kind, item, word, at),
            reason=word["reason"],
            key=new_keys(at, 1, self.random)[0],
            at=at,
        )
        later = at + timedelta(hours=3)
        if superior is None or later > self.stage.dates.now:
            return
        if word["consented"]:
            consent_plan_changes(changes=[change], by=superior, at=later)
        else:
            decline_plan_change(change=change, by=superior, answer=word["answer"], at=later)

    def _line(self, kind: ChangeKind, item: PlanItem, word: dict[str, Any], at: datetime) -> PlanLine:
        if kind == ChangeKind.ADD:
            return PlanLine(word["title"], word["measure"])
        due = self.stage.dates.workday_from((at + timedelta(days=self.random.randint(10, 16))).date())
        last = item.due_date if item.due_date and item.due_date > due else due
        return PlanLine(
            item.title, item.measure, item.weight, last, annual_goal=item.annual_goal, matter=item.matter
        )

    def unlocks(self, year: int, month: int) -> None:
        """Now and then somebody asks for a day too far back."""
        at = local(self.stage.dates.nth_workday(year, month, 12), 9, 5)
        later = at + timedelta(hours=4)
        if self.random.random() * 12 >= UNLOCKS_A_YEAR or later > self.stage.dates.now:
            return
        day = self.stage.dates.nth_workday(year, month, 4)
        present = [name for name in sorted(self.stage.people) if self._there(name, local(day, 9))]
        name, word = self.random.choice(present), self.random.choice(self.words["unlock"])
        person, lines = self.stage.people[name], lines_of(self.stage.bureau, at.date())
        superior = self._above(lines, name, at.date())
        if superior is None or not self._there(name, at):
            return
        ask_unlock(person=person, day=day, reason=word["reason"], at=at)
        answer = grant_unlock if word["granted"] else decline_unlock
        answer(person=person, day=day, superior=superior, reason=word["answer"], at=later)

    # Who is there

    def _above(self, lines: Lines, name: str, day: date) -> Person | None:
        """The superior of a day; nobody where the committee decides."""
        row = lines.superior_on(self.stage.people[name].pk, day)
        return next((each for each in self.stage.people.values() if each.pk == row), None)

    def _head(self, entry: LogEntry) -> Person | None:
        """The head of the author's department; nobody for a leader or the head himself."""
        member, day = self.stage.company.members[entry.person.name], entry.work_date
        found = None if member.leads else self.stage.head(member.post_on(day).department, day)
        return None if found is None or found.pk == entry.person_id else found

    def _colleague(self, entry: LogEntry) -> Person | None:
        """Somebody who is named in the entry, else anybody; never one who may not read the record."""
        names = sorted(self.stage.people.keys() - dict(ADMINISTRATORS).keys())
        named = [name for name in names if name in entry.people and name != entry.person.name]
        found = self.stage.people[self.random.choice(named or names)]
        return None if found.pk == entry.person_id else found

    def _there(self, name: str, at: datetime) -> bool:
        member = self.stage.company.members[name]
        return at <= self.stage.dates.now and member.present(at.date())
