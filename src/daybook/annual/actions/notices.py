"""Putting up a public notice (公示): who is on it, from which day to which; a corrected list is a new one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.annual.actions.stages import keep, moved_to
from daybook.annual.enums import Stage
from daybook.annual.models import Decision, Notice, NoticedPerson
from daybook.annual.queries.settled import Settled
from daybook.ledger.actions import sealed
from daybook.org.actions.guards import note
from daybook.org.calendar import work_calendar
from daybook.org.checked import checked
from daybook.org.models import Appointment, Bureau, Person
from daybook.org.moments import local_day
from daybook.org.roster import touching
from daybook.rules.deadlines import add_workdays, notice_end
from daybook.web.refusals import Refused


@dataclass(frozen=True, slots=True)
class Listing:
    """What is to be put up: the settled year, what stands of it, by whom, when, and why once more."""

    bureau: Bureau
    year: int
    settled: Settled
    standing: Mapping[str, Decision]
    actor: Person
    at: datetime
    reason: str = ""

    @property
    def named(self) -> list[Decision]:
        """Whose grade the policy puts up, by number."""
        grades = self.settled.policy.notice.grades
        return [row for _number, row in sorted(self.standing.items()) if row.grade in grades]


def put_up(listing: Listing) -> list[Decision]:
    """Put up the list of a year's grades; those that were only decided become noticed. Raises Refused.

    Refused: a policy without notice, a list that stands as it is, a corrected list without a reason.
    """
    if not listing.settled.policy.notice.applies:
        raise Refused(_("The policy knows no public notice."), field="year")
    last = latest_notice(listing.bureau, listing.year)
    due = [row for row in listing.named if row.stage == Stage.DECIDED]
    if not due and not is_changed(last, listing.named):
        raise Refused(_("There is nothing to put up."), field="year")
    if last is not None and not listing.reason.strip():
        raise Refused(_("Say why the list is put up once more."), field="reason")
    moved = keep(
        moved_to(Stage.NOTICED, due, listing.actor, listing.at),
        listing.standing,
        listing.actor,
        "notice_grade",
    )
    _written(listing, last)
    return moved


def latest_notice(bureau: Bureau, year: int) -> Notice | None:
    """The notice of a year that was put up last."""
    return Notice.objects.filter(bureau=bureau, year=year).order_by("-serial").first()


def is_changed(last: Notice | None, named: Sequence[Decision]) -> bool:
    """Whether the list is another than the one put up last; one of nobody is put up only as a correction."""
    if last is None:
        return bool(named)
    return dict(last.people.values_list("person_id", "grade")) != {row.person_id: row.grade for row in named}


def _written(listing: Listing, last: Notice | None) -> Notice:
    known = set(last.people.values_list("person_id", "grade")) if last else set()
    made = _notice(listing, last)
    made.save()
    rows = _rows(listing, made, known)
    NoticedPerson.objects.bulk_create(rows, batch_size=500)
    after = {"first_day": made.first_day, "last_day": made.last_day, "people": len(rows)}
    told = {**after, "reason": sealed(made.reason)}
    note(listing.actor, listing.bureau, "put_up_notice", "notice", made.key, after=told)
    return made


def _notice(listing: Listing, last: Notice | None) -> Notice:
    serial = last.serial + 1 if last else 1
    put_up_on = local_day(listing.bureau, listing.at)
    calendar = work_calendar(listing.bureau, put_up_on.year, put_up_on.year + 1)
    return checked(
        Notice(
            bureau=listing.bureau,
            key=f"{listing.year}-{serial}",
            year=listing.year,
            serial=serial,
            put_up_by=listing.actor,
            put_up_at=listing.at,
            first_day=add_workdays(calendar, put_up_on, 1),
            last_day=notice_end(listing.settled.policy, calendar, put_up_on),
            reason=listing.reason.strip() if last else "",
        )
    )


def _rows(listing: Listing, notice: Notice, known: Collection[tuple[int, str]]) -> list[NoticedPerson]:
    names, posts = listing.settled.roster.department_names, _posts(listing)
    homes = {each.number: each.department or "" for each in listing.settled.result.people}
    return [
        NoticedPerson(
            notice=notice,
            person=row.person,
            grade=row.grade,
            department=names.get(homes.get(row.person.number, ""), ""),
            post=posts.get(row.person_id, ""),
            is_new=(row.person_id, row.grade) not in known,
        )
        for row in listing.named
    ]


def _posts(listing: Listing) -> dict[int, str]:
    """The posts of the people on the list on the last day of the year."""
    last = date(listing.year, 12, 31)
    held = touching(last, last, start="valid_from", end="valid_to")
    rows = Appointment.objects.filter(held, person__in=[row.person_id for row in listing.named])
    return dict(rows.values_list("person_id", "post"))
