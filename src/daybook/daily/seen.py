"""An entry as one reader sees it: whole, muted, or only that it exists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from daybook.daily.access import PURGED
from daybook.daily.enums import Visibility
from daybook.daily.models import LogComment, LogCorrection, LogEntry
from daybook.daily.words import progress_words, time_words
from daybook.web.dates import day_words

SHOWN_COMMENTS = 3


@dataclass(frozen=True, slots=True)
class SeenEntry:
    """An entry with what its reader may know of it; `place` says what the author was on the work date.

    `own`: the reader is its author, which nobody is where an entry is told to many at once. `confirmed`: the
    author has confirmed what was entered for him.
    """

    entry: LogEntry
    hidden: bool
    place: str
    corrections: Sequence[LogCorrection]
    today: date
    comments: Sequence[LogComment] = ()
    own: bool = False
    confirmed: bool = False

    @property
    def withdrawn(self) -> bool:
        """Whether the author took the entry back."""
        return bool(self.entry.withdrawn_reason)

    @property
    def mute(self) -> bool:
        """Whether it stands in the feed without its text."""
        return self.hidden or self.withdrawn

    @property
    def last_comments(self) -> Sequence[LogComment]:
        """The comments that stand under the entry in a list, oldest first; its own page shows all of them."""
        return () if self.mute else self.comments[-SHOWN_COMMENTS:]

    @property
    def has_earlier_comments(self) -> bool:
        """Whether the list leaves some out."""
        return not self.mute and len(self.comments) > SHOWN_COMMENTS

    @property
    def unseen_comments(self) -> list[LogComment]:
        """The comments of others that wait for the reader, who is the author."""
        if self.mute or not self.own:
            return []
        return [
            each for each in self.comments if each.seen_at is None and each.author_id != self.entry.person_id
        ]

    def has_comment_of(self, person: int) -> bool:
        """Whether somebody (by row) left a word under it."""
        return any(each.author_id == person for each in self.comments)

    @property
    def mute_words(self) -> str:
        """What stands in place of the text of a mute entry."""
        if self.entry.quarantined:
            return _("Purged") if self.entry.content == PURGED else _("Set aside for review")
        return _("Internal matter") if self.hidden else _("Withdrawn")

    @property
    def flags(self) -> list[str]:
        """Neutral words beside the author: recorded late, for somebody, corrected, internal, revised."""
        entry = self.entry
        if self.hidden:
            return []
        found = (
            (self.on_another_day and bool(entry.backfill_reason), self._late_words()),
            (entry.entered_by_id is not None, self._entered_words()),
            (entry.visibility == Visibility.INTERNAL, pgettext("visibility", "internal")),
            (not self.mute and bool(self.corrections), _("corrected")),
            (not self.mute and entry.version > 1, _("revised")),
        )
        return [words for holds, words in found if holds]

    @property
    def on_another_day(self) -> bool:
        """Whether it was recorded on another day than the one it tells of."""
        return timezone.localtime(self.entry.recorded_at).date() != self.entry.work_date

    def _entered_words(self) -> str:
        if self.confirmed:
            return _("entered for the author, who has confirmed it")
        return _("entered for the author, who has not confirmed it yet")

    def _late_words(self) -> str:
        return _("backfill for %(day)s") % {"day": day_words(self.entry.work_date, self.today)}

    @property
    def when(self) -> str:
        """The time of day of the work; empty where it was not told."""
        return time_words(self.entry)

    @property
    def short(self) -> list[tuple[str, str]]:
        """The disclosures that share a line: time, place, people."""
        entry = self.entry
        when = time_words(entry)
        if self.on_another_day:
            when = f"{day_words(entry.work_date, self.today)} {when}".strip()
        told = (
            (pgettext("disclosure", "Time"), when),
            (pgettext("disclosure", "Place"), entry.place),
            (pgettext("disclosure", "People"), entry.people),
        )
        return [(label, text) for label, text in told if text]

    @property
    def long(self) -> list[tuple[str, str]]:
        """The disclosures with a line of their own: measures and outcome."""
        told = (
            (pgettext("disclosure", "Measures"), self.entry.measures),
            (pgettext("disclosure", "Outcome"), self.entry.outcome),
        )
        return [(label, text) for label, text in told if text]

    @property
    def progress(self) -> str:
        """The progress, in words."""
        return progress_words(self.entry)
