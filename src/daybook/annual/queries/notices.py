"""What a public notice says: title, days, people by grade. Pages, prints and forms all tell it from here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from daybook.annual.models import Notice, NoticedPerson
from daybook.org.models import Bureau, Person
from daybook.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody on a notice, as it showed him."""

    person: Person
    department: str
    post: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """One notice whole: `groups` are the people by grade (as official papers write it), by number.

    `serials` are all notices of the year; the last one is in force.
    """

    notice: Notice
    bureau: str
    put_up_by: str
    groups: Sequence[tuple[str, Sequence[Named]]]
    serials: Sequence[int]

    @property
    def is_latest(self) -> bool:
        """Whether no corrected list has replaced it."""
        return self.notice.serial == self.serials[-1]

    @property
    def is_correction(self) -> bool:
        """Whether it replaces an earlier list."""
        return self.notice.serial > 1

    @property
    def count(self) -> int:
        """How many people it names."""
        return sum(len(people) for _grade, people in self.groups)

    @property
    def people(self) -> list[Named]:
        """Everybody it names."""
        return [each for _grade, people in self.groups for each in people]

    def is_open(self, today: date) -> bool:
        """Whether it may be objected to on a day: from when it is put up to the end of its last day."""
        return self.is_latest and today <= self.notice.last_day


def notice_content(
    bureau: Bureau, year: int, policy: Policy, serial: int | None = None
) -> NoticeContent | None:
    """A notice of a year, the latest where none is asked for; in two statements."""
    notices = list(
        Notice.objects.filter(bureau=bureau, year=year).select_related("put_up_by").order_by("serial")
    )
    found = next((each for each in notices if each.serial == serial), None)
    notice = found if serial is not None else (notices[-1] if notices else None)
    if notice is None:
        return None
    people = notice.people.select_related("person").order_by("person__number")
    return NoticeContent(
        notice=notice,
        bureau=bureau.name,
        put_up_by=notice.put_up_by.name,
        groups=_groups(policy, list(people)),
        serials=[each.serial for each in notices],
    )


def official_grade(policy: Policy, grade: str) -> str:
    """The grade as official papers write it: a local one by the statutory one it stands for."""
    written: str = policy.statutory_form_grade.get(grade, grade)
    return written


def _groups(policy: Policy, rows: Sequence[NoticedPerson]) -> list[tuple[str, list[Named]]]:
    found: dict[str, list[Named]] = {}
    for row in rows:
        named = Named(row.person, row.department, row.post, row.is_new)
        found.setdefault(official_grade(policy, row.grade), []).append(named)
    return list(found.items())
