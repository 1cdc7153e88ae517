"""The `daybook` command: a table of sub-commands, each loaded only when it is called.

A sub-command lives in `commands.py` of the app it belongs to. Django is set up before that module is
loaded, so it may import models and translate its own help; the database is made ready before it runs.
"""

from __future__ import annotations

import gettext
import os
from copy import copy
from importlib import import_module, metadata
from pathlib import Path
from typing import Any, NamedTuple

import click

SETTINGS = "daybook.config.settings"
LOCALE = Path(__file__).resolve().parent / "locale"


def _(message: str) -> str:
    """Translate without Django, whose set-up would make `--help` slow."""
    return gettext.translation("django", LOCALE, ["zh_Hans"], fallback=True).gettext(message)


class Row(NamedTuple):
    """One sub-command: where it is defined, one line of help, whether it works on the database."""

    target: str
    help: str
    database: bool = True


def table() -> dict[str, Row]:
    """Every sub-command by its name, in the order `--help` shows."""
    return {
        "serve": Row("daybook.config.commands:serve", _("Serve the pages.")),
        "policy": Row("daybook.org.commands:policy", _("List, show and check policies."), database=False),
        "account": Row("daybook.org.commands:account", _("Let a person sign in, with a password.")),
        "import": Row("daybook.books.commands:import_", _("Take a book in, all of it or nothing.")),
        "export": Row("daybook.books.commands:export", _("Write a bureau's book.")),
        "template": Row(
            "daybook.books.commands:template", _("Write the workbook to fill in."), database=False
        ),
        "demo": Row("daybook.demo.commands:demo", _("Make the demo bureau.")),
        "settle": Row("daybook.annual.commands:settle", _("Settle a year; nothing is changed.")),
        "explain": Row("daybook.annual.commands:explain", _("Explain one person's year.")),
        "tick": Row("daybook.supervision.commands:tick", _("Open months, remind, mark what is late.")),
        "verify": Row("daybook.annual.commands:verify", _("Verify the ledger and every published figure.")),
        "upgrade": Row(
            "daybook.config.commands:upgrade", _("Bring the database to this version."), database=False
        ),
        "manage": Row(
            "daybook.config.commands:manage", _("Run a management command of Django."), database=False
        ),
    }


def set_up() -> None:
    """Load settings, models and translations; the interface speaks the installation's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.conf import settings
    from django.utils import translation

    django.setup()
    translation.activate(settings.LANGUAGE_CODE)


def on_ready_database(command: click.Command) -> click.Command:
    """The command with a first step: an empty database is made, one that is behind stops it."""
    from daybook.config.database import ready_database

    work = command.callback

    def run(*arguments: Any, **options: Any) -> Any:
        ready_database()
        return work(*arguments, **options) if work else None

    prepared = copy(command)
    prepared.callback = run
    return prepared


class LazyGroup(click.Group):
    """A group that lists its sub-commands without importing any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the table."""
        return list(table())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one sub-command that was asked for."""
        row = table().get(cmd_name)
        if row is None:
            return None
        set_up()
        module, _colon, attribute = row.target.partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return on_ready_database(command) if row.database else command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print names and one-line helps from the table."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, row.help) for name, row in table().items()])


@click.group(cls=LazyGroup, help=_("Daybook: a log-style routine appraisal."))
@click.version_option(metadata.version("daybook"), prog_name="daybook")
def main() -> None:
    """Run `daybook`; the sub-command does the work."""
