"""Which page of which quarter 本季 leads to: where something is to be done."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from django.urls import reverse

from daybook.org.enums import HEAD_ROLES, LEADER_ROLES, RightKind
from daybook.org.frame import Frame
from daybook.org.rights import ADMINISTRATORS
from daybook.quarterly.queries.expected import OPEN, ExpectedSheet, expected_sheets
from daybook.rules.facts import ONE_DAY
from daybook.rules.periods import MONTHS, Period, quarters_of
from daybook.rules.policy_fault import PolicyFault


def last_quarter(today: date) -> Period:
    """The last quarter that is over."""
    running = quarters_of(today.year)[(today.month - 1) // MONTHS]
    before = running.first - ONE_DAY
    return quarters_of(before.year)[(before.month - 1) // MONTHS]


def quarter_at_hand(frame: Frame) -> str:
    """The address of the page of a quarter where something is to be done, in at most six statements.

    The last quarter that is over: its scoring while sheets are the person's to write; the people below for
    a leader, who is not scored; else one's own.
    """
    period, role = last_quarter(frame.today), frame.standing.role
    if _may_score(frame) and _owes_sheets(frame, period):
        return reverse("scoring", args=[period.key])
    return reverse("quarter_people" if role in LEADER_ROLES else "quarter", args=[period.key])


def _may_score(frame: Frame) -> bool:
    standing = frame.standing
    if not standing.rights.isdisjoint(ADMINISTRATORS):
        return False
    return standing.role in HEAD_ROLES | LEADER_ROLES or RightKind.PERSONNEL_OFFICE in standing.rights


def _owes_sheets(frame: Frame, period: Period) -> bool:
    """Whether a sheet of the quarter waits for its rater; nobody owes one where no policy says so."""
    with suppress(PolicyFault):
        found = expected_sheets(frame.bureau, period, frame.today)
        return any(sheet.state == OPEN for sheet in found.wanted if _is_own(frame, sheet))
    return False


def _is_own(frame: Frame, sheet: ExpectedSheet) -> bool:
    """Whether a sheet is the person's to write; what the committee decides, the personnel office records."""
    if sheet.rater is None:
        return RightKind.PERSONNEL_OFFICE in frame.standing.rights
    return sheet.rater.pk == frame.person.pk
