"""Public notice (公示) and the end of the year: all decisions move together, none is left behind."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.annual.actions.notices import Listing, latest_notice, put_up
from daybook.annual.actions.seal import seal_year
from daybook.annual.actions.stages import hold_open_year, keep, moved_to, standing
from daybook.annual.actions.telling import tell_to_sign
from daybook.annual.enums import Stage
from daybook.annual.fitness import require_seats, unfit
from daybook.annual.hindrances import open_objections
from daybook.annual.models import Decision
from daybook.annual.queries.settled import Settled, settled_year
from daybook.ledger.actions import recorded
from daybook.org.actions.guards import require_office
from daybook.org.calendar import work_calendar
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.rules.deadlines import notice_end
from daybook.rules.policy import Policy
from daybook.web.refusals import Refused


def notice_grades(
    *, bureau: Bureau, year: int, actor: Person, reason: str = "", at: datetime | None = None
) -> list[Decision]:
    """Put up the public notice of a year's decided grades; by the personnel office. Raises Refused.

    A list put up once more, because it is another now, says for what reason. Refused: a policy without
    notice, a person without a decision, a notice that is up already.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        hold_open_year(bureau, year)
        settled, before = settled_year(bureau, year), standing(bureau, year)
        if settled.policy.notice.applies:
            _require_decided(settled, before)
            _require_fitting(settled, before)
        return put_up(Listing(bureau, year, settled, before, actor, instant, reason))


def finalise_year(*, bureau: Bureau, year: int, actor: Person, at: datetime | None = None) -> list[Decision]:
    """Make a year final and seal everybody's figures; by the personnel office. Raises Refused.

    Refused: a person without a decision, a grade whose public notice is not up or not over, an objection to
    the notice that is not decided.
    """
    instant = moment(at)
    today = local_day(bureau, instant)
    with recorded():
        require_office(actor, bureau, today)
        hold_open_year(bureau, year)
        settled, before = settled_year(bureau, year), standing(bureau, year)
        _require_decided(settled, before)
        _require_fitting(settled, before)
        _require_noticed(before, settled.policy, bureau, year, today)
        _require_answered(bureau, year)
        moved = moved_to(Stage.FINAL, before.values(), actor, instant)
        made = keep(moved, before, actor, "finalise_grade")
        seal_year(bureau=bureau, year=year, actor=actor, at=instant)
        tell_to_sign(bureau, year, [(row.person_id, row.person.number) for row in made], instant)
    return made


def _require_answered(bureau: Bureau, year: int) -> None:
    if count := open_objections(bureau, year):
        raise Refused(
            ngettext(
                "%(count)s objection to the public notice is not decided.",
                "%(count)s objections to the public notice are not decided.",
                count,
            )
            % {"count": count},
            field="year",
        )


def _require_decided(settled: Settled, before: dict[str, Decision]) -> None:
    stages = (Stage.DECIDED, Stage.NOTICED)
    missing = [
        each.number
        for each in settled.result.people
        if each.number not in before or before[each.number].stage not in stages
    ]
    if missing:
        raise Refused(
            _("Without a decision: %(people)s.") % {"people": "、".join(missing[:20])}, field="year"
        )


def _require_fitting(settled: Settled, before: dict[str, Decision]) -> None:
    """Refuse grades that something learned since they were given has closed, and more of them than seats."""
    grades, names = {number: row.grade for number, row in before.items()}, settled.roster.names
    if closed := unfit(settled.result, grades):
        told = "、".join(names[each.number] for each in closed[:20])
        raise Refused(
            _("No longer eligible for the grade given: %(people)s.") % {"people": told}, field="year"
        )
    require_seats(settled.result, grades, names)


def _require_noticed(
    before: dict[str, Decision], policy: Policy, bureau: Bureau, year: int, today: date
) -> None:
    """Everybody the policy puts up stood in the notice for its workdays. Raises Refused."""
    if not policy.notice.applies:
        return
    named = [row for row in before.values() if row.grade in policy.notice.grades]
    days = {
        local_day(bureau, row.decided_at) for row in named if row.stage == Stage.NOTICED and row.decided_at
    }
    if any(row.stage != Stage.NOTICED for row in named):
        raise Refused(_("Put up the public notice first."), field="year")
    if days and today <= _last_day(policy, bureau, year, max(days)):
        raise Refused(_("The public notice is not over."), field="year")


def _last_day(policy: Policy, bureau: Bureau, year: int, noticed_on: date) -> date:
    """The day that the latest notice tells; reckoned where the grades came with a book that has none."""
    if (latest := latest_notice(bureau, year)) is not None:
        return latest.last_day
    calendar = work_calendar(bureau, noticed_on.year, noticed_on.year + 1)
    return notice_end(policy, calendar, noticed_on)
