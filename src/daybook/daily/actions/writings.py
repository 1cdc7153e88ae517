"""Drafts on the server: every form is kept as it is typed, and a whole day of them is saved at once.

A draft is no act yet: it leaves no line in the ledger, obeys no deadline, and is read by its writer alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from daybook.daily.actions.drafts import EntryDraft
from daybook.daily.actions.record import record_day
from daybook.daily.actions.standing import says_no_more
from daybook.daily.models import LogEntry, Writing
from daybook.ledger.actions import recorded
from daybook.org.keys import is_key, new_keys
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.web.refusals import Refused

# Far above what an entry may hold, so that a text too long for it is still kept until it is cut.
MOST_CHARACTERS = 40_000
Fields = Mapping[str, str]


class Crossed(Refused):
    """Another tab or machine has saved this draft meanwhile; `standing` is what it wrote."""

    def __init__(self, standing: Writing) -> None:
        super().__init__(_("This draft was changed in another window meanwhile."))
        self.standing = standing


class Settled(Refused):
    """The draft has become an entry already: what comes late is no new draft.

    `same`: the entry says all of it, so that nothing is lost where it is let go.
    """

    def __init__(self, *, same: bool) -> None:
        super().__init__(_("This is recorded already."))
        self.same = same


def keep_writing(
    *,
    author: Person,
    key: str,
    day: date,
    fields: Fields,
    version: int,
    entry: LogEntry | None = None,
    base: int = 0,
    at: datetime | None = None,
) -> Writing:
    """Keep what somebody is writing; `version` is the one last seen, 0 for a new draft.

    Raises Crossed where another window was faster, Settled where the draft is an entry already, Refused for
    what cannot be kept.
    """
    instant = moment(at)
    if not is_key(key):
        raise Refused(_("A key holds letters, digits and . _ - only."), field="key")
    require_keepable(fields)
    standing = Writing.objects.filter(person=author, key=key)
    changed = standing.filter(version=version).update(
        fields=dict(fields), day=day, version=F("version") + 1, saved_at=instant
    )
    if changed:
        return Writing(person=author, key=key, version=version + 1, saved_at=instant)
    if (other := standing.first()) is not None:
        return _same_or_crossed(other, fields)
    made = Writing(person=author, key=key, day=day, entry=entry, base=base, fields=dict(fields))
    made.saved_at = instant
    _require_unrecorded(made)
    return _inserted(made)


def discard_writing(*, author: Person, key: str, version: int = 0) -> None:
    """Let a draft go that is saved; one that is not there is gone already.

    With a `version`, only what was seen goes: what another window wrote since stays.
    """
    standing = Writing.objects.filter(person=author, key=key)
    (standing.filter(version=version) if version else standing).delete()


def throw_away(*, author: Person, key: str, version: int) -> None:
    """Throw a draft away at its writer's word, as it was last seen; one that is not there is gone already.

    Raises Crossed where another window wrote since: what stands was not seen, and stays.
    """
    standing = Writing.objects.filter(person=author, key=key)
    standing.filter(version=version).delete()
    if (other := standing.first()) is not None:
        raise Crossed(other)


def lay_out(
    *, author: Person, day: date, forms: Sequence[tuple[str, Fields]], at: datetime | None = None
) -> list[Writing]:
    """Lay drafts out on a day, each with its key (empty for a new one); those that stand already are left."""
    instant = moment(at)
    fresh = new_keys(instant, len(forms))
    keys = [key or new for (key, _fields), new in zip(forms, fresh, strict=True)]
    with transaction.atomic():
        taken = set(Writing.objects.filter(person=author, key__in=keys).values_list("key", flat=True))
        taken |= set(
            LogEntry.objects.filter(bureau=author.bureau_id, key__in=keys).values_list("key", flat=True)
        )
        rows = [
            Writing(person=author, key=key, day=day, fields=dict(fields), saved_at=instant)
            for key, (_key, fields) in zip(keys, forms, strict=True)
            if key not in taken
        ]
        return Writing.objects.bulk_create(rows, ignore_conflicts=True)


def record_writing(
    *,
    author: Person,
    day: date,
    draft: EntryDraft,
    version: int = 0,
    backfill_reason: str = "",
    at: datetime | None = None,
) -> LogEntry:
    """Record one entry, whose draft, if there is one under its key, is done with. Raises Refused.

    `version` is that of the draft where it is known; what another window wrote since becomes a change of the
    entry.
    """
    kept = {draft.key: version} if version else {}
    return record_day(
        author=author, day=day, drafts=[draft], backfill_reason=backfill_reason, at=at, kept=kept
    )[0]


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a day's drafts: the entries recorded, and the sentence of each that stayed a draft."""

    entries: Sequence[LogEntry]
    faults: Mapping[str, str]


def record_writings(
    *,
    author: Person,
    day: date,
    drafts: Sequence[EntryDraft],
    kept: Mapping[str, int] | None = None,
    backfill_reason: str = "",
    at: datetime | None = None,
) -> Saved:
    """Record a whole day at once: sound drafts become entries, the others stay, each with its sentence.

    `kept` holds the version of each draft that was read.
    """
    faults: dict[str, str] = {}
    given: dict[str, Any] = {"author": author, "day": day, "backfill_reason": backfill_reason, "at": at}
    with recorded():
        try:
            entries = _recorded(drafts, kept=kept, **given)
        except Refused as refused:
            faults = _faults_of(drafts, refused)
            entries = _recorded([each for each in drafts if each.key not in faults], kept=kept, **given)
    return Saved(entries, faults)


def _recorded(drafts: Sequence[EntryDraft], **given: Any) -> list[LogEntry]:
    return record_day(drafts=drafts, **given) if drafts else []


def _faults_of(drafts: Sequence[EntryDraft], refused: Refused) -> dict[str, str]:
    """The sentence of each faulty draft; a refusal of the day is every draft's."""
    if not refused.rows:
        return {draft.key: refused.message for draft in drafts}
    return {drafts[row].key: sentence for row, sentence in refused.rows.items()}


def require_keepable(fields: Fields) -> None:
    """Refuse what no draft holds: a text beyond all measure, or the character NUL."""
    if sum(map(len, fields.values())) > MOST_CHARACTERS:
        raise Refused(_("This text is too long to be kept as a draft."))
    if any("\x00" in text for text in fields.values()):
        raise Refused(_("A text may not hold the character NUL."))


def _same_or_crossed(standing: Writing, fields: Fields) -> Writing:
    """The draft as it stands, if it says the same: an answer that was lost on its way is no quarrel."""
    if standing.fields == dict(fields):
        return standing
    raise Crossed(standing)


def _require_unrecorded(made: Writing) -> None:
    """Refuse a new draft under the mark of what is an entry already."""
    if made.entry_id is not None:
        return
    entry = LogEntry.objects.filter(bureau=made.person.bureau_id, key=made.key).first()
    if entry is not None:
        raise Settled(same=says_no_more(made, entry))


def _inserted(made: Writing) -> Writing:
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        standing = Writing.objects.filter(person=made.person_id, key=made.key).first()
        if standing is None:
            raise
        return _same_or_crossed(standing, made.fields)
    return made
