"""Sub-commands that run the installation itself."""

from __future__ import annotations

import os
import time

import click
from django.core.management import execute_from_command_line
from django.utils.translation import gettext as _

from daybook.config.database import leave_database, migrate

MOST_CONNECTIONS = 8_192  # of one process, open pages of the feed among them
OTHER_FILES = 256  # databases, logs, uploads


@click.command(help=_("Serve the pages until interrupted."))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Address to listen on."))
@click.option("--port", default=8000, show_default=True, help=_("Port to listen on."))
@click.option("--workers", default=1, show_default=True, help=_("Processes; with SQLite one is best."))
@click.option("--threads", default=8, show_default=True, help=_("Pages answered at once by a process."))
def serve(host: str, port: int, workers: int, threads: int) -> None:
    """Serve the pages with Granian."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    leave_database()
    _allow_open_pages()
    os.environ["DAYBOOK_THREADS"] = str(threads)
    click.echo(_("Serving on http://%(host)s:%(port)s") % {"host": host, "port": port})
    server = Server(
        "daybook.config.asgi:application",
        address=host,
        port=port,
        workers=workers,
        interface=Interfaces.ASGI,
        log_level=LogLevels.warning,
        websockets=False,
        # An open page of the feed counts as a request for as long as it is open.
        backpressure=MOST_CONNECTIONS,
    )
    server.serve()


def _allow_open_pages() -> None:
    """Raise the limit of open files, of which every connection is one, as far as this account may."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OTHER_FILES
    if soft != resource.RLIM_INFINITY and soft < wanted:
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


@click.command(help=_("Bring the database to this version."))
def upgrade() -> None:
    """Apply the migrations that are due, saying how many and how long they took."""
    started = time.monotonic()
    count = migrate()
    words = {"count": count, "seconds": f"{time.monotonic() - started:.1f}"}
    click.echo(_("%(count)s migrations applied in %(seconds)s s.") % words)


@click.command(
    help=_("Run a management command of Django."),
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Pass every argument on to Django."""
    execute_from_command_line(["daybook manage", *arguments])
