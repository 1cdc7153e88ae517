"""The page of a public notice: what it says, whether it may be objected to, what the reader objected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from daybook.annual.queries.notices import NoticeContent, notice_content
from daybook.annual.shown.sight import sight_of
from daybook.objections.models import YearObjection
from daybook.org.frame import Frame
from daybook.org.policies import policy


@dataclass(frozen=True, slots=True)
class NoticePage:
    """A notice for one reader; without content nothing is put up yet."""

    frame: Frame
    year: int
    content: NoticeContent | None
    applies: bool
    own: Sequence[YearObjection]

    @property
    def is_open(self) -> bool:
        """Whether it may be objected to today."""
        return self.content is not None and self.content.is_open(self.frame.today)

    @property
    def is_office(self) -> bool:
        """Whether the reader puts notices up."""
        return sight_of(self.frame).office


def notice_page(frame: Frame, year: int, serial: int | None) -> NoticePage:
    """The notice of a year, the latest or the one asked for; in three statements. Raises Http404."""
    in_force = policy(frame.bureau.policy, date(year, 12, 31))
    content = notice_content(frame.bureau, year, in_force, serial)
    if content is None and serial is not None:
        raise Http404
    return NoticePage(frame, year, content, in_force.notice.applies, _own(frame, content))


def _own(frame: Frame, content: NoticeContent | None) -> list[YearObjection]:
    """What the reader objected to a notice."""
    if content is None:
        return []
    rows = YearObjection.objects.filter(notice=content.notice, person=frame.person)
    return list(rows.select_related("whose").order_by("filed_at"))
