"""A bureau whose people can sign in: `python -m bench.staff PEOPLE SIGNED_IN` prints a session a line.

A thousand people in departments of 25, with heads, leaders and portfolios; the first `SIGNED_IN` staff are
signed in.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, datetime
from typing import Any

from bench.fill import PER_DEPARTMENT, Filler

CODE = "LOAD"


def main(people: int, signed_in: int) -> None:
    """Make the bureau and print the keys of the sessions."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import transaction

    from bench.sessions import session_of

    with transaction.atomic():
        filler = Filler(CODE, people, datetime.now(UTC).year, random.Random(1))
        filler.found()
        accounts = _accounts(filler, signed_in)
        for account in accounts:
            print(session_of(account, settings.AUTHENTICATION_BACKENDS[-1]))


def _accounts(filler: Filler, count: int) -> list[Any]:
    from daybook.org.actions.people import make_account

    staff = [person for number, person in enumerate(filler.people) if number % PER_DEPARTMENT]
    at = datetime.now(UTC)
    return [make_account(person=person, at=at) for person in staff[:count]]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
