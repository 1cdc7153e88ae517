"""A process that signs one quarter after another until it is killed; `test_kill` starts it."""

from __future__ import annotations

import django

django.setup()

from daybook.org.models import Person  # noqa: E402
from daybook.quarterly.actions.signing import sign_sheets  # noqa: E402
from daybook.quarterly.models import SheetWriting  # noqa: E402
from daybook.quarterly.spans import period_of  # noqa: E402
from tests.factories import noon  # noqa: E402
from tests.quarterly.scoring import paper_of  # noqa: E402

AT = noon(2026, 10, 12)


def main() -> None:
    """Sign every quarter of which drafts are left, those of all people at once."""
    rater = Person.objects.get(number="H02")
    quarters = sorted(set(SheetWriting.objects.values_list("quarter", flat=True)))
    print("ready", flush=True)
    for quarter in quarters:
        written = SheetWriting.objects.filter(quarter=quarter).select_related("person").order_by("id")
        papers = [
            paper_of(each.person, first_day=period_of(quarter).first, version=each.version)
            for each in written
        ]
        sign_sheets(rater=rater, quarter=quarter, papers=papers, at=AT)
        print("signed", flush=True)


if __name__ == "__main__":
    main()
