"""Public notice (公示) and the end of the year: all decisions move together, none is left behind."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from daybook.annual.actions.seal import seal_year
from daybook.annual.actions.stages import Step, keep, next_version, require_open, standing
from daybook.annual.enums import Stage
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


def notice_grades(*, bureau: Bureau, year: int, actor: Person, at: datetime | None = None) -> list[Decision]:
    """Put up the public notice of a year's decided grades; by the personnel office. Raises Refused.

    Refused: a policy without notice, a person without a decision, a notice that is up already.
    """
    instant = moment(at)
    with recorded():
        require_office(actor, bureau, local_day(bureau, instant))
        require_open(bureau, year)
        settled, before = settled_year(bureau, year), standing(bureau, year)
        if not settled.policy.notice.applies:
            raise Refused(_("The policy knows no public notice."), field="year")
        _require_decided(settled, before)
        chosen = [row for row in before.values() if row.grade in settled.policy.notice.grades]
        due = [row for row in chosen if row.stage == Stage.DECIDED]
        if not due:
            raise Refused(_("There is nothing to put up."), field="year")
        return keep(_moved(due, Stage.NOTICED, actor, instant), before, actor, "notice_grade")


def finalise_year(*, bureau: Bureau, year: int, actor: Person, at: datetime | None = None) -> list[Decision]:
    """Make a year final and seal everybody's figures; by the personnel office. Raises Refused.

    Refused: a person without a decision, a grade whose public notice is not up or not over.
    """
    instant = moment(at)
    today = local_day(bureau, instant)
    with recorded():
        require_office(actor, bureau, today)
        require_open(bureau, year)
        settled, before = settled_year(bureau, year), standing(bureau, year)
        _require_decided(settled, before)
        for row in before.values():
            _require_noticed(row, settled.policy, bureau, today)
        made = keep(_moved(before.values(), Stage.FINAL, actor, instant), before, actor, "finalise_grade")
        seal_year(bureau=bureau, year=year, actor=actor, at=instant)
    return made


def _moved(rows: Iterable[Decision], stage: Stage, actor: Person, at: datetime) -> list[Decision]:
    """The same grades one stage on."""
    return [
        next_version(
            row.person, row.year, row, Step(stage, row.grade, row.reason, row.decided_by or actor.name, at)
        )
        for row in rows
    ]


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


def _require_noticed(row: Decision, policy: Policy, bureau: Bureau, today: date) -> None:
    if not policy.notice.applies or row.grade not in policy.notice.grades:
        return
    if row.stage != Stage.NOTICED or row.decided_at is None:
        raise Refused(_("Put up the public notice first."), field="year")
    noticed_on = local_day(bureau, row.decided_at)
    calendar = work_calendar(bureau, noticed_on.year, noticed_on.year + 1)
    if today <= notice_end(policy, calendar, noticed_on):
        raise Refused(_("The public notice is not over."), field="year")
