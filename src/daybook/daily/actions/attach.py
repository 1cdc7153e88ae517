"""附件: documents and pictures are attached to an entry and taken off again, until its month is submitted."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import IO

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from daybook.daily.actions.holding import held_by_author
from daybook.daily.file_kinds import clean_name, examined
from daybook.daily.files import drop_file, files_held, put_file
from daybook.daily.models import Attachment, LogEntry
from daybook.ledger.actions import recorded, sealed
from daybook.org.actions.guards import note
from daybook.org.checked import checked
from daybook.org.keys import new_key
from daybook.org.models import Person
from daybook.org.moments import moment
from daybook.web.refusals import Refused

MEGABYTE = 1 << 20


def attach_file(
    *, entry: LogEntry, name: str, stream: IO[bytes], actor: Person, at: datetime | None = None
) -> Attachment:
    """Attach one file to an entry. Raises Refused with a sentence that names the file and says what to do.

    By the author, until the month is submitted. `name` is a label: the bytes lie under their SHA-256, written
    before the row that tells of them. The same file under the same name stands on an entry once: a button was
    pressed twice.
    """
    instant, label = moment(at), clean_name(name)
    size = _sound_size(label, stream)
    kind = examined(label, stream)
    with recorded():
        row = held_by_author(entry, actor)
        if not row.attachments.filter(name=label, size=size).exists():
            _require_room(row, label)
    with files_held():
        sha256 = put_file(stream)
        with recorded():
            row = held_by_author(entry, actor)
            if (standing := row.attachments.filter(sha256=sha256, name=label).first()) is not None:
                return standing
            _require_room(row, label)
            made = Attachment(
                bureau=row.bureau,
                key=new_key(instant),
                entry=row,
                name=label,
                media_type=kind.media_type,
                size=size,
                sha256=sha256,
                added_at=instant,
            )
            checked(made).save()
            note(actor, row.bureau, "attach_file", "entry", row.key, after=_digest(made))
    return made


def remove_attachment(*, attachment: Attachment, actor: Person, at: datetime | None = None) -> None:
    """Take a file off an entry; its bytes go when no other entry has them. Raises Refused.

    By the author, until the month is submitted. One that is gone already is removed.
    """
    moment(at)
    with recorded():
        row = held_by_author(attachment.entry, actor)
        if (standing := row.attachments.filter(pk=attachment.pk).first()) is None:
            return
        note(actor, row.bureau, "remove_attachment", "entry", row.key, before=_digest(standing))
        standing.delete()
        drop_unnamed([standing.sha256])


def drop_unnamed(shas: list[str]) -> None:
    """Once this transaction is committed: drop those of these files that no entry names any more."""
    for sha256 in dict.fromkeys(shas):
        transaction.on_commit(partial(_drop_unnamed, sha256), robust=True)


def _drop_unnamed(sha256: str) -> None:
    with files_held(alone=True):
        if not Attachment.objects.filter(sha256=sha256).exists():
            drop_file(sha256)


def _sound_size(name: str, stream: IO[bytes]) -> int:
    size = stream.seek(0, 2)
    if not size:
        raise Refused(_("“%(name)s” is empty; choose the file again.") % {"name": name}, field="files")
    if size > settings.UPLOAD_BYTES:
        words = {"name": name, "megabytes": settings.UPLOAD_BYTES // MEGABYTE}
        told = _("“%(name)s” is larger than %(megabytes)s MB; make it smaller, or attach it in parts.")
        raise Refused(told % words, field="files")
    return size


def _require_room(entry: LogEntry, name: str) -> None:
    if entry.attachments.count() >= settings.UPLOAD_FILES:
        words = {"name": name, "count": settings.UPLOAD_FILES}
        told = _("“%(name)s” finds no room: an entry takes %(count)s files. Remove one first.") % words
        raise Refused(told, field="files")


def _digest(attachment: Attachment) -> dict[str, object]:
    """What the ledger keeps: neither the name nor the plain digest of a file that may have to be purged."""
    return {
        "attachment": attachment.key,
        "name": sealed(attachment.name),
        "sha256": sealed(attachment.sha256),
        "size": attachment.size,
    }
