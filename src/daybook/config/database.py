"""Is the database there, and is it of this version?"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import click
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

MIGRATING = 0x0DA7B00C  # any number of our own, for PostgreSQL's advisory lock


def pending_migrations() -> int:
    """How many migrations this version has that the database has not."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> int:
    """Apply what is due and return how many migrations that were; a second process waits and finds none."""
    with _alone():
        count = pending_migrations()
        if count:
            call_command("migrate", verbosity=0, interactive=False)
        return count


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the right to migrate: the server and a command may meet an empty database together."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATING])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATING])
        return
    with (settings.HOME / "upgrade.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def ready_database() -> None:
    """Make an empty database usable; stop at one with data that is behind.

    Raises click.ClickException, naming the command to run, where data would have to be migrated: that
    is a person's decision, taken after a backup.
    """
    if not pending_migrations():
        return
    if holds_data():
        raise click.ClickException(
            _("The database is of an older version. Back it up and run: daybook upgrade")
        )
    migrate()


def leave_database() -> None:
    """Close every connection and pool: a worker that is forked must not share one with its parent."""
    for alias in connections:
        connections[alias].close()
        getattr(connections[alias], "close_pool", lambda: None)()


def holds_data() -> bool:
    """Whether any bureau or account is stored; a half-made empty database counts as empty."""
    tables = set(connection.introspection.table_names())
    if tables and "django_migrations" not in tables:
        raise click.ClickException(_("This database belongs to another program. See DAYBOOK_DATABASE_URL."))
    roots = (apps.get_model("org", "Bureau"), apps.get_model("org", "Account"))
    return any(_has_rows(model._meta.db_table) for model in roots if model._meta.db_table in tables)


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 (our own name)
        return cursor.fetchone() is not None
