"""Changing grades that are decided: during the public notice, or by reopening a final year.

Every version stays. During the notice a corrected list is put up; a final year is sealed anew, and the ledger
keeps both digests.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from daybook.annual.access import decides_grades
from daybook.annual.actions.notices import Listing, is_changed, latest_notice, put_up
from daybook.annual.actions.seal import seal_year
from daybook.annual.actions.stages import Step, hold_year, keep, next_version, standing
from daybook.annual.actions.telling import tell_changed
from daybook.annual.enums import Stage
from daybook.annual.fitness import GradeDraft
from daybook.annual.models import Decision
from daybook.annual.queries.amending import Amending
from daybook.annual.queries.settled import settled_year
from daybook.ledger.actions import recorded
from daybook.org.models import Bureau, Person
from daybook.org.moments import local_day, moment
from daybook.web.refusals import Refused


def amend_grades(
    *,
    bureau: Bureau,
    year: int,
    drafts: Sequence[GradeDraft],
    reason: str,
    actor: Person,
    decided_by: str = "",
    seen: str | None = None,
    at: datetime | None = None,
) -> list[Decision]:
    """Change decided grades for a reason, all or none.

    By the principal leader, or by the personnel office, which records what the committee decided.

    `seen` is the mark of what was shown before it was confirmed; left out, it is not asked. Raises Refused
    as `Amending.checked` does, for an officer's own grade, and where something else stands by now.
    """
    instant = moment(at)
    with recorded():
        _require_may(bureau, drafts, actor, instant)
        hold_year(bureau)
        change = amending(bureau, year, drafts, reason).checked()
        if seen is not None and seen != change.mark:
            raise Refused(
                _("Meanwhile something has changed; look at what would change once more."), field="seen"
            )
        made = _versions(change, decided_by or actor.name, actor, instant)
        _put_up_corrected(change, actor, instant)
        if change.is_final:
            seal_year(bureau=bureau, year=year, actor=actor, at=instant)
        _tell(change, made, instant)
    return made


def amending(bureau: Bureau, year: int, drafts: Sequence[GradeDraft], reason: str) -> Amending:
    """A change of grades as it would be, of what stands now."""
    return Amending(bureau, year, settled_year(bureau, year), standing(bureau, year), drafts, reason)


def _require_may(bureau: Bureau, drafts: Sequence[GradeDraft], actor: Person, at: datetime) -> None:
    if not decides_grades(actor, bureau, local_day(bureau, at)):
        raise Refused(
            _("Only the principal leader, or the personnel office for the committee, changes grades.")
        )
    if any(each.person.pk == actor.pk for each in drafts):
        raise Refused(_("Nobody changes his own grade; another must."), field="person")


def _versions(change: Amending, by: str, actor: Person, at: datetime) -> list[Decision]:
    stage, action = (Stage.FINAL, "reopen_grade") if change.is_final else (Stage.DECIDED, "amend_grade")
    rows = [
        next_version(
            each.person,
            change.year,
            change.standing[each.person.number],
            Step(stage, each.grade, each.reason, by, at),
        )
        for each in change.changing
    ]
    return keep(rows, change.standing, actor, action)


def _put_up_corrected(change: Amending, actor: Person, at: datetime) -> None:
    """Put up the list once more, where one is up and names other people now."""
    last = latest_notice(change.bureau, change.year)
    if last is None or not change.settled.policy.notice.applies:
        return
    now = standing(change.bureau, change.year)
    listing = Listing(change.bureau, change.year, change.settled, now, actor, at, change.reason)
    if is_changed(last, listing.named):
        put_up(listing)


def _tell(change: Amending, made: Sequence[Decision], at: datetime) -> None:
    people = [(row.person_id, row.person.number, row.version) for row in made]
    page = "year_of_person" if change.is_final else "year_results"
    tell_changed(change.bureau, change.year, people, page, at)
