"""A bureau whose last year is scored and voted on: `python -m bench.years PEOPLE`.

Printed are the sessions of somebody of its personnel office, and of a leader of two hundred.
"""

from __future__ import annotations

import os
import random
import sys
from datetime import UTC, date, datetime

CODE = "YEAR"


def main(people: int) -> None:
    """Make the bureau and somebody of its personnel office."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybook.config.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection, transaction

    from bench.fill import Filler
    from bench.sessions import session_of
    from daybook.org.actions.people import make_account
    from daybook.org.models import Person, Right

    now = datetime.now(UTC)
    with transaction.atomic():
        filler = Filler(CODE, people, now.year - 1, random.Random(1))
        filler.fill()
        officer = filler.people[-1]
        first = date(now.year - 1, 1, 1)
        Right.objects.create(person=officer, kind="personnel_office", first_day=first, recorded_at=now)
        for person in (officer, Person.objects.get(number="L002")):
            print(session_of(make_account(person=person, at=now), settings.AUTHENTICATION_BACKENDS[-1]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main(int(sys.argv[1]))
