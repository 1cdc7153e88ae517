"""Make the floor's tables and signed-in users: `python -m bench.floor.fill USERS` prints a session a line."""

from __future__ import annotations

import os
import sys


def main(users: int) -> None:
    """Make the tables in an empty database and print the keys of the sessions."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floor.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    call_command("migrate", run_syncdb=True, verbosity=0)  # the floor's own table points at theirs
    from django.contrib.auth.models import User

    from bench.sessions import session_of

    with transaction.atomic():
        for number in range(users):
            user = User.objects.create_user(f"user{number}")
            print(session_of(user, "django.contrib.auth.backends.ModelBackend"))


if __name__ == "__main__":
    main(int(sys.argv[1]))
