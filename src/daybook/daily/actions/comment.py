"""留言: a short word under an entry, of whoever may read it; who is told of it, and that it was seen."""

from __future__ import annotations

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from daybook.daily.access import Reader, is_closed, readers_of
from daybook.daily.actions.pressed import is_pressed_again
from daybook.daily.models import LogComment, LogEntry
from daybook.inbox.actions import Telling, settle, tell
from daybook.inbox.enums import MessageKind
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked, text_given
from daybook.org.models import Person
from daybook.org.moments import local_day, moment
from daybook.org.rights import rights_of
from daybook.web.refusals import Refused
from daybook.web.statements import insert


def comment_on_entry(
    *, entry: LogEntry, content: str, actor: Person, at: datetime | None = None
) -> LogComment:
    """Leave a word under an entry; it is neither changed nor deleted afterwards. Raises Refused.

    By anybody who may read the entry, while it stands. The author's word answers all that was said before.
    The author finds it waiting; others who left a word there are told that somebody answered.
    The same word again at once, with nothing said in between, is one comment: a button was pressed twice.
    """
    instant = moment(at)
    with recorded():
        row = _held(entry, actor, instant)
        said = text_given(content, "content")
        if (same := _pressed_twice(row, actor, said, instant)) is not None:
            return same
        if LogComment.objects.filter(entry=row, author=actor, recorded_at__gte=instant).exists():
            raise Refused(_("You left a word here this very second; send it again."), field="content")
        made = LogComment(entry=row, author=actor, recorded_at=instant, content=said)
        insert([checked(made)])
        if actor.pk == row.person_id:
            _mark_seen(row, instant)
        see_answers(entry=row, actor=actor, at=instant)
        _tell_the_others(row, made, local_day(row.bureau, instant))
        note(actor, row.bureau, "comment_on_entry", "entry", row.key, after={"content": sealed(said)})
    return made


def see_comments(*, entry: LogEntry, actor: Person, at: datetime | None = None) -> int:
    """Note that the author has seen the words of others under an entry; how many were new. Raises Refused."""
    instant = moment(at)
    with recorded():
        if entry.person_id != actor.pk:
            raise Refused(_("Only the author of an entry sees its comments for the author."))
        seen = _mark_seen(entry, instant)
        if seen:
            note(actor, actor.bureau, "see_comments", "entry", entry.key, after={"comments": seen})
    return seen


def see_answers(*, entry: LogEntry, actor: Person, at: datetime | None = None) -> None:
    """Note that somebody who left a word under an entry has read what was answered there."""
    settle(about=_occasion(entry), people=[actor.pk], at=moment(at))


def _tell_the_others(entry: LogEntry, answer: LogComment, today: date) -> None:
    """Tell whoever left a word before and may still read it; of several answers the last one waits."""
    others = LogComment.objects.filter(entry=entry).exclude(author__in=[answer.author_id, entry.person_id])
    people = set(others.values_list("author_id", flat=True))
    if people and is_closed(entry):
        people &= readers_of([entry], today)[entry.pk]
    if not people:
        return
    settle(about=_occasion(entry), people=people, at=answer.recorded_at)
    about = f"{_occasion(entry)}:{answer.pk}"
    href = f"{reverse('entry', args=[entry.key])}#comments"
    names = {"name": answer.author.name, "author": entry.person.name, "day": entry.work_date.isoformat()}
    told = (Telling(each, MessageKind.COMMENT_ANSWERED, about, href, names) for each in sorted(people))
    tell(list(told), answer.recorded_at)


def _occasion(entry: LogEntry) -> str:
    return f"comments:{entry.pk}"


def _held(entry: LogEntry, actor: Person, at: datetime) -> LogEntry:
    """The row as it stands now, held for this transaction, if the actor may comment on it."""
    row = LogEntry.objects.select_for_update(of=("self",)).select_related("bureau", "person").get(pk=entry.pk)
    today = local_day(actor.bureau, at)
    reader = Reader(actor, rights_of(actor, today), today)
    if row.bureau_id != actor.bureau_id or not reader.readable([row]):
        raise Refused(_("This entry is not open to you."))
    if row.withdrawn_reason:
        raise Refused(_("This entry was withdrawn."))
    return row


def _pressed_twice(entry: LogEntry, actor: Person, said: str, at: datetime) -> LogComment | None:
    """The entry's latest comment, if it is the actor's, says the same, and is not older than a moment."""
    last = LogComment.objects.filter(entry=entry).order_by("-recorded_at", "-id").first()
    if last is None or last.author_id != actor.pk or not is_pressed_again(last, said, at):
        return None
    return last


def _mark_seen(entry: LogEntry, at: datetime) -> int:
    unseen = LogComment.objects.filter(entry=entry, seen_at=None).exclude(author=entry.person_id)
    return unseen.update(seen_at=at)
