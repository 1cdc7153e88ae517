"""What was said under somebody's entries and waits to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from daybook.daily.models import LogComment
from daybook.org.models import Person
from daybook.web.dates import day_words


def unseen_by(author: Person) -> QuerySet[LogComment]:
    """The words of others under somebody's entries that the author has not seen.

    Those under an entry that is withdrawn or in quarantine wait for nobody.
    """
    unseen = LogComment.objects.filter(entry__person=author, seen_at=None).exclude(author=author)
    return unseen.filter(entry__withdrawn_reason="", entry__quarantined=False)


def comments_unseen_by(author: Person) -> list[LogComment]:
    """The words of others that an author has not seen, with their entries, oldest first; one statement."""
    return list(unseen_by(author).select_related("author", "entry").order_by("recorded_at", "id"))


@dataclass(frozen=True, slots=True)
class WaitingComment:
    """The comment that has waited longest for somebody, and how many wait behind it, as an act to be done."""

    comment: LogComment
    further: int
    today: date

    @property
    def what(self) -> str:
        """Who said something, where."""
        told = {"name": self.comment.author.name, "day": _day(self.comment.entry.work_date, self.today)}
        return _("%(name)s left a comment on your record of %(day)s; it waits for you") % told

    @property
    def further_words(self) -> str:
        """What waits beside it; empty where nothing does."""
        if not self.further:
            return ""
        words = ngettext("%(count)s more comment waits", "%(count)s more comments wait", self.further)
        return words % {"count": self.further}


def comment_waiting_for(author: Person, today: date) -> WaitingComment | None:
    """What waits for an author in the feed, in one statement."""
    unseen = comments_unseen_by(author)
    return WaitingComment(unseen[0], len(unseen) - 1, today) if unseen else None


def _day(day: date, today: date) -> str:
    if day == today:
        return pgettext("day", "today")
    if day == today - timedelta(days=1):
        return pgettext("day", "yesterday")
    return day_words(day, today)
