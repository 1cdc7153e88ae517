"""Sub-commands of supervision."""

from __future__ import annotations

import click
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from daybook.daily.actions.map_words import map_words
from daybook.inbox.enums import MessageKind
from daybook.supervision.tick import Ticked
from daybook.supervision.tick import tick as tick_all


@click.command(help=_("Open months, remind who is missing, mark what is late; as often as one likes."))
@click.option("--dry-run", is_flag=True, help=_("Only print what would be done."))
def tick(dry_run: bool) -> None:
    """Do what the calendar brings, printing what was done in each bureau."""
    for ticked in tick_all(at=timezone.now(), dry=dry_run):
        click.echo(f"{ticked.bureau.code}: {_words(ticked)}")
    if not dry_run and (mapped := map_words()):
        told = ngettext("search: %(count)s block mapped", "search: %(count)s blocks mapped", mapped)
        click.echo(told % {"count": mapped})


def _words(ticked: Ticked) -> str:
    if ticked.fault:
        return _("the policy does not hold; nothing was done")
    told = [f"{MessageKind(kind).label} {_people(count)}" for kind, count in ticked.told.items()]
    settled = [_("%(count)s messages done with") % {"count": ticked.settled}] if ticked.settled else []
    return _(", ").join([*told, *settled]) or _("nothing to do")


def _people(count: int) -> str:
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}
