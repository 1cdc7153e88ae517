"""Alerts as their page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from daybook.annual.wording import grade_word
from daybook.merit.access import UseSight
from daybook.merit.models import AlertNote
from daybook.merit.queries.alerts import AlertTold
from daybook.merit.queries.use_year import Member, UseYear
from daybook.merit.wording import alert_word, years_words
from daybook.quarterly.wording import source_words


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert in words: what it calls attention to, on which grade of which years it stands, its notes."""

    member: Member
    code: str
    act: str
    grade: str
    years: str
    source: str
    notes: Sequence[AlertNote]
    earlier: Sequence[AlertNote]
    is_open: bool
    may_note: bool


def alert_rows(use: UseYear, alerts: Iterable[AlertTold], sight: UseSight) -> list[AlertRow]:
    """The alerts that a reader sees; the personnel office notes what was done, nobody in his own case."""
    return [
        AlertRow(
            member=each.member,
            code=each.raised.alert,
            act=alert_word(use.policy, each.raised.alert),
            grade=grade_word(each.raised.grade),
            years=years_words(each.raised.years),
            source=source_words(use.policy.source_of(f"alerts.{each.raised.alert}"), use.policy),
            notes=each.notes,
            earlier=each.earlier,
            is_open=each.is_open,
            may_note=sight.office and sight.number != each.member.number,
        )
        for each in alerts
        if sight.unit(each.member.unit)
    ]
