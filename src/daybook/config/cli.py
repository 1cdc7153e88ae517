"""The `daybook` command: a table of sub-commands, each loaded only when it is called.

A sub-command lives in `commands.py` of the app it belongs to. Django is set up before that module is
loaded, so it may import models and translate its own help.
"""

from __future__ import annotations

import gettext
import os
from importlib import import_module, metadata
from pathlib import Path

import click

SETTINGS = "daybook.config.settings"
LOCALE = Path(__file__).resolve().parent.parent / "web" / "locale"


def _(message: str) -> str:
    """Translate without Django, whose set-up would make `--help` slow."""
    return gettext.translation("django", LOCALE, ["zh_Hans"], fallback=True).gettext(message)


def table() -> dict[str, tuple[str, str]]:
    """Every sub-command: its name, where it is defined, and one line of help."""
    return {
        "serve": ("daybook.config.commands:serve", _("Serve the pages.")),
        "upgrade": ("daybook.config.commands:upgrade", _("Bring the database to this version.")),
        "policy": ("daybook.org.commands:policy", _("List, show and check policies.")),
        "manage": ("daybook.config.commands:manage", _("Run a management command of Django.")),
    }


def set_up() -> None:
    """Load settings, models and translations; the interface speaks the installation's language."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.conf import settings
    from django.utils import translation

    django.setup()
    translation.activate(settings.LANGUAGE_CODE)


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
        module, _colon, attribute = row[0].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Print names and one-line helps from the table."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, row[1]) for name, row in table().items()])


@click.group(cls=LazyGroup, help=_("Daybook: a log-style routine appraisal."))
@click.version_option(metadata.version("daybook"), prog_name="daybook")
def main() -> None:
    """Run `daybook`; the sub-command does the work."""
